"""`reports/monthly-summary/`: one calendar month, both types."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tests.entries import record
from tests.reports import oracle
from tests.reports.links import assert_explained
from tests.reports.oracle import Entry, Flow

PATH = "/api/reports/monthly-summary/"
REFUSED = [
    ("month=0&year=2024", "month"),
    ("month=13&year=2024", "month"),
    ("month=&year=2024", "month"),
    ("month=1.0&year=2024", "month"),
    ("month=%2B1&year=2024", "month"),
    ("month=１&year=2024", "month"),
    ("month=january&year=2024", "month"),
    ("month=2024-13", "month"),
    ("month=2024-00", "month"),
    ("month=2024-1", "month"),
    ("month=2024-02-01", "month"),
    ("month=1899-12", "month"),
    ("month=2200-01", "month"),
    ("year=2024", "month"),
    ("month=1", "year"),
    ("month=1&year=", "year"),
    ("month=1&year=1899", "year"),
    ("month=1&year=2200", "year"),
    ("month=1&year=24e1", "year"),
    ("month=1&year=02024", "year"),
    ("month=2024-01&year=2024", "year"),
    ("month=1&year=2024&month=2", "month"),
    ("month=1&year=2024&type=expense", "type"),
    ("month=1&year=2024&period=all", "period"),
    ("month=1&year=2024&page=1", "page"),
]


def monthly(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(PATH, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_equals_the_sums_of_the_rows_month_by_month(client: Any, book: list[Entry]) -> None:
    for currency, month in product(oracle.DECIMALS, range(1, 13)):
        found = monthly(client, month=month, year=2025, currency=currency)
        entries = [
            entry
            for entry in book
            if entry.currency == currency and (entry.date.year, entry.date.month) == (2025, month)
        ]
        figures = Flow(entries).figures(currency)
        assert {**found, **figures} == found
        balance = (found["total_income"], found["total_expense"], found["balance"])
        assert balance == (figures["income"], figures["expense"], figures["net"])


def test_it_breaks_both_types_down(client: Any, book: list[Entry]) -> None:
    found = monthly(client, month="2025-03")
    for kind in ("expense", "income"):
        rows = [row for row in found["by_category"] if row["type"] == kind]
        assert sum(Decimal(row["total"]) for row in rows) == Decimal(found[kind])
        shares = [Decimal(str(row["share"])) for row in rows if row["share"] is not None]
        assert sum(shares) == (100 if Decimal(found[kind]) > 0 else 0)
    assert sum(row["count"] for row in found["by_category"]) == found["count"] > 0
    assert_explained(client, found)


def test_it_takes_the_month_in_both_forms(client: Any) -> None:
    record(client, date="2024-02-29", amount="29.00")
    whole = monthly(client, month=2, year=2024)
    assert whole == monthly(client, month="02", year=2024) == monthly(client, month="2024-02")
    assert (whole["month"], whole["year"], whole["expense"]) == (2, 2024, "29.00")


def test_it_takes_this_month_where_none_is_given(client: Any) -> None:
    found = monthly(client)
    assert (found["month"], found["year"], found["currency"]) == (3, 2026, "USD")


def test_it_is_nothing_in_an_empty_month(client: Any) -> None:
    found = monthly(client, month="1999-12")
    assert (found["total_income"], found["balance"], found["count"]) == ("0.00", "0.00", 0)
    assert found["by_category"] == []


def test_it_keeps_neighbouring_months_apart(client: Any) -> None:
    for day in ("2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"):
        record(client, date=day, amount="1.00")
    counts = [monthly(client, month=month, year=2024)["count"] for month in (1, 2, 3)]
    assert counts == [1, 2, 1]


@pytest.mark.parametrize("month", ["1900-01", "2199-12"])
def test_it_knows_the_first_and_the_last_month(client: Any, month: str) -> None:
    record(client, date=f"{month}-31", amount="1.00")
    found = monthly(client, month=month)
    assert found["count"] == 1
    assert_explained(client, found)


def test_it_adds_months_up_to_the_year(client: Any, book: list[Entry]) -> None:
    months = [monthly(client, month=month, year=2024) for month in range(1, 13)]
    year = {"start_date": date(2024, 1, 1), "end_date": date(2024, 12, 31)}
    whole = client.get("/api/reports/summary/", year).json()
    for name in ("income", "expense", "net", "count"):
        assert sum(Decimal(month[name]) for month in months) == Decimal(whole[name])


def test_it_names_the_parameter_at_fault(client: Any) -> None:
    for query, at_fault in REFUSED:
        answer = client.get(f"{PATH}?{query}")
        assert answer.status_code == 400, query
        faults = [(fault["attr"], fault["in"]) for fault in answer.json()["errors"]]
        assert faults == [(at_fault, "query")], query
