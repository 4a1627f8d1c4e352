"""Weekly: on which days of the week, and in which weeks, money comes and goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from common.intervals import Interval, Steps
from common.periods import Period
from common.ranges import Range
from reports.spans import Span, span_of
from transactions.models import Type
from transactions.totals import Flow, Part, Scope, Sum, flows_by, read_sums

WEEKDAYS = range(1, 8)
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Weekly:
    span: Span
    weekdays: list[tuple[int, Flow]]
    """1 (Monday) to 7, all of them."""
    weeks: list[tuple[Period, Flow]]
    """Every ISO week of the range, the first and last cut to it."""
    highest_weekday: int | None
    """Where the most was spent (or came in, if the scope is of income), the first of equals."""
    highest_week: Period | None


def weekly(scope: Scope, wanted: Range) -> Weekly:
    span = span_of(scope, wanted)
    if span.period is None:
        return Weekly(span, [(number, Flow()) for number in WEEKDAYS], [], None, None)
    (sums,) = read_sums(scope, Part(span.period, by=("type", "date")))
    by_weekday = flows_by(lambda each: each.day.isoweekday(), sums)
    weekdays = [(number, by_weekday.get(number, Flow())) for number in WEEKDAYS]
    weeks = _weeks(span.period, sums)
    return Weekly(span, weekdays, weeks, _highest(weekdays, scope), _highest(weeks, scope))


def _weeks(period: Period, sums: list[Sum]) -> list[tuple[Period, Flow]]:
    number_of = Interval.WEEK.number_of
    found = flows_by(lambda each: number_of(each.day), sums)
    steps = Steps(Interval.WEEK, period)[:]
    return [(week, found.get(number_of(week.start), Flow())) for week in steps]


def _highest(flows: Sequence[tuple[_Key, Flow]], scope: Scope) -> _Key | None:
    def size(flow: Flow) -> Decimal:
        return flow.income if scope.type == Type.INCOME else flow.expense

    above_zero = [each for each in flows if size(each[1]) > 0]
    return max(above_zero, key=lambda each: size(each[1]))[0] if above_zero else None
