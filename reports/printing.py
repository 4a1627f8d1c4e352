"""Reports as JSON: every figure with its count and the URL of the transactions behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from common.money import money_text
from common.periods import EARLIEST, Period
from reports.analytics import Analytics
from reports.by_category import CategoryRow
from reports.comparing import Difference, Previous
from reports.monthly import MonthlySummary
from reports.spans import Span
from reports.summary import Summary
from transactions.links import TransactionLinks, category_filter
from transactions.totals import Flow, Scope


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints the reports of one scope, whose filters stand in every link."""

    links: TransactionLinks
    scope: Scope

    @property
    def currency(self) -> str:
        return self.scope.currency or ""

    def money(self, amount: Decimal) -> str:
        return money_text(amount, self.currency)

    def url(
        self,
        period: Period | None,
        *,
        kind: str | None = None,
        categories: Sequence[int] | None = None,
    ) -> str:
        if period is not None:  # the list takes no earlier date, and there is none
            period = Period(max(period.start, EARLIEST), period.end)
        chosen = self.scope.categories if categories is None else categories
        return self.links.to(
            period,
            currency=self.currency,
            type=kind or self.scope.type,
            category=None if chosen is None else ",".join(map(category_filter, chosen)),
        )

    def range(self, span: Span) -> dict[str, Any]:
        return {"currency": self.currency, "start_date": span.start, "end_date": span.end}

    def flow(self, flow: Flow, period: Period | None) -> dict[str, Any]:
        return {
            "income": self.money(flow.income),
            "expense": self.money(flow.expense),
            "net": self.money(flow.net),
            "count": flow.count,
            "transactions_url": self.url(period),
        }

    def comparison(self, previous: Previous | None) -> dict[str, Any]:
        if previous is None:
            return {"previous": None, "change": None}
        period = previous.period
        ends = {"start_date": period.start, "end_date": period.last}
        changes = {"income": previous.income, "expense": previous.expense, "net": previous.net}
        return {
            "previous": {**ends, **self.flow(previous.flow, period)},
            "change": {name: self.difference(each) for name, each in changes.items()},
        }

    def difference(self, difference: Difference) -> dict[str, Any]:
        percent = difference.percent
        return {
            "amount": self.money(difference.amount),
            "percent": None if percent is None else float(percent),
        }

    def summary(self, report: Summary) -> dict[str, Any]:
        return {
            **self.range(report.span),
            **self.flow(report.flow, report.span.bounds),
            "average_daily_expense": self.money(report.average_daily_expense),
            **self.comparison(report.previous),
        }

    def category(self, row: CategoryRow, period: Period | None) -> dict[str, Any]:
        return {
            "category": None if row.rest else row.categories[0] or None,
            "category_name": row.name,
            "category_emoji": row.emoji,
            "type": row.type,
            "rest": row.rest,
            "total": self.money(row.total),
            "share": None if row.share is None else float(row.share),
            "count": row.count,
            "average": self.money(row.average),
            "transactions_url": self.url(period, kind=row.type, categories=row.categories),
        }

    def monthly(self, report: MonthlySummary) -> dict[str, Any]:
        flow = self.flow(report.flow, report.month)
        return {
            "month": report.month.start.month,
            "year": report.month.start.year,
            "currency": self.currency,
            "total_income": flow["income"],
            "total_expense": flow["expense"],
            "balance": flow["net"],
            **flow,
            "by_category": [self.category(row, report.month) for row in report.by_category],
        }

    def day(self, day: date, flow: Flow) -> dict[str, Any]:
        return {"date": day, **self.flow(flow, Period.days(day, day))}

    def analytics(self, report: Analytics) -> dict[str, Any]:
        all_time = self.flow(report.all_time, None)
        recent = {
            f"last_{days}_days": {
                "start_date": period.start,
                "end_date": period.last,
                **self.flow(flow, period),
            }
            for days, (period, flow) in report.recent.items()
        }
        return {
            **self.range(report.span),
            "balance": all_time["net"],
            "total_income": all_time["income"],
            "total_expense": all_time["expense"],
            "count": all_time["count"],
            "transactions_url": all_time["transactions_url"],
            **recent,
            "by_category": [self.category(row, report.span.bounds) for row in report.by_category],
            "daily": [self.day(day, flow) for day, flow in report.daily],
            **self.comparison(report.previous),
        }
