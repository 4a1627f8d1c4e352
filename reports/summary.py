"""Summary: what a range adds up to, and how that compares with the range before."""

from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO
from common.ranges import Range
from reports.comparing import Previous, compare, period_before
from reports.spans import Span, span_of
from transactions.totals import Flow, Part, Scope, flow_of, read_sums


@dataclass(frozen=True, slots=True)
class Summary:
    span: Span
    flow: Flow
    average_daily_expense: Decimal
    """Over every day of the range, those to come included; not yet rounded."""
    previous: Previous | None


def summary(scope: Scope, wanted: Range) -> Summary:
    span = span_of(scope, wanted)
    before = period_before(span, wanted)
    parts = [Part(span.bounds)] + ([Part(before)] if before else [])
    now, *earlier = (flow_of(sums) for sums in read_sums(scope, *parts))
    days = span.period.length if span.period else 0
    return Summary(
        span,
        now,
        now.expense / days if days else ZERO,
        compare(now, before, earlier[0] if earlier else Flow()),
    )
