"""The reports as the application makes them."""

from dataclasses import replace
from typing import Any

from benchmarks.from_rows.question import Question
from budgets.progress import Progress, progress
from common.intervals import Interval
from common.periods import Preset
from reports.analytics import Analytics, analytics
from reports.by_category import by_category
from reports.calendar import Calendar, calendar
from reports.currencies import currencies
from reports.monthly import MonthlySummary, monthly_summary
from reports.summary import Summary, summary
from reports.trends import Step, trends
from reports.weekly import Weekly, weekly
from transactions.models import Type
from transactions.totals import Flow, Part, flow_of, read_sums


def of_summary(asked: Question) -> Summary:
    return summary(asked.scope, asked.year)


def of_categories(asked: Question) -> Any:
    return by_category(replace(asked.scope, type=Type.EXPENSE), asked.year)


def of_analytics(asked: Question) -> Analytics:
    return analytics(asked.scope, asked.of(Preset.LAST_30_DAYS), asked.today)


def of_month(asked: Question) -> MonthlySummary:
    return monthly_summary(asked.scope, asked.month)


def of_balance(asked: Question) -> Flow:
    (sums,) = read_sums(asked.scope, Part(None))
    return flow_of(sums)


def of_trend(asked: Question) -> list[Step]:
    return trends(asked.scope, asked.year, Interval.DAY)[:]


def of_calendar(asked: Question) -> Calendar:
    return calendar(asked.scope, asked.of(Preset.THIS_YEAR))


def of_weeks(asked: Question) -> Weekly:
    return weekly(asked.scope, asked.year)


def of_currencies(asked: Question) -> Any:
    return currencies(asked.all_currencies, asked.year)


def of_budgets(asked: Question) -> list[Progress]:
    return progress(asked.scope.book, asked.month, asked.today)
