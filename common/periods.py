"""Periods of calendar days: the one way in which a range of dates is spoken of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

EARLIEST = date(1900, 1, 1)
LATEST = date(2199, 12, 31)

_DAY = timedelta(days=1)
_DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """The day written `YYYY-MM-DD` in ASCII digits, from `EARLIEST` to `LATEST`.

    ValueError, with a sentence for the person who sent it, for anything else.
    """
    # date.fromisoformat alone would also take 20260101 and 2026-W01-1.
    if not _DAY_FORM.fullmatch(text):
        raise ValueError("Write the date as YYYY-MM-DD.")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("There is no such day in the calendar.") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"Dates run from {EARLIEST} to {LATEST}.")
    return day


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`; empty where the two are equal.

    ValueError when start is after end. The limits of a request's dates are `parse_day`'s to
    keep: `previous` may reach back beyond `EARLIEST`.
    """

    # Half-open on purpose: the end of one period is the start of the next, so neighbours
    # neither share a day nor leave one out, and a length is one subtraction.
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"A period cannot start on {self.start} and end before it.")

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        first = date(year, month, 1)
        return cls(first, _first_of_month(first, 1))

    @classmethod
    def year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @classmethod
    def days(cls, first: date, last: date) -> Self:
        """From `first` to `last`, both inclusive; ValueError when first is after last."""
        # Without this, a last day just before the first would pass as an empty period.
        if first > last:
            raise ValueError(f"{first} is after {last}.")
        return cls(first, last + _DAY)

    @classmethod
    def last_days(cls, n: int, today: date) -> Self:
        """Today and the n - 1 days before it; ValueError when n is below 1."""
        return cls.days(today - (n - 1) * _DAY, today)

    @property
    def last(self) -> date:
        """The last day, inclusive; ValueError for an empty period, which has none."""
        if self.is_empty:
            raise ValueError("An empty period has no last day.")
        return self.end - _DAY

    @property
    def length(self) -> int:
        """In days."""
        return (self.end - self.start).days

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def months(self) -> Iterator["Period"]:
        """The calendar months it touches, in order, the first and last cut to it."""
        start = self.start
        while start < self.end:
            following = _first_of_month(start, 1)
            yield Period(start, min(following, self.end))
            start = following

    def whole_months(self) -> tuple["Period | None", "Period | None", "Period | None"]:
        """Days before the first whole calendar month, the whole months, the days after them.

        Put together, the three are this period; an empty one is None. A period without a whole
        month is all in the first.
        """
        first = self.start if self.start.day == 1 else _first_of_month(self.start, 1)
        after = _first_of_month(self.end, 0)
        if first >= after:
            return _or_none(self), None, None
        return (
            _or_none(Period(self.start, first)),
            Period(first, after),
            _or_none(Period(after, self.end)),
        )

    def previous(self, *, by_calendar: bool = True) -> "Period":
        """The period that this one is compared with; it ends where this one starts.

        Whole calendar months, or years, go with as many months before; every other period with
        the equally long one before. Pass `by_calendar=False` for "the last n days", which are
        compared by length even when they happen to be a whole month, as 1 to 30 April are.
        """
        if by_calendar and self.start.day == self.end.day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return Period(_first_of_month(self.start, -months), self.start)
        return Period(self.start - (self.end - self.start), self.start)


class Preset(StrEnum):
    """The periods that a request can name instead of giving dates."""

    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    LAST_365_DAYS = "last_365_days"
    THIS_MONTH = "this_month"
    THIS_YEAR = "this_year"
    LAST_MONTH = "last_month"
    LAST_YEAR = "last_year"
    ALL = "all"

    @property
    def by_calendar(self) -> bool:
        """What to pass to `Period.previous`: False for the presets that count days."""
        return self not in (Preset.LAST_7_DAYS, Preset.LAST_30_DAYS, Preset.LAST_365_DAYS)


def preset_period(preset: Preset, today: date) -> Period | None:
    """The preset's days as seen from `today`, in full: this month runs to its last day.

    None for `all`, whose ends are those of the rows.
    """
    this_month = Period.month(today.year, today.month)
    match preset:
        case Preset.LAST_7_DAYS:
            return Period.last_days(7, today)
        case Preset.LAST_30_DAYS:
            return Period.last_days(30, today)
        case Preset.LAST_365_DAYS:
            return Period.last_days(365, today)
        case Preset.THIS_MONTH:
            return this_month
        case Preset.THIS_YEAR:
            return Period.year(today.year)
        case Preset.LAST_MONTH:
            return this_month.previous()
        case Preset.LAST_YEAR:
            return Period.year(today.year - 1)
        case Preset.ALL:
            return None


def _first_of_month(day: date, months: int) -> date:
    """The first of the month that lies this many months after the day's own."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _or_none(period: Period) -> Period | None:
    return None if period.is_empty else period
