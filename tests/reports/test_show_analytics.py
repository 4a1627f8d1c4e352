"""`analytics/`: the numbers of an overview, all of one moment."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from tests.entries import record
from tests.reports import oracle
from tests.reports.conftest import TODAY
from tests.reports.links import assert_explained
from tests.reports.oracle import Entry, Flow

PATH = "/api/analytics/"
FLOW = ("income", "expense", "net", "count")
ROWS = "http://testserver/api/transactions/"


def analytics(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(PATH, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_equals_the_sums_of_all_rows(client: Any, book: list[Entry]) -> None:
    for currency in oracle.DECIMALS:
        found = analytics(client, currency=currency)
        whole = Flow([entry for entry in book if entry.currency == currency]).figures(currency)
        total = (found["total_income"], found["total_expense"], found["balance"], found["count"])
        assert total == (whole["income"], whole["expense"], whole["net"], whole["count"])


def test_it_equals_the_sums_of_recent_rows(client: Any, book: list[Entry]) -> None:
    for currency, days in product(oracle.DECIMALS, (7, 30, 365)):
        entries = [entry for entry in book if entry.currency == currency]
        first = TODAY - timedelta(days=days - 1)
        recent = analytics(client, currency=currency)[f"last_{days}_days"]
        flow = Flow(oracle.within(entries, first, TODAY))
        assert {**recent, **flow.figures(currency)} == recent
        assert (recent["start_date"], recent["end_date"]) == (str(first), str(TODAY))


def test_it_shows_every_day_of_its_range(client: Any, book: list[Entry]) -> None:
    for query in (
        {},
        {"period": "this_year"},
        {"period": "last_month"},
        {"start_date": "2024-01-01", "end_date": "2024-12-31"},
        {"start_date": "2026-02-20", "currency": "EUR"},
    ):
        found = analytics(client, **query)
        currency = found["currency"]
        start, end = (date.fromisoformat(found[name]) for name in ("start_date", "end_date"))
        for day, shown in zip(oracle.days(start, end), found["daily"], strict=True):
            on_it = [each for each in book if (each.date, each.currency) == (day, currency)]
            assert {**shown, "date": str(day), **Flow(on_it).figures(currency)} == shown


def test_it_breaks_down_the_expense_of_its_range(client: Any, book: list[Entry]) -> None:
    found = analytics(client, period="last_365_days")
    total = sum(Decimal(row["total"]) for row in found["by_category"])
    assert total == sum(Decimal(day["expense"]) for day in found["daily"])
    assert {row["type"] for row in found["by_category"]} == {"expense"}
    asked = {"period": "last_365_days"}
    alone = client.get("/api/reports/by-category/", asked).json()["results"]
    assert [row["total"] for row in alone] == [row["total"] for row in found["by_category"]]


def test_it_compares_like_the_summary(client: Any, book: list[Entry]) -> None:
    for query in ({"period": "last_30_days"}, {"period": "this_month"}, {"period": "last_year"}):
        found = analytics(client, **query)
        summary = client.get("/api/reports/summary/", query).json()
        assert (found["previous"], found["change"]) == (summary["previous"], summary["change"])


def test_it_adds_up_its_range(client: Any) -> None:
    """The day before it and the day after it are not among them."""
    for day, amount in (("09", "400.00"), ("10", "12.50"), ("11", "7.25"), ("12", "800.00")):
        record(client, date=f"2026-03-{day}", amount=amount)
    record(client, date="2026-03-11", amount="2.25", refund=True)
    record(client, date="2026-03-11", amount="100.00", type="income")
    found = analytics(client, start_date="2026-03-10", end_date="2026-03-11")
    assert found["current"] == {
        "income": "100.00",
        "expense": "17.50",
        "net": "82.50",
        "count": 4,
        "transactions_url": f"{ROWS}?currency=USD&start_date=2026-03-10&end_date=2026-03-11",
    }


def test_it_adds_up_a_category_in_its_range(client: Any) -> None:
    food = record(client, date="2026-03-16", amount="30.00", category="Food")["category"]
    record(client, date="2026-03-17", amount="4.50", category="Food")
    record(client, date="2026-03-17", amount="900.00", category="Housing")
    record(client, date="2026-03-09", amount="60.00", category="Food")
    found = analytics(client, period="last_7_days", category=food)
    days = "start_date=2026-03-11&end_date=2026-03-17"
    assert found["current"] == {
        "income": "0.00",
        "expense": "34.50",
        "net": "-34.50",
        "count": 2,
        "transactions_url": f"{ROWS}?currency=USD&category={food}&{days}",
    }


def test_it_adds_up_like_the_summary(client: Any, book: list[Entry]) -> None:
    category = next(entry.category_id for entry in book if entry.category_id)
    for query in (
        {},
        {"period": "last_7_days"},
        {"period": "this_month", "currency": "EUR"},
        {"period": "last_year", "category": f"{category},none"},
        {"start_date": "2026-02-20", "end_date": "2026-02-20"},
    ):
        asked = query or {"period": "last_30_days"}
        summary = client.get("/api/reports/summary/", asked).json()
        found = analytics(client, **query)
        assert found["current"] == {name: summary[name] for name in found["current"]}
        assert set(found["current"]) == {*FLOW, "transactions_url"}


def test_it_explains_its_figures(client: Any, book: list[Entry]) -> None:
    # All time, three recent ranges, the range with its thirty days, the one before, the categories.
    assert assert_explained(client, analytics(client)) > 36
    chosen = ",".join(str(entry.category_id or "none") for entry in book[:2])
    assert assert_explained(client, analytics(client, category=chosen)) >= 36


def test_it_counts_the_future_in_the_balance_alone(client: Any) -> None:
    record(client, date="2026-03-18", amount="10.00")
    record(client, date="2026-03-17", amount="5.00")
    found = analytics(client)
    assert (found["balance"], found["count"]) == ("-15.00", 2)
    assert found["last_7_days"]["expense"] == found["last_365_days"]["expense"] == "5.00"
    assert found["daily"][-1]["date"] == "2026-03-17"


def test_it_shows_the_last_thirty_days_where_nothing_is_said(client: Any) -> None:
    found = analytics(client)
    assert (found["start_date"], found["end_date"]) == ("2026-02-16", "2026-03-17")
    assert len(found["daily"]) == 30


def test_it_shows_nothing_of_empty_books(client: Any) -> None:
    found = analytics(client, period="all")
    assert (found["balance"], found["count"]) == ("0.00", 0)
    assert (found["start_date"], found["end_date"], found["daily"]) == (None, None, [])
    assert (found["previous"], found["by_category"]) == (None, [])
    assert found["current"] == {
        "income": "0.00",
        "expense": "0.00",
        "net": "0.00",
        "count": 0,
        "transactions_url": f"{ROWS}?currency=USD",
    }


def test_it_follows_an_edit_and_a_delete_at_once(client: Any) -> None:
    row = record(client, type="income", amount="1200.00", date="2026-03-17")
    assert analytics(client)["balance"] == "1200.00"
    client.patch(f"/api/transactions/{row['id']}/", {"amount": "1000.00"})
    assert analytics(client)["balance"] == "1000.00"
    client.delete(f"/api/transactions/{row['id']}/")
    assert analytics(client)["balance"] == "0.00"


def test_it_takes_a_leap_year_and_a_day_no_more(client: Any) -> None:
    assert len(analytics(client, start_date="2024-01-01", end_date="2024-12-31")["daily"]) == 366
    answer = client.get(PATH, {"start_date": "2024-01-01", "end_date": "2025-01-01"})
    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["attr"], fault["in"]) == ("end_date", "query")


def test_it_refuses_what_open_ends_make_too_long(client: Any, book: list[Entry]) -> None:
    for query, at_fault in (
        ({"period": "all"}, "period"),
        ({"start_date": "2024-06-01"}, "end_date"),
        ({"end_date": "2026-06-01"}, "end_date"),
    ):
        answer = client.get(PATH, query)
        assert answer.status_code == 400
        assert [fault["attr"] for fault in answer.json()["errors"]] == [at_fault]
