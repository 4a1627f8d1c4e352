"""Transactions over HTTP."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request

from common.columns import outgoing, outgoing_value
from common.filters import StrictFilters, both_ways, in_order, ordering_of
from common.limits import charge, count_in_database
from common.money import money_text
from common.pagination import LAST_ROW_BY_NUMBER, Page, cursor_link, cursor_page, numbered_page
from common.problems import invalid
from common.query import check_query
from common.renderers import to_json
from exports.formats import FORMATS
from ledger.conditional import has_any
from ledger.querysets import OwnedQuerySet
from ledger.views import OwnedModelViewSet, json_response
from ledger.writing import Answer, Unit
from transactions import examples
from transactions.bulk import chosen_rows, edit_rows, in_filter, query_of, write_entries
from transactions.exporting import LIMIT, RENDERERS, Selected, send
from transactions.filters import Selection, TransactionFilter
from transactions.links import TransactionLinks
from transactions.models import Transaction
from transactions.querysets import TransactionQuerySet
from transactions.reading import read_stretch
from transactions.recording import complete
from transactions.rows import COLUMNS, write_row
from transactions.serializers import (
    BulkDeleteInput,
    BulkEditInput,
    BulkInput,
    Counted,
    TransactionBulkResult,
    TransactionInput,
    TransactionOutput,
    TransactionReplacement,
    TransactionTotals,
)
from transactions.summing import flows_by_currency
from transactions.totals import read_count


class _OnlyCounted(Exception):
    """Rolls the unit of a dry run back."""

    def __init__(self, count: int) -> None:
        self.count = count


_KINDS: Mapping[str, type] = {"date": date, "amount": Decimal, "created_at": datetime}


@extend_schema_view(
    partial_update=extend_schema(examples=[examples.CORRECTION, examples.TRANSACTION])
)
class TransactionViewSet(OwnedModelViewSet):
    """Transactions of the caller's books."""

    queryset = Transaction.objects.all()
    resource = "transaction"
    columns = COLUMNS
    write_row = write_row
    related: ClassVar[Sequence[str]] = ("category",)
    serializer_class = TransactionInput
    replace_serializer_class = TransactionReplacement
    output_serializer_class = TransactionOutput
    filterset_class: Any = TransactionFilter
    pagination_parameters = ("page", "page_size", "cursor")
    repeatable_parameters = frozenset({"category", "id", "import", "weekday"})
    orderings = {f"-{name}": name for name in _KINDS} | both_ways(**{name: name for name in _KINDS})
    #: What the actions take that are not those of a single row.
    request_serializers: ClassVar[Mapping[str, Any]] = {
        "bulk": BulkInput,
        "bulk_edit": BulkEditInput,
        "bulk_delete": BulkDeleteInput,
    }
    dry_run_actions = frozenset({"bulk_edit", "bulk_delete"})
    #: The type that the path stands for, where it stands for one.
    fixed_type: ClassVar[str | None] = None

    def known_parameters(self) -> Collection[str]:
        if self.action in {"totals", "export"}:
            more = {"format"} if self.action == "export" else set()
            return {*self.filterset_class.base_filters, *more}
        return super().known_parameters()

    def get_queryset(self) -> OwnedQuerySet:
        owned = super().get_queryset()
        return owned if self.fixed_type is None else owned.filter(type=self.fixed_type)

    @cached_property
    def selection(self) -> Selection:
        """What the query asks for; everything where it names no filter."""
        query = self.request.query_params
        chosen = Selection.of(self.filterset_class, query, self.book.today())
        return chosen if self.fixed_type is None else replace(chosen, type=self.fixed_type)

    def chosen(self) -> TransactionQuerySet:
        """The caller's rows that the query asks for."""
        return self.selection.rows(self.queryset.in_book(self.book.pk))

    def page(self) -> Page:
        query, ordering = self.request.query_params, ordering_of(self.request, self.orderings)
        if "page" in query:
            if "cursor" in query:
                detail = "Give either a page or a cursor, not both."
                raise invalid("cursor", detail, place="query")
            rows = in_order(self.chosen(), self.orderings, ordering)
            return numbered_page(
                rows.values_list(*outgoing(self.columns)),
                self.count_rows(),
                self.request,
                last_row=LAST_ROW_BY_NUMBER,
                beyond=partial(cursor_link, self.request, ordering, self.columns),
            )
        return cursor_page(
            lambda stretch: read_stretch(stretch, self.selection, self.book.pk),
            self.request,
            ordering,
            kind=_KINDS[ordering.lstrip("-")],
            columns=self.columns,
            count=self.count_rows,
        )

    def count_rows(self) -> int:
        scope = self.selection.scope(self.book.pk)
        if scope is None:
            return self.chosen().count()
        return read_count(scope, self.selection.range.bounds)

    @extend_schema(responses=TransactionBulkResult)
    @action(detail=False, methods=["post"], filter_backends=[], pagination_class=None)
    def bulk(self, request: Request) -> HttpResponse:
        """Create, edit and delete many.

        Up to 1,000 entries, all or nothing, as one operation. What is deleted goes first, then what
        is updated, by the fields that are given; then what is new comes.
        """
        data = request.data

        def act(unit: Unit) -> Answer:
            entries = self._validated(self.request_serializers["bulk"], data, unit)
            written = write_entries(unit, self._own(unit), entries)
            body = {
                "created": [self._row(row) for row in written.created],
                "updated": [self._row(row) for row in written.updated],
                "deleted": written.deleted,
            }
            return Answer(200, to_json(body))

        return self.write(f"{self.resource}.bulk", act)

    @extend_schema(responses=Counted)
    @action(
        detail=False,
        methods=["post"],
        url_path="bulk/edit",
        filter_backends=[],
        pagination_class=None,
    )
    def bulk_edit(self, request: Request) -> HttpResponse:
        """Edit all that a filter chooses.

        Up to 10,000 rows, all or nothing, as one operation. Count them first by `dry_run`; if
        another number than `expected_count` matches, it is 409 and nothing is changed.
        """
        return self._by_filter(lambda unit, rows, asked: edit_rows(unit, rows, asked["set"]))

    @extend_schema(responses=Counted)
    @action(
        detail=False,
        methods=["post"],
        url_path="bulk/delete",
        filter_backends=[],
        pagination_class=None,
    )
    def bulk_delete(self, request: Request) -> HttpResponse:
        """Delete all that a filter chooses.

        Up to 10,000 rows, all or nothing, as one operation. Count them first by `dry_run`; if
        another number than `expected_count` matches, it is 409 and nothing is deleted.
        """
        return self._by_filter(lambda unit, rows, asked: unit.delete_all(rows))

    def _by_filter(self, write_rows: Callable[[Unit, Any, Any], None]) -> HttpResponse:
        data = self.request.data

        def act(unit: Unit) -> Answer:
            asked = self._validated(self.request_serializers[self.action], data, unit)
            rows = chosen_rows(self._chosen_by(unit, asked["filter"]), asked.get("expected_count"))
            if asked["dry_run"]:
                raise _OnlyCounted(len(rows))
            if rows:
                write_rows(unit, rows, asked)
            return Answer(200, to_json({"dry_run": False, "count": len(rows)}))

        try:
            return self.write(f"{self.resource}.{self.action}", act)
        except _OnlyCounted as found:
            return json_response({"dry_run": True, "count": found.count})

    def _chosen_by(self, unit: Unit, chosen: Mapping[str, Any]) -> TransactionQuerySet:
        query = query_of(chosen)
        with in_filter():
            check_query(query, self.filterset_class.base_filters, self.repeatable_parameters)
            selection = Selection.of(self.filterset_class, query, unit.today)
        return selection.rows(self._own(unit))

    def _own(self, unit: Unit) -> TransactionQuerySet:
        """The rows that this path may name."""
        own: TransactionQuerySet = self.queryset.in_book(unit.book.pk)
        return own if self.fixed_type is None else own.of_type(self.fixed_type)

    def _row(self, row: Transaction) -> dict[str, Any]:
        return write_row(tuple(outgoing_value(row, column) for column in COLUMNS))

    def complete(
        self, unit: Unit, values: Mapping[str, Any], row: Transaction | None
    ) -> Mapping[str, Any]:
        return complete(unit, values, row)

    @extend_schema(responses=TransactionTotals)
    @action(detail=False, filter_backends=(StrictFilters,), pagination_class=None)
    def totals(self, request: Request) -> HttpResponse:
        """What they add up to.

        In each currency, the transactions that the filters choose.
        """
        rows = self.chosen()
        links = TransactionLinks.of(request, request.path.removesuffix("totals/"))
        filters = {name: ",".join(values) for name, values in request.query_params.lists()}
        # Its days, not its name: tomorrow "last 7 days" are others.
        named = self.selection.range.bounds if filters.pop("period", None) else None
        return json_response(
            {
                "results": [
                    {
                        "currency": currency,
                        "income": money_text(flow.income, currency),
                        "expense": money_text(flow.expense, currency),
                        "net": money_text(flow.net, currency),
                        "count": flow.count,
                        "transactions_url": links.to(named, **{**filters, "currency": currency}),
                    }
                    for currency, flow in flows_by_currency(self.book, self.selection, rows)
                ]
            }
        )

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "format", enum=list(FORMATS), default="csv", description="What kind of file."
            )
        ],
        responses={(200, each.media_type): OpenApiTypes.BINARY for each in FORMATS.values()},
    )
    @action(
        detail=False,
        filter_backends=(StrictFilters,),
        pagination_class=None,
        renderer_classes=RENDERERS,
    )
    def export(self, request: Request) -> HttpResponseBase:
        """Export them as a file.

        Those that the filters choose, by date. It is made while it is sent, from the books as they
        were at one moment.
        """
        name = request.query_params.get("format", "csv")
        if name not in FORMATS:
            raise invalid("format", f"This is one of {', '.join(FORMATS)}.", place="query")
        books = Selected(self.book, self.selection)
        charge(request._request, LIMIT, str(request.user.pk), count_in_database)
        file_name = f"transactions-{books.today}.{name}"
        headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
        kind = FORMATS[name].content_type
        if request.method == "HEAD" or has_any(request):  # of which nothing is sent
            return HttpResponse(headers=headers, content_type=kind)
        pieces = send(self.book.owner_id, books, name)
        return StreamingHttpResponse(pieces, headers=headers, content_type=kind)
