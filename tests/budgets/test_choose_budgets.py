"""Which budgets hold in a month, and which of them are asked for."""

from typing import Any

from tests.budgets.plans import PROGRESS, figures, plan, progress
from tests.entries import category_id, record


def test_it_overrides_by_a_named_month(client: Any) -> None:
    always = plan(client, "100.00", category="Food")
    march = plan(client, "200.00", category="Food", month="2026-03")
    plan(client, "300.00", category="Food", month="2025-03")
    record(client, category="Food", amount="150.00")
    found = figures(client, "budget", "limit", "remaining", "over_budget")
    assert found == (march["id"], "200.00", "50.00", False)
    for month in ("2026-02", "2026-04"):
        assert figures(client, "budget", "limit", month=month) == (always["id"], "100.00")
    assert figures(client, "limit", month="2025-03") == ("300.00",)


def test_it_overrides_the_same_category_and_currency_alone(client: Any) -> None:
    plan(client, "1000.00")
    plan(client, "100.00", category="Food")
    plan(client, "90.00", category="Food", currency="EUR")
    plan(client, "80.00", category="Food", currency="EUR", month="2026-03")
    plan(client, "70.00", category="Travel", month="2026-03")
    rows = progress(client)
    assert [row["limit"] for row in rows] == ["1000.00", "80.00", "100.00", "70.00"]
    rows = progress(client, month="2026-04")
    assert [row["limit"] for row in rows] == ["1000.00", "90.00", "100.00"]


def test_it_is_of_every_expense_where_it_has_no_category(client: Any) -> None:
    plan(client, "1000.00")
    plan(client, "100.00", category="Food")
    record(client, category="Food", amount="1.00")
    record(client, category="Travel", amount="2.00")
    record(client, category=None, amount="4.00")
    record(client, category="Food", amount="8.00", refund=True)
    record(client, category="Food", amount="16.00", type="income")
    record(client, category="Food", amount="32.00", currency="EUR")
    record(client, category="Food", amount="64.00", date="2026-02-28")
    record(client, category="Food", amount="128.00", date="2026-04-01")
    found = [(row["spent"], row["count"]) for row in progress(client)]
    assert found == [("-1.00", 4), ("-7.00", 2)]


def test_it_orders_by_name_and_currency_after_what_is_over_all(client: Any) -> None:
    for name in ("Zebra", "apple", "ábaco", "🍣", "Éclair"):
        for currency in ("USD", "EUR"):
            plan(client, category=name, currency=currency)
    for currency in ("USD", "JPY", "EUR"):
        plan(client, "300", currency=currency)
    found = [(row["category_name"], row["currency"]) for row in progress(client)]
    names = ["apple", "Zebra", "ábaco", "Éclair", "🍣"]
    expected = [(name, currency) for name in names for currency in ("EUR", "USD")]
    assert found == [(None, "EUR"), (None, "JPY"), (None, "USD"), *expected]


def test_it_filters(client: Any) -> None:
    limits = [("100.00", None), ("200.00", "Food"), ("300.00", "Travel")]
    for limit, category in limits:
        plan(client, limit, category=category)
        plan(client, limit, category=category, currency="EUR")
    record(client, category="Food", amount="250.00")
    food, travel = category_id(client, "Food"), category_id(client, "Travel")

    def found(**query: Any) -> list[tuple[str, str]]:
        return [(row["limit"][0], row["currency"][0]) for row in progress(client, **query)]

    assert found() == [(n, c) for n in "123" for c in "EU"]
    assert found(currency="usd") == [("1", "U"), ("2", "U"), ("3", "U")]
    assert found(category="none") == [("1", "E"), ("1", "U")]
    assert found(category=f"{food},none", currency="EUR") == [("1", "E"), ("2", "E")]
    assert found(category=[food, travel], currency="EUR") == [("2", "E"), ("3", "E")]
    assert found(category=987654321) == found(currency="JPY") == []
    assert found(over_budget="true") == [("1", "U"), ("2", "U")]
    assert found(over_budget="false", currency="USD") == [("3", "U")]
    assert found(over_budget="true", month="2026-02") == []


def test_it_spends_the_same_whatever_is_asked_for(client: Any) -> None:
    """A filter chooses budgets, never transactions."""
    plan(client, "100.00")
    plan(client, "50.00", category="Food")
    record(client, category="Travel", amount="7.00")
    record(client, category="Food", amount="9.00")
    whole = progress(client)
    assert [row["spent"] for row in whole] == ["16.00", "9.00"]
    assert progress(client, category="none") == whole[:1]
    assert progress(client, category=category_id(client, "Food")) == whole[1:]


def test_it_pages(client: Any) -> None:
    for name in ("Food", "Travel", "Other"):
        plan(client, category=name)
    first = client.get(PROGRESS, {"page_size": 2, "month": "2026-02"}).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (3, 2, None)
    second = client.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (1, None)
    names = [row["category_name"] for row in first["results"] + second["results"]]
    assert names == ["Food", "Other", "Travel"]
    assert client.get(PROGRESS, {"page": 4}).status_code == 404
