"""What all reports over HTTP have in common."""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema

from common.pagination import Page
from common.query import read_query
from common.snapshots import snapshot
from ledger.views import BookView
from reports import queries
from reports.days import RangeTooLong
from reports.printing import Printer
from transactions.links import TransactionLinks
from transactions.totals import Scope

PAGES = ("page", "page_size")
_FEW = 10
Asked = dict[str, Any]
Get = TypeVar("Get", bound=Callable[..., Any])


def documented(
    operation: str, query: type[queries.ReportQuery], answer: Any
) -> Callable[[Get], Get]:
    """A report's `get` as the schema shows it."""
    return extend_schema(
        operation_id=operation, parameters=[query], responses=answer, tags=["reports"]
    )


class ReportView(BookView):
    """A report of the caller's books, in one currency."""

    query_serializer_class: type[queries.ReportQuery] = queries.ReportQuery
    repeatable_parameters = frozenset({"category"})
    page_parameters: Collection[str] = ()

    def known_parameters(self) -> Collection[str]:
        return {*self.query_serializer_class().fields, *self.page_parameters}

    def asked(self) -> Asked:
        """The validated query."""
        given = self.request.query_params
        plain = {
            name: given.getlist(name) if name in self.repeatable_parameters else given[name]
            for name in given
            if name not in self.page_parameters
        }
        context = {"today": self.book.today()}
        return read_query(self.query_serializer_class(data=plain, context=context))

    def scope(self, asked: Asked) -> Scope:
        return Scope(
            self.book.pk,
            asked.get("currency", self.book.currency),
            asked.get("type"),
            asked.get("category"),
        )

    def is_short(self, asked: Asked) -> bool:
        """Whether an answer by day is short enough to keep: every link repeats the categories."""
        return len(asked.get("category") or ()) <= _FEW

    @contextmanager
    def reading(self, asked: Asked) -> Iterator[None]:
        """Where a report reads: all of it as of one moment, and of no more days than it takes."""
        try:
            with _snapshot_if_open(asked):
                yield
        except RangeTooLong as error:
            raise queries.too_long(asked["range"], str(error)) from None

    def printer(self, scope: Scope) -> Printer:
        return Printer(TransactionLinks.of(self.request), scope)


def paged(envelope: dict[str, Any], page: Page, write_row: Callable[[Any], Any]) -> dict[str, Any]:
    return {**envelope, **page.as_json([write_row(row) for row in page.rows])}


def _snapshot_if_open(asked: Asked) -> AbstractContextManager[None]:
    """An open end is read before the sums; without one a single statement is a snapshot itself."""
    wanted = asked.get("range")
    return snapshot() if wanted and (wanted.open_start or wanted.open_end) else nullcontext()
