"""Eight writers on the same few totals: nobody is turned away, nothing is lost, no total drifts.

Each time for `--seconds`: by themselves, while `check_totals` runs again and again, and while
totals are corrupted behind the application's back and mended.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, connections

from tests.proof.books import served_database
from tests.proof.writers import at_work
from tests.serving import ROOT, Server, empty_database, environment, serving
from tests.writers import WRITERS, HotWriter, fields_kept, kept_by, rows_in, work_for

CLEAN = "Every total equals its rows."
#: What is done to the totals, by how `check_totals` must name it.
CORRUPTIONS = {
    "day 2026-03-01 expense USD category none: kept ": (
        "UPDATE transactions_dailytotal SET total = total + 1234500, count = count + 1 "
        "WHERE date = '2026-03-01' AND type = 'expense' AND category = 0"
    ),
    "month 2026-03-01 income USD category none: kept ": (
        "DELETE FROM transactions_monthlytotal "
        "WHERE date = '2026-03-01' AND type = 'income' AND category = 0"
    ),
    "day 1999-12-31 expense JPY category none: kept 7.0000 in 3, rows add up to ": (
        "INSERT INTO transactions_dailytotal "
        "(book_id, currency, type, date, category, total, count) "
        "SELECT id, 'JPY', 'expense', '1999-12-31', 0, 70000, 3 FROM ledger_book"
    ),
}


@dataclass(frozen=True)
class Checked:
    """What one run of `check_totals` said."""

    code: int
    said: str


@dataclass(frozen=True)
class Books:
    """A server with one account."""

    server: Server
    token: str

    def check_totals(self, *words: str) -> Checked:
        done = subprocess.run(
            [sys.executable, "manage.py", "check_totals", *words],
            cwd=ROOT,
            env=dict(self.server.environment),
            capture_output=True,
            text=True,
        )
        return Checked(done.returncode, done.stdout + done.stderr)

    def assert_nothing_is_lost(self, writers: Sequence[HotWriter]) -> None:
        statuses = [status for writer in writers for status in writer.statuses]
        assert set(statuses) <= {200, 201, 204, 404}
        rows = rows_in(self.server, self.token)
        assert kept_by(writers) == {row: fields_kept(each) for row, each in rows.items()}
        assert not {row for writer in writers for row in writer.gone} & rows.keys()
        checked = self.check_totals()
        assert (checked.code, CLEAN in checked.said) == (0, True), checked.said


@pytest.fixture
def books(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Books]:
    folder = tmp_path_factory.mktemp("hot")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url), folder / "log") as server,
    ):
        yield Books(server, server.register())


@pytest.fixture
def seconds(request: pytest.FixtureRequest) -> float:
    given: float = request.config.getoption("--seconds")
    return given


@pytest.fixture
def writers(books: Books) -> list[HotWriter]:
    return [HotWriter(books.server, books.token, number) for number in range(WRITERS)]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], books: Books) -> Any:
    """Says how much was written since the server is there, and what else."""
    began = time.monotonic()

    def say(writers: Sequence[HotWriter], more: str = "") -> None:
        written = sum(status != 404 for writer in writers for status in writer.statuses)
        took = time.monotonic() - began
        with capsys.disabled():
            print(f"\n{connection.vendor}: {written} writes acknowledged in {took:.0f} s{more}")

    return say


def test_it_loses_nothing(
    books: Books, writers: list[HotWriter], seconds: float, tell: Any
) -> None:
    work_for(seconds, writers)
    tell(writers)

    books.assert_nothing_is_lost(writers)


def test_it_raises_no_false_alarm(
    books: Books, writers: list[HotWriter], seconds: float, tell: Any
) -> None:
    checks, end = [], time.monotonic() + seconds
    with at_work(writers):
        while time.monotonic() < end or len(checks) < 3:
            checks.append(books.check_totals())
    tell(writers, f", {len(checks)} checks of the totals meanwhile")

    assert [check for check in checks if check.code or CLEAN not in check.said] == []
    books.assert_nothing_is_lost(writers)


def test_it_names_and_mends_corrupted_totals_under_load(
    books: Books, writers: list[HotWriter], seconds: float, tell: Any, django_db_blocker: Any
) -> None:
    kept = [record(books, kind) for kind in ("expense", "income")]
    work_for(seconds / 2, writers)
    with at_work(writers):
        corrupt(books.server, django_db_blocker)
        found, mended, after = (books.check_totals(*words) for words in ((), ("--fix",), ()))
    tell(writers, ", totals corrupted and mended meanwhile")

    for name in CORRUPTIONS:
        assert name in found.said
        assert name in mended.said
    assert (found.code, "Wrong totals: 3." in found.said) == (1, True), found.said
    assert (mended.code, "Totals mended: 3." in mended.said) == (0, True), mended.said
    assert (after.code, CLEAN in after.said) == (0, True), after.said
    for row in kept:
        writers[0].keep(row)
    books.assert_nothing_is_lost(writers)


def record(books: Books, kind: str) -> dict[str, Any]:
    """A row that no writer touches: so no total that is corrupted is ever one of nothing."""
    body = {"type": kind, "amount": "5.00", "date": "2026-03-01"}
    row: dict[str, Any] = books.server.post("/api/transactions/", body, books.token)
    return row


def corrupt(server: Server, blocker: Any) -> None:
    with served_database(server, blocker) as alias, connections[alias].cursor() as cursor:
        for statement in CORRUPTIONS.values():
            cursor.execute(statement)
            assert cursor.rowcount == 1, statement
