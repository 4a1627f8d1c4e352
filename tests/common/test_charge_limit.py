"""Limits where they are counted: in the database, in the process, in Redis."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from django.http import HttpRequest

from common.limits import (
    Counter,
    DatabaseCounter,
    Limit,
    ProcessCounter,
    RedisCounter,
    charge,
    count_in_database,
    shared_counter,
)
from common.models import LimitCount
from common.problems import Problem
from common.remote import Remote
from tests.common.redis_server import PROGRAM, RedisServer
from tests.ledger.threads import at_once

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
THREE = Limit("three", times=3, seconds=60)

needs_redis = pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed")


@pytest.fixture(autouse=True)
def _throttled(settings: Any) -> None:
    settings.THROTTLE = True


_opened: list[Remote] = []


def _redis_counter(url: str) -> RedisCounter:
    _opened.append(Remote(url))
    return RedisCounter(_opened[-1], ProcessCounter())


@pytest.fixture(autouse=True)
def _close_what_was_opened() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path)
    yield running
    running.stop()


@pytest.fixture(
    params=["database", "process", pytest.param("redis", marks=needs_redis)],
)
def counter(request: pytest.FixtureRequest, transactional_db: None) -> Counter:
    if request.param == "database":
        return DatabaseCounter()
    if request.param == "redis":
        return _redis_counter(request.getfixturevalue("server").url)
    return ProcessCounter()


def _passes(counter: Counter, caller: str = "someone", limit: Limit = THREE) -> bool:
    try:
        charge(HttpRequest(), limit, caller, counter)
    except Problem:
        return False
    return True


def test_it_lets_so_many_pass_in_each_window(counter: Counter, clock: Any) -> None:
    assert [_passes(counter) for _ in range(5)] == [True, True, True, False, False]
    clock.shift(timedelta(seconds=59))
    assert not _passes(counter)
    clock.shift(timedelta(seconds=1))
    assert [_passes(counter) for _ in range(4)] == [True, True, True, False]


def test_it_counts_callers_and_scopes_apart(counter: Counter, clock: Any) -> None:
    assert [_passes(counter) for _ in range(4)][-1] is False
    assert _passes(counter, "someone else")
    assert _passes(counter, limit=Limit("other", times=3, seconds=60))


def test_it_counts_twenty_at_once_as_twenty(counter: Counter, clock: Any) -> None:
    ten = Limit("ten", times=10, seconds=60)
    passed = at_once(20, lambda _: _passes(counter, limit=ten))
    assert sorted(passed) == [False] * 10 + [True] * 10


def test_it_tells_what_is_left(clock: Any) -> None:
    clock.shift(timedelta(seconds=45))
    counter, request = ProcessCounter(), HttpRequest()
    charge(request, THREE, "someone", counter)
    usage: Any = request.usage  # type: ignore[attr-defined]
    assert usage.headers == {
        "RateLimit-Limit": "3",
        "RateLimit-Remaining": "2",
        "RateLimit-Reset": "15",
    }


def test_it_tells_of_the_tightest_of_two(clock: Any) -> None:
    counter, request = ProcessCounter(), HttpRequest()
    charge(request, Limit("wide", times=60, seconds=60), "someone", counter)
    charge(request, THREE, "someone", counter)
    charge(request, Limit("wider", times=600, seconds=60), "someone", counter)
    assert request.usage.limit is THREE  # type: ignore[attr-defined]


def test_it_says_when_to_come_back(clock: Any) -> None:
    clock.shift(timedelta(seconds=10))
    counter = ProcessCounter()
    for _ in range(3):
        _passes(counter)
    with pytest.raises(Problem) as refusal:
        charge(HttpRequest(), THREE, "someone", counter)
    assert refusal.value.code == "throttled"
    assert refusal.value.headers["Retry-After"] == "50"
    assert refusal.value.headers["RateLimit-Remaining"] == "0"


def test_it_does_nothing_where_it_is_switched_off(settings: Any) -> None:
    settings.THROTTLE = False
    counter = ProcessCounter()
    assert all(_passes(counter) for _ in range(10))


@pytest.mark.usefixtures("transactional_db")
def test_it_keeps_no_name_or_address(clock: Any) -> None:
    _passes(count_in_database, "alice@example.org")
    (row,) = LimitCount.objects.all()
    assert "alice" not in row.caller
    assert len(row.caller) == 64


@pytest.mark.usefixtures("transactional_db")
def test_it_drops_the_rows_of_past_days(clock: Any) -> None:
    counter = DatabaseCounter()
    hour = Limit("hour", times=3, seconds=3600)
    for number in range(5):
        _passes(counter, f"caller {number}")
        _passes(counter, f"caller {number}", hour)
    clock.move_to(NOON.replace(hour=23, minute=59))
    _passes(counter, "caller late", hour)
    assert LimitCount.objects.count() == 11
    clock.shift(timedelta(minutes=2))
    assert _passes(counter, "caller new")
    assert LimitCount.objects.count() == 1


@pytest.mark.usefixtures("transactional_db")
def test_it_forgets_nothing_that_still_counts(clock: Any) -> None:
    hour = Limit("hour", times=1, seconds=3600)
    assert _passes(DatabaseCounter(), limit=hour)
    # Another process's first count of the day.
    assert not _passes(DatabaseCounter(), limit=hour)
    clock.move_to(NOON.replace(hour=0) + timedelta(days=1))
    assert _passes(DatabaseCounter(), limit=hour)
    assert not _passes(DatabaseCounter(), limit=hour)


@needs_redis
def test_two_servers_share_what_redis_counts(server: RedisServer, clock: Any) -> None:
    here, there = (_redis_counter(server.url) for _ in range(2))
    assert [_passes(here), _passes(there), _passes(here), _passes(there)] == [True] * 3 + [False]


@needs_redis
def test_redis_keeps_a_count_no_longer_than_it_counts(server: RedisServer, clock: Any) -> None:
    _passes(_redis_counter(server.url))
    with redis.Redis.from_url(server.url) as client:
        (key,) = client.keys()
        assert 0 < client.ttl(key) <= 60


@needs_redis
@pytest.mark.parametrize("way", ["freeze", "stop"])
def test_a_redis_that_goes_away_is_asked_once(server: RedisServer, clock: Any, way: str) -> None:
    counter = _redis_counter(server.url)
    assert _passes(counter)
    getattr(server, way)()
    started = time.monotonic()
    assert [_passes(counter) for _ in range(4)] == [True, True, True, False]
    assert not any(_passes(counter) for _ in range(1000))
    # Asked every time, a frozen one would cost a quarter of a second a thousand times.
    assert time.monotonic() - started < 100


@needs_redis
def test_a_redis_that_was_never_there_is_no_error(server: RedisServer, clock: Any) -> None:
    server.stop()
    counter = _redis_counter(server.url)
    assert [_passes(counter) for _ in range(4)] == [True, True, True, False]


@needs_redis
def test_a_redis_that_comes_back_counts_again(
    server: RedisServer, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = _redis_counter(server.url)
    server.stop()
    assert _passes(counter)
    server.start()
    monkeypatch.setattr("common.remote._REST", 0.0)
    later = time.monotonic() + 60
    monkeypatch.setattr("common.remote.time.monotonic", lambda: later)
    assert _passes(counter)
    with redis.Redis.from_url(server.url) as client:
        assert len(client.keys()) == 1


def test_the_shared_counter_is_one_for_each_redis(settings: Any) -> None:
    settings.REDIS_URL = ""
    process = shared_counter()
    assert isinstance(process, ProcessCounter)
    assert shared_counter() is process
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert isinstance(shared_counter(), RedisCounter)
    assert shared_counter() is shared_counter()
