from typing import Any

import pytest

from ledger.models import Change, Operation
from tests.budgets.plans import PATH, plan
from tests.entries import add_category, category_id, trace_of
from users.models import User


def test_it_creates_a_budget_of_an_amount_alone(alice_client: Any) -> None:
    response = alice_client.post(PATH, {"amount": "2500"})
    assert response.status_code == 201
    row = response.json()
    assert response["Location"] == f"http://testserver/api/budgets/{row['id']}/"
    assert [row.pop("created_at"), row.pop("id") > 0] == [row.pop("updated_at"), True]
    assert row == {
        "version": 2,
        "category": None,
        "category_name": None,
        "amount": "2500.00",
        "currency": "USD",
        "month": None,
    }


def test_it_creates_a_budget_with_everything(alice_client: Any) -> None:
    food = category_id(alice_client, "Food")
    row = plan(alice_client, "1.25", category=food, currency="bhd", month="2026-11")
    assert (row["category"], row["category_name"]) == (food, "Food")
    assert (row["amount"], row["currency"], row["month"]) == ("1.250", "BHD", "2026-11")
    assert alice_client.get(f"{PATH}{row['id']}/").json() == row


@pytest.mark.parametrize("name", ["Food", " fOOD ", "ＦＯＯＤ"])
def test_it_takes_a_category_by_its_name(alice_client: Any, name: str) -> None:
    assert plan(alice_client, category=name)["category"] == category_id(alice_client, "Food")


def test_it_takes_a_category_by_the_digits_of_its_id(alice_client: Any) -> None:
    food = category_id(alice_client, "Food")
    assert plan(alice_client, category=str(food))["category_name"] == "Food"


def test_it_takes_an_archived_category(alice_client: Any) -> None:
    old = add_category(alice_client, "Old", archived=True)["id"]
    assert plan(alice_client, category="Old")["category"] == old


def test_it_makes_a_category_of_a_new_name(alice: User, alice_client: Any) -> None:
    row = plan(alice_client, category=" Ramen 🍜 ")
    assert row["category_name"] == "Ramen 🍜"
    assert row["category"] == category_id(alice_client, "Ramen 🍜")
    # One operation made both.
    assert row["version"] == trace_of(alice)[0] == 2


def test_it_answers_what_a_get_answers(alice_client: Any) -> None:
    created = alice_client.post(PATH, {"amount": "5.5", "category": "Café", "month": "2026-11"})
    path = f"{PATH}{created.json()['id']}/"
    assert alice_client.get(path).content == created.content
    for body in ({"category": "Food"}, {"category": None}, {"month": None}, {"category": "Tea"}):
        assert alice_client.patch(path, body).content == alice_client.get(path).content
    replaced = alice_client.put(path, {"amount": "7", "currency": "JPY"})
    assert replaced.content == alice_client.get(path).content


def test_it_is_in_the_profiles_currency(alice_client: Any) -> None:
    assert alice_client.patch("/api/me/", {"currency": "JPY"}).status_code == 200
    row = plan(alice_client, "30000")
    assert (row["amount"], row["currency"]) == ("30000", "JPY")


MONTHS = [
    ("2026-11", "2026-11"),
    ("2026-11-01", "2026-11"),
    ("1900-01", "1900-01"),
    ("2199-12", "2199-12"),
    (None, None),
]


@pytest.mark.parametrize(("given", "kept"), MONTHS)
def test_it_takes_a_month_or_its_first_day(
    alice_client: Any, given: str | None, kept: str | None
) -> None:
    assert plan(alice_client, month=given)["month"] == kept


AMOUNTS = [
    ("USD", "75.50000000", "75.50"),
    ("USD", 75.5, "75.50"),
    ("USD", 1, "1.00"),
    ("USD", "0.01", "0.01"),
    ("JPY", "1", "1"),
    ("BHD", "0.001", "0.001"),
    ("CLF", "0.0001", "0.0001"),
    ("USD", "99999999999.99", "99999999999.99"),
]


@pytest.mark.parametrize(("currency", "given", "kept"), AMOUNTS)
def test_it_keeps_the_amount_exact(alice_client: Any, currency: str, given: Any, kept: str) -> None:
    assert plan(alice_client, given, currency=currency)["amount"] == kept


@pytest.mark.parametrize("form", ["multipart", "application/x-www-form-urlencoded"])
def test_it_takes_a_form(alice_client: Any, form: str) -> None:
    if form == "multipart":
        body = {"amount": "5", "category": "Food", "month": "2026-11"}
        row = alice_client.post(PATH, body, format=form).json()
    else:
        text = "amount=5&category=Food&month=2026-11"
        row = alice_client.post(PATH, text, content_type=form).json()
    assert (row["category_name"], row["month"]) == ("Food", "2026-11")
    empty = alice_client.post(
        PATH, {"amount": "5", "category": "", "month": ""}, format="multipart"
    )
    assert (empty.json()["category"], empty.json()["month"]) == (None, None)


def test_it_writes_the_operation_down(alice: User, alice_client: Any) -> None:
    food = category_id(alice_client, "Food")
    body = {"amount": "5", "category": food, "month": "2026-11"}
    response = alice_client.post(PATH, body)
    operation = Operation.objects.get(pk=response["Operation-Id"])
    assert (operation.kind, operation.version) == ("budget.create", 2)
    assert (operation.book, operation.actor) == (alice.book, alice)
    change = Change.objects.get(operation=operation)
    assert (change.resource, change.row) == ("budget", response.json()["id"])
    assert (change.before, change.after) == (
        None,
        {
            "category_number": food,
            "amount": "5.00",
            "currency": "USD",
            "month": "2026-11",
            "created_at": change.after["created_at"],
        },
    )


def test_it_is_made_once_by_one_key(alice_client: Any) -> None:
    first, second = (
        alice_client.post(PATH, {"amount": "5"}, HTTP_IDEMPOTENCY_KEY="once") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert second["Idempotent-Replayed"] == "true"
