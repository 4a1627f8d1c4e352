"""What an export is made of: rows of transactions, read as often and as far as a format needs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol


class Row(NamedTuple):
    """One transaction, as it is stored."""

    id: int
    date: date | str
    """Its text is `YYYY-MM-DD`, whichever of the two a driver gives."""
    type: str
    amount: int
    """In 1/10000 units, above zero; `type` and `refund` say which way it went."""
    currency: str
    refund: bool
    category: str | None
    """A name."""
    description: str
    notes: str
    external_id: str | None

    @property
    def came_in(self) -> bool:
        """Income, or an expense that came back."""
        return self.refund or self.type == "income"


class Span(NamedTuple):
    """The first and the last day of what is in one currency."""

    currency: str
    start: date | str
    end: date | str


class Books(Protocol):
    """What is exported, as it was at one moment; never more of it in memory than a page."""

    currency: str
    """Of books in which nothing is."""
    today: date

    def pages(self, currency: str | None = None) -> Iterator[Sequence[Row]]:
        """The rows by date, then id; of one currency or of all."""

    def tuples(self) -> Iterator[Sequence[tuple[Any, ...]]]:
        """All of them as plain tuples: making a Row of each takes as long as writing its CSV."""

    def objects(self) -> Iterator[Sequence[Mapping[str, Any]]]:
        """The same rows as the API shows them."""

    def spans(self) -> Sequence[Span]:
        """One for each currency, in the order of their codes."""

    def categories(self) -> Sequence[str]:
        """Every name there is, the oldest first."""
