from datetime import date

import pytest

from common.periods import Period


@pytest.mark.parametrize(
    ("year", "month", "last", "length"),
    [
        (2026, 1, date(2026, 1, 31), 31),
        (2026, 2, date(2026, 2, 28), 28),
        (2024, 2, date(2024, 2, 29), 29),
        (1900, 2, date(1900, 2, 28), 28),
        (2000, 2, date(2000, 2, 29), 29),
        (2025, 12, date(2025, 12, 31), 31),
        (2199, 12, date(2199, 12, 31), 31),
    ],
)
def test_it_builds_a_month(year: int, month: int, last: date, length: int) -> None:
    period = Period.month(year, month)
    assert (period.start, period.last, period.length) == (date(year, month, 1), last, length)


@pytest.mark.parametrize(("year", "length"), [(2024, 366), (2025, 365), (1900, 365), (2199, 365)])
def test_it_builds_a_year(year: int, length: int) -> None:
    period = Period.year(year)
    assert (period.start, period.last) == (date(year, 1, 1), date(year, 12, 31))
    assert period.length == length


def test_it_builds_from_inclusive_days() -> None:
    assert Period.days(date(2024, 2, 29), date(2024, 2, 29)).length == 1
    assert Period.days(date(2025, 12, 31), date(2026, 1, 1)).end == date(2026, 1, 2)
    assert Period.days(date(1900, 1, 1), date(2199, 12, 31)).end == date(2200, 1, 1)


def test_it_refuses_inclusive_days_in_the_wrong_order() -> None:
    with pytest.raises(ValueError, match="2026-01-02 is after 2026-01-01"):
        Period.days(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("n", "today", "start"),
    [
        (1, date(2026, 3, 1), date(2026, 3, 1)),
        (7, date(2026, 3, 1), date(2026, 2, 23)),
        (7, date(2024, 3, 1), date(2024, 2, 24)),
        (30, date(2026, 4, 30), date(2026, 4, 1)),
        (365, date(2025, 12, 31), date(2025, 1, 1)),
        (365, date(2024, 12, 31), date(2024, 1, 2)),
    ],
)
def test_it_builds_the_last_days(n: int, today: date, start: date) -> None:
    period = Period.last_days(n, today)
    assert (period.start, period.last, period.length) == (start, today, n)


@pytest.mark.parametrize("n", [0, -1])
def test_it_refuses_fewer_than_one_last_day(n: int) -> None:
    with pytest.raises(ValueError, match="is after"):
        Period.last_days(n, date(2026, 3, 1))


def test_it_refuses_a_start_after_the_end() -> None:
    with pytest.raises(ValueError, match="cannot start on 2026-01-02"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


def test_it_holds_its_start_and_not_its_end() -> None:
    january = Period.month(2026, 1)
    assert date(2026, 1, 1) in january
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january
    assert date(2025, 12, 31) not in january


def test_it_may_be_empty() -> None:
    empty = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert empty.is_empty
    assert empty.length == 0
    assert date(2024, 2, 29) not in empty
    with pytest.raises(ValueError, match="no last day"):
        _ = empty.last


def test_it_sorts_by_start_then_end() -> None:
    year, january, february = Period.year(2026), Period.month(2026, 1), Period.month(2026, 2)
    assert sorted([february, year, january]) == [january, year, february]
