"""Analytics: the numbers of an overview in one answer and one statement."""

from dataclasses import dataclass
from datetime import date

from common.periods import Period
from common.ranges import Range
from reports.by_category import CategoryRow, category_rows
from reports.comparing import Previous, compare, period_before
from reports.days import daily_flows, refuse_long
from reports.spans import Span, span_of
from transactions.models import Type
from transactions.totals import Flow, Part, Scope, flow_of, read_sums

RECENT_DAYS = (7, 30, 365)


@dataclass(frozen=True, slots=True)
class Analytics:
    span: Span
    all_time: Flow
    recent: dict[int, tuple[Period, Flow]]
    """By number of days: today and the days before it."""
    by_category: list[CategoryRow]
    """The range's expenses."""
    daily: list[tuple[date, Flow]]
    """Every day of the range."""
    current: Flow
    previous: Previous | None


def analytics(scope: Scope, wanted: Range, today: date) -> Analytics:
    """RangeTooLong where the range, or what an open one comes to, has too many days."""
    span = span_of(scope, wanted)
    period = span.period
    refuse_long(period)
    recent = {days: Period.last_days(days, today) for days in RECENT_DAYS}
    before = period_before(span, wanted)
    nothing = Period(today, today)
    all_time, categories, days, earlier, *latest = read_sums(
        scope,
        Part(None),
        Part(period or nothing, by=("type", "category"), type=Type.EXPENSE),
        Part(period or nothing, by=("type", "date")),
        Part(before or nothing),
        *(Part(each) for each in recent.values()),
    )
    current = flow_of(days)
    return Analytics(
        span,
        flow_of(all_time),
        {
            number: (each, flow_of(sums))
            for (number, each), sums in zip(recent.items(), latest, strict=True)
        },
        category_rows(categories),
        daily_flows(period or nothing, days),
        current,
        compare(current, before, flow_of(earlier)),
    )
