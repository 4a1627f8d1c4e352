"""Kill -9 in mid-write: what was acknowledged is there, and nothing is there by halves.

Eight writers on a few totals go on and retry under their keys while workers of the server, and
now and then all of it, are killed: `--kills` times.
"""

import os
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from devtools.serving import WORKERS
from tests.proof.books import Contents, read, served_database
from tests.proof.mortal import Mortal, wait_for
from tests.proof.writers import Insistent, Write, at_work
from tests.serving import empty_database, environment
from tests.writers import WRITERS, fields_kept, kept_by, rows_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")

#: Every so many kills, it is the whole server.
WHOLE = 5


@dataclass(frozen=True)
class Story:
    """What happened, and the books before and after the writes in doubt were sent again."""

    server: Mortal
    token: str
    writers: Sequence[Insistent]
    kills: int
    seconds: float
    as_left: Contents
    totals_as_left: str
    in_the_end: Contents
    faults_of_the_file: list[Any]

    @property
    def acknowledged(self) -> list[Write]:
        return [write for writer in self.writers for write in writer.acknowledged]

    @property
    def in_doubt(self) -> list[Write]:
        return [write for writer in self.writers for write in writer.in_doubt]

    def figures(self) -> str:
        broken = sum(writer.broken for writer in self.writers)
        done = sum(write.key in self.as_left.by_key for write in self.in_doubt)
        return (
            f"{connection.vendor}: {self.kills} kills in {self.seconds:.0f} s, "
            f"{len(self.acknowledged)} writes acknowledged, {broken} connections broken; "
            f"of {len(self.in_doubt)} writes let be {done} were wholly there, the others not at all"
        )


@contextmanager
def mortal(folder: Path, blocker: Any) -> Iterator[Mortal]:
    with empty_database(folder, blocker) as url:
        server = Mortal(environment(url), folder / "log")
        try:
            wait_for(server.is_whole)
            yield server
        finally:
            server.stop()


def kill(server: Mortal, writers: Sequence[Insistent], times: int) -> None:
    """So many times, each after writes that were acknowledged since the last one."""
    dice = random.Random(times)
    for number in range(times):
        enough = sum(len(writer.statuses) for writer in writers) + dice.randint(5, 50)
        wait_for(lambda enough=enough: sum(len(each.statuses) for each in writers) >= enough)
        time.sleep(dice.uniform(0, 0.02))  # not always right after an answer
        if number % WHOLE == WHOLE - 1:
            server.kill_whole()
        else:
            server.kill_worker(1 + number % WORKERS)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("killed")
    with mortal(folder, django_db_blocker) as server:
        yield server


@pytest.fixture(scope="module")
def story(request: pytest.FixtureRequest, server: Mortal, django_db_blocker: Any) -> Story:
    """All of it: the work and the kills, and the end."""
    kills, token = request.config.getoption("--kills"), server.register()
    writers = [Insistent(server, token, number) for number in range(WRITERS)]
    began = time.monotonic()
    with at_work(writers):
        kill(server, writers, kills)
    seconds = time.monotonic() - began
    with served_database(server, django_db_blocker) as alias:
        as_left, totals = read(alias), server.manage("check_totals")
        for writer in writers:
            writer.insist()
        in_the_end, faults = read(alias), faults_of_file(alias)
    return Story(server, token, writers, kills, seconds, as_left, totals, in_the_end, faults)


def faults_of_file(alias: str) -> list[Any]:
    """What SQLite finds wrong with its file; the other engines see to their own."""
    if connection.vendor != "sqlite":
        return []
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [line for (line,) in cursor.fetchall() if line != "ok"]


def test_it_kills_in_mid_write(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{story.figures()}")

    # Else nothing was shown.
    assert sum(writer.broken for writer in story.writers) > 0


def test_it_replaces_every_killed_worker(story: Story) -> None:
    lives = story.server.lives
    wholes = story.kills // WHOLE
    alone = story.kills - wholes

    assert sum(len(each) for each in lives.values()) == WORKERS * (1 + wholes) + alone
    assert story.server.get("/health/ready") == {"database": "ok"}


def test_it_answers_whoever_goes_on(story: Story) -> None:
    statuses = {status for writer in story.writers for status in writer.statuses}

    assert statuses <= {200, 201, 204, 404}


def test_it_keeps_every_acknowledged_write(story: Story) -> None:
    done = story.in_the_end.by_key
    for write in story.acknowledged:
        assert write.reply is not None
        operation = done[write.key]
        answer = operation.answer_status, operation.answer_body.encode()
        assert answer == (write.reply.status, write.reply.body)
    rows = rows_in(story.server, story.token)

    assert kept_by(story.writers) == {row: fields_kept(each) for row, each in rows.items()}


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
    for writer in story.writers:
        done = [write for write in writer.in_doubt if write.is_done]
        for write in [*done, *writer.acknowledged[-10:]]:
            first = write.reply
            again = writer.send_once(write)
            assert first is not None
            assert (again.status, again.body) == (first.status, first.body)
            assert again.headers["Idempotent-Replayed"] == "true"

    books = story.server.get("/api/transactions/", story.token)
    assert books["count"] == len(kept_by(story.writers))
