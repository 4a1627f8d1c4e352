"""Whoever leaves takes their imports along, rows, files and remembered mappings."""

import pytest

from imports.jobs import carry_import_through
from imports.models import Import, ImportPiece, ImportRow, SavedMapping
from tests.conftest import PASSWORD
from tests.imports.uploading import (
    DAY,
    again,
    csv,
    imported,
    looked_at,
    rows_of,
    send,
    undone,
    url_of,
)
from tests.refusals import refused
from tests.users import people
from users import erasing
from users.erasing import close_account, erase_account

TABLES = (Import, ImportPiece, ImportRow, SavedMapping)


def fill(client):
    """An import in each state, and a mapping that is remembered."""
    found = looked_at(client, csv(*DAY))
    client.patch(url_of(found), {"mapping": {"sign": "expense"}})
    imported(client, csv(*DAY))
    imported(client, csv())
    undone(client, imported(client, csv(DAY[0], DAY[0])))
    assert all(model._base_manager.exists() for model in TABLES)
    return found


def left(user, book):
    return [name for name, count in people.rows_of(user, book).items() if count]


def test_it_leaves_nothing_of_an_account_that_is_deleted(alice, alice_client):
    user, book = alice.pk, alice.book.pk
    fill(alice_client)
    response = alice_client.post("/api/me/delete/", {"password": PASSWORD})
    assert response.status_code == 204
    assert left(user, book) == []
    assert not any(model._base_manager.exists() for model in TABLES)


@pytest.mark.parametrize("piece", [1, 2])
def test_it_goes_in_pieces(alice, alice_client, monkeypatch, piece):
    user, book = alice.pk, alice.book.pk
    monkeypatch.setattr(erasing, "_PIECE", piece)
    fill(alice_client)
    close_account(alice)
    erase_account(alice)
    assert left(user, book) == []


def test_it_leaves_the_imports_of_others_alone(alice, alice_client, charlie_client):
    fill(alice_client)
    found = fill(charlie_client)
    before, rows = again(charlie_client, found), rows_of(charlie_client, found)
    close_account(alice)
    erase_account(alice)
    assert again(charlie_client, found) == before
    assert rows_of(charlie_client, found) == rows
    assert looked_at(charlie_client, csv(*DAY))["mapping"]["sign"] == "expense"


def test_it_imports_nothing_for_an_account_that_is_closed(alice, alice_client):
    close_account(alice)
    assert refused(send(alice_client, csv(*DAY)), 401, "token_not_valid")
    assert not Import.objects.exists()


def test_it_leaves_a_job_nothing_to_do(alice, alice_client):
    book = alice.book.pk
    found = looked_at(alice_client, csv(*DAY))
    Import.objects.filter(pk=found["id"]).update(status="committing")
    close_account(alice)
    erase_account(alice)
    carry_import_through(book, found["id"], "import.commit")
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


def test_it_lets_the_file_go_once_it_is_committed(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    assert ImportPiece.objects.count() == 1
    alice_client.post(url_of(found, "commit"))
    assert ImportPiece.objects.count() == 0


def test_it_deletes_rows_and_file_with_an_import(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    assert alice_client.delete(url_of(found)).status_code == 204
    assert not any(model._base_manager.exists() for model in (Import, ImportPiece, ImportRow))
