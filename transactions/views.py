"""Transactions over HTTP."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request

from common.columns import outgoing
from common.filters import StrictFilters, both_ways, in_order, ordering_of
from common.money import money_text
from common.pagination import LAST_ROW_BY_NUMBER, Page, cursor_page, numbered_page
from common.problems import invalid
from ledger.querysets import OwnedQuerySet
from ledger.views import OwnedModelViewSet, json_response
from ledger.writing import Unit
from transactions import examples
from transactions.filters import Selection, TransactionFilter
from transactions.links import TransactionLinks
from transactions.models import Transaction
from transactions.querysets import TransactionQuerySet
from transactions.reading import read_stretch
from transactions.recording import complete
from transactions.rows import COLUMNS, write_row
from transactions.serializers import (
    TransactionInput,
    TransactionOutput,
    TransactionReplacement,
    TransactionTotals,
)
from transactions.summing import flows_by_currency
from transactions.totals import read_count

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
    repeatable_parameters = frozenset({"category", "id", "weekday"})
    orderings = {f"-{name}": name for name in _KINDS} | both_ways(**{name: name for name in _KINDS})
    #: The type that the path stands for, where it stands for one.
    fixed_type: ClassVar[str | None] = None

    def known_parameters(self) -> Collection[str]:
        if self.action == "totals":
            return self.filterset_class.base_filters.keys()  # type: ignore[no-any-return]
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
            rows = rows.values_list(*outgoing(self.columns))
            count = self.count_rows()
            return numbered_page(rows, count, self.request, last_row=LAST_ROW_BY_NUMBER)
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
