"""Calendar: every day of a year, with how much was spent as one of five levels, for a heatmap."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.periods import Period
from common.ranges import Range
from reports.days import daily_flows, refuse_long
from reports.spans import Span, span_of
from transactions.totals import Flow, Part, Scope, read_sums

HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: date
    flow: Flow
    level: int
    """0 without an expense, else the quarter (1 to 4) of the range's own days it lies in."""


@dataclass(frozen=True, slots=True)
class Calendar:
    span: Span
    days: list[CalendarDay]

    @property
    def peak(self) -> CalendarDay | None:
        """The day of the greatest expense, the first of equals; None without an expense."""
        spent = [day for day in self.days if day.flow.expense > 0]
        return max(spent, key=lambda day: day.flow.expense, default=None)


def calendar(scope: Scope, wanted: Range) -> Calendar:
    """RangeTooLong where the range, or what an open one comes to, has too many days."""
    span = span_of(scope, wanted)
    refuse_long(span.period)
    if span.period is None:
        return Calendar(span, [])
    return Calendar(span, _days(scope, span.period))


def _days(scope: Scope, period: Period) -> list[CalendarDay]:
    (sums,) = read_sums(scope, Part(period, by=("type", "date")))
    flows = daily_flows(period, sums)
    found = levels(flow.expense for _, flow in flows)
    return [CalendarDay(day, flow, level) for (day, flow), level in zip(flows, found, strict=True)]


def levels(expenses: Iterable[Decimal]) -> list[int]:
    """The quarter of those above zero that each lies in, by rank; 0 for the others.

    Ranks, not amounts: one rent would leave all other days pale. Equal days have equal levels, and
    the greatest is always at the highest one.
    """
    days = list(expenses)
    ranked = sorted(each for each in days if each > 0)
    return [
        -(-HIGHEST_LEVEL * bisect_right(ranked, each) // len(ranked)) if each > 0 else 0
        for each in days
    ]
