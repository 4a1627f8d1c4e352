"""Cursors of `GET /api/changes/` that are none, or lead nowhere any more."""

import base64
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from ledger.models import Book
from ledger.pruning import prune
from ledger.syncing import Place
from tests.entries import record, record_all
from tests.ledger.operations import TRANSACTIONS, Household, fill
from tests.ledger.replica import CHANGES, Replica, in_pages_of, lists, over_http
from tests.refusals import faults, refused
from users.models import User


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


@pytest.fixture
def replica(alice_client: Any, own: Household) -> Replica:
    replica = Replica()
    replica.follow(over_http(alice_client))
    return replica


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode()


def as_cursor(*parts: Any) -> str:
    return encoded(json.dumps(parts))


def place_of(cursor: str | None) -> Place:
    assert cursor is not None
    return Place.read(cursor)


def expired(client: Any, cursor: str | None) -> bool:
    return refused(client.get(CHANGES, {"since": cursor}), 410, "cursor_expired")


NO_TEXT = ["", " ", "0", "\x00", "=", "====", "null", "W10", "é", "🍵", "😀" * 500, "a" * 3_000]
NO_CURSOR = [
    "",
    "\x00",
    "[" * 100_000,
    '{"a":' * 50_000,
    "null",
    "true",
    "17",
    '"abcde"',
    "[]",
    "{}",
    '{"epoch": "e", "version": 1}',
    '["e"]',
    '["e", 1, 0, 0, 0, 1]',
    '[["e"], 1, 0, 0, 0]',
    "[null, 1, 0, 0, 0]",
    '["e", "1", 0, 0, 0]',
    '["e", 1.0, 0, 0, 0]',
    '["e", true, 0, 0, 0]',
    '["e", 1, null, 0, 0]',
    '["e", 1, 0, [], 0]',
    '["e", 1, 0, 0, false]',
    '["e", 1, 0, 0, "0"]',
    '["e", 1, 0, 0, -1]',
    '["e", -1, 0, 0, 0]',
    '["e", 1, -1, 0, 0]',
    '["e", 1, 0, -1, 0]',
    '["e", NaN, 0, 0, 0]',
    '["e", Infinity, 0, 0, 0]',
    '["e", 1e999, 0, 0, 0]',
    f'["e", {2**63}, 0, 0, 0]',
    f'["e", 1, {2**63}, 0, 0]',
    f'["e", 1, 0, {2**63}, 0]',
    f'["e", 1, 0, 0, {2**63}]',
    f'["e", {"9" * 5_000}, 0, 0, 0]',
    '["\ud800", 1, 0',
]


@pytest.mark.parametrize("text", NO_TEXT)
def test_it_refuses_what_is_no_text_of_a_cursor(alice_client: Any, text: str) -> None:
    answer = alice_client.get(CHANGES, {"since": text})
    assert refused(answer, 400, "invalid")
    assert faults(answer) == [("query", "since")]


@pytest.mark.parametrize("text", NO_CURSOR, ids=range(len(NO_CURSOR)))
def test_it_refuses_what_is_no_cursor_inside(alice_client: Any, text: str) -> None:
    answer = alice_client.get(CHANGES, {"since": encoded(text)})
    assert refused(answer, 400, "invalid")
    assert faults(answer) == [("query", "since")]


def test_it_refuses_a_part_of_a_cursor(alice_client: Any, replica: Replica) -> None:
    assert replica.cursor is not None
    for end in range(1, len(replica.cursor)):
        answer = alice_client.get(CHANGES, {"since": replica.cursor[:end]})
        assert refused(answer, 400, "invalid"), end


def test_it_refuses_two_cursors_and_other_words(alice_client: Any, replica: Replica) -> None:
    twice = alice_client.get(f"{CHANGES}?since={replica.cursor}&since={replica.cursor}")
    assert faults(twice) == [("query", "since")]
    for name in ("page", "page_size", "cursor", "size"):
        assert faults(alice_client.get(CHANGES, {name: "1"})) == [("query", name)]


def test_it_refuses_the_cursor_of_somebody_else(charlie_client: Any, replica: Replica) -> None:
    assert expired(charlie_client, replica.cursor)


def test_it_refuses_an_epoch_that_never_was(alice_client: Any, replica: Replica) -> None:
    for epoch in ("", "0" * 32, "\x00", "\ud800", "e" * 1_000):
        assert expired(alice_client, as_cursor(epoch, 1, 0, 0, 0))


def test_it_refuses_a_cursor_from_the_future(alice_client: Any, replica: Replica) -> None:
    now = place_of(replica.cursor)
    for version in (now.version + 1, now.version + 2, 2**63 - 1):
        for rank, number in ((now.rank, now.id), (0, 0), (1, 5), (2**63 - 1, 2**63 - 1)):
            for versions in ((version, 0), (0, version), (now.version, version)):
                parts = (now.epoch, versions[0], rank, number, versions[1])
                assert expired(alice_client, as_cursor(*parts)), parts


def test_it_answers_any_place_of_these_books(alice_client: Any, replica: Replica) -> None:
    """Whoever makes one up has what comes after it, and no 500."""
    now = place_of(replica.cursor)
    for rank in (0, 2, 3, 98, 99, 100, 2**63 - 1):
        for number in (0, 1, 2**63 - 1):
            for began_at in (0, 1, now.version):
                cursor = as_cursor(now.epoch, now.version, rank, number, began_at)
                over_http(alice_client)(cursor)


def test_it_refuses_a_cursor_from_before_a_restore(alice_client: Any, replica: Replica) -> None:
    call_command("new_epoch")
    assert expired(alice_client, replica.cursor)
    replica = Replica()
    replica.follow(over_http(alice_client))
    assert replica.rows == lists(alice_client)
    assert over_http(alice_client)(replica.cursor)["changes"] == []


def test_it_refuses_to_go_on_with_a_first_reading_after_a_restore(
    alice: User, alice_client: Any, own: Household
) -> None:
    replica = Replica()
    replica.take(in_pages_of(alice, 5))
    call_command("new_epoch", "--user", "alice")
    assert expired(alice_client, replica.cursor)


# Pruned


def forget_all(user: User) -> None:
    """Every operation so far."""
    assert prune(Book.objects.get(owner=user).pk, timezone.now()) > 0


def test_it_refuses_a_cursor_older_than_what_is_kept(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    record(alice_client)
    forget_all(alice)
    assert expired(alice_client, replica.cursor)


def test_it_goes_on_from_the_last_version_that_is_gone(
    alice: User, alice_client: Any, replica: Replica, own: Household
) -> None:
    forget_all(alice)
    assert place_of(replica.cursor).version == Book.objects.get(owner=alice).pruned_to
    assert over_http(alice_client)(replica.cursor)["changes"] == []
    alice_client.delete(own.first)
    replica.follow(over_http(alice_client))
    assert replica.rows == lists(alice_client)


def test_it_refuses_a_cursor_inside_a_version_that_is_gone(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    """What was deleted is said last, and would be lost."""
    record_all(alice, [{"description": "Many"}] * 5)
    replica.follow(over_http(alice_client))
    body = {"filter": {"search": "many"}, "expected_count": 5}
    assert alice_client.post(f"{TRANSACTIONS}bulk/delete/", body).status_code == 200
    assert replica.take(in_pages_of(alice, 2))["has_more"]
    forget_all(alice)
    assert expired(alice_client, replica.cursor)


def test_it_begins_anew_whatever_is_gone(
    alice: User, alice_client: Any, replica: Replica, own: Household
) -> None:
    for _ in range(2):
        alice_client.delete(f"{TRANSACTIONS}{own.rows.pop()}/")
        forget_all(alice)
        for size in (3, 500):
            fresh = Replica()
            fresh.follow(in_pages_of(alice, size))
            assert fresh.rows == lists(alice_client)
            assert over_http(alice_client)(fresh.cursor)["changes"] == []


def test_it_has_other_tags_once_something_is_gone(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    """The 410 must not hide behind a 304."""
    query = {"since": replica.cursor}
    record(alice_client)
    tag = alice_client.get(CHANGES, query)["ETag"]
    forget_all(alice)
    answer = alice_client.get(CHANGES, query, HTTP_IF_NONE_MATCH=tag)
    assert refused(answer, 410, "cursor_expired")
