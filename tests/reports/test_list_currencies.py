"""`reports/currencies/`: what each currency in use adds up to, and nothing converted."""

from datetime import date
from typing import Any

import pytest

from tests.entries import record, record_all
from tests.reports.asking import ask, columns, ends
from tests.reports.links import assert_explained
from users.models import User

PATH = "/api/reports/currencies/"
ROWS = ("currency", "income", "expense", "net", "count")


@pytest.fixture
def traveller(client: Any) -> Any:
    """Five currencies in March, one of them withdrawn, and another in January."""
    for day, currency, amount, more in (
        ("2026-01-31", "CHF", "8.00", {}),
        ("2026-03-01", "USD", "2500.00", {"type": "income"}),
        ("2026-03-02", "USD", "100.10", {}),
        ("2026-03-03", "USD", "0.10", {"refund": True}),
        ("2026-03-04", "JPY", "5400", {}),
        ("2026-03-05", "BHD", "1.250", {}),
        ("2026-03-06", "BHD", "0.005", {"type": "income"}),
        ("2026-03-07", "EUR", "30.00", {"refund": True}),
        ("2026-03-08", "DEM", "3.10", {}),
    ):
        record(client, date=day, currency=currency, amount=amount, **more)
    return client


def test_it_adds_up_each_currency(traveller: Any) -> None:
    found = ask(traveller, "currencies")
    assert columns(found["results"], *ROWS) == [
        ("BHD", "0.005", "1.250", "-1.245", 2),
        ("DEM", "0.00", "3.10", "-3.10", 1),
        ("EUR", "0.00", "-30.00", "30.00", 1),
        ("JPY", "0", "5400", "-5400", 1),
        ("USD", "2500.00", "100.00", "2400.00", 3),
    ]
    assert assert_explained(traveller, found) == 5


def test_it_names_its_range_and_no_currency_in_front(traveller: Any) -> None:
    found = ask(traveller, "currencies")
    row = found.pop("results")[-1]
    assert found == {
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
        "count": 5,
        "next": None,
        "previous": None,
    }
    assert row["transactions_url"] == (
        "http://testserver/api/transactions/?currency=USD&start_date=2026-03-01&end_date=2026-03-31"
    )


def test_it_filters_by_currency(traveller: Any) -> None:
    for currency, rows in (
        ("jpy", [("JPY", "0", "5400", "-5400", 1)]),
        ("CHF", []),
        ("GBP", []),
    ):
        found = ask(traveller, "currencies", currency=currency)
        assert columns(found["results"], *ROWS) == rows
        assert (found["count"], "currency" in found) == (len(rows), False)


def test_it_runs_from_the_first_row_of_any_currency_to_the_last(traveller: Any) -> None:
    for query, first, last, number in (
        ({"period": "all"}, "2026-01-31", "2026-03-08", 6),
        ({"start_date": "2026-03-04"}, "2026-03-04", "2026-03-08", 4),
        ({"end_date": "2026-03-04"}, "2026-01-31", "2026-03-04", 3),
        ({"period": "all", "currency": "BHD"}, "2026-03-05", "2026-03-06", 1),
        ({"period": "all", "currency": "GBP"}, None, None, 0),
        ({"start_date": "2026-03-09"}, "2026-03-09", None, 0),
    ):
        found = ask(traveller, "currencies", **query)
        assert (ends([found]), found["count"]) == ([(first, last)], number), query
        assert assert_explained(traveller, found) == number


def test_it_lists_nothing_of_empty_books(client: Any) -> None:
    for query in ({}, {"period": "all"}, {"currency": "EUR"}):
        found = ask(client, "currencies", **query)
        assert (found["count"], found["results"]) == (0, [])
    assert ends([ask(client, "currencies", period="all")]) == [(None, None)]


def test_it_keeps_a_currency_that_came_out_even(client: Any) -> None:
    record(client, currency="EUR", amount="5.00")
    record(client, currency="EUR", amount="5.00", refund=True)
    assert columns(ask(client, "currencies")["results"], *ROWS) == [
        ("EUR", "0.00", "0.00", "0.00", 2)
    ]


def test_it_forgets_a_currency_with_its_last_row(client: Any) -> None:
    row = record(client, currency="EUR", date="2026-03-02")
    record(client, currency="USD", date="2026-03-03")
    client.delete(f"/api/transactions/{row['id']}/")
    found = ask(client, "currencies", period="all")
    assert columns(found["results"], "currency", "count") == [("USD", 1)]
    assert ends([found]) == [("2026-03-03", "2026-03-03")]


def test_it_comes_in_pages(traveller: Any) -> None:
    first = ask(traveller, "currencies", page_size=2)
    second = traveller.get(first["next"]).json()
    last = traveller.get(second["next"]).json()
    pages = [[row["currency"] for row in page["results"]] for page in (first, second, last)]
    assert pages == [["BHD", "DEM"], ["EUR", "JPY"], ["USD"]]
    assert [page["count"] for page in (first, second, last)] == [5, 5, 5]
    assert (first["previous"], last["next"]) == (None, None)
    assert traveller.get(PATH, {"page": 2}).status_code == 404


def test_it_sees_nothing_of_a_stranger(client: Any, charlie: User) -> None:
    record_all(charlie, [{"date": date(2026, 3, 1), "currency": "EUR"}])
    assert ask(client, "currencies", period="all")["results"] == []
