"""From a request's range to the days that a report speaks of."""

from dataclasses import dataclass
from datetime import date

from common.periods import Period
from common.ranges import Range
from transactions.totals import Scope, extent


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day of a report; an open end without a row is None."""

    start: date | None
    end: date | None
    #: What the report's sums are bounded by; None for all time.
    bounds: Period | None

    @property
    def period(self) -> Period | None:
        """None where an end is open and there is no row."""
        return None if self.start is None or self.end is None else Period.days(self.start, self.end)


def span_of(scope: Scope, wanted: Range) -> Span:
    """The days of a range; an end that was left open is the first or last row's."""
    period = wanted.period
    if not (wanted.open_start or wanted.open_end):
        return Span(period.start, period.last, period)
    found = extent(scope, wanted.bounds)
    first, last = found or (None, None)
    return Span(
        first if wanted.open_start else period.start,
        last if wanted.open_end else period.last,
        wanted.bounds,
    )
