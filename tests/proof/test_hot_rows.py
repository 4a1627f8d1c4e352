"""Eight writers on the same rows and totals: nobody is turned away, nothing lost, nothing drifts.

Each time for `--seconds`: by themselves, while `check_totals` runs again and again, and while
totals are corrupted behind the application's back and mended.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections

from ledger.models import Book
from tests.proof.books import served_database
from tests.proof.writers import Writer, acknowledged, assert_nothing_is_lost, at_work, team
from tests.serving import ROOT, Server, empty_database, environment, serving

CLEAN = "Every total equals its rows."
#: Statements on the totals of one book, by how `check_totals` must name what they did.
CORRUPTIONS = {
    "day 2026-03-01 expense USD category none: kept ": (
        "UPDATE transactions_dailytotal SET total = total + 1234500, count = count + 1 "
        "WHERE book_id = %s AND date = '2026-03-01' AND type = 'expense' AND category = 0"
    ),
    "month 2026-03-01 expense USD category none: kept ": (
        "UPDATE transactions_monthlytotal SET total = total - 100 "
        "WHERE book_id = %s AND date = '2026-03-01' AND type = 'expense' AND category = 0"
    ),
    "month 2026-03-01 income USD category none: kept ": (
        "DELETE FROM transactions_monthlytotal "
        "WHERE book_id = %s AND date = '2026-03-01' AND type = 'income' AND category = 0"
    ),
    "day 1999-12-31 expense JPY category none: kept 7.0000 in 3, rows add up to ": (
        "INSERT INTO transactions_dailytotal "
        "(book_id, currency, type, date, category, total, count) "
        "VALUES (%s, 'JPY', 'expense', '1999-12-31', 0, 70000, 3)"
    ),
}
Tell = Callable[..., None]


@dataclass(frozen=True)
class Checked:
    """What one run of `check_totals` said."""

    code: int
    said: str


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hot")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url), folder / "log") as server,
    ):
        yield server


@pytest.fixture
def seconds(request: pytest.FixtureRequest) -> float:
    given: float = request.config.getoption("--seconds")
    return given


@pytest.fixture
def writers(server: Server) -> list[Writer]:
    """Of somebody new's books."""
    return team(server, server.register(), Writer)


@pytest.fixture
def tell(record_property: Callable[[str, object], None], writers: list[Writer]) -> Tell:
    """Notes how much was written since the test began, and what else."""
    began = time.monotonic()

    def note(**more: int) -> None:
        record_property("seconds", round(time.monotonic() - began))
        record_property("writes acknowledged", len(acknowledged(writers)))
        for name, figure in more.items():
            record_property(name.replace("_", " "), figure)

    return note


def check_totals(server: Server, *words: str) -> Checked:
    done = subprocess.run(
        [sys.executable, "manage.py", "check_totals", *words],
        cwd=ROOT,
        env=dict(server.environment),
        capture_output=True,
        text=True,
    )
    return Checked(done.returncode, done.stdout + done.stderr)


def is_clean(checked: Checked) -> bool:
    return checked.code == 0 and CLEAN in checked.said


def test_it_loses_nothing(
    server: Server, writers: list[Writer], seconds: float, tell: Tell
) -> None:
    elsewhere = team(server, server.register(), Writer)
    with at_work(writers), at_work(elsewhere[:2]):
        time.sleep(seconds)
    tell(in_other_books=len(acknowledged(elsewhere)))

    for books in (writers, elsewhere):
        assert_nothing_is_lost(books)
        written = len(acknowledged(books))
        one_more = books[0].send("POST", "/api/categories/", {"name": "One more"})
        # The first operation opened the books.
        assert one_more.answered["version"] == 1 + written + 1
    assert is_clean(check_totals(server))


def test_it_raises_no_false_alarm(
    server: Server, writers: list[Writer], seconds: float, tell: Tell
) -> None:
    checks, end = [], time.monotonic() + seconds
    with at_work(writers):
        while time.monotonic() < end or len(checks) < 2:
            checks.append(check_totals(server))
    tell(checks=len(checks))

    assert [check for check in checks if not is_clean(check)] == []
    assert_nothing_is_lost(writers)


def test_it_names_and_mends_corrupted_totals_under_load(
    server: Server, writers: list[Writer], seconds: float, tell: Tell, django_db_blocker: Any
) -> None:
    for kind in ("expense", "income"):  # rows that stay: no total to corrupt is one of nothing
        row = {"type": kind, "amount": "5.00", "date": "2026-03-01"}
        writers[0].send("POST", "/api/transactions/", row)
    with at_work(writers):
        time.sleep(seconds / 2)
        corrupt(server, django_db_blocker)
        found, mended, after = (check_totals(server, *words) for words in ((), ("--fix",), ()))
        time.sleep(seconds / 2)
    tell(corrupted=len(CORRUPTIONS))

    for name in CORRUPTIONS:
        assert name in found.said
        assert name in mended.said
    assert (found.code, "Wrong totals: 4." in found.said) == (1, True), found.said
    assert (mended.code, "Totals mended: 4." in mended.said) == (0, True), mended.said
    assert is_clean(after), after.said
    assert_nothing_is_lost(writers)


def corrupt(server: Server, blocker: Any) -> None:
    """The totals of the newest books."""
    with served_database(server, blocker) as alias, connections[alias].cursor() as cursor:
        book = Book.objects.using(alias).latest("pk").pk
        for statement in CORRUPTIONS.values():
            cursor.execute(statement, [book])
            assert cursor.rowcount == 1, statement
