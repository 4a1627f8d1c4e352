"""Days: a flow for every single one of a period."""

from collections.abc import Iterable
from datetime import date, timedelta

from common.periods import Period
from transactions.totals import Flow, Sum, flows_by

#: What a report that shows every day of its range takes.
LONGEST_RANGE = 366


class RangeTooLong(ValueError):
    """More days than LONGEST_RANGE."""


def refuse_long(period: Period | None) -> None:
    """RangeTooLong where it is; None is all time of books without a transaction."""
    if period is not None and period.length > LONGEST_RANGE:
        raise RangeTooLong(f"This report takes at most {LONGEST_RANGE} days.")


def daily_flows(period: Period, sums: Iterable[Sum]) -> list[tuple[date, Flow]]:
    """A flow for every day of the period, those without a transaction included."""
    by_day = flows_by(lambda each: each.day, sums)
    days = (period.start + timedelta(days=number) for number in range(period.length))
    return [(day, by_day.get(day, Flow())) for day in days]
