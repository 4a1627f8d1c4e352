"""The same reports from the rows of transactions, by the ORM.

As a good engineer would write them who keeps no totals: the sums are the database's work, a range
of days is a range that the index serves, and of the formulations that were tried the quickest on
SQLite is here: conditional sums, grouped by as little as possible, because `refund` among the
groups costs twice as much, and the names of categories by a query of their own, because a join
would look them up for every row. What comes after the sums is the application's own, so both ways
do the same there.
"""

from collections.abc import Iterable
from typing import Any

from benchmarks.from_rows.question import Question
from benchmarks.from_rows.reading import (
    FLOWS,
    daily_flows,
    expenses_by_category,
    flow_of,
    read_flow,
    read_sums,
)
from common.intervals import Interval, Steps
from common.money import ZERO
from common.periods import Period, Preset
from common.ranges import Range
from reports.analytics import RECENT_DAYS, Analytics
from reports.by_category import CategoryRow, category_rows
from reports.calendar import Calendar, CalendarDay, levels
from reports.comparing import compare, period_before
from reports.monthly import MonthlySummary
from reports.spans import Span
from reports.summary import Summary
from reports.trends import Step
from reports.weekly import WEEKDAYS, Weekly
from transactions import totals
from transactions.models import Transaction
from transactions.totals import TYPES, Flow


def of_summary(asked: Question) -> Summary:
    span = _span(asked.year)
    period, before = asked.year.period, _before(span, asked.year)
    flow, earlier = read_flow(asked, period), read_flow(asked, before)
    return Summary(span, flow, flow.expense / period.length, compare(flow, before, earlier))


def of_categories(asked: Question) -> tuple[Span, list[CategoryRow]]:
    return _span(asked.year), category_rows(expenses_by_category(asked, asked.year.period))


def of_analytics(asked: Question) -> Analytics:
    wanted = asked.of(Preset.LAST_30_DAYS)
    span = _span(wanted)
    before = _before(span, wanted)
    recent = {number: Period.last_days(number, asked.today) for number in RECENT_DAYS}
    daily = daily_flows(asked, wanted.period)
    now = _together(flow for _, flow in daily)
    return Analytics(
        span,
        read_flow(asked),
        {number: (each, read_flow(asked, each)) for number, each in recent.items()},
        category_rows(expenses_by_category(asked, wanted.period)),
        daily,
        now,
        compare(now, before, read_flow(asked, before)),
    )


def of_month(asked: Question) -> MonthlySummary:
    sums = read_sums(asked, asked.month)
    by_type = [category_rows([each for each in sums if each.type == kind]) for kind in TYPES]
    return MonthlySummary(asked.month, totals.flow_of(sums), [row for of in by_type for row in of])


def of_balance(asked: Question) -> Flow:
    return read_flow(asked)


def of_trend(asked: Question) -> list[Step]:
    found, net = [], ZERO
    for day, flow in daily_flows(asked, asked.year.period):
        net += flow.net
        found.append(Step(Period.days(day, day), flow, net))
    return found


def of_calendar(asked: Question) -> Calendar:
    wanted = asked.of(Preset.THIS_YEAR)
    days = daily_flows(asked, wanted.period)
    both = zip(days, levels(flow.expense for _, flow in days), strict=True)
    return Calendar(_span(wanted), [CalendarDay(day, flow, level) for (day, flow), level in both])


def of_weeks(asked: Question) -> Weekly:
    days = daily_flows(asked, asked.year.period)
    weekdays = [
        (number, _together(flow for day, flow in days if day.isoweekday() == number))
        for number in WEEKDAYS
    ]
    weeks, place = [], 0
    for week in Steps(Interval.WEEK, asked.year.period)[:]:
        weeks.append((week, _together(flow for _, flow in days[place : place + week.length])))
        place += week.length
    return Weekly(_span(asked.year), weekdays, weeks, _highest(weekdays), _highest(weeks))


def of_currencies(asked: Question) -> tuple[Span, list[tuple[str, Flow]]]:
    rows = Transaction.objects.in_book(asked.scope.book).within(asked.year.period)
    found = rows.values("currency").annotate(**FLOWS).order_by("currency")
    return _span(asked.year), [(each["currency"], flow_of(each)) for each in found]


def _together(flows: Iterable[Flow]) -> Flow:
    parts = list(flows)
    return Flow(
        sum((each.income for each in parts), ZERO),
        sum((each.expense for each in parts), ZERO),
        sum(each.count for each in parts),
    )


def _highest(flows: list[tuple[Any, Flow]]) -> Any:
    key, flow = max(flows, key=lambda each: each[1].expense)
    return key if flow.expense > 0 else None


def _span(wanted: Range) -> Span:
    return Span(wanted.period.start, wanted.period.last, wanted.period)


def _before(span: Span, wanted: Range) -> Period:
    before = period_before(span, wanted)
    assert before is not None
    return before
