"""OFX 1.x (SGML, whose elements need no end tags), OFX 2.x (XML) and QFX: one reader for all three.

After "Open Financial Exchange Specification 2.3", sections 1.3, 2.3 and 11.4. Nothing of XML but
its tags is understood: no entity is ever looked up, and a file that defines some is refused. What
our own exports add (`exports/ofx.py`) counts before what programs of banks would go by.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from common.currencies import CURRENCIES
from exports.ofx import OWN_TAG
from imports.amounts import DateFormat, read_amount
from imports.entries import Entry, Flaw, Read, Unreadable, checked_length
from imports.jsonl import read_rest
from imports.text import decoded, guess_encoding, sample_of

_A_PIECE = 64 * 1024
_LONGEST = 256 * 1024
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<quoted>[^<]*)\]\]>|<[!?][^<>]*>|"
    r"<(?P<end>/?)(?P<tag>[A-Za-z0-9._]+)[^<>]*>|(?P<text>[^<]+|<)"
)
_OPEN = re.compile(r"<(?:!\[CDATA\[(?:[^<\]]|\](?!\]>))*|[^<>]*)\Z")
_DAY = DateFormat("YYYYMMDD")
#: What a transaction, and the account that it is of, are known by.
_OF_ENTRY = {"DTPOSTED", "TRNAMT", "FITID", "NAME", "MEMO", "CHECKNUM", "TRNTYPE", OWN_TAG}
_OF_ACCOUNT = {"BANKID", "ACCTID"}
#: An amount is in CURRENCY's CURSYM; by ORIGCURRENCY's it only was, before it was converted (5.2).
_AGGREGATES = {"CURRENCY", "ORIGCURRENCY"}


def read_ofx(file: BinaryIO) -> Read:
    """An entry or a flaw for each transaction of every statement in the file."""
    statement = _Statement()
    for line, is_end, tag, text in _tags(file):
        if tag == "STMTTRN":
            yield from statement.entry()
            statement.begun, statement.fields = (0, {}) if is_end else (line, {})
        else:
            statement.note(tag, text, is_end=is_end)
    yield from statement.entry()


@dataclass(slots=True)
class _Statement:
    """What is known of the account, and of the transaction that is being read."""

    account: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    begun: int = 0
    """The transaction's line; 0 between two of them."""
    fields: dict[str, str] = field(default_factory=dict)
    inside: str = ""

    def note(self, tag: str, text: str, *, is_end: bool) -> None:
        if tag in _AGGREGATES:
            self.inside = "" if is_end else tag
        if is_end:
            return
        if tag in {"BANKACCTFROM", "CCACCTFROM"}:
            self.account = {}
        elif tag == "CURDEF":
            self.currency = text
        elif tag in _OF_ACCOUNT and not self.begun:
            self.account[tag] = text
        elif tag in _OF_ENTRY or (tag == "CURSYM" and self.inside == "CURRENCY"):
            self.fields.setdefault(tag, text)

    def entry(self) -> Iterator[Entry | Flaw]:
        if self.begun:
            yield _entry(self.begun, self.fields, self.account, self.currency)


def _entry(line: int, fields: dict[str, str], account: dict[str, str], of_all: str) -> Entry | Flaw:
    try:
        amount = _amount(fields)
        currency = fields.get("CURSYM", of_all).upper()
        if currency and currency not in CURRENCIES:
            raise ValueError(f"{currency!r} is no currency of ISO 4217.")
        rest = _rest(fields, account, came_in=amount > 0)
        return Entry(line, _day(fields), abs(amount), **{**rest, "currency": currency})
    except ValueError as error:
        return Flaw(line, str(error))


def _rest(fields: dict[str, str], account: dict[str, str], *, came_in: bool) -> dict[str, Any]:
    if OWN_TAG in fields:
        return read_rest(fields[OWN_TAG], came_in=came_in)
    name, memo = fields.get("NAME", ""), fields.get("MEMO", "")
    return {
        "type": "income" if came_in else "expense",
        "description": (name or memo)[:255],
        "notes": memo[:10_000] if name and memo != name else "",
        "external_id": _number(fields, account),
    }


def _amount(fields: dict[str, str]) -> Decimal:
    text = fields.get("TRNAMT", "")
    if not text:
        raise ValueError("There is no amount (TRNAMT).")
    # Either mark may stand before the decimals (3.2.9.1).
    amount = read_amount(text, "," if text.rfind(",") > text.rfind(".") else ".")
    if not amount:
        raise ValueError("The amount is zero, so that there is nothing to book.")
    return amount


def _day(fields: dict[str, str]) -> date:
    """Where the bank is; hours and zones say nothing about the day that it wrote."""
    text = fields.get("DTPOSTED", "")
    if not text:
        raise ValueError("There is no date (DTPOSTED).")
    return _DAY.read(text[:8])


def _number(fields: dict[str, str], account: dict[str, str]) -> str:
    """FITID is unique within the account alone (11.4.4.1)."""
    fitid = fields.get("FITID", "")
    parts = ("ofx", account.get("BANKID", ""), account.get("ACCTID", ""), fitid)
    # Cut off, two of them might be one.
    return checked_length("external_id", ":".join(parts)) if fitid else ""


def _tags(file: BinaryIO) -> Iterator[tuple[int, bool, str, str]]:
    """Each tag with its line, whether it is an end, its name, and the text behind it."""
    tag, texts, size = (0, False, ""), [""], 0
    for line, found in _tokens(file):
        if found["tag"]:
            yield *tag, html.unescape("".join(texts)).strip()
            tag, texts, size = (line, bool(found["end"]), found["tag"].upper()), [], 0
            continue
        text = html.escape(found["quoted"] or "") or found["text"] or ""
        size += len(text)
        if size > _LONGEST:
            raise Unreadable("It is no OFX: there is no end to a text.", line)
        texts.append(text)
    yield *tag, html.unescape("".join(texts)).strip()


def _tokens(file: BinaryIO) -> Iterator[tuple[int, re.Match[str]]]:
    """Tags and texts, each with its line."""
    line, rest = 1, ""
    for piece in _pieces(file):
        text = rest + piece
        last = text.rfind("<")
        # What stands open at the end goes on in the next piece.
        end = last if last >= 0 and _OPEN.match(text, last) else len(text)
        if len(text) - end > _LONGEST:
            raise Unreadable("It is no OFX: there is no end to a tag.", line)
        for found in _TOKEN.finditer(text, 0, end):
            if found[0][:9].upper().startswith(("<!DOCTYPE", "<!ENTITY")):
                raise Unreadable("It defines entities of its own, which no bank does.", line)
            yield line, found
            line += found[0].count("\n")
        rest = text[end:]


def _pieces(file: BinaryIO) -> Iterator[str]:
    if b"<OFX" not in sample_of(file).replace(b"\x00", b"").upper():
        raise Unreadable("There is no <OFX> in it: download it from your bank again.")
    with decoded(file, guess_encoding(file), "replace") as text:
        while piece := text.read(_A_PIECE):
            if "\x00" in piece:
                raise Unreadable("There is a NUL in it: save the file as text, in UTF-8.")
            yield piece
