"""March of one household, added up by hand; it is the 17th of 31 days, and 15 are left with today.

Rent 800.00 of 800.00. Food 75.50 + 24.50 + 20.00 = 120.00 of 400.00. A coat for 149.90 that went
back for 100.00: 49.90 of 50.00 for clothes. A concert on the 28th for 60.00, paid for already,
without a budget of its own. In all 800.00 + 120.00 + 49.90 + 60.00 = 1,029.90 of 1,500.00, of which
969.90 by today. In Tokyo, 3,000 of 8,000 yen for food.
"""

from typing import Any

import pytest

from tests.budgets.plans import PATH, plan, progress
from tests.entries import record
from tests.reports.links import rows_behind

BUDGETS = [
    ("1500.00", None, "USD", None),
    ("400.00", "Food", "USD", None),
    ("8000", "Food", "JPY", None),
    ("800.00", "Rent", "USD", None),
    ("50.00", "Clothes", "USD", "2026-03"),
]
SPENT = [
    ("2026-03-01", "800.00", "Rent", {}),
    ("2026-03-02", "75.50", "Food", {}),
    ("2026-03-05", "149.90", "Clothes", {}),
    ("2026-03-09", "100.00", "Clothes", {"refund": True}),
    ("2026-03-11", "24.50", "Food", {}),
    ("2026-03-17", "20.00", "Food", {}),
    ("2026-03-17", "3000", "Food", {"currency": "JPY"}),
    ("2026-03-28", "60.00", "Concerts", {}),
]


@pytest.fixture
def household(client: Any) -> Any:
    for amount, category, currency, month in BUDGETS:
        plan(client, amount, category=category, currency=currency, month=month)
    record(client, type="income", amount="2100.00", category="Salary")
    for day, amount, category, more in SPENT:
        record(client, date=day, amount=amount, category=category, **more)
    return client


def told(client: Any, *names: str, **query: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in progress(client, **query)]


def test_it_says_what_is_left(household: Any) -> None:
    names = ("category_name", "currency", "limit", "spent", "remaining", "percent", "count")
    assert told(household, *names) == [
        (None, "USD", "1500.00", "1029.90", "470.10", 68.7, 7),
        ("Clothes", "USD", "50.00", "49.90", "0.10", 99.8, 2),
        ("Food", "JPY", "8000", "3000", "5000", 37.5, 1),
        ("Food", "USD", "400.00", "120.00", "280.00", 30.0, 3),
        ("Rent", "USD", "800.00", "800.00", "0.00", 100.0, 1),
    ]


def test_it_says_where_it_leads(household: Any) -> None:
    names = ("category_name", "expected_by_today", "projected", "safe_to_spend_per_day")
    assert told(household, *names) == [
        # 1500 × 17/31; 1029.90 + 969.90 × 14/17; 470.10 / 15
        (None, "822.58", "1828.64", "31.34"),
        # 50 × 17/31; 49.90 + 49.90 × 14/17; 0.10 / 15
        ("Clothes", "27.42", "90.99", "0.00"),
        # 8000 × 17/31; 3000 + 3000 × 14/17; 5000 / 15
        ("Food", "4387", "5471", "333"),
        # 400 × 17/31; 120 + 120 × 14/17; 280 / 15
        ("Food", "219.35", "218.82", "18.66"),
        # 800 × 17/31; 800 + 800 × 14/17
        ("Rent", "438.71", "1458.82", "0.00"),
    ]


def test_it_says_what_went_over(household: Any) -> None:
    assert told(household, "category_name", over_budget="true") == []
    record(household, date="2026-03-31", amount="30.00", category="Clothes")
    names = ("category_name", "spent", "remaining", "percent", "projected")
    # 79.90 + 49.90 × 14/17: shoes that are dated the 31st are bought once.
    assert told(household, *names, over_budget="true") == [
        ("Clothes", "79.90", "-29.90", 159.8, "120.99")
    ]


def test_it_plans_april_without_what_was_for_march_alone(household: Any) -> None:
    record(household, date="2026-04-01", amount="800.00", category="Rent")
    names = ("category_name", "currency", "spent", "expected_by_today", "projected")
    assert told(household, *names, month="2026-04") == [
        (None, "USD", "800.00", "0.00", None),
        ("Food", "JPY", "0", "0", None),
        ("Food", "USD", "0.00", "0.00", None),
        ("Rent", "USD", "800.00", "0.00", None),
    ]


def test_it_may_spend_more_in_one_month(household: Any) -> None:
    plan(household, "600.00", category="Food", month="2026-12")
    december = told(household, "category_name", "limit", month="2026-12", currency="USD")
    assert december == [(None, "1500.00"), ("Food", "600.00"), ("Rent", "800.00")]
    assert household.get(PATH).json()["count"] == 6


def test_it_names_the_rows_of_every_figure(household: Any) -> None:
    days = [
        [row["date"][-2:] for row in rows_behind(household, url)]
        for (url,) in told(household, "transactions_url")
    ]
    assert days == [
        ["28", "17", "11", "09", "05", "02", "01"],
        ["09", "05"],
        ["17"],
        ["17", "11", "02"],
        ["01"],
    ]
