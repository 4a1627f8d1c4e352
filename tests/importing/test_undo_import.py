"""Undo takes back what an import made, but for what was edited since; and can be undone."""

import pytest

from imports import committing, taking_back
from tests.budgets.plans import plan
from tests.entries import category_id, every_row, ids, record
from tests.imports.uploading import (
    DAY,
    LIST,
    again,
    booked,
    committed,
    counts,
    csv,
    imported,
    looked_at,
    rows_of,
    undone,
)
from tests.ledger.operations import PATH as OPERATIONS
from tests.ledger.operations import fill, state_of
from tests.ledger.operations import undone as operation_undone
from tests.ledger.replica import Replica, lists, over_http

CATEGORISED = "Date,Amount,Description,Category"


@pytest.fixture
def two_by_two(monkeypatch):
    monkeypatch.setattr(committing, "PIECE", 2)
    monkeypatch.setattr(taking_back, "PIECE", 2)


def made_by(client, found):
    """Its transactions by what they are called."""
    rows = every_row(client, LIST, **{"import": found["id"]})
    return {row["description"]: row for row in rows}


def operations(client, kind):
    return every_row(client, OPERATIONS, kind=kind)


def test_it_deletes_what_the_import_made_and_nothing_else(alice_client):
    own = record(alice_client, description="Own")
    imported(alice_client, csv(DAY[0]))
    found = imported(alice_client, csv(*DAY))
    assert counts(found) == (2, 1, 0, 2)
    now = undone(alice_client, found)
    assert now == again(alice_client, found) == found | {"status": "undone", "created": 0}
    rows = every_row(alice_client, LIST)
    assert [row["description"] for row in rows] == ["Coffee", "Own"]
    assert rows[1] == own
    assert {row["transaction"] for row in rows_of(alice_client, found)} == {None}


def test_it_leaves_the_books_as_they_were(alice, alice_client, two_by_two):
    fill(alice_client)
    before = state_of(alice)
    rows = [f"{row},{name}" for row in DAY for name in ("Tea", "Brand new", "")]
    found = imported(alice_client, csv(*rows, head=CATEGORISED))
    assert state_of(alice) != before
    undone(alice_client, found)
    assert state_of(alice) == before


@pytest.mark.parametrize(
    "change",
    [{"description": "With Ada"}, {"amount": "3.10"}, {"category": "Fun"}, {"date": "2026-02-01"}],
)
def test_it_keeps_and_names_what_was_edited(alice_client, change):
    found = imported(alice_client, csv(*DAY))
    row = made_by(alice_client, found)["Coffee"]
    edited = alice_client.patch(f"{LIST}{row['id']}/", change).json()
    now = undone(alice_client, found)
    assert (now["kept"], now["created"]) == ([row["id"]], 1)
    assert every_row(alice_client, LIST) == [edited]
    (kept, *gone) = rows_of(alice_client, found)
    assert (kept["transaction"], [each["transaction"] for each in gone]) == (row["id"], [None] * 2)


def test_it_keeps_what_was_edited_in_any_piece(alice_client, two_by_two):
    found = imported(alice_client, csv(*(f"2026-03-0{n},-{n},Row {n}" for n in range(1, 6))))
    rows = made_by(alice_client, found)
    kept = [rows[f"Row {n}"]["id"] for n in (1, 4, 5)]
    for number in kept:
        alice_client.patch(f"{LIST}{number}/", {"notes": "Mine"})
    now = undone(alice_client, found)
    assert (sorted(now["kept"]), now["created"]) == (sorted(kept), 3)
    assert sorted(ids(every_row(alice_client, LIST))) == sorted(kept)


def test_it_does_not_miss_what_was_deleted_since(alice_client):
    found = imported(alice_client, csv(*DAY))
    alice_client.delete(f"{LIST}{made_by(alice_client, found)['Rent']['id']}/")
    now = undone(alice_client, found)
    assert (now["kept"], now["created"], booked(alice_client)) == ([], 0, [])


def test_it_keeps_what_was_moved_with_its_category(alice_client):
    text = csv(f"{DAY[0]},Café", f"{DAY[1]},Flat", head=CATEGORISED)
    found = imported(alice_client, text)
    coffee = made_by(alice_client, found)["Coffee"]
    cafe = category_id(alice_client, "Café")
    assert alice_client.delete(f"/api/categories/{cafe}/?move_to=none").status_code == 204
    assert undone(alice_client, found)["kept"] == [coffee["id"]]


def test_it_deletes_the_categories_that_it_made(alice_client):
    names = ("Food", "Plain", "Used", "Renamed", "Planned")
    text = csv(*(f"{DAY[0]} {name},{name}" for name in names), head=CATEGORISED)
    found = imported(alice_client, text)
    record(alice_client, category="Used")
    numbers = {name: category_id(alice_client, name) for name in names}
    alice_client.patch(f"/api/categories/{numbers['Renamed']}/", {"name": "Mine"})
    plan(alice_client, "10.00", category=numbers["Planned"])
    undone(alice_client, found)
    left = {row["name"] for row in every_row(alice_client, "/api/categories/", page_size=500)}
    assert left & {*names, "Mine"} == {"Food", "Used", "Mine", "Planned"}


def test_it_lets_the_file_be_imported_again(alice_client):
    found = imported(alice_client, csv(*DAY, DAY[0]))
    undone(alice_client, found)
    assert counts(imported(alice_client, csv(*DAY, DAY[0]))) == (4, 0, 0, 4)


def test_it_knows_what_was_kept_as_a_duplicate(alice_client):
    found = imported(alice_client, csv(*DAY))
    row = made_by(alice_client, found)["Coffee"]
    alice_client.patch(f"{LIST}{row['id']}/", {"amount": "3.30"})
    undone(alice_client, found)
    second = imported(alice_client, csv(*DAY))
    assert counts(second) == (2, 1, 0, 2)
    assert rows_of(alice_client, second)[0]["duplicate_of"] == row["id"]


def test_it_can_itself_be_undone(alice, alice_client):
    found = imported(alice_client, csv(*DAY))
    before, rows = state_of(alice), made_by(alice_client, found)
    undone(alice_client, found)
    (operation,) = operations(alice_client, "import.undo")[:1]
    assert (operation["undoable"], operation["change_count"]) == (True, 3)
    operation_undone(alice_client, operation["id"])
    assert state_of(alice) == before
    assert ids(made_by(alice_client, found).values()) == ids(rows.values())
    assert counts(imported(alice_client, csv(*DAY))) == (0, 3, 0, 0)


def test_it_has_nothing_to_do_where_its_operation_was_undone(alice_client):
    found = imported(alice_client, csv(*DAY))
    commits = [row for row in operations(alice_client, "import.create") if row["change_count"]]
    operation_undone(alice_client, commits[0]["id"])
    assert booked(alice_client) == []
    now = undone(alice_client, found)
    assert (now["kept"], now["created"]) == ([], 0)
    assert counts(imported(alice_client, csv(*DAY))) == (3, 0, 0, 3)


def test_it_is_told_to_whoever_follows_the_changes(alice_client, two_by_two):
    replica = Replica()
    replica.follow(over_http(alice_client))
    found = looked_at(alice_client, csv(*(f"{row},Café" for row in DAY), head=CATEGORISED))
    assert replica.take(over_http(alice_client))["changes"] == []
    committed(alice_client, found)
    replica.follow(over_http(alice_client))
    assert len(replica.rows["transaction"]) == 3
    assert replica.joined() == lists(alice_client)
    undone(alice_client, found)
    (page,) = replica.follow(over_http(alice_client))
    gone = [each["resource"] for each in page["changes"] if each["action"] == "deleted"]
    assert sorted(gone) == ["category", "transaction", "transaction", "transaction"]
    assert replica.joined() == lists(alice_client)
