"""Each verb has its states; in any other it is refused, and nothing changes."""

import pytest

from imports.models import Import
from tests.entries import nothing_written
from tests.imports.uploading import (
    DAY,
    PATH,
    again,
    booked,
    csv,
    imported,
    looked_at,
    rows_of,
    undone,
    url_of,
)
from tests.refusals import refused

CORRECTION = {"mapping": {"sign": "expense"}}
#: Each verb of an import: method, what stands behind its URL, and the body.
VERBS = {
    "correct": ("patch", (), CORRECTION),
    "edit": ("patch", ("rows", 1), {"skip": True}),
    "commit": ("post", ("commit",), {}),
    "undo": ("post", ("undo",), {}),
    "delete": ("delete", (), None),
}
ALLOWED = {
    "ready": {"correct", "edit", "commit", "delete"},
    "committed": {"undo"},
    "undone": {"delete"},
    "failed": {"correct", "delete"},
}
WRONG = [(state, verb) for state in ALLOWED for verb in VERBS if verb not in ALLOWED[state]]


def in_state(client, state):
    if state == "ready":
        return looked_at(client, csv(*DAY))
    if state == "failed":
        return imported(client, csv())
    found = imported(client, csv(*DAY))
    return undone(client, found) if state == "undone" else found


def ask(client, found, verb):
    method, parts, body = VERBS[verb]
    return getattr(client, method)(url_of(found, *parts), body)


@pytest.mark.parametrize(("state", "verb"), WRONG)
def test_it_refuses(alice, alice_client, state, verb):
    found = in_state(alice_client, state)
    assert found["status"] == state
    before = booked(alice_client)
    with nothing_written(alice):
        response = ask(alice_client, found, verb)
    assert refused(response, 409, "wrong_state")
    assert response.json()["detail"].startswith(f"It is {state}: ")
    assert again(alice_client, found) == found
    assert booked(alice_client) == before


@pytest.mark.parametrize("verb", ["correct", "edit"])
@pytest.mark.parametrize("state", ["reading", "committing", "undoing"])
def test_it_is_not_changed_while_it_moves(alice, alice_client, state, verb):
    found = looked_at(alice_client, csv(*DAY))
    Import.objects.filter(pk=found["id"]).update(status=state)
    with nothing_written(alice):
        assert refused(ask(alice_client, found, verb), 409, "wrong_state")


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("reading", "undo"),
        ("committing", "undo"),
        ("committing", "delete"),
        ("undoing", "commit"),
        ("undoing", "delete"),
    ],
)
def test_it_does_not_turn_while_it_moves(alice, alice_client, state, verb):
    found = looked_at(alice_client, csv(*DAY))
    Import.objects.filter(pk=found["id"]).update(status=state)
    with nothing_written(alice):
        assert refused(ask(alice_client, found, verb), 409, "wrong_state")
    assert again(alice_client, found)["status"] == state


@pytest.mark.parametrize("state", ["reading", "committing"])
def test_it_goes_on_where_it_was_stopped(alice_client, state):
    found = looked_at(alice_client, csv(*DAY))
    Import.objects.filter(pk=found["id"]).update(status=state)
    assert ask(alice_client, found, "commit").json()["created"] == 3
    Import.objects.filter(pk=found["id"]).update(status="undoing", done_to=0)
    assert ask(alice_client, found, "undo").json()["status"] == "undone"
    assert booked(alice_client) == []


def test_it_is_gone_with_its_rows_once_it_is_deleted(alice_client):
    found, other = looked_at(alice_client, csv(*DAY)), looked_at(alice_client, csv(*DAY))
    assert ask(alice_client, found, "delete").status_code == 204
    for response in (alice_client.get(url_of(found)), alice_client.get(url_of(found, "rows"))):
        assert refused(response, 404, "not_found")
    assert all(refused(ask(alice_client, found, verb), 404, "not_found") for verb in VERBS)
    assert [row["id"] for row in alice_client.get(PATH).json()["results"]] == [other["id"]]
    assert len(rows_of(alice_client, other)) == 3


def test_it_undoes_once(alice_client):
    found = undone(alice_client, imported(alice_client, csv(*DAY)))
    imported(alice_client, csv(*DAY))
    assert refused(ask(alice_client, found, "undo"), 409, "wrong_state")
    assert len(booked(alice_client)) == 3


def test_it_takes_no_words_with_an_undo(alice, alice_client):
    found = imported(alice_client, csv(*DAY))
    with nothing_written(alice):
        response = alice_client.post(url_of(found, "undo"), {"dry_run": True})
    assert refused(response, 400, "invalid")
