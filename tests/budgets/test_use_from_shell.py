"""`progress` is a function of a book, a month and a day: no request, no view."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from budgets.models import ALL_EXPENSES
from budgets.progress import progress
from common.periods import Period
from tests.budgets.plans import plan
from tests.entries import category_id, record
from users.models import User

MARCH = Period.month(2026, 3)


@pytest.fixture
def food(alice_client: Any) -> int:
    plan(alice_client, "100.00")
    plan(alice_client, "30.00", category="Food")
    plan(alice_client, "50.00", currency="EUR")
    for day, amount in ((1, "10.00"), (10, "20.00"), (31, "40.00")):
        record(alice_client, category="Food", date=f"2026-03-{day:02}", amount=amount)
    return category_id(alice_client, "Food")


def test_it_gives_averages_that_are_not_rounded(alice: User, food: int) -> None:
    (row,) = progress(alice.book.pk, MARCH, date(2026, 3, 10), categories=[food])
    assert (row.spent, row.spent_by_today, row.count) == (Decimal(70), Decimal(30), 3)
    assert row.projected == Decimal(133)  # 70 + 30 / 10 × 21
    assert row.expected_by_today == Decimal(300) / 31
    assert (row.over_budget, row.safe_to_spend_per_day) == (True, Decimal("0.00"))


def test_it_sees_a_month_from_any_day(alice: User, food: int) -> None:
    for today, by_today, projected in (
        (date(2026, 2, 28), 0, None),
        (date(2026, 3, 1), 10, 370),  # 70 + 10 × 30
        (date(2026, 3, 9), 10, Decimal(70) + Decimal(220) / 9),
        (date(2026, 3, 31), 70, 70),
        (date(2026, 4, 1), 70, 70),
    ):
        (row,) = progress(alice.book.pk, MARCH, today, categories=[food])
        assert (row.spent_by_today, row.projected) == (by_today, projected), today


def test_it_narrows_by_currency_and_category(alice: User, food: int) -> None:
    def limits(**chosen: Any) -> list[int]:
        return [int(row.limit) for row in progress(alice.book.pk, MARCH, MARCH.start, **chosen)]

    assert limits() == [50, 100, 30]
    assert limits(currency="USD") == [100, 30]
    assert limits(categories=[ALL_EXPENSES]) == [50, 100]
    assert limits(categories=[]) == []


def test_it_finds_nothing_in_another_book(charlie: User, food: int) -> None:
    assert progress(charlie.book.pk, MARCH, MARCH.start) == []
