"""Two months of one household, added up by hand.

February: salary 2,000.00; rent 800.00; food 60.10 + 39.90 = 100.00. Spent 900.00, left 1,100.00.
March: salary 2,100.00 and 50.00 found in the street: 2,150.00. Rent 800.00; food 75.50 + 24.50 +
20.00 = 120.00; a coat for 149.90 that went back for 100.00: 49.90. Spent 969.90, left 1,180.10.
The books: 4,150.00 - 1,869.90 = 2,280.10. In Tokyo, 3,000 yen for food.
"""

from typing import Any

import pytest

from tests.entries import record
from tests.reports.links import assert_explained

HOUSEHOLD = [
    ("2026-02-01", "income", "2000.00", "Salary", {}),
    ("2026-02-01", "expense", "800.00", "Rent", {}),
    ("2026-02-14", "expense", "60.10", "Food", {}),
    ("2026-02-28", "expense", "39.90", "Food", {}),
    ("2026-03-01", "income", "2100.00", "Salary", {}),
    ("2026-03-01", "expense", "800.00", "Rent", {}),
    ("2026-03-02", "expense", "75.50", "Food", {}),
    ("2026-03-05", "expense", "149.90", "Clothes", {}),
    ("2026-03-09", "expense", "100.00", "Clothes", {"refund": True}),
    ("2026-03-11", "expense", "24.50", "Food", {}),
    ("2026-03-15", "income", "50.00", None, {}),
    ("2026-03-17", "expense", "20.00", "Food", {}),
    ("2026-03-17", "expense", "3000", "Food", {"currency": "JPY"}),
]


@pytest.fixture
def household(client: Any) -> Any:
    for day, kind, amount, category, more in HOUSEHOLD:
        record(client, date=day, type=kind, amount=amount, category=category, **more)
    return client


def of(client: Any, path: str) -> dict[str, Any]:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_adds_march_up(household: Any) -> None:
    march = of(household, "reports/monthly-summary/?month=3&year=2026")
    assert (march["total_income"], march["total_expense"]) == ("2150.00", "969.90")
    assert (march["balance"], march["count"]) == ("1180.10", 8)
    rows = [(r["type"], r["category_name"], r["total"], r["share"]) for r in march["by_category"]]
    assert rows == [
        ("expense", "Rent", "800.00", 82.5),
        ("expense", "Food", "120.00", 12.4),
        ("expense", "Clothes", "49.90", 5.1),
        ("income", "Salary", "2100.00", 97.7),
        ("income", None, "50.00", 2.3),
    ]


def test_it_compares_march_with_february(household: Any) -> None:
    summary = of(household, "reports/summary/?period=this_month")
    assert (summary["income"], summary["expense"], summary["net"]) == (
        "2150.00",
        "969.90",
        "1180.10",
    )
    assert summary["average_daily_expense"] == "31.29"  # 969.90 over 31 days
    before = summary["previous"]
    assert (before["income"], before["expense"], before["net"], before["count"]) == (
        "2000.00",
        "900.00",
        "1100.00",
        4,
    )
    assert summary["change"] == {
        "income": {"amount": "150.00", "percent": 7.5},
        "expense": {"amount": "69.90", "percent": 7.8},
        "net": {"amount": "80.10", "percent": 7.3},
    }


def test_it_knows_the_balance_and_the_last_days(household: Any) -> None:
    overview = of(household, "analytics/")
    assert (overview["balance"], overview["count"]) == ("2280.10", 12)
    assert (overview["total_income"], overview["total_expense"]) == ("4150.00", "1869.90")
    week = overview["last_7_days"]  # from the 11th on
    assert (week["income"], week["expense"], week["net"]) == ("50.00", "44.50", "5.50")
    month = overview["last_30_days"]  # from 16 February on: without 60.10
    assert (month["income"], month["expense"]) == ("2150.00", "1009.80")
    by_day = {day["date"]: day["net"] for day in overview["daily"] if day["count"]}
    assert by_day == {
        "2026-02-28": "-39.90",
        "2026-03-01": "1300.00",
        "2026-03-02": "-75.50",
        "2026-03-05": "-149.90",
        "2026-03-09": "100.00",
        "2026-03-11": "-24.50",
        "2026-03-15": "50.00",
        "2026-03-17": "-20.00",
    }


def test_it_keeps_the_yen_apart(household: Any) -> None:
    yen = of(household, "reports/summary/?period=all&currency=JPY")
    assert (yen["expense"], yen["net"], yen["count"]) == ("3000", "-3000", 1)
    assert (yen["start_date"], yen["average_daily_expense"]) == ("2026-03-17", "3000")


def test_it_names_the_rows_of_every_figure(household: Any) -> None:
    for path in ("analytics/", "reports/summary/", "reports/monthly-summary/"):
        assert_explained(household, of(household, path))
