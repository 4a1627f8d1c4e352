from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.intervals import Interval, Steps, iso_week
from common.periods import EARLIEST, LATEST, Period

DAYS = st.dates(EARLIEST, LATEST)
INTERVALS = st.sampled_from(Interval)
WHOLE = Period.days(EARLIEST, LATEST)


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period.days(date(*first), date(*last))


@pytest.mark.parametrize(
    ("interval", "day", "first"),
    [
        (Interval.DAY, date(2024, 2, 29), date(2024, 2, 29)),
        (Interval.WEEK, date(2024, 2, 29), date(2024, 2, 26)),
        (Interval.WEEK, date(2021, 1, 3), date(2020, 12, 28)),
        (Interval.WEEK, date(2021, 1, 4), date(2021, 1, 4)),
        (Interval.MONTH, date(2024, 2, 29), date(2024, 2, 1)),
        (Interval.MONTH, date(2025, 12, 31), date(2025, 12, 1)),
        (Interval.QUARTER, date(2024, 3, 31), date(2024, 1, 1)),
        (Interval.QUARTER, date(2024, 4, 1), date(2024, 4, 1)),
        (Interval.QUARTER, date(2025, 12, 31), date(2025, 10, 1)),
        (Interval.YEAR, date(2025, 12, 31), date(2025, 1, 1)),
        (Interval.YEAR, EARLIEST, EARLIEST),
    ],
)
def test_it_knows_the_first_day_of_a_step(interval: Interval, day: date, first: date) -> None:
    assert interval.start_of(interval.number_of(day)) == first


@given(INTERVALS, DAYS)
def test_it_has_every_day_in_the_step_of_its_number(interval: Interval, day: date) -> None:
    number = interval.number_of(day)
    assert interval.start_of(number) <= day < interval.start_of(number + 1)


@given(DAYS)
def test_it_begins_weeks_on_mondays(day: date) -> None:
    first = Interval.WEEK.start_of(Interval.WEEK.number_of(day))
    assert first.isocalendar() == (*day.isocalendar()[:2], 1)


@pytest.mark.parametrize(
    ("interval", "period", "steps"),
    [
        (
            Interval.DAY,
            days((2024, 2, 28), (2024, 3, 1)),
            [
                days((2024, 2, 28), (2024, 2, 28)),
                days((2024, 2, 29), (2024, 2, 29)),
                days((2024, 3, 1), (2024, 3, 1)),
            ],
        ),
        (
            Interval.WEEK,
            days((2026, 12, 30), (2027, 1, 4)),
            [days((2026, 12, 30), (2027, 1, 3)), days((2027, 1, 4), (2027, 1, 4))],
        ),
        (
            Interval.MONTH,
            days((2025, 12, 31), (2026, 2, 1)),
            [
                days((2025, 12, 31), (2025, 12, 31)),
                Period.month(2026, 1),
                days((2026, 2, 1), (2026, 2, 1)),
            ],
        ),
        (
            Interval.QUARTER,
            days((2024, 2, 29), (2024, 7, 1)),
            [
                days((2024, 2, 29), (2024, 3, 31)),
                days((2024, 4, 1), (2024, 6, 30)),
                days((2024, 7, 1), (2024, 7, 1)),
            ],
        ),
        (
            Interval.YEAR,
            days((2024, 12, 31), (2026, 1, 1)),
            [
                days((2024, 12, 31), (2024, 12, 31)),
                Period.year(2025),
                days((2026, 1, 1), (2026, 1, 1)),
            ],
        ),
        (Interval.YEAR, days((2024, 5, 5), (2024, 5, 5)), [days((2024, 5, 5), (2024, 5, 5))]),
    ],
)
def test_it_cuts_the_first_and_last_step(
    interval: Interval, period: Period, steps: list[Period]
) -> None:
    found = Steps(interval, period)
    assert (found[:], len(found)) == (steps, len(steps))


@given(INTERVALS, st.dates(EARLIEST, date(2190, 1, 1)), st.integers(0, 800))
def test_it_tiles_the_period_with_its_steps(interval: Interval, start: date, length: int) -> None:
    period = Period(start, start + timedelta(days=length))
    steps = Steps(interval, period)[:]
    assert sum(step.length for step in steps) == period.length
    assert all(before.end == after.start for before, after in pairwise(steps))
    assert all(not step.is_empty for step in steps)
    assert all(
        each.start == interval.start_of(interval.number_of(each.start)) for each in steps[1:]
    )


@given(INTERVALS, st.integers(0, 300), st.integers(0, 300))
def test_it_is_sliced_like_a_list(interval: Interval, first: int, last: int) -> None:
    steps = Steps(interval, days((2023, 11, 11), (2024, 7, 7)))
    assert steps[first:last] == steps[:][first:last]


@pytest.mark.parametrize(
    ("interval", "number"),
    [
        (Interval.DAY, 109_573),
        (Interval.WEEK, 15_654),
        (Interval.MONTH, 3_600),
        (Interval.QUARTER, 1_200),
        (Interval.YEAR, 300),
    ],
)
def test_it_counts_the_steps_of_three_centuries(interval: Interval, number: int) -> None:
    steps = Steps(interval, WHOLE)
    assert len(steps) == number
    (last,) = steps[number - 1 : number + 9]
    assert last.last == LATEST


@pytest.mark.parametrize("interval", Interval)
def test_it_has_no_step_of_an_empty_period(interval: Interval) -> None:
    steps = Steps(interval, Period(date(2024, 2, 29), date(2024, 2, 29)))
    assert (len(steps), steps[:]) == (0, [])


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(1900, 1, 1), "1900-W01"),
        (date(2020, 12, 31), "2020-W53"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2021, 1, 4), "2021-W01"),
        (date(2024, 2, 29), "2024-W09"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2199, 12, 31), "2200-W01"),
    ],
)
def test_it_names_weeks_as_iso_8601_does(day: date, week: str) -> None:
    assert iso_week(day) == week
