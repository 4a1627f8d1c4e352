"""Accounts of double-entry bookkeeping for the categories, by names that Beancount and Ledger take.

A part of an account's name has letters, digits and dashes, and begins with a capital or a digit
(Beancount's `ACC_COMP_NAME_RE`). No two categories are one account.
"""

import re
import unicodedata
from collections.abc import Iterable

#: Where the money comes from, and goes to.
TRACKER = "Assets:Expense-Tracker"
_UNCATEGORISED = "Uncategorised"
_ROOTS = {"expense": "Expenses", "income": "Income"}
_LETTERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd"}


class Accounts:
    """Which account each category is; the older ones choose first."""

    def __init__(self, categories: Iterable[str]) -> None:
        self._parts: dict[str | None, str] = {None: _UNCATEGORISED}
        self._taken = {_UNCATEGORISED}
        for name in categories:
            self._part(name)

    def of(self, kind: str, category: str | None) -> str:
        return f"{_ROOTS[kind]}:{self._part(category)}"

    def _part(self, category: str | None) -> str:
        found = self._parts.get(category)
        if found is None and category is not None:
            found = self._parts[category] = self._free(_valid(category))
            self._taken.add(found)
        return found or _UNCATEGORISED

    def _free(self, part: str) -> str:
        free, number = part, 1
        while free in self._taken:
            number += 1
            free = f"{part}-{number}"
        return free


def _valid(name: str) -> str:
    """What a part of an account's name can hold of it: `Eating out` is `Eating-out`."""
    composed = unicodedata.normalize("NFC", name)
    kept = "".join(c if unicodedata.category(c) in _LETTERS else " " for c in composed)
    part = re.sub(" +", "-", kept.strip())
    part = part[:1].upper() + part[1:]
    if unicodedata.category(part[:1] or " ") in {"Lu", "Nd"}:
        return part
    # Scripts without capitals, and names without a letter.
    return f"Category-{part}" if part else "Category"
