"""Answers that take long are kept where there is a Redis, and are right whatever happens then."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine

from common.remote import remote_at
from tests.common.redis_server import PROGRAM, RedisServer
from tests.entries import record
from tests.queries import counted
from tests.reports.test_count_queries import CLOSED

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed")

KEPT = ["analytics/", "reports/calendar/?year=2026", "reports/insights/"]


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path)
    settings.REDIS_URL = running.url
    yield running
    remote_at(running.url).close()
    running.stop()


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 3, 17, 12, tzinfo=UTC), tick=False) as travelled:
        yield travelled


def keys(server: RedisServer) -> int:
    with redis.Redis.from_url(server.url) as client:
        return len(client.keys("answer:*"))


@pytest.mark.parametrize("path", KEPT)
def test_it_reads_the_books_once(server: RedisServer, alice_client: Any, path: str) -> None:
    record(alice_client, date="2026-03-02", category="Food")
    first = alice_client.get(f"/api/{path}")
    with counted() as queries:
        again = alice_client.get(f"/api/{path}")
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert len(queries) == 1  # the sign-in's


@pytest.mark.parametrize("path", KEPT)
def test_it_answers_anew_after_a_write(server: RedisServer, alice_client: Any, path: str) -> None:
    before = alice_client.get(f"/api/{path}").content
    for number in range(1, 7):
        record(alice_client, date=f"2026-03-{number:02}", category=["Food", "Rent"][number % 2])
    after = alice_client.get(f"/api/{path}").content
    assert after != before
    assert alice_client.get(f"/api/{path}").content == after


def test_it_answers_anew_on_another_day(server: RedisServer, alice_client: Any, clock: Any) -> None:
    before = alice_client.get("/api/analytics/").json()
    clock.move_to(datetime(2026, 3, 18, 12, tzinfo=UTC))
    assert alice_client.get("/api/analytics/").json()["end_date"] != before["end_date"]


def test_it_keeps_nobodys_answer_for_another(
    server: RedisServer, alice_client: Any, charlie_client: Any
) -> None:
    record(alice_client, date="2026-03-02")
    hers = alice_client.get("/api/analytics/").json()
    his = charlie_client.get("/api/analytics/").json()
    assert (hers["count"], his["count"]) == (1, 0)
    assert charlie_client.get("/api/analytics/").json() == his


def test_it_keeps_them_for_a_while_alone(server: RedisServer, alice_client: Any) -> None:
    alice_client.get("/api/analytics/")
    with redis.Redis.from_url(server.url) as client:
        (key,) = client.keys("answer:*")
        assert 0 < client.ttl(key) <= 600


def test_it_keeps_no_refusal_and_no_short_answer(server: RedisServer, alice_client: Any) -> None:
    assert alice_client.get("/api/reports/calendar/?year=0").status_code == 400
    for path in CLOSED:
        if path.startswith("reports/summary"):
            assert alice_client.get(f"/api/{path}").status_code == 200
    assert keys(server) == 0


def test_it_answers_without_redis(server: RedisServer, alice_client: Any) -> None:
    first = alice_client.get("/api/analytics/").content
    server.stop()
    assert alice_client.get("/api/analytics/").content == first
