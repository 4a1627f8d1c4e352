"""Transactions as a file in one of several formats, made while it is sent."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, TypeVar

from django.db.models import Max, Min

from categories.models import Category
from common.limits import Limit
from common.pagination import Keyset
from common.renderers import JSONRenderer, file_renderer
from common.snapshots import snapshot
from common.stretches import stretches
from exports.formats import FORMATS
from exports.places import Sent
from exports.rows import Row, Span
from ledger.models import Book
from transactions.filters import Selection
from transactions.models import Transaction
from transactions.reading import read_stretch
from transactions.rows import COLUMNS, write_row

Page = TypeVar("Page")
#: Lets somebody see how far it is.
Watch = Callable[[Iterable[Page]], Iterable[Page]]

LIMIT = Limit("export-transactions", times=60, seconds=3600)
RENDERERS = (
    *(file_renderer(name, each.media_type) for name, each in FORMATS.items()),
    JSONRenderer,
)
_A_PAGE = 1_000
_OF_ROW = tuple("category__name" if name == "category" else name for name in Row._fields)


class Selected:
    """What is exported: the rows of a book that the filters choose, oldest first."""

    def __init__(self, book: Book, selection: Selection, watch: Watch[Any] = iter) -> None:
        self.currency, self.today = book.currency, book.today()
        self._book, self._selection, self._watch = book.pk, selection, watch
        self._rows = selection.rows(Transaction.objects.in_book(book.pk))

    def pages(self, currency: str | None = None) -> Iterator[Sequence[Row]]:
        return (list(map(Row._make, page)) for page in self._read(_OF_ROW, currency))

    def tuples(self) -> Iterator[Sequence[tuple[Any, ...]]]:
        return self._read(_OF_ROW)

    def objects(self) -> Iterator[Sequence[Mapping[str, Any]]]:
        return (list(map(write_row, page)) for page in self._read(COLUMNS))

    def spans(self) -> Sequence[Span]:
        grouped = self._rows.order_by("currency").values("currency")
        found = grouped.annotate(start=Min("date"), end=Max("date"))
        return list(map(Span._make, found.values_list("currency", "start", "end")))

    def categories(self) -> Sequence[str]:
        named = Category.objects.in_book(self._book).order_by("pk")
        return list(named.values_list("name", flat=True))

    def count_pages(self) -> int:
        return -(-self._rows.count() // _A_PAGE)

    def _read(
        self, columns: tuple[str, ...], currency: str | None = None
    ) -> Iterator[list[tuple[Any, ...]]]:
        chosen = (
            self._selection if currency is None else replace(self._selection, currency=currency)
        )
        found = stretches(
            lambda stretch: read_stretch(stretch, chosen, self._book, columns),
            Keyset("date", ascending=True, limit=_A_PAGE),
            itemgetter(columns.index("date"), columns.index("id")),
        )
        return iter(self._watch(found))


def send(person: int, books: Selected, name: str) -> Sent:
    """The file in the format of this name; Problem `unavailable` for one too many at a time."""
    return Sent(person, pieces_of(books, name))


def pieces_of(books: Selected, name: str) -> Generator[bytes]:
    """Of the books as they were at one moment."""
    with snapshot():
        yield from FORMATS[name].write(books)
