"""From what a reader found to rows that are staged: what a transaction of each would be."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import connection
from rest_framework import serializers

from categories.naming import check_name
from common.money import MAX_AMOUNT, currency_units
from common.text import fold
from imports.entries import Entry, Flaw, Unreadable
from imports.models import Import, ImportRow, Verdict
from imports.suggesting import Suggestion, Suggestions
from imports.tally import Tally
from transactions.fingerprints import fingerprint_of
from transactions.recording import search_text

#: More than anybody sorts money by: who maps the wrong column is told, and has no such categories.
MOST_CATEGORIES = 1_000
LONGEST_REASON = 500

#: What is inserted, in this order.
NAMES = (
    "book",
    "statement",
    "number",
    "line",
    "verdict",
    "reason",
    "duplicate_of",
    "skip",
    "force",
    "date",
    "amount",
    "currency",
    "type",
    "refund",
    "category",
    "category_key",
    "category_number",
    "is_suggested",
    "suggestion_confidence",
    "suggestion_reason",
    "description",
    "notes",
    "search_text",
    "external_id",
    "fingerprint",
    "nth",
)
_EMPTY = {field.name: field.get_default() for field in ImportRow._meta.local_fields}


class Staging:
    """Numbers the rows of one file and remembers what has been in it."""

    def __init__(self, statement: Import, suggest: Suggestions) -> None:
        self._statement, self._suggest = statement, suggest
        self._number = 0
        #: Which one it is of its fingerprint, or with its id of the bank's.
        self._count = Tally()
        self._names: dict[str, _Name] = {}
        self._day = lru_cache(maxsize=1_000)(connection.ops.adapt_datefield_value)

    def __call__(self, found: Iterable[Entry | Flaw]) -> list[tuple[Any, ...]]:
        """The `NAMES` of each; Unreadable where there are too many categories."""
        return [self._row(each) for each in found]

    def _row(self, found: Entry | Flaw) -> tuple[Any, ...]:
        self._number += 1
        if isinstance(found, Flaw):
            return self._invalid(found.line, found.reason)
        currency = found.currency or self._statement.currency
        try:
            units = _units(found.amount, currency)
        except ValueError as error:
            return self._invalid(found.line, str(error))
        return self._readable(found, currency, units)

    def _invalid(self, line: int, reason: str) -> tuple[Any, ...]:
        given = {"verdict": Verdict.INVALID.value, "reason": reason[:LONGEST_REASON], "line": line}
        return self._of(_EMPTY | given)

    def _of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        own = {"book": self._statement.book_id, "statement": self._statement.pk}
        row = {**values, **own, "number": self._number}
        return tuple(row[name] for name in NAMES)

    def _readable(self, entry: Entry, currency: str, units: int) -> tuple[Any, ...]:
        words, way = fold(entry.description), f"{entry.type} {entry.refund:d}"
        mark = fingerprint_of(entry.date, units, currency, way=way, folded=words)
        nth = self._count(_number_of(entry.external_id) if entry.external_id else mark)
        verdict, reason = _NEW, ""
        if entry.external_id and nth > 1:
            verdict = Verdict.DUPLICATE.value
            reason = "Another row of this file has the same id of the bank's."
        name = self._name(entry.category) if entry.category else _NO_NAME
        hint = None if name.key else self._suggest(entry.type, entry.description)
        return (
            self._statement.book_id,
            self._statement.pk,
            self._number,
            entry.line,
            verdict,
            reason or name.reason,
            None,
            False,
            False,
            self._day(entry.date),
            units,
            currency,
            entry.type,
            entry.refund,
            name.text,
            name.key,
            *(_NO_HINT if hint is None else _columns_of(hint)),
            entry.description,
            entry.notes,
            search_text(entry.description, entry.notes) if entry.notes else words,
            entry.external_id or None,
            mark,
            nth,
        )

    def _name(self, text: str) -> "_Name":
        found = self._names.get(text)
        if found is None:
            if len(self._names) >= MOST_CATEGORIES:
                raise Unreadable(
                    f"It has more than {MOST_CATEGORIES:,} categories: see in `mapping` whether "
                    "`category` is the right column."
                )
            found = self._names[text] = _Name(text)
        return found


class _Name:
    """A category's as the file has it, or why it can be none."""

    def __init__(self, text: str) -> None:
        self.text, self.key, self.reason = text.strip(), fold(text), ""
        if not text:
            return
        try:
            check_name(self.text)
        except serializers.ValidationError as error:
            told = error.detail[0] if isinstance(error.detail, list) else error.detail
            self.reason = f"“{self.text}” becomes no category: {told}"[:LONGEST_REASON]
            self.text = self.key = ""


_NEW = Verdict.NEW.value
_NO_NAME = _Name("")
_NO_HINT = (None, False, None, "")


def _columns_of(hint: Suggestion) -> tuple[int, bool, int, str]:
    return hint.category, True, hint.confidence, hint.reason


def _units(amount: Decimal, currency: str) -> int:
    """ValueError where the books cannot keep it."""
    if amount > MAX_AMOUNT:
        raise ValueError(f"{amount} is more than an amount can be, {MAX_AMOUNT}.")
    try:
        return currency_units(amount, currency)
    except ValueError as error:
        raise ValueError(f"{amount} has too many decimals: {error}") from None


def _number_of(external_id: str) -> int:
    """Another one than any fingerprint."""
    return -1 - (int.from_bytes(blake2b(external_id.encode(), digest_size=8).digest()) >> 1)
