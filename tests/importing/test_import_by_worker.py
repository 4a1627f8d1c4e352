"""Imports with a broker: the request hands them over, and whichever worker lives does them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.common.redis_server import PROGRAM, RedisServer
from tests.importing.importer import Importer, statement
from tests.proof.books import served_database
from tests.proof.mortal import wait_for
from tests.serving import Server, empty_database, environment, serving
from tests.working import Worker

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill"),
]

ROWS = 15_000
FILE = statement(ROWS)
#: Where it is after the first of its two pieces, and in the end.
HALF, WHOLE = ("committing", 10_000), ("committed", ROWS)
#: A worker may be done before it is killed: then somebody else tries.
TRIES = 5


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path_factory.mktemp("broker"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, redis: RedisServer, django_db_blocker: Any
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("imports")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url, CELERY_BROKER_URL=redis.url), folder / "log") as server,
    ):
        yield server


@pytest.fixture
def worker(server: Server, tmp_path: Path) -> Iterator[Worker]:
    """Not started yet."""
    worker = Worker(server.environment, tmp_path / "log")
    yield worker
    worker.kill()


@pytest.fixture
def books(server: Server, django_db_blocker: Any) -> Iterator[str]:
    with served_database(server, django_db_blocker) as alias:
        yield alias


def assert_is(importer: Importer, number: int, status: str, rows: int) -> None:
    """As soon as the worker is done with it."""
    wait_for(importer.is_at(status, 0))
    shown = importer.shown(number)
    assert (shown["status"], shown["created"], shown["kept"]) == (status, rows, [])
    assert importer.booked(number) == list(range(1, rows + 1))
    assert "Every total equals its rows." in importer.totals()


def is_killed_in_the_middle(importer: Importer, worker: Worker) -> bool:
    """Whether a part is committed, and the rest is not."""
    reply = importer.upload(FILE, key="once")
    assert (reply.status, reply.json()["status"]) == (202, "reading")
    assert reply.headers["Location"].endswith(f"/api/imports/{importer.latest()}/")
    worker.start()
    wait_for(lambda: importer.place() in {HALF, WHOLE})
    worker.kill()
    return importer.place() == HALF


def test_another_worker_goes_on_where_one_was_killed(
    server: Server, books: str, worker: Worker
) -> None:
    for _ in range(TRIES):
        importer = Importer(server, books)
        if is_killed_in_the_middle(importer, worker):
            break
    number = importer.latest()
    assert importer.booked(number) == list(range(1, 10_001))
    worker.start()
    again = importer.upload(FILE, key="once")
    assert (again.status, again.json()["id"]) == (202, number)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert_is(importer, number, "committed", ROWS)
    assert importer.undo(number).json()["status"] == "undoing"
    assert_is(importer, number, "undone", 0)


def test_the_request_does_it_while_the_broker_is_away(
    server: Server, books: str, redis: RedisServer
) -> None:
    importer = Importer(server, books)
    redis.stop()
    try:
        reply = importer.upload(FILE)
    finally:
        redis.start()
    assert (reply.status, reply.json()["status"]) == (202, "reading")
    assert_is(importer, reply.json()["id"], "committed", ROWS)
