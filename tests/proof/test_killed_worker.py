"""Kill -9 in mid-write: what was acknowledged is there, and nothing is there by halves.

Eight writers on the same rows go on, and retry under their keys, while workers of the server and
now and then all of it are killed: `--kills` times.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from common.faults import is_transient
from devtools.serving import WORKERS
from tests.proof.books import Contents, read, served_database
from tests.proof.mortal import Mortal, wait_for
from tests.proof.writers import (
    WRITERS,
    Insistent,
    Write,
    acknowledged,
    assert_nothing_is_lost,
    at_work,
    team,
)
from tests.serving import empty_database, environment
from transactions.models import DailyTotal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")

#: The first of so many kills is of the whole server.
WHOLE = 5
#: In these of so many, every writer is held in mid-write first; the others hit any moment.
HELD = {0, 2, 4}
#: Whether somebody waits for a lock of the connection that asks.
HELD_BY_US = {
    "sqlite": "SELECT 1",  # nobody else can write at all
    "mysql": (
        "SELECT COUNT(*) FROM information_schema.innodb_lock_waits "
        "JOIN information_schema.innodb_trx ON trx_id = blocking_trx_id "
        "WHERE trx_mysql_thread_id = CONNECTION_ID()"
    ),
    "postgresql": (
        "SELECT COUNT(*) FROM pg_locks "
        "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    ),
}


@dataclass(frozen=True)
class Story:
    """What happened, and the books before and after the writes in doubt were sent again."""

    server: Mortal
    writers: Sequence[Insistent]
    kills: int
    seconds: float
    as_left: Contents
    totals_as_left: str
    in_the_end: Contents
    faults_of_the_file: list[Any]

    @property
    def acknowledged(self) -> list[Write]:
        return acknowledged(self.writers)

    @property
    def in_doubt(self) -> list[Write]:
        return [write for writer in self.writers for write in writer.in_doubt]

    @property
    def retried(self) -> list[Write]:
        return [write for writer in self.writers for write in writer.retried]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("killed")
    with empty_database(folder, django_db_blocker) as url:
        server = Mortal(environment(url), folder / "log")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, server: Mortal, django_db_blocker: Any) -> Story:
    """All of it: the work and the kills, and the end."""
    kills, writers = request.config.getoption("--kills"), team(server, server.register(), Insistent)
    began = time.monotonic()
    with served_database(server, django_db_blocker) as alias:
        with at_work(writers) as look:
            for number in range(kills):
                kill(server, writers, number, alias, look)
        seconds = time.monotonic() - began
        as_left, totals = read(alias), server.manage("check_totals")
        for writer in writers:
            writer.insist()
        in_the_end, faults = read(alias), faults_of_file(alias)
    return Story(server, writers, kills, seconds, as_left, totals, in_the_end, faults)


def kill(
    server: Mortal, writers: Sequence[Insistent], number: int, alias: str, look: Callable[[], None]
) -> None:
    """After some more writes, a worker or everything; the server is whole again on return."""
    dice = random.Random(number)
    enough = begun(writers) + WRITERS + dice.randint(5, 50)
    wait_for(lambda: begun(writers) >= enough, look)
    if number % WHOLE in HELD:
        with all_held(server, alias, look):
            strike(server, number)
    else:
        time.sleep(dice.uniform(0, 0.02))  # not always right after an answer
        strike(server, number)
    if number % WHOLE == 0:
        server.start()
    server.wait_until_whole()


def begun(writers: Sequence[Insistent]) -> int:
    return sum(len(writer.writes) for writer in writers)


def strike(server: Mortal, number: int) -> None:
    if number % WHOLE == 0:
        server.kill_whole()
    else:
        server.kill_worker(1 + number % WORKERS)


def take_totals(alias: str, held: ExitStack) -> None:
    """Every total, for as long as the stack is open; again where a deadlock was ended with us."""
    while True:
        with ExitStack() as attempt:
            attempt.enter_context(transaction.atomic(using=alias))
            try:
                list(DailyTotal.objects.using(alias).select_for_update())
            except OperationalError as error:
                if not is_transient(error):
                    raise
                transaction.set_rollback(True, using=alias)
            else:
                held.push(attempt.pop_all())
                return


@contextmanager
def all_held(server: Mortal, alias: str, look: Callable[[], None]) -> Iterator[None]:
    """Every writer waits for an answer that cannot come: one at the totals, with its row written
    but not committed, the others for the book that it holds. (On SQLite, all at the start.)
    """
    with ExitStack() as held:
        take_totals(alias, held)
        cursor = held.enter_context(connections[alias].cursor())

        def has_all() -> bool:
            cursor.execute(HELD_BY_US[connection.vendor])
            (count,) = cursor.fetchone()
            before = set(server.waiting)
            time.sleep(0.3)  # for answers that were on their way
            return bool(count) and len(before) == WRITERS and before == server.waiting

        wait_for(has_all, look)
        yield


def faults_of_file(alias: str) -> list[Any]:
    """What SQLite finds wrong with its file; the other engines see to their own."""
    if connection.vendor != "sqlite":
        return []
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [line for (line,) in cursor.fetchall() if line != "ok"]


def test_it_kills_in_mid_write(
    story: Story, record_property: Callable[[str, object], None]
) -> None:
    there = [write for write in story.in_doubt if write.key in story.as_left.by_key]
    record_property("kills", story.kills)
    record_property("seconds", round(story.seconds))
    record_property("writes acknowledged", len(story.acknowledged))
    record_property("sent again at once", len(story.retried))
    record_property("let be in doubt", len(story.in_doubt))
    record_property("of these wholly there", len(there))

    # Every time the whole server was killed, all eight were waiting.
    wholes = -(-story.kills // WHOLE)
    assert all(writer.broken >= wholes for writer in story.writers)
    assert story.in_doubt
    assert story.retried


def test_it_replaces_every_killed_worker(story: Story) -> None:
    wholes = -(-story.kills // WHOLE)
    alone = story.kills - wholes

    lives = sum(len(each) for each in story.server.lives.values())
    assert lives == WORKERS * (1 + wholes) + alone
    assert story.server.get("/health/ready") == {"database": "ok"}


def test_it_keeps_every_acknowledged_write(story: Story) -> None:
    done = story.in_the_end.by_key
    for write in story.acknowledged:
        assert write.reply is not None
        operation = done[write.key]
        answer = operation.answer_status, operation.answer_body.encode()
        assert answer == (write.reply.status, write.reply.body)

    assert_nothing_is_lost(story.writers)


def test_it_does_a_write_wholly_or_not_at_all(story: Story) -> None:
    """The rows are those that the operations' changes make, and no version is missing."""
    for contents in (story.as_left, story.in_the_end):
        versions = [operation.version for operation in contents.operations]
        assert versions == list(range(1, contents.version + 1))
        changed = {change.operation_id for change in contents.changes}
        assert changed == {operation.pk for operation in contents.operations}
        assert contents.rows == contents.replayed()
        assert contents.tombstones == contents.deleted()


def test_it_leaves_totals_that_equal_the_rows(story: Story) -> None:
    assert "Every total equals its rows." in story.totals_as_left
    assert "Every total equals its rows." in story.server.manage("check_totals")


def test_it_leaves_a_sound_file(story: Story) -> None:
    assert story.faults_of_the_file == []


def test_it_does_once_what_is_sent_again(story: Story) -> None:
    # The first operation opened the books; then one for each key, however often it was sent.
    assert story.in_the_end.version == 1 + len(story.acknowledged)
    keys = [write.key for write in story.acknowledged]
    assert sorted(keys) == sorted(story.in_the_end.by_key)
    for write in [*story.in_doubt, *story.retried]:
        if write.is_done:
            first, again = write.reply, story.writers[0].send_once(write)
            assert (again.status, again.body) == (first.status, first.body)
            assert again.headers["Idempotent-Replayed"] == "true"
