from datetime import date

import pytest

from common.periods import EARLIEST, LATEST, Period, Preset
from common.ranges import ALL, Range, RangeError, preset_choices, read_range

TODAY = date(2026, 3, 15)
MAY = date(2026, 5, 1)


def read(start: date | None = None, end: date | None = None, preset: str | None = None) -> Range:
    return read_range(start, end, preset, default=Preset.THIS_MONTH, today=TODAY)


def test_it_takes_both_days_in() -> None:
    found = read(MAY, MAY)
    assert found == Range(Period(MAY, date(2026, 5, 2)))
    assert found.bounds == found.period


def test_it_leaves_an_end_open() -> None:
    until, since = read(end=MAY), read(start=MAY)
    assert (until.period.start, until.open_start, until.open_end) == (EARLIEST, True, False)
    assert (since.period.last, since.open_start, since.open_end) == (LATEST, False, True)


def test_it_defaults_to_what_it_is_told() -> None:
    assert read().period == Period.month(2026, 3)


def test_it_has_no_bounds_for_all() -> None:
    assert read(preset="all") == ALL
    assert ALL.is_all
    assert ALL.bounds is None


def test_it_knows_which_presets_count_days() -> None:
    assert not read(preset="last_30_days").by_calendar
    assert read(preset="last_month").by_calendar


def test_it_refuses_a_period_with_dates() -> None:
    with pytest.raises(RangeError, match="not both") as refusal:
        read(start=MAY, preset="all")
    assert refusal.value.name == "period"


def test_it_refuses_a_start_after_the_end() -> None:
    with pytest.raises(RangeError, match="after the end") as refusal:
        read(MAY, TODAY)
    assert refusal.value.name == "start_date"


def test_it_offers_every_preset() -> None:
    assert [name for name, _ in preset_choices()] == [
        "last_7_days",
        "last_30_days",
        "last_365_days",
        "this_month",
        "this_year",
        "last_month",
        "last_year",
        "all",
    ]
