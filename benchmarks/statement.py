"""One SQL statement of the application's, as it is kept for others to say."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    values: tuple[Any, ...]
    in_transaction: bool
    slots: dict[int, str] = field(default_factory=dict)
    """place among the values -> name"""
    gives: tuple[str, int] | None = None
    """The slot that its result fills, and the column it is in."""
