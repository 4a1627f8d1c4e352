"""Naming a token over HTTP: what it takes, and when its key is shown."""

from datetime import UTC, datetime
from typing import Any

import time_machine
from rest_framework.test import APIClient

from ledger.models import Operation
from tests.entries import nothing_written
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.named_tokens import PHONE, TOKENS, create, fill, without_key
from tests.users.people import everything_stored, hidden_part, send, status_of
from users.models import AccessToken, User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_READ_ONLY = {"id", "prefix", "created_at", "last_used_at", "key"}
FIELDS = _READ_ONLY | {"name", "scope", "expires_at"}


def test_it_creates_a_token_that_works(alice_client: APIClient) -> None:
    response = alice_client.post(TOKENS, PHONE)
    row = response.json()
    assert set(row) == FIELDS
    assert (row["name"], row["scope"]) == ("My phone", "write")
    assert (row["expires_at"], row["last_used_at"]) == (None, None)
    assert row["key"].startswith(row["prefix"])
    assert response["Location"] == f"http://testserver{TOKENS}{row['id']}/"
    assert "no-store" in response["Cache-Control"]
    assert Operation.objects.get(pk=response["Operation-Id"]).kind == "token.create"
    assert status_of(f"Token {row['key']}") == status_of(f"Bearer {row['key']}") == 200


_TAKEN: list[dict[str, Any]] = [
    {"name": "x" * 100},
    {"name": "🍣 " * 50},
    {"scope": "read"},
    {"expires_at": None},
    {"id": 5, "prefix": "p", "created_at": "c", "last_used_at": "l", "key": "k"},
]


def test_it_shows_what_it_took(alice_client: APIClient) -> None:
    for fields in _TAKEN:
        row = create(alice_client, **fields)
        for name, value in fields.items():
            assert (row[name] == value) is (name not in _READ_ONLY)
        assert alice_client.get(f"{TOKENS}{row['id']}/").json() == without_key(row)
        assert alice_client.get(TOKENS).json()["results"][0] == without_key(row)


_INSTANTS = [
    ("2026-11-21T12:00:01Z", "2026-11-21T12:00:01Z"),
    ("2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00Z"),
    ("2027-01-31 12:00:00-00:00", "2027-01-31T12:00:00Z"),
    ("2027-01-31t12:00:00.25z", "2027-01-31T12:00:00.250000Z"),
    ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
]


def test_it_takes_an_instant_with_its_zone(alice_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False):
        for sent, kept in _INSTANTS:
            row = create(alice_client, expires_at=sent)
            assert row["expires_at"] == kept
            assert alice_client.get(f"{TOKENS}{row['id']}/").json() == without_key(row)


_NO_INSTANT = [
    *("2026-11-21T12:00:00Z", "2026-11-21T13:59:59+02:00", "1990-01-01T00:00:00Z"),
    *("2027-01-31T12:00:00", "2027-01-31", "2027-01-31_12:00:00Z", "2027-02-30T12:00:00Z"),
    *("2027-01-31T25:00:00Z", "2027-01-31T12:00:00+99:00", "2027-01-31T12:00Z", "tomorrow"),
    *("9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "２０２７-01-31T12:00:00Z"),
    *("10000-01-01T00:00:00Z", "0000-00-00T00:00:00Z", "2027-01-31T12:00:00Z\n", "", " ", "\x00"),
    *(1_900_000_000, 1.5, True, [], {}, "2027-01-31T12:00:00." + "0" * 5000 + "Z"),
]
_NO_NAME = [None, "", " ", "\u3000\t", "x" * 101, 5, True, [], {}, "\x00", "\ud800"]
_NO_SCOPE = [None, "", "admin", "READ", "read ", "write,read", 5, True, [], ["read"], {}]


_REFUSED: list[tuple[str, list[Any]]] = [
    ("expires_at", _NO_INSTANT),
    ("name", _NO_NAME),
    ("scope", _NO_SCOPE),
    ("expires", ["2027-01-31T12:00:00Z"]),
    ("user", [1]),
    ("login_slot", [1]),
    ("revoked_at", [None]),
]


def test_it_names_the_field_at_fault(alice: User, alice_client: APIClient) -> None:
    sent = [(name, value) for name, values in _REFUSED for value in values]
    with time_machine.travel(NOON, tick=False), nothing_written(alice):
        for name, value in sent:
            response = send(alice_client, TOKENS, PHONE | {name: value})
            assert refused(response, 400, "invalid")
            assert set(faults(response)) == {("body", name)}, ascii(value)
    assert alice_client.get(TOKENS).json()["count"] == 0


def test_it_refuses_what_is_no_object(alice_client: APIClient) -> None:
    for body in (5, "name", [], [PHONE], None, True):
        assert refused(send(alice_client, TOKENS, body), 400, "invalid"), body
    assert faults(send(alice_client, TOKENS, {})) == [("body", "name")]


def test_it_shows_the_key_once_and_to_the_same_request(alice_client: APIClient) -> None:
    first = alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")
    row = first.json()
    status_of(f"Token {row['key']}")
    used = alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")
    assert alice_client.delete(f"{TOKENS}{row['id']}/").status_code == 204
    deleted = alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")
    for again in (used, deleted):
        assert (again.status_code, again.content) == (201, first.content)
        assert again["Idempotent-Replayed"] == "true"
        assert "no-store" in again["Cache-Control"]
        for header in ("Location", "Operation-Id"):
            assert again[header] == first[header]
    assert status_of(f"Token {row['key']}") == 401
    assert alice_client.get(TOKENS).json()["count"] == 0


def test_it_keeps_the_key_nowhere(alice_client: APIClient) -> None:
    key = alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one").json()["key"]
    stored = everything_stored()
    assert "My phone" in stored
    assert hidden_part(key) not in stored
    number = alice_client.get(TOKENS).json()["results"][0]["id"]
    shown = alice_client.get(TOKENS).content + alice_client.get(f"{TOKENS}{number}/").content
    assert hidden_part(key).encode() not in shown + alice_client.get("/api/operations/").content


def test_it_refuses_the_key_of_another_request(alice_client: APIClient) -> None:
    create(alice_client)
    alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")
    for body in (PHONE | {"scope": "read"}, {"name": "my phone"}, {}):
        again = alice_client.post(TOKENS, body, HTTP_IDEMPOTENCY_KEY="one")
        assert refused(again, 422, "key_reused")
    assert alice_client.get(TOKENS).json()["count"] == 2


def test_it_makes_one_for_ten_at_once(alice: User, alice_client: APIClient) -> None:
    def act(number: int) -> Any:
        return alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")

    answers = at_once(10, act)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert AccessToken.objects.named_of(alice).count() == 1


def test_it_gives_one_person_a_hundred(alice: User, alice_client: APIClient) -> None:
    ended = datetime(2026, 1, 1, tzinfo=UTC)
    fill(alice, 50, revoked_at=ended)
    fill(alice, 99, expires_at=ended)
    answers = at_once(10, lambda _: alice_client.post(TOKENS, PHONE))
    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 9
    refusal = next(answer for answer in answers if answer.status_code == 400)
    assert "100 tokens" in refusal.json()["detail"]
    assert AccessToken.objects.named_of(alice).count() == 100
    number = alice_client.get(TOKENS).json()["results"][0]["id"]
    assert alice_client.delete(f"{TOKENS}{number}/").status_code == 204
    create(alice_client)
