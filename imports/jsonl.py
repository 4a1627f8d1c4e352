"""JSON lines (jsonlines.org): a transaction on each line, with the names that the API gives.

Our own exports put the same names into OFX and QIF, for what these have no place for.
"""

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
        return Entry(number, **_values(_object(line)))
    except ValueError as error:
        return Flaw(number, str(error))


def read_rest(text: str, *, came_in: bool) -> dict[str, Any]:
    """From the JSON of our own what no amount or day says; ValueError where it cannot be so."""
    row = _object(text)
    kind = "income" if came_in and row.get("refund") is not True else "expense"
    rest = _rest({**row, "type": kind})
    if rest["refund"] and not came_in:
        raise ValueError("A refund is money that came back, and this went out.")
    return rest


def _object(line: str) -> Mapping[str, Any]:
    try:
        row = parse_json(line.encode())
    except (ParseError, Problem):
        reason = "It is no JSON, has a key twice, is too deep, or has half a character in it."
        raise ValueError(reason) from None
    if not isinstance(row, Mapping):
        raise ValueError("It is no JSON object: put one on each line, {…}.")
    return row


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    rest = _rest(row)
    amount = read_amount(_amount_text(row.get("amount")), ".")
    if amount <= 0:
        raise ValueError("An amount is above zero.")
    return {**rest, "date": parse_day(_text(row, "date")), "amount": amount}


def _rest(row: Mapping[str, Any]) -> dict[str, Any]:
    """All but the amount and the day."""
    kind, refund, currency = row.get("type"), row.get("refund", False), _text(row, "currency")
    if kind not in ("expense", "income"):  # a list among them is no member of a set
        raise ValueError("The type is neither expense nor income: write one of them.")
    if not isinstance(refund, bool) or (refund and kind == "income"):
        raise ValueError("The refund is true or false, and no income is one.")
    if currency and currency not in CURRENCIES:
        raise ValueError(f"{currency!r} is no currency of ISO 4217.")
    texts = {name: checked_length(name, _text(row, name)) for name in LENGTHS if name != "category"}
    # An id says nothing in other books.
    category = checked_length("category", _text(row, "category_name"))
    return {**texts, "type": kind, "refund": refund, "currency": currency, "category": category}


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
