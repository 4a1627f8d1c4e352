"""`reports/by-category/`: where the money went, in rows that add up to the summary."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from categories.models import Category
from reports.by_category import shares
from tests.entries import add_category, category_id, record
from tests.reports import oracle
from tests.reports.links import assert_explained
from tests.reports.oracle import Entry

PATH = "/api/reports/by-category/"
#: Ties go by the total, the largest first.
ORDERED = {
    "-total": ["Travel", "Food", None, "éclair"],
    "total": ["éclair", None, "Food", "Travel"],
    "category_name": [None, "Food", "Travel", "éclair"],
    "-category_name": ["éclair", "Travel", "Food", None],
    "-count": ["éclair", "Travel", "Food", None],
    "count": ["Travel", "Food", None, "éclair"],
}
amounts = st.decimals("-9999999.9999", "9999999.9999", places=4)


def report(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(PATH, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def spend(client: Any, **amount_by_name: str) -> None:
    for name, amount in amount_by_name.items():
        refund = amount.startswith("-")
        record(client, category=name, amount=amount.lstrip("-"), date="2026-03-01", refund=refund)


def column(found: dict[str, Any], *names: str) -> list[Any]:
    rows = [tuple(row[name] for name in names) for row in found["results"]]
    return rows if len(names) > 1 else [row[0] for row in rows]


def adds_up(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(str(row[name])) for row in rows), Decimal(0))


@given(st.lists(amounts, max_size=40))
@settings(deadline=None, derandomize=True)
def test_it_shares_out_exactly_a_hundred(totals: list[Decimal]) -> None:
    found = shares(totals)
    if sum(totals) <= 0:
        assert found == [None] * len(totals)
        return
    assert sum(each or 0 for each in found) == Decimal("100.0")
    for total, share in zip(totals, found, strict=True):
        assert share is not None
        assert (share == 0) or (total > 0 and 0 < share <= 100)
        assert share == round(share, 1)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=40))
@settings(deadline=None, derandomize=True)
def test_it_is_never_a_tenth_off(units: list[int]) -> None:
    for unit, share in zip(units, shares([Decimal(each) for each in units]), strict=True):
        assert share is not None
        assert abs(share - Decimal(100 * unit) / sum(units)) < Decimal("0.1")


def test_it_equals_the_sums_of_the_rows(client: Any, book: list[Entry]) -> None:
    for kind, currency in product(("expense", "income"), oracle.DECIMALS):
        entries = [entry for entry in book if entry.currency == currency]
        found = report(client, period="all", type=kind, currency=currency)["results"]
        expected = oracle.by_category(entries, kind)
        assert len(found) == len(expected)
        for row in found:
            flow = expected[row["category"]]
            total = flow.income if kind == "income" else flow.expense
            assert row["total"] == oracle.text(total, currency)
            assert row["count"] == len(flow.entries)
            assert row["average"] == oracle.text(total / len(flow.entries), currency)
        assert_explained(client, found)


def test_it_adds_up_to_the_summary(client: Any, book: list[Entry]) -> None:
    periods = ("this_month", "last_year", "last_365_days", "all")
    for period, kind in product(periods, ("expense", "income")):
        summary = client.get("/api/reports/summary/", {"period": period}).json()
        rows = report(client, period=period, type=kind)["results"]
        assert sum(Decimal(row["total"]) for row in rows) == Decimal(summary[kind])


def test_it_says_what_it_speaks_of(client: Any) -> None:
    spend(client, Food="10.00")
    found = report(client)
    (row,) = found.pop("results")
    assert found == {
        "currency": "USD",
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
        "count": 1,
        "next": None,
        "previous": None,
    }
    food = category_id(client, "Food")
    assert row == {
        "category": food,
        "category_name": "Food",
        "category_emoji": "🍽️",
        "type": "expense",
        "rest": False,
        "total": "10.00",
        "share": 100.0,
        "count": 1,
        "average": "10.00",
        "transactions_url": "http://testserver/api/transactions/?currency=USD&type=expense"
        f"&category={food}&start_date=2026-03-01&end_date=2026-03-31",
    }


def test_it_names_what_has_no_category(client: Any) -> None:
    record(client, date="2026-03-01")
    (row,) = report(client)["results"]
    assert (row["category"], row["category_name"], row["category_emoji"]) == (None, None, None)
    assert "category=none" in row["transactions_url"]


def test_it_gives_a_refunded_category_no_share(client: Any) -> None:
    spend(client, Food="30.00", Travel="70.00", Health="-20.00")
    found = report(client)
    assert column(found, "category_name", "total", "share") == [
        ("Travel", "70.00", 70.0),
        ("Food", "30.00", 30.0),
        ("Health", "-20.00", 0.0),
    ]


@pytest.mark.parametrize("refund", ["-100.00", "-250.00"])
def test_it_shares_out_nothing_where_nothing_is_left(client: Any, refund: str) -> None:
    spend(client, Food="30.00", Travel="70.00", Health=refund)
    assert column(report(client), "share") == [None, None, None]


def test_it_splits_a_third_to_a_hundred(client: Any) -> None:
    spend(client, Food="1.00", Travel="1.00", Health="1.00")
    assert column(report(client), "share") == [33.4, 33.3, 33.3]


def test_it_keeps_a_category_that_came_out_even(client: Any) -> None:
    spend(client, Food="10.00", Travel="5.00")
    spend(client, Food="-10.00")
    assert column(report(client), "category_name", "total", "count", "share") == [
        ("Travel", "5.00", 1, 100.0),
        ("Food", "0.00", 2, 0.0),
    ]


def test_it_rounds_an_average_half_even(client: Any) -> None:
    for amount in ("0.01", "0.02", "0.02", "0.05"):
        spend(client, Food=amount)
    assert column(report(client), "total", "average") == [("0.10", "0.02")]


def test_it_folds_the_rest_into_one_row(client: Any) -> None:
    spend(client, Food="50.00", Travel="30.00", Health="15.00", Other="5.00")
    record(client, date="2026-03-01", amount="20.00")
    found = report(client, top=2)
    assert found["count"] == 3
    assert column(found, "category_name", "total", "share", "rest") == [
        ("Food", "50.00", 41.7, False),
        ("Travel", "30.00", 25.0, False),
        (None, "40.00", 33.3, True),
    ]
    rest = found["results"][-1]
    assert (rest["category"], rest["category_emoji"], rest["count"]) == (None, None, 3)
    assert rest["average"] == "13.33"
    assert assert_explained(client, found["results"]) == 3


def test_it_adds_up_whatever_the_top(client: Any, book: list[Entry]) -> None:
    whole = report(client, period="all")["results"]
    for top in (1, 2, 3, 4, 9, 1000):
        rows = report(client, period="all", top=top)["results"]
        assert len(rows) == min(top + 1, 5)
        assert sum(row["rest"] for row in rows) == (top < 5)
        for name in ("total", "count", "share"):
            assert adds_up(rows, name) == adds_up(whole, name), (top, name)


def test_it_keeps_the_rest_last_in_every_order(client: Any) -> None:
    spend(client, Food="50.00", Travel="30.00", Health="15.00")
    for ordering in ("total", "-total", "count", "-count", "category_name", "-category_name"):
        assert column(report(client, top=1, ordering=ordering), "rest") == [False, True]


def test_it_is_ordered_as_asked(client: Any) -> None:
    spend(client, Food="50.00", Travel="60.00", éclair="1.00")
    spend(client, éclair="1.00")
    record(client, date="2026-03-01", amount="20.00")
    for ordering, names in ORDERED.items():
        assert column(report(client, ordering=ordering), "category_name") == names, ordering


def test_it_comes_in_pages(client: Any) -> None:
    spend(client, Food="5.00", Travel="4.00", Health="3.00", Other="2.00", Social="1.00")
    first = report(client, page_size=2)
    assert (first["count"], first["previous"]) == (5, None)
    second = client.get(first["next"]).json()
    last = client.get(second["next"]).json()
    names = column(first, "category_name") + column(second, "category_name")
    assert names == ["Food", "Travel", "Health", "Other"]
    assert (column(last, "category_name"), last["next"]) == (["Social"], None)
    assert column(client.get(last["previous"]).json(), "category_name") == names[2:]


def test_it_ends_after_its_last_page(client: Any) -> None:
    spend(client, Food="5.00")
    answer = client.get(PATH, {"page": 2})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert report(client, page=1, period="last_year")["results"] == []


def test_it_narrows_to_categories(client: Any, alice: Any) -> None:
    spend(client, Food="5.00", Travel="4.00", Health="3.00")
    record(client, date="2026-03-01", amount="2.00")
    food, travel = category_id(client, "Food"), category_id(client, "Travel")
    found = report(client, category=f"{food},none")
    assert column(found, "category_name", "share") == [("Food", 71.4), (None, 28.6)]
    again = client.get(f"{PATH}?category={food}&category=none").json()
    assert again["results"] == found["results"]
    assert column(report(client, category=[food, travel]), "total") == ["5.00", "4.00"]


def test_it_follows_a_category_that_moves_and_changes_its_name(client: Any) -> None:
    spend(client, Food="5.00", Travel="4.00")
    food, travel = category_id(client, "Food"), category_id(client, "Travel")
    client.patch(f"/api/categories/{travel}/", {"name": "Trips", "emoji": "🚆"})
    client.delete(f"/api/categories/{food}/?move_to={travel}")
    found = report(client)
    assert column(found, "category_name", "category_emoji", "total", "count") == [
        ("Trips", "🚆", "9.00", 2)
    ]
    assert_explained(client, found["results"])


def test_it_counts_an_archived_category(client: Any) -> None:
    old = add_category(client, "Old")
    spend(client, Old="5.00")
    client.patch(f"/api/categories/{old['id']}/", {"archived": True})
    assert column(report(client), "category_name") == ["Old"]
    assert Category.objects.get(pk=old["id"]).archived
