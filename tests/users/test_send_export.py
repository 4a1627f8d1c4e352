"""A zip on its way: of one moment, tagged, limited, and closed at any time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from rest_framework.test import APIClient

from tests.budgets.plans import plan
from tests.conftest import client_of
from tests.entries import record, record_all
from tests.ledger.threads import meanwhile
from tests.refusals import faults, refused
from tests.users.exports import EXPORT, exported, opened, parsed, sent
from tests.users.named_tokens import PHONE, TOKENS, create
from tests.users.people import with_header
from users import exporting
from users.exporting import Export
from users.models import User
from users.registration import open_account

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def in_small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_A_PAGE", 5)


def test_it_is_of_one_moment(alice: User, alice_client: APIClient, in_small_pages: None) -> None:
    made = record_all(alice, [{"description": f"row {number}"} for number in range(12)])
    before = exported(alice_client)
    pieces = iter(alice_client.get(EXPORT).streaming_content)
    head = b""
    while b"categories.json" not in head:
        head += next(pieces)
    header = alice_client._credentials["HTTP_AUTHORIZATION"]

    def write() -> None:
        client = with_header(header)
        assert client.delete(f"/api/transactions/{made[11]}/").status_code == 204
        record(client, description="too late", category="Late")
        plan(client, category="Late")

    meanwhile(write)
    content = head + b"".join(pieces)
    assert parsed(content) == before
    assert b"too late" in opened(sent(alice_client))["transactions.json"]


def test_closed_early_it_leaves_nothing_open(
    alice: User, alice_client: APIClient, in_small_pages: None
) -> None:
    record_all(alice, [{}] * 12)
    pieces = Export(alice)
    reading = iter(pieces)
    assert next(reading)
    assert connection.in_atomic_block
    pieces.close()
    assert not connection.in_atomic_block
    assert getattr(connection, "transaction_mode", "IMMEDIATE") == "IMMEDIATE"
    record(alice_client)


def test_what_is_not_sent_leaves_no_place_taken(alice_client: APIClient) -> None:
    for _ in range(5):
        assert alice_client.get(EXPORT, HTTP_IF_NONE_MATCH="*").status_code == 304
        assert alice_client.get(f"{EXPORT}?x=1").status_code == 400
    assert opened(sent(alice_client))


def test_it_makes_one_of_a_persons_at_a_time(
    alice_client: APIClient, charlie_client: APIClient
) -> None:
    first = alice_client.get(EXPORT)
    assert refused(alice_client.get(EXPORT), 503, "unavailable")
    assert opened(sent(charlie_client))
    first.close()
    assert opened(sent(alice_client))


def test_it_makes_two_at_a_time(alice_client: APIClient, charlie_client: APIClient) -> None:
    first, second = (client.get(EXPORT) for client in (alice_client, charlie_client))
    eve = client_of(open_account(username="eve", email="", password=None))
    refusal = eve.get(EXPORT)
    assert refused(refusal, 503, "unavailable")
    assert int(refusal["Retry-After"]) > 0
    first.close()
    first.close()
    assert opened(sent(eve))
    assert opened(b"".join(second.streaming_content))
    second.close()


def test_it_needs_a_sign_in(anonymous_client: APIClient) -> None:
    for accept in ("*/*", "application/zip", "application/json"):
        response = anonymous_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert refused(response, 401, "not_authenticated")


_ZIP = ["*/*", "application/zip", "application/*", "application/json"]
_ZIP += ["text/html, application/zip;q=0.5"]


def test_it_is_a_zip_or_not_acceptable(alice_client: APIClient) -> None:
    for accept in _ZIP:
        response = alice_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
        assert opened(b"".join(response.streaming_content))
    for accept in ("text/html", "image/png"):
        response = alice_client.get(EXPORT, HTTP_ACCEPT=accept)
        assert refused(response, 406, "not_acceptable")


def test_it_refuses_what_it_does_not_know(alice_client: APIClient) -> None:
    response = alice_client.get(f"{EXPORT}?format=csv", HTTP_ACCEPT="application/zip")
    assert faults(response) == [("query", "format")]
    assert refused(alice_client.post(EXPORT), 405, "method_not_allowed")


def test_head_has_the_headers_of_get(alice_client: APIClient) -> None:
    whole, head = alice_client.get(EXPORT), alice_client.head(EXPORT)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert head[name] == whole[name]
    whole.close()


def _use(client: APIClient, key: str) -> None:
    assert with_header(f"Token {key}").get("/api/me/").status_code == 200


def test_its_tag_changes_with_what_it_has(alice: User, alice_client: APIClient) -> None:
    row = create(alice_client)
    acts: list[Any] = [
        lambda: _use(alice_client, row["key"]),
        lambda: alice_client.delete(f"{TOKENS}{row['id']}/"),
        lambda: alice_client.post(TOKENS, PHONE),
        lambda: alice_client.patch("/api/me/", {"first_name": "Alice"}),
        lambda: record(alice_client),
        lambda: plan(alice_client),
    ]
    seen = {_tag(alice_client)}
    for number, act in enumerate(acts, start=2):
        act()
        seen.add(_tag(alice_client))
        assert len(seen) == number
        assert _tag(alice_client) in seen


def _tag(client: APIClient) -> str:
    response = client.head(EXPORT)
    assert response.status_code == 200
    return str(response["ETag"])


def test_it_is_not_sent_again(alice_client: APIClient, charlie_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tag = _tag(alice_client)
        again = alice_client.get(EXPORT, HTTP_IF_NONE_MATCH=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert charlie_client.head(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 200
        clock.shift(timedelta(days=1))
        assert alice_client.head(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_twenty_an_hour(alice_client: APIClient, charlie_client: APIClient, clock: Any) -> None:
    tag = _tag(alice_client)
    for left in range(18, -1, -1):
        response = alice_client.get(EXPORT)
        assert (response.status_code, response["RateLimit-Remaining"]) == (200, str(left))
        response.close()
    response = alice_client.get(EXPORT)
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == "3600"
    assert alice_client.get(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert charlie_client.head(EXPORT).status_code == 200
    clock.shift(timedelta(hours=1))
    assert alice_client.head(EXPORT).status_code == 200
