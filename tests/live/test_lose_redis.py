"""Limits are counted in Redis where there is one; when it dies, nobody notices."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from devtools import services
from devtools.console import Problem
from tests.serving import Server, environment, serving


@pytest.fixture
def redis() -> Iterator[tuple[str, ExitStack]]:
    """The URL of a Redis of our own, and what ends it when it is closed."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(services.redis())
        except Problem as problem:
            pytest.skip(str(problem))
        yield url, stack


@pytest.fixture
def server(live_database: str, redis: tuple[str, ExitStack], tmp_path: Path) -> Iterator[Server]:
    settings = environment(live_database, REDIS_URL=redis[0], THROTTLE="on")
    with serving(settings, tmp_path / "log") as server:
        yield server


def remaining(server: Server, token: str) -> int:
    reply = server.send("GET", "/api/transactions/", token=token)
    assert (reply.status, reply.json()["count"]) == (200, 1)
    assert reply.headers["RateLimit-Limit"] == "1200"
    return int(reply.headers["RateLimit-Remaining"])


def test_it_answers_the_same_when_redis_dies(server: Server, redis: tuple[str, ExitStack]) -> None:
    token = server.register()
    server.post("/api/transactions/", {"type": "expense", "amount": 75.50}, token)
    before = [remaining(server, token) for _ in range(5)]

    redis[1].close()
    after = [remaining(server, token) for _ in range(5)]

    assert all(0 < number < 1200 for number in [*before, *after])
    assert server.get("/api/analytics/", token)["balance"] == "-75.50"
    assert server.post("/api/transactions/", {"type": "expense", "amount": 1}, token)


def test_it_counts_for_all_workers_together(server: Server) -> None:
    token = server.register()
    server.post("/api/transactions/", {"type": "expense", "amount": 75.50}, token)
    numbers = [remaining(server, token) for _ in range(20)]

    # One less each time, whichever worker answered; unless a new minute began meanwhile.
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    assert sum(step != -1 for step in steps) <= 1
