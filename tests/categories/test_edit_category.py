from datetime import UTC, datetime

import time_machine

from ledger.models import Change
from tests.entries import add_category, record, trace_of

FULL = {
    "name": "Tea",
    "emoji": "🍵",
    "color": "#00aa00",
    "description": "Leaves",
    "archived": True,
}


def path_of(row):
    return f"/api/categories/{row['id']}/"


def test_it_replaces_what_it_is_given_and_resets_the_rest(alice_client):
    row = add_category(alice_client, **FULL)
    replaced = alice_client.put(path_of(row), {"name": "Tee"}).json()
    assert replaced["name"] == "Tee"
    rest = {name: replaced[name] for name in ("emoji", "color", "description", "archived")}
    assert rest == {"emoji": "", "color": "", "description": "", "archived": False}


def test_it_edits_one_field_and_leaves_the_rest(alice_client):
    row = add_category(alice_client, **FULL)
    for name, value in {"name": "Tee", "emoji": "", "color": "", "archived": False}.items():
        edited = alice_client.patch(path_of(row), {name: value}).json()
        assert edited[name] == value
    assert edited["description"] == "Leaves"


def test_it_takes_back_what_it_gave(alice_client):
    row = add_category(alice_client, **FULL)
    got = alice_client.get(path_of(row)).json()
    put = alice_client.put(path_of(row), {**got, "color": "#123456"}).json()
    assert {**put, "version": 0, "updated_at": 0} == {
        **got,
        "color": "#123456",
        "version": 0,
        "updated_at": 0,
    }


def test_it_ignores_read_only_keys(alice_client):
    row = add_category(alice_client, "Tea")
    made_up = {"id": 99, "version": "x", "created_at": None, "updated_at": []}
    edited = alice_client.patch(path_of(row), made_up).json()
    assert (edited["id"], edited["created_at"]) == (row["id"], row["created_at"])
    assert edited["version"] == row["version"] + 1


def test_it_raises_the_version_with_each_write_and_not_otherwise(alice, alice_client):
    row = add_category(alice_client, "Tea")
    other = add_category(alice_client, "Milk")
    first = alice_client.patch(path_of(row), {"emoji": "🍵"}).json()
    assert row["version"] < other["version"] < first["version"] == trace_of(alice)[0]
    assert alice_client.get(path_of(other)).json() == other


def test_it_notes_when_it_was_written(alice_client):
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        row = add_category(alice_client, "Tea")
    with time_machine.travel(datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=UTC), tick=False):
        edited = alice_client.patch(path_of(row), {"emoji": "🍵"}).json()
    assert (row["created_at"], row["updated_at"]) == ("2026-03-01T12:00:00Z",) * 2
    assert edited["created_at"] == "2026-03-01T12:00:00Z"
    assert edited["updated_at"] == "2026-03-02T12:00:00.000005Z"


def test_it_writes_down_only_what_changed(alice_client):
    row = add_category(alice_client, **FULL)
    response = alice_client.put(path_of(row), {**FULL, "emoji": "🫖"})
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.resource, change.row) == ("category", row["id"])
    assert (change.before, change.after) == ({"emoji": "🍵"}, {"emoji": "🫖"})


def test_it_shows_the_new_name_in_transactions_that_it_does_not_touch(alice_client):
    row = add_category(alice_client, "Tea", emoji="🍵")
    expense = record(alice_client, category="Tea")
    alice_client.patch(path_of(row), {"name": "Tee", "emoji": ""})
    shown = alice_client.get(f"/api/transactions/{expense['id']}/").json()
    assert (shown["category_name"], shown["category_emoji"]) == ("Tee", "")
    assert shown["version"] == expense["version"]
