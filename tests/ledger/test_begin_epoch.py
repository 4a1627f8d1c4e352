"""`manage.py new_epoch`: after a restore, nothing that a client has from before may match."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Book
from tests.entries import record
from tests.ledger.operations import PATH, TRANSACTIONS, fill, number_of, state_of, undone
from tests.refusals import refused
from users.models import User


def run(*arguments: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("new_epoch", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


def epoch_of(user: User) -> str:
    return Book.objects.get(owner=user).epoch


def test_it_gives_each_book_an_epoch_of_its_own(alice: User, charlie: User) -> None:
    before = {epoch_of(alice), epoch_of(charlie)}
    assert run() == "Books in a new epoch: 2.\n"
    after = {epoch_of(alice), epoch_of(charlie)}
    assert len(before | after) == 4
    assert all(len(epoch) == 32 for epoch in after)


@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.org"])
def test_it_changes_one_users_books(alice: User, charlie: User, name: str) -> None:
    before = (epoch_of(alice), epoch_of(charlie))
    assert run("--user", name) == "Books in a new epoch: 1.\n"
    assert epoch_of(alice) != before[0]
    assert epoch_of(charlie) == before[1]


def test_it_says_plainly_that_there_is_no_such_user(alice: User) -> None:
    before = epoch_of(alice)
    with pytest.raises(CommandError, match=r"^There is no user nobody\.$"):
        run("--user", "nobody")
    assert epoch_of(alice) == before


def test_it_begins_none_where_there_are_no_books(transactional_db: None) -> None:
    assert run() == "Books in a new epoch: 0.\n"


def test_it_changes_nothing_in_the_books(alice: User, alice_client: Any) -> None:
    own = fill(alice_client)
    before, version = state_of(alice), Book.objects.get(owner=alice).version
    number = number_of(alice_client.delete(own.first))
    run()
    undone(alice_client, number)
    assert state_of(alice) == before
    assert Book.objects.get(owner=alice).version == version + 2


@pytest.mark.parametrize("path", ["transactions/", "categories/", "operations/", "analytics/"])
def test_it_has_every_tag_outdated(alice_client: Any, path: str) -> None:
    tag = alice_client.get(f"/api/{path}")["ETag"]
    assert alice_client.get(f"/api/{path}", HTTP_IF_NONE_MATCH=tag).status_code == 304
    run()
    assert alice_client.get(f"/api/{path}", HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_it_takes_no_tag_of_before_for_one_of_after(alice_client: Any) -> None:
    """A write by the tag of a row that was read before the restore: it may be another row now."""
    url = f"{TRANSACTIONS}{record(alice_client)['id']}/"
    tag = alice_client.get(url)["ETag"]
    run()
    assert refused(alice_client.patch(url, {"amount": "1"}, HTTP_IF_MATCH=tag), 412, "stale")
    tag = alice_client.get(url)["ETag"]
    assert alice_client.patch(url, {"amount": "1"}, HTTP_IF_MATCH=tag).status_code == 200


def test_it_takes_no_cursor_of_before(alice_client: Any, charlie_client: Any) -> None:
    cursor = alice_client.get("/api/changes/").json()["cursor"]
    query = {"since": cursor}
    assert alice_client.get("/api/changes/", query).status_code == 200
    run("--user", "alice")
    assert refused(alice_client.get("/api/changes/", query), 410, "cursor_expired")
    again = alice_client.get("/api/changes/").json()
    assert len(again["changes"]) == 12
    assert alice_client.get("/api/changes/", {"since": again["cursor"]}).status_code == 200


def test_it_keeps_the_history(alice_client: Any) -> None:
    fill(alice_client)
    before = alice_client.get(PATH).json()
    run()
    assert alice_client.get(PATH).json() == before
