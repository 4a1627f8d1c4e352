"""What is done at once: what it is compared with, and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many rows each kind of act is tried with."""

    entries: int
    """Of one body."""
    chosen: int
    """By a filter."""
    merged: int
    """Transactions of the category that is merged into another one."""
    one_by_one: int
    """Requests for a single row, of each kind."""
    rounds: int
    """How often all of it is done."""


#: What the limits are for.
FULL = Amounts(entries=1_000, chosen=10_000, merged=100_000, one_by_one=100, rounds=3)
QUICK = Amounts(entries=100, chosen=1_000, merged=5_000, one_by_one=20, rounds=2)


@dataclass(frozen=True, slots=True)
class Act:
    words: str
    of: str
    """The amount that tells its rows."""
    one: str
    """The request that does the same to a single row."""
    limit: float | None = None
    """Seconds, at full size."""

    def limit_for(self, rows: int) -> float | None:
        """None where it was tried with fewer rows than the limit is for."""
        return self.limit if rows == getattr(FULL, self.of) else None


#: By the names under which they are measured, in the order in which they are done.
ACTS: Mapping[str, Act] = {
    "create": Act("bulk: create", "entries", "POST", 1),
    "update": Act("bulk: update", "entries", "PATCH", 1),
    "remove": Act("bulk: delete", "entries", "DELETE", 1),
    "edit": Act("bulk/edit: of one category to another", "chosen", "PATCH", 2),
    "undo of edit": Act("its undo", "chosen", "undo"),
    "edit of unlike": Act("bulk/edit: each had its own description", "chosen", "PATCH", 2),
    "undo of edit of unlike": Act("its undo", "chosen", "undo"),
    "delete": Act("bulk/delete", "chosen", "DELETE", 2),
    "undo of delete": Act("its undo", "chosen", "undo"),
    "merge": Act("merge of a category", "merged", "PATCH", 5),
    "undo of merge": Act("its undo", "merged", "undo", 5),
    "merge again": Act("undo of that undo", "merged", "undo", 5),
}
