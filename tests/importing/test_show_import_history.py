"""What an import wrote stands in the history as one operation a piece, and can be taken back."""

import pytest

from imports import committing
from tests.entries import category_id, every_row, ids, record
from tests.imports.uploading import DAY, LIST, booked, csv, imported, looked_at, undone
from tests.ledger.operations import PATH, undo
from tests.ledger.operations import undone as operation_undone
from tests.refusals import refused

CATEGORISED = "Date,Amount,Description,Category"


def commits(client):
    return [row for row in every_row(client, PATH, kind="import.create") if row["change_count"]]


def changes_of(client, operation):
    return every_row(client, f"{PATH}{operation['id']}/changes/")


def test_it_shows_a_commit_as_one_change_of_many_rows(alice_client):
    found = imported(alice_client, csv(*DAY))
    (operation,) = commits(alice_client)
    assert (operation["change_count"], operation["undoable"]) == (3, True)
    (change,) = changes_of(alice_client, operation)
    assert change == {
        "resource": "transaction",
        "id": None,
        "count": 3,
        "before": None,
        "after": {"import": found["id"]},
    }


def test_it_shows_the_categories_that_it_made_first(alice_client):
    imported(alice_client, csv(f"{DAY[0]},Café", head=CATEGORISED))
    category, row = changes_of(alice_client, commits(alice_client)[0])
    number = category_id(alice_client, "Café")
    assert (category["resource"], category["id"], category["before"]) == ("category", number, None)
    assert (row["resource"], row["count"]) == ("transaction", 1)


def test_it_shows_a_piece_as_an_operation(alice_client, monkeypatch):
    monkeypatch.setattr(committing, "PIECE", 2)
    imported(alice_client, csv(*DAY))
    assert [row["change_count"] for row in commits(alice_client)] == [1, 2]


def test_it_shows_whole_rows_of_an_undo(alice_client):
    found = imported(alice_client, csv(*DAY))
    undone(alice_client, found)
    operation = every_row(alice_client, PATH, kind="import.undo")[0]
    changes = changes_of(alice_client, operation)
    assert {each["before"]["description"] for each in changes} == {"Coffee", "Rent", "Wages"}
    assert {each["after"] for each in changes} == {None}


def test_it_has_no_change_of_the_books_by_a_preview(alice_client):
    looked_at(alice_client, csv(*DAY))
    assert commits(alice_client) == []


def test_it_takes_a_commit_back_as_any_operation_with_its_categories(alice_client):
    record(alice_client, description="Own")
    imported(alice_client, csv(f"{DAY[0]},Café", head=CATEGORISED))
    operation_undone(alice_client, commits(alice_client)[0]["id"])
    assert [name for *_, name in booked(alice_client)] == ["Own"]
    names = {row["name"] for row in every_row(alice_client, "/api/categories/", page_size=500)}
    assert "Café" not in names


def test_it_refuses_to_take_back_what_was_edited_since(alice_client):
    imported(alice_client, csv(*DAY))
    number = ids(every_row(alice_client, LIST))[0]
    alice_client.patch(f"{LIST}{number}/", {"notes": "Mine"})
    answer = undo(alice_client, commits(alice_client)[0]["id"])
    assert refused(answer, 409, "changed_since")


@pytest.mark.parametrize("times", [2, 3])
def test_it_goes_there_and_back_as_often_as_one_likes(alice_client, times):
    imported(alice_client, csv(*DAY))
    rows, number = every_row(alice_client, LIST), commits(alice_client)[0]["id"]
    for _ in range(times):
        number = operation_undone(alice_client, number)
        assert booked(alice_client) == []
        number = operation_undone(alice_client, number)
        assert ids(every_row(alice_client, LIST)) == ids(rows)
