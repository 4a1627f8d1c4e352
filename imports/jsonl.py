"""JSON lines (jsonlines.org): a transaction on each line, with the names that the API gives."""

from collections.abc import Mapping
from typing import Any, BinaryIO

from rest_framework.exceptions import ParseError

from common.currencies import CURRENCIES
from common.parsers import JSONNumber, parse_json
from common.periods import parse_day
from common.problems import Problem
from imports.amounts import read_amount
from imports.entries import LENGTHS, Entry, Flaw, Read, checked_length
from imports.text import lines_of, sample_of


def read_jsonl(file: BinaryIO) -> Read:
    """An entry or a flaw for each line that is not empty."""
    sample_of(file)
    for number, line in enumerate(lines_of(file, "utf-8"), start=1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> Entry | Flaw:
    try:
        row = parse_json(line.encode())
        if not isinstance(row, Mapping):
            raise ValueError("It is no JSON object: put one on each line, {…}.")
        return Entry(number, **_values(row))
    except (ParseError, Problem):
        reason = "It is no JSON, has a key twice, is too deep, or has half a character in it."
        return Flaw(number, reason)
    except ValueError as error:
        return Flaw(number, str(error))


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    kind, refund, currency = row.get("type"), row.get("refund", False), _text(row, "currency")
    if kind not in ("expense", "income"):  # a list among them is no member of a set
        raise ValueError("The type is neither expense nor income: write one of them.")
    if not isinstance(refund, bool) or (refund and kind == "income"):
        raise ValueError("The refund is true or false, and no income is one.")
    if currency and currency not in CURRENCIES:
        raise ValueError(f"{currency!r} is no currency of ISO 4217.")
    texts = {name: checked_length(name, _text(row, name)) for name in LENGTHS if name != "category"}
    amount = read_amount(_amount_text(row.get("amount")), ".")
    if amount <= 0:
        raise ValueError("An amount is above zero.")
    return {
        **texts,
        "date": parse_day(_text(row, "date")),
        "amount": amount,
        "type": kind,
        "refund": refund,
        "currency": currency,
        # An id says nothing in other books.
        "category": checked_length("category", _text(row, "category_name")),
    }


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"The {name.replace('_', ' ')} is no text.")
    return value or ""


def _amount_text(value: Any) -> str:
    if isinstance(value, JSONNumber):
        return value.text
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("There is no amount.")
    return str(value)
