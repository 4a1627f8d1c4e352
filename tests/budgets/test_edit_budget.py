from typing import Any

import pytest

from ledger.models import Change, Tombstone
from tests.budgets.plans import PATH, plan
from tests.entries import add_category, category_id, nothing_written, trace_of
from tests.refusals import refused
from users.models import User


@pytest.fixture
def row(alice_client: Any) -> dict[str, Any]:
    return plan(alice_client, "310.00", category="Food", currency="USD", month="2026-11")


@pytest.fixture
def path(row: dict[str, Any]) -> str:
    return f"{PATH}{row['id']}/"


def test_it_replaces_what_it_is_given_and_resets_the_rest(alice_client: Any, path: str) -> None:
    found = alice_client.put(path, {"amount": "7", "currency": "JPY"}).json()
    assert (found["amount"], found["currency"]) == ("7", "JPY")
    assert (found["category"], found["category_name"], found["month"]) == (None, None, None)


def test_it_edits_one_field_and_leaves_the_rest(alice_client: Any, path: str) -> None:
    travel = category_id(alice_client, "Travel")
    edits: dict[str, Any] = {
        "amount": "12.50",
        "currency": "EUR",
        "month": "2026-12",
        "category": travel,
    }
    for name, value in edits.items():
        assert alice_client.patch(path, {name: value}).json()[name] == value
    found = alice_client.get(path).json()
    assert {name: found[name] for name in edits} == edits
    assert found["category_name"] == "Travel"


def test_it_takes_back_what_it_gave(alice_client: Any, row: dict[str, Any], path: str) -> None:
    whole = plan(alice_client)
    for given in (row, whole):
        put = alice_client.put(f"{PATH}{given['id']}/", {**given, "amount": "4.00"}).json()
        changed = {"amount": "4.00", "version": put["version"], "updated_at": put["updated_at"]}
        assert put == {**given, **changed}


def test_it_ignores_read_only_keys(alice_client: Any, row: dict[str, Any], path: str) -> None:
    made_up = {"id": 99, "version": "x", "category_name": [], "created_at": 0, "updated_at": {}}
    edited = alice_client.patch(path, made_up).json()
    assert (edited["id"], edited["created_at"]) == (row["id"], row["created_at"])
    assert edited["category_name"] == "Food"
    assert edited["version"] == row["version"] + 1


def test_it_writes_down_only_what_changed(
    alice_client: Any, row: dict[str, Any], path: str
) -> None:
    response = alice_client.patch(path, {"category": None, "amount": "310.000"})
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.resource, change.row) == ("budget", row["id"])
    food = category_id(alice_client, "Food")
    assert (change.before, change.after) == ({"category_number": food}, {"category_number": 0})


def test_it_raises_the_version_with_each_write_and_not_otherwise(
    alice: User, alice_client: Any, row: dict[str, Any], path: str
) -> None:
    other = plan(alice_client)
    edited = alice_client.patch(path, {"amount": "5"}).json()
    assert row["version"] < other["version"] < edited["version"] == trace_of(alice)[0]
    assert alice_client.get(f"{PATH}{other['id']}/").json() == other


def test_it_makes_a_category_of_a_new_name(alice_client: Any, path: str) -> None:
    found = alice_client.patch(path, {"category": "Ramen 🍜"}).json()
    assert found["category"] == category_id(alice_client, "Ramen 🍜")


def test_it_shows_the_new_name_of_a_category(
    alice_client: Any, row: dict[str, Any], path: str
) -> None:
    alice_client.patch(f"/api/categories/{row['category']}/", {"name": "Meals"})
    assert alice_client.get(path).json() == {**row, "category_name": "Meals"}


def test_it_deletes(alice: User, alice_client: Any, row: dict[str, Any], path: str) -> None:
    response = alice_client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert alice_client.get(path).status_code == 404
    tombstone = Tombstone.objects.get()
    assert (tombstone.book, tombstone.resource, tombstone.row) == (
        alice.book,
        "budget",
        row["id"],
    )
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.before["amount"], change.after) == ("310.00", None)


def test_it_keeps_strangers_out(
    alice: User, charlie_client: Any, row: dict[str, Any], path: str
) -> None:
    missing = charlie_client.get(f"{PATH}999999/").json()
    whole = {"amount": "5", "currency": "USD"}
    with nothing_written(alice):
        for response in (
            charlie_client.get(path),
            charlie_client.put(path, whole),
            charlie_client.patch(path, {"amount": "5"}),
            charlie_client.delete(path),
        ):
            assert refused(response, 404, "not_found")
            assert {**response.json(), "request_id": ""} == {**missing, "request_id": ""}


def test_it_is_left_alone_by_a_category_that_nothing_uses(alice_client: Any, path: str) -> None:
    before = alice_client.get(path).json()
    tea = add_category(alice_client, "Tea")["id"]
    assert alice_client.delete(f"/api/categories/{tea}/?move_to=none").status_code == 204
    assert alice_client.get(path).json() == before
