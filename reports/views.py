"""Reports over HTTP: read the query, call the report, print it."""

from collections.abc import Collection
from contextlib import nullcontext
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common.pagination import numbered_page
from common.query import read_query
from common.snapshots import snapshot
from common.text import fold
from ledger.views import BookView, json_response
from reports import queries, serializers
from reports.analytics import RangeTooLong, analytics
from reports.by_category import CategoryRow, by_category
from reports.monthly import monthly_summary
from reports.printing import Printer
from reports.summary import summary
from transactions.links import TransactionLinks
from transactions.totals import Scope


class ReportView(BookView):
    """A report of the caller's books, in one currency."""

    query_serializer_class: type[queries.ReportQuery] = queries.ReportQuery
    repeatable_parameters = frozenset({"category"})
    page_parameters: Collection[str] = ()

    def known_parameters(self) -> Collection[str]:
        return {*self.query_serializer_class().fields, *self.page_parameters}

    def asked(self) -> dict[str, Any]:
        """The validated query."""
        given = self.request.query_params
        plain = {
            name: given.getlist(name) if name in self.repeatable_parameters else given[name]
            for name in given
            if name not in self.page_parameters
        }
        context = {"today": self.book.today()}
        return read_query(self.query_serializer_class(data=plain, context=context))

    def scope(self, asked: dict[str, Any]) -> Scope:
        return Scope(
            self.book.pk,
            asked.get("currency", self.book.currency),
            asked.get("type"),
            asked.get("category"),
        )

    def printer(self, scope: Scope) -> Printer:
        return Printer(TransactionLinks.of(self.request), scope)


class SummaryView(ReportView):
    query_serializer_class = queries.ChosenRangeQuery

    @extend_schema(
        operation_id="report_summary",
        parameters=[queries.ChosenRangeQuery],
        responses=serializers.Summary,
        tags=["reports"],
    )
    def get(self, request: Request) -> HttpResponse:
        """What a range adds up to, against the range before."""
        asked = self.asked()
        scope = self.scope(asked)
        with snapshot_if(asked):
            report = summary(scope, asked["range"])
        return json_response(self.printer(scope).summary(report))


class ByCategoryView(ReportView):
    query_serializer_class = queries.ByCategoryQuery
    page_parameters = ("page", "page_size")

    @extend_schema(
        operation_id="report_by_category",
        parameters=[queries.ByCategoryQuery],
        responses=serializers.CategoryRows,
        tags=["reports"],
    )
    def get(self, request: Request) -> HttpResponse:
        """Where the money went, or came from."""
        asked = self.asked()
        scope = self.scope(asked)
        with snapshot_if(asked):
            span, rows = by_category(scope, asked["range"], asked.get("top"))
        page = numbered_page(_ordered(rows, asked["ordering"]), len(rows), request)
        printer = self.printer(scope)
        printed = [printer.category(row, span.bounds) for row in page.rows]
        return json_response({**printer.range(span), **page.as_json(printed)})


class MonthlySummaryView(ReportView):
    query_serializer_class = queries.MonthQuery

    @extend_schema(
        operation_id="report_monthly_summary",
        parameters=[queries.MonthQuery],
        responses=serializers.MonthlySummary,
        tags=["reports"],
    )
    def get(self, request: Request) -> HttpResponse:
        """One month, both types, by category."""
        asked = self.asked()
        scope = self.scope(asked)
        report = monthly_summary(scope, asked["month"])
        return json_response(self.printer(scope).monthly(report))


class AnalyticsView(ReportView):
    query_serializer_class = queries.AnalyticsQuery

    @extend_schema(
        operation_id="analytics",
        parameters=[queries.AnalyticsQuery],
        responses=serializers.Analytics,
        tags=["reports"],
    )
    def get(self, request: Request) -> HttpResponse:
        """The numbers of an overview: the balance, recent days, categories, every day."""
        asked = self.asked()
        scope = self.scope(asked)
        try:
            with snapshot_if(asked):
                report = analytics(scope, asked["range"], self.book.today())
        except RangeTooLong as error:
            raise queries.too_long(asked["range"], str(error)) from None
        return json_response(self.printer(scope).analytics(report))


def snapshot_if(asked: dict[str, Any]) -> Any:
    """A snapshot where the range's open end is read before the sums; else one statement is one."""
    wanted = asked["range"]
    return snapshot() if wanted.open_start or wanted.open_end else nullcontext()


def _ordered(rows: list[CategoryRow], ordering: str) -> list[CategoryRow]:
    """Ties, and categories without a name, in the order of their totals; a rest stays last."""
    keys: dict[str, Any] = {
        "total": lambda row: row.total,
        "count": lambda row: row.count,
        "category_name": lambda row: fold(row.name or ""),
    }
    ranked = sorted(rows, key=keys[ordering.lstrip("-")], reverse=ordering.startswith("-"))
    return sorted(ranked, key=lambda row: row.rest)
