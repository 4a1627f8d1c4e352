"""Reports as JSON: every figure with its count and the URL of the transactions behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from common.intervals import iso_week
from common.money import money_text
from common.periods import EARLIEST, Period
from reports.analytics import Analytics
from reports.by_category import CategoryRow
from reports.calendar import Calendar, CalendarDay
from reports.comparing import Difference, Previous
from reports.insights import Evidence, Insight
from reports.monthly import MonthlySummary
from reports.spans import Span
from reports.summary import Summary
from reports.trends import Step
from reports.weekly import Weekly
from transactions.links import TransactionLinks, category_filter
from transactions.totals import Flow, Scope

#: The Decimals of insights that are no amounts.
_PERCENTAGES = {"share", "percent"}


def ends_of(period: Period) -> dict[str, Any]:
    return {"start_date": period.start, "end_date": period.last}


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
        weekdays: Sequence[int] = (),
        ids: Sequence[int] = (),
    ) -> str:
        if period is not None:  # the list takes no earlier date, and there is none
            period = Period(max(period.start, EARLIEST), period.end)
        chosen = self.scope.categories if categories is None else categories
        return self.links.to(
            period,
            currency=self.scope.currency,
            type=kind or self.scope.type,
            category=None if chosen is None else ",".join(map(category_filter, chosen)),
            weekday=",".join(map(str, weekdays)) or None,
            id=",".join(map(str, ids)) or None,
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

    def ranged(self, flow: Flow, period: Period) -> dict[str, Any]:
        return {**ends_of(period), **self.flow(flow, period)}

    def in_and_out(
        self, flow: Flow, period: Period | None, weekdays: Sequence[int] = ()
    ) -> dict[str, Any]:
        return {
            "income": self.money(flow.income),
            "expense": self.money(flow.expense),
            "count": flow.count,
            "transactions_url": self.url(period, weekdays=weekdays),
        }

    def comparison(self, previous: Previous | None) -> dict[str, Any]:
        if previous is None:
            return {"previous": None, "change": None}
        changes = {"income": previous.income, "expense": previous.expense, "net": previous.net}
        return {
            "previous": self.ranged(previous.flow, previous.period),
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

    def step(self, step: Step) -> dict[str, Any]:
        return {
            **self.ranged(step.flow, step.period),
            "cumulative_net": self.money(step.cumulative_net),
        }

    def calendar(self, report: Calendar) -> dict[str, Any]:
        peak = report.peak
        return {
            **self.range(report.span),
            "days": [self.calendar_day(day) for day in report.days],
            "peak": peak and {"date": peak.day, "expense": self.money(peak.flow.expense)},
        }

    def calendar_day(self, each: CalendarDay) -> dict[str, Any]:
        period = Period.days(each.day, each.day)
        return {"date": each.day, **self.in_and_out(each.flow, period), "level": each.level}

    def weekly(self, report: Weekly) -> dict[str, Any]:
        bounds = report.span.bounds
        return {
            **self.range(report.span),
            "weekdays": [
                {"weekday": number, **self.in_and_out(flow, bounds, [number])}
                for number, flow in report.weekdays
            ],
            "weeks": [self.week(week, flow) for week, flow in report.weeks],
            "highest": self.highest(report),
        }

    def highest(self, report: Weekly) -> dict[str, Any] | None:
        """Both or nothing: refunds can leave a week above zero and no weekday, or no week."""
        weekday, week = report.highest_weekday, report.highest_week
        if weekday is None or week is None:
            return None
        return {"weekday": weekday, "week": iso_week(week.start)}

    def week(self, week: Period, flow: Flow) -> dict[str, Any]:
        return {"week": iso_week(week.start), **ends_of(week), **self.in_and_out(flow, week)}

    def currency_row(self, currency: str, flow: Flow, *, period: Period | None) -> dict[str, Any]:
        alone = replace(self, scope=replace(self.scope, currency=currency))
        return {"currency": currency, **alone.flow(flow, period)}

    def insight(self, insight: Insight) -> dict[str, Any]:
        return {
            "code": insight.code,
            "severity": insight.severity,
            "message": insight.message,
            "data": self.data(insight.data),
            "transactions_url": self.evidence(insight.evidence),
        }

    def evidence(self, evidence: Evidence) -> str:
        return self.url(
            evidence.period,
            kind=evidence.type,
            categories=None if evidence.category is None else [evidence.category],
            weekdays=evidence.weekdays,
            ids=evidence.ids,
        )

    def data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._datum(name, value) for name, value in data.items()}

    def _datum(self, name: str, value: Any) -> Any:
        if isinstance(value, Decimal):
            return float(value) if name in _PERCENTAGES else self.money(value)
        return [self.data(each) for each in value] if isinstance(value, list) else value

    def analytics(self, report: Analytics) -> dict[str, Any]:
        all_time = self.flow(report.all_time, None)
        recent = {
            f"last_{days}_days": self.ranged(flow, period)
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
            "current": self.flow(report.current, report.span.bounds),
            **self.comparison(report.previous),
        }
