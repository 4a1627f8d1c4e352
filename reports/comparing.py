"""A range against the one before it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from common.periods import EARLIEST, Period
from common.ranges import Range
from reports.spans import Span
from transactions.totals import Flow

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Difference:
    """`percent` has one decimal, half-even; None where there was nothing before."""

    amount: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Previous:
    """The range before, what it held, and how much more or less it is now."""

    period: Period
    flow: Flow
    income: Difference
    expense: Difference
    net: Difference


def period_before(span: Span, wanted: Range) -> Period | None:
    """What the span is compared with; None for all time, which has nothing before it.

    None too for a span from EARLIEST on: no transaction can be dated before it.
    """
    if wanted.is_all or span.period is None or span.period.start <= EARLIEST:
        return None
    return span.period.previous(by_calendar=wanted.by_calendar)


def compare(now: Flow, period: Period | None, before: Flow) -> Previous | None:
    if period is None:
        return None
    return Previous(
        period,
        before,
        difference(now.income, before.income),
        difference(now.expense, before.expense),
        difference(now.net, before.net),
    )


def difference(now: Decimal, before: Decimal) -> Difference:
    """Against the size of what was before, so that a loss that shrinks is a rise."""
    change = now - before
    if not before:
        return Difference(change, None)
    percent = (change * 100 / abs(before)).quantize(_TENTH, rounding=ROUND_HALF_EVEN)
    return Difference(change, percent)
