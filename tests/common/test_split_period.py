from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.periods import EARLIEST, LATEST, Period

BOUNDARIES = st.dates(EARLIEST, LATEST + timedelta(days=1))
PERIODS = st.builds(lambda a, b: Period(min(a, b), max(a, b)), BOUNDARIES, BOUNDARIES)
SHORT_PERIODS = st.builds(
    lambda start, days: Period(start, start + timedelta(days=days)),
    st.dates(EARLIEST, date(2190, 1, 1)),
    st.integers(0, 100),
)
ANY_PERIOD = PERIODS | SHORT_PERIODS


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period.days(date(*first), date(*last))


@pytest.mark.parametrize(
    ("period", "head", "middle", "tail"),
    [
        (Period.month(2024, 2), None, Period.month(2024, 2), None),
        (Period.year(2025), None, Period.year(2025), None),
        (
            days((2023, 12, 31), (2024, 3, 1)),
            days((2023, 12, 31), (2023, 12, 31)),
            days((2024, 1, 1), (2024, 2, 29)),
            days((2024, 3, 1), (2024, 3, 1)),
        ),
        (
            days((2024, 1, 1), (2024, 2, 28)),
            None,
            Period.month(2024, 1),
            days((2024, 2, 1), (2024, 2, 28)),
        ),
        (
            days((2024, 1, 2), (2024, 2, 29)),
            days((2024, 1, 2), (2024, 1, 31)),
            Period.month(2024, 2),
            None,
        ),
        (days((2024, 1, 15), (2024, 2, 14)), days((2024, 1, 15), (2024, 2, 14)), None, None),
        (days((2024, 2, 1), (2024, 2, 28)), days((2024, 2, 1), (2024, 2, 28)), None, None),
        (days((2025, 12, 31), (2025, 12, 31)), days((2025, 12, 31), (2025, 12, 31)), None, None),
        (Period(date(2024, 2, 29), date(2024, 2, 29)), None, None, None),
        (Period(date(2024, 3, 1), date(2024, 3, 1)), None, None, None),
    ],
)
def test_it_splits_off_the_whole_months(
    period: Period, head: Period | None, middle: Period | None, tail: Period | None
) -> None:
    assert period.whole_months() == (head, middle, tail)


@given(ANY_PERIOD)
@example(Period.days(EARLIEST, LATEST))
def test_it_splits_into_pieces_that_add_up(period: Period) -> None:
    pieces = [piece for piece in period.whole_months() if piece]
    assert all(not piece.is_empty for piece in pieces)
    assert sum(piece.length for piece in pieces) == period.length
    assert all(before.end == after.start for before, after in pairwise(pieces))
    if pieces:
        assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    else:
        assert period.is_empty


@given(ANY_PERIOD)
def test_it_leaves_no_whole_month_outside_the_middle(period: Period) -> None:
    head, middle, tail = period.whole_months()
    if middle:
        assert middle.start.day == middle.end.day == 1
    for rest in (head, tail):
        for month in rest.months() if rest else ():
            assert month != Period.month(month.start.year, month.start.month)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period.month(2024, 2), [Period.month(2024, 2)]),
        (
            days((2023, 12, 31), (2024, 3, 1)),
            [
                days((2023, 12, 31), (2023, 12, 31)),
                Period.month(2024, 1),
                Period.month(2024, 2),
                days((2024, 3, 1), (2024, 3, 1)),
            ],
        ),
        (days((2024, 2, 10), (2024, 2, 29)), [days((2024, 2, 10), (2024, 2, 29))]),
        (Period(date(2024, 2, 29), date(2024, 2, 29)), []),
    ],
)
def test_it_lists_the_months_it_touches(period: Period, expected: list[Period]) -> None:
    assert list(period.months()) == expected


@given(ANY_PERIOD)
def test_it_tiles_itself_with_its_months(period: Period) -> None:
    months = list(period.months())
    assert sum(month.length for month in months) == period.length
    assert all(before.end == after.start for before, after in pairwise(months))
    assert all(month.start.replace(day=1) == month.last.replace(day=1) for month in months)
    assert all(month.start in period and month.last in period for month in months)
