"""Budgets over HTTP."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request

from budgets import examples
from budgets.filters import BudgetFilter, ProgressFilter
from budgets.models import Budget
from budgets.planning import complete
from budgets.printing import write_progress
from budgets.progress import Progress, progress
from budgets.rows import COLUMNS, write_row
from budgets.serializers import BudgetInput, BudgetOutput, BudgetProgressList, BudgetReplacement
from common.columns import outgoing
from common.filters import StrictFilters, both_ways, clean_given
from common.pagination import numbered_page
from common.periods import Period
from common.renderers import to_json
from common.snapshots import snapshot
from ledger.views import OwnedModelViewSet, json_response
from ledger.writing import Unit
from transactions.links import TransactionLinks


@extend_schema_view(partial_update=extend_schema(examples=[examples.CORRECTION, examples.BUDGET]))
class BudgetViewSet(OwnedModelViewSet):
    """Budgets of the caller's books."""

    queryset = Budget.objects.all()
    resource = "budget"
    columns = COLUMNS
    write_row = write_row
    serializer_class = BudgetInput
    replace_serializer_class = BudgetReplacement
    output_serializer_class: Any = BudgetOutput
    filterset_class = BudgetFilter
    repeatable_parameters = frozenset({"category"})
    #: Of an answer that has pages and is no list of rows.
    page_parameters: Collection[str] = ()
    orderings = both_ways(created_at="created_at", month="month", amount="amount")

    def known_parameters(self) -> Collection[str]:
        if self.action == "progress":
            return {*self.filterset_class.base_filters, *self.page_parameters}
        return super().known_parameters()

    def complete(
        self, unit: Unit, values: Mapping[str, Any], row: Budget | None
    ) -> Mapping[str, Any]:
        return complete(unit, values, row)

    @extend_schema(responses=BudgetProgressList)
    @action(
        detail=False,
        filter_backends=(StrictFilters,),
        filterset_class=ProgressFilter,
        pagination_class=None,
        page_parameters=("page", "page_size"),
    )
    def progress(self, request: Request) -> HttpResponse:
        """How much of each budget is spent.

        Of every budget that holds in the month; one for that month alone takes the place of the
        one for every month. First those over all expenses, then by the category's name.
        """
        rows = self._progress()
        page = numbered_page(rows, len(rows), request)
        links = TransactionLinks.of(request)
        return json_response(page.as_json([write_progress(row, links) for row in page.rows]))

    def _progress(self) -> list[Progress]:
        """The rows that the query asks for."""
        asked, today = clean_given(ProgressFilter, self.request.query_params), self.book.today()
        month = asked.get("month", Period.month(today.year, today.month))
        chosen = {"currency": asked.get("currency"), "categories": asked.get("category")}
        with snapshot():
            rows = progress(self.book.pk, month, today, **chosen)
        wanted = asked.get("over_budget")
        return [row for row in rows if wanted is None or row.over_budget == wanted]

    def _row_as_json(self, row: models.Model) -> bytes:
        # Read again: what was written is the category's number, what goes out has its name.
        (values,) = self.get_queryset().numbered(row.pk).values_list(*outgoing(self.columns))
        return to_json(write_row(values))
