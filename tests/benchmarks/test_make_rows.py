"""The rows that the benchmarks are measured with."""

from datetime import date

from benchmarks.rows import last_day, rows


def test_it_makes_the_same_rows_every_time() -> None:
    assert list(rows(500, date(2026, 11, 30))) == list(rows(500, date(2026, 11, 30)))


def test_it_orders_them_by_day_over_three_years() -> None:
    days = [row.day for row in rows(2_000, date(2026, 11, 30))]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (date(2023, 12, 1), date(2026, 11, 30))


def test_it_makes_amounts_of_whole_cents_above_zero() -> None:
    assert all(row.units > 0 and row.units % 100 == 0 for row in rows(2_000, date(2026, 11, 30)))


def test_it_refunds_expenses_alone() -> None:
    refunds = [row for row in rows(2_000, date(2026, 11, 30)) if row.refund]
    assert refunds
    assert {row.type for row in refunds} == {"expense"}


def test_it_ends_with_the_month() -> None:
    assert last_day(date(2028, 2, 3)) == date(2028, 2, 29)
    assert last_day(date(2026, 12, 31)) == date(2026, 12, 31)
