"""Trends: how income and expense of a range went, step by step."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from common.intervals import Interval, Steps
from common.periods import Period
from common.ranges import Range
from reports.spans import Span, span_of
from transactions.totals import Flow, Part, Scope, Sum, flow_of, flows_by, read_sums


@dataclass(frozen=True, slots=True)
class Step:
    """One day, week, month, quarter or year, cut to the range."""

    period: Period
    flow: Flow
    cumulative_net: Decimal
    """The net from the first day of the range to the last of the step."""


@dataclass(frozen=True, slots=True)
class Trend:
    """All steps of a range; a slice of them is read by one statement, wherever it lies."""

    scope: Scope
    span: Span
    steps: Steps | None
    """None for all time without a transaction."""

    def __len__(self) -> int:
        return 0 if self.steps is None else len(self.steps)

    def __getitem__(self, chosen: slice) -> list[Step]:
        periods = [] if self.steps is None else self.steps[chosen]
        if self.steps is None or not periods:
            return []
        first, last = periods[0], periods[-1]
        by = "month" if self.steps.interval.is_of_months else "date"
        earlier, sums = read_sums(
            self.scope,
            Part(Period(self.steps.period.start, first.start)),
            Part(Period(first.start, last.end), by=("type", by)),
        )
        return list(_steps(self.steps.interval, periods, sums, flow_of(earlier).net))


def trends(scope: Scope, wanted: Range, interval: Interval) -> Trend:
    """`trends(...)[0:12]` are the first twelve steps."""
    span = span_of(scope, wanted)
    return Trend(scope, span, Steps(interval, span.period) if span.period else None)


def _steps(
    interval: Interval, periods: list[Period], sums: list[Sum], net: Decimal
) -> Iterator[Step]:
    flows = flows_by(lambda each: interval.number_of(each.day), sums)
    for period in periods:
        flow = flows.get(interval.number_of(period.start), Flow())
        net += flow.net
        yield Step(period, flow, net)
