"""The transactions that the filters choose, as a file in each format."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from tests.entries import category_id, every_row, ids, record, record_all
from tests.refusals import faults, refused
from tests.transactions.exports import EXPORT, exported, sent
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "xlsx": SPREADSHEET,
    "ofx": "application/x-ofx",
    "qif": "application/x-qif",
    "beancount": "text/plain; charset=utf-8",
    "ledger": "text/plain; charset=utf-8",
}


@pytest.fixture
def books(alice: User, alice_client: APIClient) -> APIClient:
    """Alice's client, whose books have rows that the filters tell apart."""
    food, tea = category_id(alice_client, "Food"), record(alice_client, category="Tea")["category"]
    day = date(2026, 2, 28)
    rows: list[dict[str, Any]] = [
        {"category_id": food, "description": "Weekly GROCERIES", "external_id": "bank-1"},
        {"category_id": food, "amount": Decimal("2.50"), "refund": True, "date": day},
        {"category_id": tea, "currency": "JPY", "amount": Decimal(1200), "notes": "two\nlines"},
        {"type": "income", "amount": Decimal(3000), "date": date(2025, 12, 31)},
    ]
    record_all(alice, rows)
    return alice_client


def test_it_is_csv_by_date_unless_told_other(books: APIClient) -> None:
    assert sent(books, "end_date=2026-03-01&currency=USD").decode("utf-8-sig").split("\r\n") == [
        "date,type,amount,currency,refund,category,description,notes,external_id",
        "2025-12-31,income,3000.00,USD,false,,,,",
        "2026-02-28,expense,2.50,USD,true,Food,,,",
        "2026-03-01,expense,10.00,USD,false,Tea,,,",
        "2026-03-01,expense,10.00,USD,false,Food,Weekly GROCERIES,,bank-1",
        "",
    ]
    assert sent(books) == sent(books, "format=csv")


def test_its_json_is_what_the_list_gives(books: APIClient) -> None:
    assert exported(books) == every_row(books, ordering="date")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("start_date=2026-01-01", 4),
        ("end_date=2026-02-28", 2),
        ("period=all", 5),
        ("type=income", 1),
        ("category={food}", 2),
        ("category={food},none", 3),
        ("category={food}&category=none", 3),
        ("currency=jpy", 1),
        ("refund=true", 1),
        ("amount_min=10&amount_max=1200", 3),
        ("search=groceries", 1),
        ("weekday=7", 3),
        ("weekday=6&weekday=3", 2),
        ("id={first}", 1),
        ("external_id=bank-1", 1),
        ("type=expense&refund=false&search=two", 1),
        ("amount_min=5000", 0),
    ],
)
def test_it_takes_the_filters_of_the_list(books: APIClient, query: str, count: int) -> None:
    (first,) = every_row(books, search="groceries")
    asked = query.format(food=category_id(books, "Food"), first=first["id"])
    found = exported(books, asked)
    listed = books.get(f"/api/transactions/?ordering=date&{asked}").json()["results"]
    assert (len(found), ids(found)) == (count, ids(listed))


def test_it_is_there_for_each_type(books: APIClient) -> None:
    kinds = {path: exported(books, path=f"/api/{path}/export/") for path in ("expenses", "income")}
    assert [{row["type"] for row in rows} for rows in kinds.values()] == [{"expense"}, {"income"}]
    assert len(kinds["expenses"]) + len(kinds["income"]) == 5
    response = books.get("/api/income/export/?type=income")
    assert faults(response) == [("query", "type")]


def test_a_stranger_finds_nothing(books: APIClient, charlie_client: APIClient) -> None:
    (row,) = every_row(books, search="groceries")
    for query in ("", f"id={row['id']}", f"category={row['category']}", "search=groceries"):
        assert exported(charlie_client, query) == []
    for name in TYPES:
        assert b"GROCERIES" not in sent(charlie_client, f"format={name}")


@pytest.mark.parametrize("name", TYPES)
def test_it_is_a_file_of_each_kind(books: APIClient, name: str) -> None:
    with time_machine.travel(NOON, tick=False):
        response = books.get(f"{EXPORT}?format={name}")
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[name])
    disposition = f'attachment; filename="transactions-2026-11-21.{name}"'
    assert response["Content-Disposition"] == disposition
    assert "private" in response["Cache-Control"]
    assert b"".join(response.streaming_content)
    response.close()


def test_it_is_named_by_the_day_of_the_user(alice_client: APIClient) -> None:
    alice_client.patch("/api/me/", {"timezone": "Pacific/Kiritimati"})
    with time_machine.travel(NOON, tick=False):
        disposition = alice_client.head(EXPORT)["Content-Disposition"]
    assert disposition == 'attachment; filename="transactions-2026-11-22.csv"'


def test_empty_books_are_a_file(alice_client: APIClient) -> None:
    assert sent(alice_client).endswith(b"external_id\r\n")
    assert sent(alice_client, "format=jsonl") == b""
    assert sent(alice_client, "format=xlsx").startswith(b"PK\x03\x04")
    assert b"<CURDEF>USD</CURDEF>" in sent(alice_client, "format=ofx")
    assert sent(alice_client, "format=qif").endswith(b"!Type:Cash\n")
    assert sent(alice_client, "format=beancount") == b'option "title" "Expense tracker"\n\n'
    assert sent(alice_client, "format=ledger") == b"; Expense tracker\n\n"


@pytest.mark.parametrize("query", ["format=pdf", "format=", "format=CSV", "format=csv&format=qif"])
def test_it_refuses_other_formats(alice_client: APIClient, query: str) -> None:
    assert faults(alice_client.get(f"{EXPORT}?{query}")) == [("query", "format")]


@pytest.mark.parametrize("name", ["page", "page_size", "cursor", "ordering", "fromat"])
def test_it_refuses_what_it_does_not_know(alice_client: APIClient, name: str) -> None:
    assert faults(alice_client.get(f"{EXPORT}?{name}=1")) == [("query", name)]


def test_it_refuses_a_filter_that_cannot_be(alice_client: APIClient) -> None:
    response = alice_client.get(f"{EXPORT}?start_date=2026-02-02&end_date=2026-02-01")
    assert refused(response, 400, "invalid")
    assert refused(alice_client.post(EXPORT), 405, "method_not_allowed")


_ACCEPTED = ["*/*", "text/csv", "text/*", "application/json", SPREADSHEET, "application/x-ofx"]
_ACCEPTED += ["text/html, text/plain;q=0.5", "application/x-qif", "application/jsonl"]


def test_it_is_a_file_or_not_acceptable(alice_client: APIClient) -> None:
    for accept in _ACCEPTED:
        response = alice_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert (response.status_code, response["Content-Type"]) == (200, TYPES["csv"])
        response.close()
    for accept in ("text/html", "image/png", "application/zip"):
        response = alice_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert refused(response, 406, "not_acceptable")


def test_it_needs_a_sign_in(anonymous_client: APIClient) -> None:
    for accept in ("*/*", "text/csv", "application/json"):
        response = anonymous_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert refused(response, 401, "not_authenticated")
