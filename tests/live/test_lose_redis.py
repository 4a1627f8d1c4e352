"""Limits are counted in Redis where there is one; whatever becomes of it, nobody notices."""

import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.common.redis_server import PROGRAM, RedisServer
from tests.serving import Reply, Server, environment, serving

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed")

LIST = "/api/transactions/"
TEA = {"type": "expense", "amount": "7.50", "category": "Tea", "date": "2026-03-01"}
STORY: list[tuple[str, str, Any]] = [
    ("POST", LIST, TEA),
    ("PATCH", "{row}", {"amount": "8.25"}),
    ("GET", "{row}", None),
    ("POST", LIST, TEA | {"amount": "-1"}),
    ("GET", LIST, None),
    ("GET", "/api/reports/monthly-summary/?month=2026-03", None),
    ("GET", "/api/reports/calendar/?year=2026", None),
    ("GET", "/api/reports/calendar/?year=2026", None),
    # What becomes of Redis, becomes of it here.
    ("POST", LIST, TEA),
    ("POST", LIST, TEA | {"type": "income"}),
    ("PATCH", "{row}", {"category": "Coffee"}),
    ("GET", "/api/reports/by-category/?start_date=2026-03-01&end_date=2026-03-31", None),
    ("GET", "/api/reports/calendar/?year=2026", None),
    ("DELETE", "{row}", None),
    ("GET", "/api/reports/calendar/?year=2026", None),
    ("GET", "{row}", None),
    ("GET", LIST, None),
]
HALF = 8
#: Ids and instants, which every account has of its own.
OWN = re.compile(r'(?<=[?&"])(id|category|cursor)(\W+)\d+|()()\d{4}-\d\d-\d\dT[\d:.]+Z')
REQUESTS = 40
Record = Callable[[str, object], None]
#: More than the one short timeout of each worker, and half of what it would be for each request.
SECONDS_MORE = 5.0


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def server(live_database: str, redis: RedisServer, tmp_path: Path) -> Iterator[Server]:
    settings = environment(live_database, REDIS_URL=redis.url, THROTTLE="on")
    with serving(settings, tmp_path / "log") as server:
        yield server


def nothing() -> None:
    pass


def tell(server: Server, halfway: Callable[[], None] = nothing) -> list[tuple[int, str]]:
    """The story's answers to somebody new, statuses and bodies."""
    token, row, answers = server.register(), "", []
    for number, (method, path, body) in enumerate(STORY):
        if number == HALF:
            halfway()
        # The same entry is the same request, sent again: its answer is the first one's.
        named = {"Idempotency_Key": f"{method} {path} {body}"} if method != "GET" else {}
        reply = server.send(
            method, path.format(row=row), body, token=token, X_Request_ID="one-story", **named
        )
        if reply.status == 201:
            row = f"{LIST}{reply.json()['id']}/"
        answers.append((reply.status, plain(reply, server)))
    return answers


def plain(reply: Reply, server: Server) -> str:
    return OWN.sub(r"\1\2<own>", reply.body.decode().replace(server.base, ""))


def seconds_for_many(server: Server, token: str) -> float:
    began = time.monotonic()
    for _ in range(REQUESTS):
        assert 0 < remaining(server, token) < 1200
    return time.monotonic() - began


def remaining(server: Server, token: str) -> int:
    reply = server.send("GET", LIST, token=token)
    assert (reply.status, reply.json()["count"]) == (200, 0)
    assert reply.headers["RateLimit-Limit"] == "1200"
    return int(reply.headers["RateLimit-Remaining"])


@pytest.mark.parametrize("lose", ["stop", "freeze", "flush"])
def test_it_answers_as_without_redis(
    live: Server, server: Server, redis: RedisServer, lose: str, record_property: Record
) -> None:
    token = server.register()
    before, after = seconds_for_many(server, token), 0.0

    def halfway() -> None:
        nonlocal after
        getattr(redis, lose)()
        after = seconds_for_many(server, token)

    without = tell(live)
    assert tell(server, halfway) == without
    redis.thaw()
    assert tell(server) == without
    record_property(f"seconds of {REQUESTS} requests before {lose}", round(before, 2))
    record_property(f"seconds of {REQUESTS} requests after {lose}", round(after, 2))
    assert after < before + SECONDS_MORE


def test_it_answers_the_same_when_redis_never_was(
    live: Server, redis: RedisServer, request: pytest.FixtureRequest, record_property: Record
) -> None:
    redis.stop()
    server: Server = request.getfixturevalue("server")
    taken = [seconds_for_many(server, server.register()) for _ in range(2)]

    assert tell(server) == tell(live)
    record_property(f"seconds of the first {REQUESTS} requests without it", round(taken[0], 2))
    record_property(f"seconds of the next {REQUESTS}", round(taken[1], 2))
    assert taken[0] < taken[1] + SECONDS_MORE


def test_it_counts_for_all_workers_together(server: Server) -> None:
    token = server.register()
    numbers = [remaining(server, token) for _ in range(20)]

    # One less each time, whichever worker answered; unless a new minute began meanwhile.
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    assert sum(step != -1 for step in steps) <= 1
