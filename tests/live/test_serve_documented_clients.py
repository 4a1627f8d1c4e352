"""The clients that the project's first documents describe, word for word."""

import uuid
from typing import Any

import pytest

from tests.serving import Server


@pytest.fixture
def account() -> dict[str, str]:
    name = f"user-{uuid.uuid4().hex[:12]}"
    return {"username": name, "email": f"{name}@example.org", "password": "correct-horse-9"}


def opens(live: Server, authorization: str) -> bool:
    reply = live.send("GET", "/api/transactions/", Authorization=authorization)
    return reply.status == 200


def record_salary(live: Server, token: str) -> dict[str, Any]:
    salary = {
        "amount": 1200.00,
        "type": "income",
        "description": "Monthly Salary",
        "category": "Work",
    }
    return live.post("/api/transactions/", salary, token)


def balance(live: Server, token: str) -> str:
    return live.get("/api/analytics/", token)["balance"]


def test_it_signs_in_with_the_token_of_the_registration(
    live: Server, account: dict[str, str]
) -> None:
    registered = live.post("/api/register/", account)

    assert opens(live, f"Token {registered['token']}")


def test_it_gives_that_same_token_at_login(live: Server, account: dict[str, str]) -> None:
    registered = live.post("/api/register/", account)
    del account["email"]
    reply = live.send("POST", "/api/login/", account)

    assert reply.status == 200
    assert reply.json()["token"] == registered["token"]


def test_it_opens_everything_to_both_kinds_of_token(live: Server, account: dict[str, str]) -> None:
    live.post("/api/register/", account)
    signed_in = live.send("POST", "/api/login/", account).json()

    assert opens(live, f"Token {signed_in['token']}")
    assert opens(live, f"Bearer {signed_in['access']}")


def test_it_refreshes_the_access_token(live: Server, account: dict[str, str]) -> None:
    signed_in = live.post("/api/register/", account)
    reply = live.send("POST", "/api/token/refresh/", {"refresh": signed_in["refresh"]})

    assert reply.status == 200
    assert opens(live, f"Bearer {reply.json()['access']}")
    assert reply.json()["refresh"] != signed_in["refresh"]


def test_it_records_a_salary_in_a_category_that_was_not_there(live: Server, token: str) -> None:
    salary = record_salary(live, token)

    assert (salary["amount"], salary["currency"]) == ("1200.00", "USD")
    assert salary["category_name"] == "Work"
    names = [row["name"] for row in live.get("/api/categories/", token)["results"]]
    assert "Work" in names


def test_it_lists_what_was_recorded(live: Server, token: str) -> None:
    salary = record_salary(live, token)
    listed = live.get("/api/transactions/", token)

    assert listed["count"] == 1
    assert listed["results"] == [salary]


def test_it_adds_up_the_balance(live: Server, token: str) -> None:
    record_salary(live, token)

    assert balance(live, token) == "1200.00"


def test_it_changes_the_balance_at_once_after_an_edit(live: Server, token: str) -> None:
    salary = record_salary(live, token)
    path = f"/api/transactions/{salary['id']}/"
    edited = live.send("PATCH", path, {"amount": 1250.50}, token=token)

    assert edited.status == 200
    assert balance(live, token) == "1250.50"


def test_it_changes_the_balance_at_once_after_a_delete(live: Server, token: str) -> None:
    salary = record_salary(live, token)
    deleted = live.send("DELETE", f"/api/transactions/{salary['id']}/", token=token)

    assert deleted.status == 204
    assert balance(live, token) == "0.00"


@pytest.fixture
def groceries(live: Server, token: str) -> int:
    """The id of the category just created, in which one expense of January 2024 was recorded."""
    category: int = live.post("/api/categories/", {"name": "Groceries"}, token)["id"]
    expense = {
        "amount": 75.50,
        "description": "Weekly grocery shopping",
        "type": "expense",
        "category": category,
        "date": "2024-01-15",
    }
    assert live.post("/api/transactions/", expense, token)["amount"] == "75.50"
    return category


def test_it_lists_a_range_of_dates(live: Server, token: str, groceries: int) -> None:
    dates = {"start_date": "2024-01-01", "end_date": "2024-01-31"}
    listed = live.get("/api/transactions/", token, **dates)

    assert listed["count"] == 1
    assert listed["results"][0]["category"] == groceries


def test_it_leaves_out_what_lies_after_the_range(live: Server, token: str, groceries: int) -> None:
    dates = {"start_date": "2024-01-01", "end_date": "2024-01-14"}

    assert live.get("/api/transactions/", token, **dates)["count"] == 0


def test_it_sums_up_the_month(live: Server, token: str, groceries: int) -> None:
    month = live.get("/api/reports/monthly-summary/", token, month="1", year="2024")

    assert (month["month"], month["year"]) == (1, 2024)
    assert (month["total_income"], month["total_expense"]) == ("0.00", "75.50")
    assert month["balance"] == "-75.50"
    assert [row["category"] for row in month["by_category"]] == [groceries]


def test_it_lists_expenses_alone(live: Server, token: str, groceries: int) -> None:
    record_salary(live, token)
    expenses = live.get("/api/expenses/", token)

    assert [row["description"] for row in expenses["results"]] == ["Weekly grocery shopping"]


def test_it_lists_the_categories(live: Server, token: str, groceries: int) -> None:
    rows = live.get("/api/categories/", token)["results"]

    assert groceries in [row["id"] for row in rows]
    assert {"Food", "Salary", "Other"} <= {row["name"] for row in rows}


def test_it_analyses_the_last_7_30_and_365_days(live: Server, token: str) -> None:
    record_salary(live, token)
    found = live.get("/api/analytics/", token)

    recent = [found[f"last_{days}_days"]["income"] for days in (7, 30, 365)]
    assert recent == ["1200.00", "1200.00", "1200.00"]


def test_it_analyses_by_category_and_by_day(live: Server, token: str) -> None:
    expense = {"amount": 75.50, "type": "expense", "category": "Groceries"}
    live.post("/api/transactions/", expense, token)
    found = live.get("/api/analytics/", token)

    assert [row["category_name"] for row in found["by_category"]] == ["Groceries"]
    assert found["by_category"][0]["total"] == "75.50"
    assert len(found["daily"]) == 30
    assert sum(day["count"] for day in found["daily"]) == 1
