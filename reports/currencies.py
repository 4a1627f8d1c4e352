"""Currencies: those in use, each with what it adds up to; nothing is converted."""

from common.ranges import Range
from reports.spans import Span, span_of
from transactions.totals import Flow, Part, Scope, flows_by, read_sums


def currencies(scope: Scope, wanted: Range) -> tuple[Span, list[tuple[str, Flow]]]:
    """The scope's currencies with a transaction in the range, in alphabetical order."""
    span = span_of(scope, wanted)
    (sums,) = read_sums(scope, Part(span.bounds, by=("currency", "type")))
    return span, sorted(flows_by(lambda each: each.currency, sums).items())
