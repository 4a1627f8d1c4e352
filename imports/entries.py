"""What a reader makes of a file: entries, flaws of single entries, or nothing at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Entry(NamedTuple):
    """One movement of money, as the file has it."""

    line: int
    """Where it begins, from 1."""
    date: date
    amount: Decimal
    """Above zero; `type` says which way it went."""
    type: str
    refund: bool = False
    currency: str = ""
    """ISO 4217; empty where the file does not say."""
    description: str = ""
    notes: str = ""
    category: str = ""
    """A name; empty for none."""
    external_id: str = ""
    """The bank's own, with bank and account before it: it is unique there alone."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """An entry that cannot be read, and why; the others can."""

    line: int
    reason: str


class Unreadable(Exception):
    """The file as a whole cannot be read; says why, in a sentence, and at which line if any."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {reason}" if line else reason)
        self.reason, self.line = reason, line


#: How long a text of an entry can be.
LENGTHS = {"description": 255, "notes": 10_000, "category": 100, "external_id": 255}


def checked_length(name: str, text: str) -> str:
    """The text; ValueError where it is too long to be kept."""
    if len(text) > LENGTHS[name]:
        raise ValueError(f"The {name.replace('_', ' ')} has more than {LENGTHS[name]} characters.")
    return text


Read = Iterator[Entry | Flaw]
