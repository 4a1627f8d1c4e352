"""Kill -9 in the middle of an import, and everybody at it at once: in the end it is one clean one.

The server is killed where its database shows that a part is done and more is to come, and the
request is sent again. `--kills` says how often: of the hundred of a whole proof, a half.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPException
from typing import Any

import pytest

from tests.importing.importer import Importer, statement
from tests.proof.books import served_database
from tests.proof.mortal import Mortal, wait_for
from tests.serving import Reply, empty_database, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")

ROWS = 15_000
FILE = statement(ROWS)
ALL = list(range(1, ROWS + 1))
#: Rows of a piece, and how many pieces there are.
PIECES = {"reading": (5_000, 3), "committing": (10_000, 2), "undoing": (2_000, 8)}
#: A machine may be done with the rest before the signal arrives: then somebody else tries.
TRIES = 5
TOTALS = "Every total equals its rows."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("imports")
    with empty_database(folder, django_db_blocker) as url:
        server = Mortal(environment(url), folder / "log")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def books(server: Mortal, django_db_blocker: Any) -> Iterator[str]:
    """The alias of a connection to what the server keeps."""
    with served_database(server, django_db_blocker) as alias:
        yield alias


@pytest.fixture
def importer(server: Mortal, books: str) -> Importer:
    return Importer(server, books)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as pool:
        yield pool


def under_way(
    importer: Importer, future: Future[Reply], status: str, least: int = 0
) -> Future[Reply]:
    """The request, as soon as what it asks for is so far, or done."""
    is_there = importer.is_at(status, least)
    wait_for(lambda: is_there() or future.done())
    return future


def is_killed(importer: Importer, future: Future[Reply], status: str, least: int) -> bool:
    """Whether that was in the middle; the server is there again on return."""
    server = importer.server
    assert isinstance(server, Mortal)
    under_way(importer, future, status, least)
    server.kill_whole()
    was_cut = isinstance(future.exception(), OSError | HTTPException)
    is_half = importer.place()[0] == status
    server.start()
    return was_cut and is_half


def assert_committed(importer: Importer, number: int) -> None:
    """Each row once, and nothing else."""
    shown = importer.shown(number)
    assert (shown["status"], shown["failure"], shown["created"]) == ("committed", "", ROWS)
    assert (shown["new"], shown["duplicates"], shown["invalid"]) == (ROWS, 0, 0)
    assert importer.booked(number) == ALL
    assert importer.count() == ROWS
    assert importer.remains(number) == (ROWS, 0)
    assert TOTALS in importer.totals()


def killed_reading(importer: Importer, pool: ThreadPoolExecutor, least: int) -> bool:
    future = pool.submit(importer.upload, FILE, key="a")
    if not is_killed(importer, future, "reading", least):
        return False
    if least > PIECES["reading"][0]:  # whoever has no key goes on by this
        assert importer.commit(importer.latest()).status == 200
    reply = importer.upload(FILE, key="a")
    assert (reply.status, reply.json()["id"]) == (201, importer.latest())
    again = importer.upload(FILE, key="a")
    assert (again.body, again.headers["Idempotent-Replayed"]) == (reply.body, "true")
    assert_committed(importer, importer.latest())
    return True


def killed_committing(importer: Importer, pool: ThreadPoolExecutor, least: int) -> bool:
    number = importer.upload(FILE, dry_run="true").json()["id"]
    if not is_killed(importer, pool.submit(importer.commit, number), "committing", least):
        return False
    assert importer.commit(number).status == 200
    assert_committed(importer, number)
    return True


def killed_undoing(importer: Importer, pool: ThreadPoolExecutor, least: int) -> bool:
    number = importer.upload(FILE).json()["id"]
    if not is_killed(importer, pool.submit(importer.undo, number, key="b"), "undoing", least):
        return False
    reply = importer.undo(number, key="b")
    assert (reply.status, reply.json()["status"], reply.json()["kept"]) == (200, "undone", [])
    assert (importer.count(), TOTALS in importer.totals()) == (0, True)
    return True


KILLS: dict[str, Callable[[Importer, ThreadPoolExecutor, int], bool]] = {
    "reading": killed_reading,
    "committing": killed_committing,
    "undoing": killed_undoing,
}


@pytest.mark.parametrize("status", KILLS)
def test_it_ends_as_one_clean_import(
    server: Mortal,
    books: str,
    pool: ThreadPoolExecutor,
    status: str,
    pytestconfig: pytest.Config,
    record_property: Callable[[str, object], None],
) -> None:
    piece, pieces = PIECES[status]
    kills = -(-pytestconfig.getoption("--kills") // 6)
    for number in range(1, kills + 1):
        least = piece * (number % pieces)
        tries = (KILLS[status](Importer(server, books), pool, least) for _ in range(TRIES))
        assert any(tries), f"It was never {status} when it was killed."
    record_property(f"kills while {status}", kills)


def test_it_is_committed_once_by_two_at_once(importer: Importer, pool: ThreadPoolExecutor) -> None:
    number = importer.upload(FILE, dry_run="true").json()["id"]
    replies = list(pool.map(importer.commit, [number, number]))
    assert {reply.status for reply in replies} <= {200, 409}
    assert 200 in {reply.status for reply in replies}
    assert_committed(importer, number)


def test_it_is_committed_while_it_is_read(importer: Importer, pool: ThreadPoolExecutor) -> None:
    future = pool.submit(importer.upload, FILE, dry_run="true")
    under_way(importer, future, "reading", 5_000)
    number = importer.latest()
    assert importer.commit(number).status == 200
    assert future.result().status == 201
    assert_committed(importer, number)


def test_it_books_each_row_once_however_many_upload_it_at_once(
    importer: Importer, pool: ThreadPoolExecutor
) -> None:
    # Every row has its like in another piece: two real ones, of which none may be lost or added.
    half = ROWS // 2
    head, _, lines = statement(half).partition(b"\n")
    file = b"\n".join((head, lines + lines))
    replies = list(pool.map(importer.upload, [file] * 3))
    assert [(reply.status, reply.json()["status"]) for reply in replies] == [(201, "committed")] * 3
    assert sum(reply.json()["created"] for reply in replies) == importer.count() == 2 * half
    assert TOTALS in importer.totals()


def test_it_is_undone_after_it_is_committed_or_not_at_all(
    importer: Importer, pool: ThreadPoolExecutor
) -> None:
    number = importer.upload(FILE, dry_run="true").json()["id"]
    future = under_way(importer, pool.submit(importer.commit, number), "committing")
    reply = importer.undo(number)
    assert future.result().status == 200
    if reply.status == 409:
        assert reply.json()["code"] == "wrong_state"
        assert_committed(importer, number)
    else:
        assert (reply.status, importer.count(), importer.booked(number)) == (200, 0, [])
    assert TOTALS in importer.totals()


def test_it_takes_an_edit_of_a_row_before_it_commits_or_not_at_all(
    importer: Importer, pool: ThreadPoolExecutor
) -> None:
    number = importer.upload(FILE, dry_run="true").json()["id"]
    future = under_way(importer, pool.submit(importer.commit, number), "committing")
    reply = importer.edit_row(number, ROWS, {"skip": True})
    assert (reply.status, reply.json()["code"]) == (409, "wrong_state")
    assert future.result().status == 200
    assert_committed(importer, number)


def test_it_leaves_nothing_of_what_is_deleted_while_it_is_read(
    importer: Importer, pool: ThreadPoolExecutor
) -> None:
    future = pool.submit(importer.upload, FILE, dry_run="true")
    under_way(importer, future, "reading", 5_000)
    number = importer.latest()
    assert importer.drop(number).status == 204
    # The answer is that of a file that was read before it was deleted, where it was that late.
    assert future.result().status in {404, 201}
    assert (importer.remains(number), importer.count()) == ((0, 0), 0)
