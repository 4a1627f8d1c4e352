"""Reports over HTTP: read the query, call the report, print it."""

from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from common.pagination import numbered_page
from common.snapshots import snapshot
from common.text import fold
from ledger.views import json_response
from reports import queries, serializers
from reports.analytics import analytics
from reports.by_category import CategoryRow, by_category
from reports.calendar import calendar
from reports.currencies import currencies
from reports.facts import facts
from reports.insights import insights
from reports.monthly import monthly_summary
from reports.report_view import PAGES, ReportView, documented, paged
from reports.summary import summary
from reports.trends import trends
from reports.weekly import weekly
from transactions.totals import Scope


class SummaryView(ReportView):
    query_serializer_class = queries.ChosenRangeQuery

    @documented("report_summary", queries.ChosenRangeQuery, serializers.Summary)
    def get(self, request: Request) -> HttpResponse:
        """What a range adds up to, against the range before."""
        asked = self.asked()
        scope = self.scope(asked)
        with self.reading(asked):
            report = summary(scope, asked["range"])
        return json_response(self.printer(scope).summary(report))


class ByCategoryView(ReportView):
    query_serializer_class = queries.ByCategoryQuery
    page_parameters = PAGES

    @documented("report_by_category", queries.ByCategoryQuery, serializers.CategoryRows)
    def get(self, request: Request) -> HttpResponse:
        """Where the money went, or came from."""
        asked = self.asked()
        scope = self.scope(asked)
        with self.reading(asked):
            span, rows = by_category(scope, asked["range"], asked.get("top"))
        page = numbered_page(_ordered(rows, asked["ordering"]), len(rows), request)
        printer = self.printer(scope)
        return json_response(
            paged(printer.range(span), page, lambda row: printer.category(row, span.bounds))
        )


class TrendsView(ReportView):
    query_serializer_class = queries.TrendQuery
    page_parameters = PAGES

    @documented("report_trends", queries.TrendQuery, serializers.TrendSteps)
    def get(self, request: Request) -> HttpResponse:
        """How a range went, step by step.

        Every day, week, month, quarter or year of the range, those without a transaction
        included; the first and last are cut to it.
        """
        asked = self.asked()
        scope = self.scope(asked)
        with self.reading(asked):
            trend = trends(scope, asked["range"], asked["interval"])
            page = numbered_page(trend, len(trend), request)
        printer = self.printer(scope)
        return json_response(paged(printer.range(trend.span), page, printer.step))


class MonthlySummaryView(ReportView):
    query_serializer_class = queries.MonthQuery

    @documented("report_monthly_summary", queries.MonthQuery, serializers.MonthlySummary)
    def get(self, request: Request) -> HttpResponse:
        """One month, both types, by category."""
        asked = self.asked()
        scope = self.scope(asked)
        report = monthly_summary(scope, asked["month"])
        return json_response(self.printer(scope).monthly(report))


class CalendarView(ReportView):
    is_kept = True
    query_serializer_class = queries.CalendarQuery

    @documented("report_calendar", queries.CalendarQuery, serializers.Calendar)
    def get(self, request: Request) -> HttpResponse:
        """Every day of a year, with the levels of a heatmap.

        At most 366 days. A day's level is 0 without an expense; the others are ranked by what was
        spent, and the quarter that a day lies in is its level, 1 to 4.
        """
        asked = self.asked()
        self.is_kept = self.is_short(asked)
        scope = self.scope(asked)
        with self.reading(asked):
            report = calendar(scope, asked["range"])
        return json_response(self.printer(scope).calendar(report))


class WeeklyView(ReportView):
    query_serializer_class = queries.ChosenRangeQuery

    @documented("report_weekly", queries.ChosenRangeQuery, serializers.Weekly)
    def get(self, request: Request) -> HttpResponse:
        """By day of the week, and by week.

        Weeks are those of ISO 8601: they begin on Monday, and the first one has 4 January.
        """
        asked = self.asked()
        scope = self.scope(asked)
        with self.reading(asked):
            report = weekly(scope, asked["range"])
        return json_response(self.printer(scope).weekly(report))


class CurrenciesView(ReportView):
    query_serializer_class = queries.RangeQuery
    page_parameters = PAGES

    @documented("report_currencies", queries.RangeQuery, serializers.Currencies)
    def get(self, request: Request) -> HttpResponse:
        """The currencies in use, each with what it adds up to.

        Nothing is converted, and no two currencies are added.
        """
        asked = self.asked()
        scope = Scope(self.book.pk, asked.get("currency"))
        with self.reading(asked):
            span, flows = currencies(scope, asked["range"])
        page = numbered_page(flows, len(flows), request)
        printer = self.printer(scope)
        return json_response(
            paged(
                {"start_date": span.start, "end_date": span.end},
                page,
                lambda row: printer.currency_row(*row, period=span.bounds),
            )
        )


class InsightsView(ReportView):
    is_kept = True
    page_parameters = PAGES

    @documented("report_insights", queries.ReportQuery, serializers.Insights)
    def get(self, request: Request) -> HttpResponse:
        """What is worth knowing about this month, in plain words.

        Found by rules over the last six whole months, this one and its budgets, of one currency;
        the most pressing first. A rule says nothing where it has too few data.
        """
        scope, today = self.scope(self.asked()), self.book.today()
        with snapshot():
            found = insights(facts(scope, today))
        page, printer = numbered_page(found, len(found), request), self.printer(scope)
        return json_response(
            paged({"currency": scope.currency, "date": today}, page, printer.insight)
        )


class AnalyticsView(ReportView):
    is_kept = True
    query_serializer_class = queries.AnalyticsQuery

    @documented("analytics", queries.AnalyticsQuery, serializers.Analytics)
    def get(self, request: Request) -> HttpResponse:
        """The numbers of an overview: the balance, recent days, categories, every day."""
        asked = self.asked()
        self.is_kept = self.is_short(asked)
        scope = self.scope(asked)
        with self.reading(asked):
            report = analytics(scope, asked["range"], self.book.today())
        return json_response(self.printer(scope).analytics(report))


def _ordered(rows: list[CategoryRow], ordering: str) -> list[CategoryRow]:
    """Ties, and categories without a name, in the order of their totals; a rest stays last."""
    keys: dict[str, Any] = {
        "total": lambda row: row.total,
        "count": lambda row: row.count,
        "category_name": lambda row: fold(row.name or ""),
    }
    ranked = sorted(rows, key=keys[ordering.lstrip("-")], reverse=ordering.startswith("-"))
    return sorted(ranked, key=lambda row: row.rest)
