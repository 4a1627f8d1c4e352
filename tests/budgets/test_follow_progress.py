"""`budgets/progress/`: what is spent of each budget of a month, and where that leads."""

from typing import Any

import pytest
import time_machine

from tests.budgets.plans import PROGRESS, figures, plan, progress
from tests.conftest import client_of
from tests.entries import add_category, category_id, ids, record
from users.models import User

PACE = ("spent", "expected_by_today", "projected", "safe_to_spend_per_day")


def test_it_tells_everything_of_a_budget_in_this_month(client: Any) -> None:
    budget = plan(client, "310.00", category="Food")
    food = category_id(client, "Food")
    record(client, category=food, date="2026-03-01", amount="50.00")
    record(client, category=food, date="2026-03-10", amount="16.00", refund=True)
    record(client, category=food, date="2026-03-17", amount="35.00")
    record(client, category=food, date="2026-03-30", amount="20.00")
    (row,) = progress(client)
    assert row == {
        "budget": budget["id"],
        "category": food,
        "category_name": "Food",
        "category_emoji": "🍽️",
        "month": "2026-03",
        "currency": "USD",
        "limit": "310.00",
        "spent": "89.00",
        "remaining": "221.00",
        "percent": 28.7,
        "over_budget": False,
        "expected_by_today": "170.00",  # 310 / 31 × 17
        "projected": "145.82",  # 89 + 69 / 17 × 14: what is dated the 30th is no part of the pace
        "safe_to_spend_per_day": "14.73",  # 221 / 15, today included
        "count": 4,
        "transactions_url": f"http://testserver/api/transactions/?currency=USD&type=expense"
        f"&category={food}&start_date=2026-03-01&end_date=2026-03-31",
    }


def test_it_tells_of_a_past_month(client: Any) -> None:
    plan(client, "310.00")
    record(client, date="2026-02-28", amount="100.10")
    assert figures(client, *PACE, month="2026-02") == ("100.10", "310.00", "100.10", None)


def test_it_tells_of_a_month_to_come(client: Any) -> None:
    plan(client, "310.00")
    record(client, date="2026-04-05", amount="20.00")
    assert figures(client, *PACE, month="2026-04") == ("20.00", "0.00", None, None)
    assert figures(client, "remaining", "percent", month="2026-04") == ("290.00", 6.5)


def test_it_holds_in_every_month_of_the_calendar(client: Any) -> None:
    budget = plan(client, "310.00")
    for month in ("1900-01", "1999-12", "2026-03", "2026-04-01", "2199-12"):
        found = figures(client, "budget", "month", "limit", "count", month=month)
        assert found == (budget["id"], month[:7], "310.00", 0)
    record(client, date="1900-01-01", amount="1.00")
    record(client, date="2199-12-31", amount="2.00")
    assert figures(client, *PACE, month="1900-01") == ("1.00", "310.00", "1.00", None)
    assert figures(client, *PACE, month="2199-12") == ("2.00", "0.00", None, None)


#: The day, of a budget of 290.00 with 100.00 spent on the 1st: expected, projected, safe.
DAYS = [
    ("2024-02-01", "10.00", "2900.00", "6.55"),  # 100 × 29; 190 / 29
    ("2024-02-28", "280.00", "103.57", "95.00"),  # 100 + 100 / 28; 190 / 2
    ("2024-02-29", "290.00", "100.00", "190.00"),
    ("2026-02-28", "290.00", "100.00", "190.00"),
    ("2026-12-01", "9.35", "3100.00", "6.12"),  # 290 / 31; 100 × 31; 190 / 31
    ("2026-12-30", "280.65", "103.33", "95.00"),  # 290 × 30 / 31; 100 + 100 / 30; 190 / 2
    ("2026-12-31", "290.00", "100.00", "190.00"),
    ("2026-04-15", "145.00", "200.00", "11.87"),  # 100 + 100 / 15 × 15; 190 / 16
]


@pytest.mark.parametrize(("day", "expected", "projected", "safe"), DAYS)
def test_it_counts_days_by_the_calendar(
    alice: User, day: str, expected: str, projected: str, safe: str
) -> None:
    with time_machine.travel(f"{day}T12:00:00+00:00", tick=False):
        client = client_of(alice)
        plan(client, "290.00")
        record(client, date=f"{day[:8]}01", amount="100.00")
        assert figures(client, *PACE) == ("100.00", expected, projected, safe)


#: Currency, limit, spent on the 1st: percent, expected, projected, remaining, safe.
CURRENCIES = [
    ("JPY", "10000", "3000", 30.0, "5484", "5471", "7000", "466"),
    ("BHD", "10.000", "1.234", 12.3, "5.484", "2.250", "8.766", "0.584"),
    ("CLF", "10.0000", "1.2345", 12.3, "5.4839", "2.2511", "8.7655", "0.5843"),
]


@pytest.mark.parametrize(
    ("currency", "limit", "spent", "percent", "expected", "projected", "remaining", "safe"),
    CURRENCIES,
)
def test_it_has_the_decimals_of_the_currency(
    client: Any,
    currency: str,
    limit: str,
    spent: str,
    percent: float,
    expected: str,
    projected: str,
    remaining: str,
    safe: str,
) -> None:
    plan(client, limit, currency=currency)
    record(client, amount=spent, currency=currency)
    assert figures(client, "limit", *PACE) == (limit, spent, expected, projected, safe)
    assert figures(client, "percent", "remaining") == (percent, remaining)


def test_it_rounds_what_is_safe_down(client: Any) -> None:
    plan(client, "100.00")
    assert figures(client, "safe_to_spend_per_day") == ("6.66",)  # 100 / 15


#: On day 14 of 28, the limit and half of it.
HALVES = [("0.05", "0.02"), ("0.15", "0.08"), ("0.25", "0.12"), ("0.01", "0.00")]


@pytest.mark.parametrize(("limit", "half"), HALVES)
def test_it_rounds_what_is_expected_half_even(alice: User, limit: str, half: str) -> None:
    with time_machine.travel("2026-02-14T12:00:00+00:00", tick=False):
        client = client_of(alice)
        plan(client, limit)
        assert figures(client, "expected_by_today") == (half,)


#: Spent of 100.00, and the percent.
PERCENTS = [
    ("0.05", 0.0),
    ("0.15", 0.2),
    ("0.25", 0.2),
    ("0.04", 0.0),
    ("33.33", 33.3),
    ("99.96", 100.0),
    ("100.00", 100.0),
    ("1234.56", 1234.6),
]


@pytest.mark.parametrize(("spent", "percent"), PERCENTS)
def test_it_rounds_a_percent_half_even(client: Any, spent: str, percent: float) -> None:
    plan(client, "100.00")
    record(client, amount=spent)
    assert figures(client, "percent") == (percent,)


def test_it_never_says_minus_nothing(client: Any) -> None:
    plan(client, "100.00")
    record(client, amount="0.01", refund=True)
    (row,) = progress(client)
    assert (row["spent"], str(row["percent"]), row["projected"]) == ("-0.01", "0.0", "-0.01")


def test_it_can_be_negative_by_refunds(client: Any) -> None:
    plan(client, "100.00")
    record(client, amount="20.00", refund=True)
    assert figures(client, *PACE) == ("-20.00", "54.84", "-20.00", "8.00")  # 120 / 15
    found = figures(client, "remaining", "percent", "over_budget", "count")
    assert found == ("120.00", -20.0, False, 1)


def test_it_is_over_budget_past_the_limit_alone(client: Any) -> None:
    plan(client, "100.00")
    names = ("remaining", "percent", "over_budget", "safe_to_spend_per_day")
    record(client, amount="100.00")
    assert figures(client, *names) == ("0.00", 100.0, False, "0.00")
    record(client, amount="0.01")
    assert figures(client, *names) == ("-0.01", 100.0, True, "0.00")
    record(client, amount="29.99", date="2026-03-31")
    assert figures(client, *names) == ("-30.00", 130.0, True, "0.00")


def test_it_does_not_extrapolate_what_is_dated_later(client: Any) -> None:
    plan(client, "800.00")
    record(client, amount="500.00", date="2026-03-31")
    assert figures(client, *PACE) == ("500.00", "438.71", "500.00", "20.00")  # 300 / 15
    record(client, amount="1.70", date="2026-03-17")
    assert figures(client, "projected") == ("503.10",)  # 501.70 + 1.70 / 17 × 14


def test_it_keeps_the_largest_amounts_exact(client: Any) -> None:
    plan(client, "0.0001", currency="CLF")
    for _ in range(3):
        record(client, amount="99999999999.9999", currency="CLF")
    found = figures(client, "spent", "remaining", "percent")
    assert found == ("299999999999.9997", "-299999999999.9996", 299999999999999700.0)


def test_it_is_the_day_where_the_books_are_kept(alice: User, charlie: User) -> None:
    """At one instant: 1 April, half past midnight, in UTC+14, and 30 March in UTC-11."""
    with time_machine.travel("2026-03-31T10:30:00+00:00", tick=False):
        east, west = client_of(alice), client_of(charlie)
        for client, zone in ((east, "Pacific/Kiritimati"), (west, "Pacific/Pago_Pago")):
            assert client.patch("/api/me/", {"timezone": zone}).status_code == 200
            plan(client, "310.00")
            for day, amount in (("03-30", "30.00"), ("03-31", "9.00"), ("04-01", "10.00")):
                record(client, date=f"2026-{day}", amount=amount)
        # April has 30 days, of which one is gone; 10 × 30; 300 / 30.
        assert figures(east, "month", *PACE) == ("2026-04", "10.00", "10.33", "300.00", "10.00")
        assert figures(east, *PACE, month="2026-03") == ("39.00", "310.00", "39.00", None)
        # March has 31, of which 30 are gone; 39 + 30 / 30; 271 / 2.
        assert figures(west, "month", *PACE) == ("2026-03", "39.00", "300.00", "40.00", "135.50")
        assert figures(west, *PACE, month="2026-04") == ("10.00", "0.00", None, None)


def test_it_follows_a_user_who_changes_zone(alice: User) -> None:
    with time_machine.travel("2026-03-31T10:30:00+00:00", tick=False):
        client = client_of(alice)
        plan(client, "310.00")
        assert figures(client, "month", "expected_by_today") == ("2026-03", "310.00")
        client.patch("/api/me/", {"timezone": "Pacific/Kiritimati"})
        assert figures(client, "month", "expected_by_today") == ("2026-04", "10.33")
        client.patch("/api/me/", {"timezone": "Pacific/Pago_Pago"})
        assert figures(client, "month", "expected_by_today") == ("2026-03", "300.00")


def test_it_is_not_sent_again_until_something_changes(client: Any, clock: Any) -> None:
    plan(client, "310.00")
    tag = client.get(PROGRESS)["ETag"]

    def status() -> int:
        return client.get(PROGRESS, HTTP_IF_NONE_MATCH=tag).status_code

    assert status() == 304
    clock.move_to("2026-03-18T12:00:00+00:00")
    assert status() == 200
    tag = client.get(PROGRESS)["ETag"]
    assert status() == 304
    record(client, amount="1.00")
    assert status() == 200


def test_it_follows_every_edit_of_a_row(client: Any) -> None:
    plan(client, "310.00", category="Food")
    row = record(client, category="Food", amount="10.00")
    path = f"/api/transactions/{row['id']}/"
    edits = [
        ({"amount": "12.00"}, "12.00"),
        ({"refund": True}, "-12.00"),
        ({"refund": False, "date": "2026-02-28"}, "0.00"),
        ({"date": "2026-03-31"}, "12.00"),
        ({"category": None}, "0.00"),
        ({"category": "Food", "type": "income"}, "0.00"),
        ({"type": "expense"}, "12.00"),
    ]
    for edit, spent in edits:
        assert client.patch(path, edit).status_code == 200
        assert figures(client, "spent") == (spent,), edit
    client.delete(path)
    assert figures(client, "spent", "count") == ("0.00", 0)


def test_it_shows_the_category_as_it_is_called_now(client: Any) -> None:
    tea = add_category(client, "Tea", emoji="🍵")["id"]
    plan(client, category=tea)
    client.patch(f"/api/categories/{tea}/", {"name": "Tee", "emoji": "", "archived": True})
    assert figures(client, "category", "category_name", "category_emoji") == (tea, "Tee", "")


def test_it_counts_nobody_elses_rows(client: Any, charlie: User) -> None:
    other = client_of(charlie)
    for each, amount in ((client, "1.00"), (other, "2.00")):
        plan(each)
        plan(each, category="Food")
        record(each, category="Food", amount=amount)
    assert [row["spent"] for row in progress(client)] == ["1.00", "1.00"]
    assert [row["spent"] for row in progress(other)] == ["2.00", "2.00"]
    mine = {row["budget"] for row in progress(client)}
    assert mine == set(ids(client.get("/api/budgets/").json()["results"]))
    assert progress(other, category=category_id(client, "Food")) == []
