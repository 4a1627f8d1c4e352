"""Intervals of the calendar: a period told in days, ISO weeks, months, quarters or years."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.periods import Period

_DAYS_OF_A_WEEK = 7


class Interval(StrEnum):
    """`number_of` and `start_of` count an interval's steps: no step but has a next one."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def is_of_months(self) -> bool:
        """Whether its steps begin where months do."""
        return self in _MONTHS

    def number_of(self, day: date) -> int:
        """Which step of its kind the day lies in; the next step has the next number."""
        if self is Interval.DAY:
            return day.toordinal()
        if self is Interval.WEEK:  # the first day of all, number 1, was a Monday
            return (day.toordinal() - 1) // _DAYS_OF_A_WEEK
        return (day.year * 12 + day.month - 1) // _MONTHS[self]

    def start_of(self, number: int) -> date:
        """The first day of that step: ISO weeks begin on Mondays (ISO 8601)."""
        if self is Interval.DAY:
            return date.fromordinal(number)
        if self is Interval.WEEK:
            return date.fromordinal(number * _DAYS_OF_A_WEEK + 1)
        year, month = divmod(number * _MONTHS[self], 12)
        return date(year, month + 1, 1)


_MONTHS = {Interval.MONTH: 1, Interval.QUARTER: 3, Interval.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of an interval that a period touches, in order, the first and last cut to it.

    None of them is made before it is asked for, so the days of three centuries cost nothing.
    """

    interval: Interval
    period: Period

    @property
    def _numbers(self) -> range:
        if self.period.is_empty:
            return range(0)
        number_of = self.interval.number_of
        return range(number_of(self.period.start), number_of(self.period.last) + 1)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, chosen: slice) -> list[Period]:
        start, end, start_of = self.period.start, self.period.end, self.interval.start_of
        return [
            Period(max(start, start_of(number)), min(end, start_of(number + 1)))
            for number in self._numbers[chosen]
        ]


def iso_week(day: date) -> str:
    """The week of a day as ISO 8601 writes it: `2026-W53` has the first days of January 2027."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
