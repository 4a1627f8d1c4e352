"""An export on its way: of one moment, in constant memory, tagged, limited, closed at any time."""

import tracemalloc
from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from rest_framework.test import APIClient

from exports.formats import FORMATS
from ledger.models import Book
from tests.entries import record, record_all
from tests.ledger.threads import meanwhile
from tests.queries import counted
from tests.refusals import refused
from tests.transactions.exports import EXPORT, exported, sent
from tests.users.people import with_header
from transactions import exporting
from transactions.exporting import Selected, send
from transactions.filters import Selection
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def in_small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_A_PAGE", 5)


def all_of(alice: User) -> Selected:
    return Selected(Book.objects.get(owner=alice), Selection())


@pytest.mark.parametrize("name", ["jsonl", "ofx"])
def test_it_has_every_row_once_wherever_a_page_ends(
    alice: User, alice_client: APIClient, in_small_pages: None, name: str
) -> None:
    # Within a day, and between two.
    record_all(alice, [{"date": date(2026, 3, 1 + number // 7)} for number in range(20)])
    found = sent(alice_client, f"format={name}")
    assert found.count(b"\n" if name == "jsonl" else b"</STMTTRN>") == 20
    rows = exported(alice_client)
    keys = [(row["date"], row["id"]) for row in rows]
    assert keys == sorted(set(keys))


#: Besides the sign-in. OFX and QIF ask which currencies there are, and for the rows of each.
COSTS = {"csv": 1, "jsonl": 1, "xlsx": 1, "ofx": 3, "qif": 3, "beancount": 2, "ledger": 2}


@pytest.mark.parametrize("name", FORMATS)
def test_its_queries_do_not_depend_on_the_rows(
    alice: User, alice_client: APIClient, name: str
) -> None:
    for rows in (2, 40):
        record_all(alice, [{"currency": "USD"}, {"currency": "EUR"}] * (rows // 2))
        with counted() as queries:
            sent(alice_client, f"format={name}")
        assert len(queries) == 1 + COSTS[name], queries


def test_it_asks_once_for_each_page(alice: User, in_small_pages: None) -> None:
    record_all(alice, [{}] * 12)
    books = all_of(alice)
    with counted() as queries:
        assert [len(page) for page in books.pages()] == [5, 5, 2]
    assert len(queries) == 3, queries


def test_more_rows_take_no_more_memory(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_A_PAGE", 50)
    record_all(alice, [{"notes": "x" * 1_000}] * 100)
    few = _peak(all_of(alice))
    record_all(alice, [{"notes": "x" * 1_000}] * 900)
    assert _peak(all_of(alice)) < 1.2 * few


def _peak(books: Selected) -> int:
    """The bytes that reading everything took at its height."""
    deque(books.pages(), maxlen=0)  # what only a first time needs
    tracemalloc.start()
    try:
        deque(books.pages(), maxlen=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_it_is_of_one_moment(alice: User, alice_client: APIClient, in_small_pages: None) -> None:
    made = record_all(alice, [{"description": f"row {number}"} for number in range(12)])
    before = sent(alice_client)
    pieces = iter(alice_client.get(EXPORT).streaming_content)
    head = next(pieces) + next(pieces)
    header = alice_client._credentials["HTTP_AUTHORIZATION"]

    def write() -> None:
        client = with_header(header)
        assert client.delete(f"/api/transactions/{made[11]}/").status_code == 204
        record(client, description="too late")

    meanwhile(write)
    assert head + b"".join(pieces) == before
    assert b"too late" in sent(alice_client)


@pytest.mark.parametrize("name", FORMATS)
def test_closed_early_it_leaves_nothing_open(
    alice: User, alice_client: APIClient, in_small_pages: None, name: str
) -> None:
    record_all(alice, [{}] * 12)
    file = send(alice.pk, all_of(alice), name)
    reading = iter(file)
    assert next(reading)
    assert connection.in_atomic_block
    file.close()
    assert not connection.in_atomic_block
    assert getattr(connection, "transaction_mode", "IMMEDIATE") == "IMMEDIATE"
    record(alice_client)


def test_it_makes_one_of_a_persons_at_a_time(
    alice_client: APIClient, charlie_client: APIClient
) -> None:
    first = alice_client.get(EXPORT)
    refusal = alice_client.get(EXPORT)
    assert refused(refusal, 503, "unavailable")
    assert int(refusal["Retry-After"]) > 0
    assert refused(alice_client.get("/api/me/export/"), 503, "unavailable")
    assert sent(charlie_client)
    first.close()
    assert sent(alice_client)


def test_what_is_not_sent_leaves_no_place_taken(alice_client: APIClient) -> None:
    for _ in range(3):
        assert alice_client.get(EXPORT, HTTP_IF_NONE_MATCH="*").status_code == 304
        assert alice_client.get(f"{EXPORT}?x=1").status_code == 400
        assert alice_client.head(EXPORT).status_code == 200
    assert sent(alice_client)


def test_head_has_the_headers_of_get(alice_client: APIClient) -> None:
    whole, head = alice_client.get(EXPORT), alice_client.head(EXPORT)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Disposition", "Cache-Control", "Vary"):
        assert head[name] == whole[name]
    whole.close()


def test_it_is_not_sent_again(alice_client: APIClient, charlie_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        tag = alice_client.head(EXPORT)["ETag"]
        with counted() as queries:
            again = alice_client.get(EXPORT, HTTP_IF_NONE_MATCH=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert len(queries) == 1, queries
        other = alice_client.head(f"{EXPORT}?format=qif", HTTP_IF_NONE_MATCH=tag)
        assert other.status_code == 200
        assert charlie_client.head(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 200
        record(alice_client)
        assert alice_client.head(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 200
        clock.shift(timedelta(days=1))
        assert alice_client.head(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 200


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_sixty_an_hour(alice_client: APIClient, charlie_client: APIClient, clock: Any) -> None:
    tag = alice_client.head(EXPORT)["ETag"]
    for left in range(58, -1, -1):
        response = alice_client.head(EXPORT)
        assert (response.status_code, response["RateLimit-Remaining"]) == (200, str(left))
    response = alice_client.get(EXPORT)
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == "3600"
    assert alice_client.get(EXPORT, HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert charlie_client.head(EXPORT).status_code == 200
    clock.shift(timedelta(hours=1))
    assert alice_client.head(EXPORT).status_code == 200
