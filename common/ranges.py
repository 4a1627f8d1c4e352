"""Ranges of days as requests give them: `start_date` and `end_date`, or the name of a period."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from common.periods import EARLIEST, LATEST, Period, Preset, preset_period


class RangeError(ValueError):
    """Names the parameter at fault."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True)
class Range:
    """A request's range; an end that was left open is the first or last row's."""

    period: Period
    open_start: bool = False
    open_end: bool = False
    by_calendar: bool = True

    @property
    def is_all(self) -> bool:
        return self.open_start and self.open_end

    @property
    def bounds(self) -> Period | None:
        """None where there is nothing to bound."""
        return None if self.is_all else self.period


ALL = Range(Period.days(EARLIEST, LATEST), open_start=True, open_end=True)


def read_range(
    start: date | None, end: date | None, preset: str | None, *, default: Preset, today: date
) -> Range:
    """The range of a request; RangeError where it contradicts itself."""
    if start is None and end is None:
        named = Preset(preset or default)
        period = preset_period(named, today)
        return ALL if period is None else Range(period, by_calendar=named.by_calendar)
    if preset is not None:
        raise RangeError("period", "Give either a period or dates, not both.")
    first, last = start or EARLIEST, end or LATEST
    if first > last:
        raise RangeError("start_date", "The start date is after the end date.")
    return Range(Period.days(first, last), open_start=start is None, open_end=end is None)


def preset_choices() -> list[tuple[str, Any]]:
    return [(preset.value, preset.value) for preset in Preset]
