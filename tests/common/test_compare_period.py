from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.periods import EARLIEST, LATEST, Period

BOUNDARIES = st.dates(EARLIEST, LATEST + timedelta(days=1))
PERIODS = st.builds(lambda a, b: Period(min(a, b), max(a, b)), BOUNDARIES, BOUNDARIES)


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period.days(date(*first), date(*last))


@pytest.mark.parametrize(
    ("period", "previous"),
    [
        (Period.month(2024, 3), Period.month(2024, 2)),
        (Period.month(2024, 2), Period.month(2024, 1)),
        (Period.month(2026, 1), Period.month(2025, 12)),
        (Period.year(2025), Period.year(2024)),
        (days((2026, 1, 1), (2026, 3, 31)), days((2025, 10, 1), (2025, 12, 31))),
        (days((2025, 12, 1), (2026, 1, 31)), days((2025, 10, 1), (2025, 11, 30))),
        (days((2024, 3, 1), (2024, 3, 30)), days((2024, 1, 31), (2024, 2, 29))),
        (days((2024, 2, 1), (2024, 2, 28)), days((2024, 1, 4), (2024, 1, 31))),
        (days((2025, 12, 31), (2025, 12, 31)), days((2025, 12, 30), (2025, 12, 30))),
        (Period.month(1900, 1), Period.month(1899, 12)),
    ],
)
def test_it_compares_with_the_one_before(period: Period, previous: Period) -> None:
    assert period.previous() == previous


@pytest.mark.parametrize(
    ("n", "today", "previous"),
    [
        (30, date(2026, 4, 30), days((2026, 3, 2), (2026, 3, 31))),
        (365, date(2025, 12, 31), days((2024, 1, 2), (2024, 12, 31))),
        (7, date(2024, 3, 7), days((2024, 2, 23), (2024, 2, 29))),
    ],
)
def test_it_compares_last_days_by_length(n: int, today: date, previous: Period) -> None:
    assert Period.last_days(n, today).previous(by_calendar=False) == previous


def test_it_compares_an_empty_period_with_an_empty_one() -> None:
    empty = Period(date(2026, 3, 1), date(2026, 3, 1))
    assert empty.previous() == empty


@given(PERIODS, st.booleans())
@example(Period.days(EARLIEST, LATEST), True)
@example(Period.days(EARLIEST, LATEST), False)
def test_it_ends_the_previous_where_the_period_starts(period: Period, by_calendar: bool) -> None:
    assert period.previous(by_calendar=by_calendar).end == period.start


@given(PERIODS)
def test_it_keeps_the_length_or_the_number_of_months(period: Period) -> None:
    assert period.previous(by_calendar=False).length == period.length
    if period.start.day == period.end.day == 1:
        assert len(list(period.previous().months())) == len(list(period.months()))
    else:
        assert period.previous().length == period.length
