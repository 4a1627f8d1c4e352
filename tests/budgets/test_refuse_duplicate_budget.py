"""One budget for each category, currency and month."""

from typing import Any

import pytest

from tests.budgets.plans import PATH, plan
from tests.conftest import client_of
from tests.entries import add_category, category_id, nothing_written
from tests.ledger.threads import at_once
from tests.refusals import refused
from users.models import User

SAME: list[dict[str, Any]] = [
    {},
    {"category": None, "month": None},
    {"category": "Food"},
    {"month": "2026-11"},
    {"category": "Food", "month": "2026-11"},
    {"category": "Food", "month": "2026-11", "currency": "JPY"},
]


def _is_duplicate_of(response: Any, row: dict[str, Any]) -> bool:
    assert refused(response, 409, "duplicate")
    assert response.json()["errors"] == []
    return bool(response.json()["existing"] == row["id"])


@pytest.mark.parametrize("fields", SAME)
def test_it_is_made_once(alice: User, alice_client: Any, fields: dict[str, Any]) -> None:
    row = plan(alice_client, "5", **fields)
    with nothing_written(alice):
        response = alice_client.post(PATH, {"amount": "6", **fields})
    assert _is_duplicate_of(response, row)


def test_it_is_the_same_however_it_is_said(alice: User, alice_client: Any) -> None:
    row = plan(alice_client, category="Food", month="2026-11")
    again = [
        {"category": category_id(alice_client, "Food"), "month": "2026-11"},
        {"category": " fOOD ", "month": "2026-11-01"},
        {"category": "Food", "month": "2026-11", "currency": "usd"},
    ]
    with nothing_written(alice):
        for fields in again:
            assert _is_duplicate_of(alice_client.post(PATH, {"amount": "6", **fields}), row), fields


def test_it_may_differ_in_one_of_the_three(alice_client: Any) -> None:
    plan(alice_client, category="Food", month="2026-11")
    others = [
        {"category": None, "month": "2026-11"},
        {"category": "Travel", "month": "2026-11"},
        {"category": "Food", "month": "2026-12"},
        {"category": "Food", "month": None},
        {"category": "Food", "month": "2026-11", "currency": "EUR"},
    ]
    for fields in others:
        plan(alice_client, **fields)
    assert alice_client.get(PATH).json()["count"] == 6


EDITS = [
    ({"category": "Travel", "month": "2026-11"}, {"category": "Food"}),
    ({"category": None, "month": "2026-11"}, {"category": "Food"}),
    ({"category": "Food", "month": "2026-12"}, {"month": "2026-11-01"}),
    ({"category": "Food", "month": None}, {"month": "2026-11"}),
    ({"category": "Food", "month": "2026-11", "currency": "EUR"}, {"currency": "USD"}),
]


@pytest.mark.parametrize(("fields", "edit"), EDITS)
def test_it_does_not_become_another(
    alice: User, alice_client: Any, fields: dict[str, Any], edit: dict[str, Any]
) -> None:
    taken = plan(alice_client, category="Food", month="2026-11")
    row = plan(alice_client, **fields)
    path = f"{PATH}{row['id']}/"
    with nothing_written(alice):
        assert _is_duplicate_of(alice_client.patch(path, edit), taken)
        whole = {"amount": "7", "currency": row["currency"], **fields, **edit}
        assert _is_duplicate_of(alice_client.put(path, whole), taken)
    assert alice_client.get(path).json() == row


def test_it_may_stay_what_it_is(alice_client: Any) -> None:
    row = plan(alice_client, category="Food", month="2026-11")
    for body in ({"month": "2026-11"}, {"category": "Food"}, {"amount": "9"}, {}):
        assert alice_client.patch(f"{PATH}{row['id']}/", body).status_code == 200
    whole = {"category": "Food", "month": "2026-11", "amount": "8", "currency": "USD"}
    assert alice_client.put(f"{PATH}{row['id']}/", whole).status_code == 200


def test_it_may_be_made_again_once_it_is_gone(alice_client: Any) -> None:
    row = plan(alice_client, category="Food")
    assert alice_client.delete(f"{PATH}{row['id']}/").status_code == 204
    assert plan(alice_client, category="Food")["id"] != row["id"]


def test_it_may_be_what_a_stranger_has(alice_client: Any, charlie_client: Any) -> None:
    for client in (alice_client, charlie_client):
        plan(client)
        plan(client, category="Food", month="2026-11")


def test_it_leaves_no_category_behind(alice: User, alice_client: Any) -> None:
    """A name that is refused for the budget's sake has not become a category."""
    row = plan(alice_client, "5", currency="JPY")
    add_category(alice_client, "Tea")
    with nothing_written(alice):
        response = alice_client.patch(f"{PATH}{row['id']}/", {"category": "New", "amount": "5.5"})
    assert refused(response, 400, "invalid")


def test_it_is_made_once_by_writers_at_the_same_time(alice: User, alice_client: Any) -> None:
    clients = [client_of(alice) for _ in range(4)]
    body = {"amount": "5", "category": "New", "month": "2026-11"}
    answers = at_once(4, lambda number: clients[number].post(PATH, body))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    (row,) = alice_client.get(PATH).json()["results"]
    for answer in answers:
        if answer.status_code == 409:
            assert _is_duplicate_of(answer, row)
