"""QIF, as Quicken exported it: accounts of kind Bank, Cash, CCard and Oth, splits as their parts.

After Intuit's "Quicken Interchange Format (QIF) files" (the Quicken 2006 help). The format says
neither how its days are ordered nor what its decimals stand behind: both are found out first. What
our own exports add behind X (`exports/qif.py`) counts before what other programs would go by.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from exports.qif import OWN_MARK
from imports.amounts import DateFormat, guess_date_formats, guess_decimal, read_amount
from imports.entries import Entry, Flaw, Read, Unreadable
from imports.jsonl import read_rest
from imports.text import guess_encoding, lines_of

_ACCOUNTS = {"bank", "cash", "ccard", "otha", "othl"}
_FIELDS = "DTUPML"
#: In characters, with some for each line: Quicken's own are far shorter.
_LONGEST, _A_LINE = 256 * 1024, 64
_TRANSFER = re.compile(r"\[.*\]")


@dataclass(slots=True)
class _Part:
    category: str
    line: int
    notes: str = ""
    amount: str = ""


@dataclass(slots=True)
class _Record:
    line: int
    size: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ways:
    date_format: DateFormat
    decimal: str


def read_qif(file: BinaryIO, date_format: str | None = None) -> Read:
    """An entry or a flaw for each transaction, or for each part of one that is split."""
    encoding = guess_encoding(file)
    ways = _ways(file, encoding, date_format)
    for record in _records(file, encoding):
        yield from _entries(record, ways)


def _ways(file: BinaryIO, encoding: str, date_format: str | None) -> _Ways:
    decimal = guess_decimal(
        text
        for record in _records(file, encoding)
        for text in (_amount(record.fields), *(part.amount for part in record.parts))
    )
    days = (_day_text(record.fields.get("D", "")) for record in _records(file, encoding))
    found = [date_format] if date_format else guess_date_formats(days)
    # Where either would do: Quicken wrote the month first.
    month_first = [pattern for pattern in found if pattern.startswith("MM")]
    return _Ways(DateFormat(*(month_first or found or ["MM/DD/YYYY"])[:1]), decimal)


def _amount(fields: dict[str, str]) -> str:
    """U is the same again, in files that can have more digits."""
    return fields.get("T", "") or fields.get("U", "")


def _day_text(text: str) -> str:
    """Quicken writes 1/ 2'26 for the second of January 2026, and 1/ 2/98 for that of 1998."""
    bare = text.replace(" ", "")
    day, mark, year = bare.partition("'")
    is_short = re.fullmatch("[0-9]{1,2}", year) is not None
    return f"{day}/{2000 + int(year)}" if mark and is_short else bare.replace("'", "/")


def _records(file: BinaryIO, encoding: str) -> Iterator[_Record]:
    """Those of accounts: lists of categories, of accounts and of securities are left out."""
    file.seek(0)
    is_of_account = has_any = False
    record: _Record | None = None
    for number, line in enumerate(lines_of(file, encoding), start=1):
        text = line.strip()
        if text.startswith("!"):
            is_of_account, record = _is_of_account(text, is_of_account), None
            has_any = has_any or is_of_account
        elif text == "^":
            if record is not None:
                yield record
            record = None
        elif text and is_of_account:
            record = record or _Record(number)
            _add(record, text[0], text[1:].strip(), number)
    if record is not None:
        yield record
    if not has_any:
        raise Unreadable("There is no account (!Type:Bank, Cash or CCard) in it.")


def _is_of_account(head: str, before: bool) -> bool:
    """Whether transactions come next; an option says nothing about that."""
    kind, _, name = head[1:].lower().replace(" ", "").partition(":")
    return name in _ACCOUNTS if kind == "type" else before and kind == "option"


def _add(record: _Record, letter: str, text: str, line: int) -> None:
    record.size += _A_LINE + len(text)
    if record.size > _LONGEST:
        raise Unreadable("Here is a transaction to which there is no end (^).", record.line)
    if letter == "S":
        record.parts.append(_Part(text, line))
    elif letter == "E" and record.parts:
        record.parts[-1].notes = text
    elif letter == "$" and record.parts:
        record.parts[-1].amount = text
    elif letter == "X" and text.startswith(OWN_MARK):
        record.fields.setdefault(OWN_MARK, text.removeprefix(OWN_MARK))
    elif letter in _FIELDS and not (letter == "D" and record.parts):
        record.fields.setdefault(letter, text)


def _entries(record: _Record, ways: _Ways) -> Iterator[Entry | Flaw]:
    fields = record.fields
    whole = _Part(fields.get("L", ""), record.line, fields.get("M", ""), _amount(fields))
    try:
        # All of its parts, or none.
        yield from [_entry(part, fields, ways) for part in _split(record, ways) or [whole]]
    except ValueError as error:
        yield Flaw(record.line, str(error))


def _split(record: _Record, ways: _Ways) -> list[_Part]:
    """The parts; ValueError where they do not add up to the whole."""
    if not record.parts:
        return []
    whole = read_amount(_amount(record.fields), ways.decimal)
    sums = sum((read_amount(part.amount, ways.decimal) for part in record.parts), Decimal(0))
    if sums != whole:
        raise ValueError(f"Its parts add up to {sums}, and it says {whole}: correct one of them.")
    return record.parts


def _entry(part: _Part, fields: dict[str, str], ways: _Ways) -> Entry:
    if not part.amount:
        raise ValueError("There is no amount (T).")
    amount = read_amount(part.amount, ways.decimal)
    if not amount:
        raise ValueError("The amount is zero, so that there is nothing to book.")
    day = ways.date_format.read(_day_text(fields.get("D", "")))
    return Entry(part.line, day, abs(amount), **_rest(part, fields, came_in=amount > 0))


def _rest(part: _Part, fields: dict[str, str], *, came_in: bool) -> dict[str, Any]:
    if OWN_MARK in fields:
        return read_rest(fields[OWN_MARK], came_in=came_in)
    payee, memo = fields.get("P", ""), part.notes or fields.get("M", "")
    # [Savings] is where the money went, and no category.
    category = "" if _TRANSFER.fullmatch(part.category) else part.category.partition("/")[0]
    return {
        "type": "income" if came_in else "expense",
        "description": (payee or memo)[:255],
        "notes": memo[:10_000] if payee else "",
        "category": category[:100],
    }
