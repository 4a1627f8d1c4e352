"""Files go in and out as they should, and what that takes is judged by its limit."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from benchmarks.bulk.stopwatch import Stopwatch
from benchmarks.environment import ROOT
from benchmarks.figures import figures, find
from benchmarks.files import ways_in
from benchmarks.files.acts import (
    BARE,
    BULK_CREATE,
    EXPORT,
    EXPORT_BY_COMMAND,
    FULL,
    IDLE,
    IMPORT,
    IMPORT_BY_COMMAND,
    PREVIEW,
    WORDS,
    Files,
)
from benchmarks.files.bank import DAYS, statement, write_statement
from benchmarks.files.books import Books, fill, own_books
from benchmarks.files.exports import Exports
from benchmarks.files.story import Story
from benchmarks.files.table import exports_table, imports_table
from imports.models import Import, ImportRow
from transactions.models import DailyTotal, Transaction
from users.models import User

LAST = date(2026, 3, 31)
FEW = Files(rows=30, others=40, exported=20, rounds=1)


@pytest.fixture
def fresh(transactional_db: None) -> Iterator[Iterator[Books]]:
    with own_books() as opened:
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_statement(tmp_path / "statement.csv", FEW.rows, LAST)
    return tmp_path / "statement.csv"


def _url() -> str:
    return f"sqlite:///{connection.settings_dict['NAME']}"


def _story(file: Path, fresh: Iterator[Books], others: Books, amounts: Files = FEW) -> Story:
    return Story(file, amounts, fresh, others, Stopwatch())


def test_it_writes_the_same_statement_every_time() -> None:
    rows = list(statement(DAYS * 2, LAST))
    assert rows == list(statement(DAYS * 2, LAST))
    assert len(set(rows)) == DAYS * 2
    assert (rows[0][0], rows[-1][0]) == ("2021-04-02", "2026-03-31")
    assert rows == sorted(rows, key=lambda row: row[0])
    assert len({category for *_, category in rows}) == 8


def test_it_does_every_act_each_in_books_of_its_own(file: Path, fresh: Iterator[Books]) -> None:
    story = _story(file, fresh, next(fresh))
    story.tell()
    story.tell(backwards=True)
    assert story.watch.found.keys() == WORDS.keys()
    assert {len(each["seconds"]) for each in story.watch.found.values()} == {2}
    made = Transaction.objects.order_by("book").values_list("book", flat=True)
    assert [made.filter(book=book).count() for book in made.distinct()] == [30] * 8


def test_it_stops_where_other_rows_are_there(file: Path, fresh: Iterator[Books]) -> None:
    more = Files(rows=31, others=40, exported=20, rounds=1)
    with pytest.raises(AssertionError, match="'committed'"):
        _story(file, fresh, next(fresh), more)._import()


def test_it_stops_where_the_others_have_a_row_of_the_file(
    file: Path, fresh: Iterator[Books]
) -> None:
    others = next(fresh)
    ways_in.send(others, file)
    with pytest.raises(AssertionError, match="'duplicates': 30"):
        _story(file, fresh, others)._into_others()


def test_it_stops_where_a_total_is_wrong(file: Path, fresh: Iterator[Books]) -> None:
    books = next(fresh)
    done = ways_in.send(books, file)
    DailyTotal.objects.filter(book_id=books.book).update(count=7)
    with pytest.raises(AssertionError, match="rows add up to"):
        _story(file, fresh, books)._check_committed(books, done)


def test_it_fills_books_with_what_a_statement_would_be_recognised_by(
    fresh: Iterator[Books],
) -> None:
    books = next(fresh)
    fill(books, 40, LAST, _url())
    rows = Transaction.objects.in_book(books.book)
    assert rows.count() == 40
    assert rows.values("fingerprint").distinct().count() == 40


def test_it_leaves_nothing_behind(alice: User, file: Path) -> None:
    with own_books() as fresh:
        _story(file, fresh, next(fresh)).tell()
    assert list(User.objects.values_list("pk", flat=True)) == [alice.pk]
    assert not Transaction.objects.exists()
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


def test_it_writes_the_same_rows_both_ways_out(
    fresh: Iterator[Books], file: Path, tmp_path: Path
) -> None:
    books = next(fresh)
    ways_in.send(books, file)
    exports = Exports(tmp_path, replace(FEW, exported=30), LAST, _url(), Stopwatch())
    exports._race(books, backwards=False)
    ours = _cells(tmp_path / "export.csv")
    exports._race(books, backwards=True)
    theirs = _cells(tmp_path / "export.csv")
    assert ours[0][0].endswith("date")
    # But for the amounts, which the tables have in units.
    assert [[*row[:2], *row[5:]] for row in ours[1:]] == [[*row[:2], *row[5:]] for row in theirs]


def _cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_it_tells_what_a_program_took() -> None:
    program = [sys.executable, "-c", "import sys; b'x' * (50 << 20); sys.exit(3)"]
    alone = [sys.executable, "-S", "-E", "-m", "benchmarks.files.alone", *program]
    done = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, check=False)
    facts = json.loads(done.stdout)
    assert done.returncode == 3
    assert facts["seconds"] >= facts["cpu"] > 0
    assert 50 * 1024 < facts["peak"] < 100 * 1024


def _race(seconds: float, cpu: float) -> dict[str, Any]:
    mine = {"seconds": [seconds] * 3, "cpu": [cpu] * 3}
    return {BULK_CREATE: {"seconds": [20.0] * 3, "cpu": [19.0] * 3}, IMPORT: mine, PREVIEW: mine}


@pytest.mark.parametrize(
    ("engine", "seconds", "verdict"),
    [
        ("sqlite", 20 / 2.8, "aim"),
        ("sqlite", 20 / 2.3, "floor"),
        ("sqlite", 20 / 2.29, "missed"),
        ("mariadb", 20 / 2.2, "aim"),
        ("mariadb", 20 / 1.6, "floor"),
        ("mariadb", 20 / 1.59, "missed"),
        ("postgresql", 20 / 1.1, ""),
    ],
)
def test_it_judges_an_import_by_the_floor_of_its_engine(
    engine: str, seconds: float, verdict: str
) -> None:
    race = {"imports": _race(seconds, 9.5)}
    found = [find(engine, each, race) for each in figures("1k", "1m")]
    (finding,) = [each for each in found if each is not None]
    assert (finding.verdict, finding.by_cpu) == (verdict, 2.0)


def test_it_judges_a_preview_of_full_size_alone() -> None:
    amounts = {"rows": FULL.rows, "others": FULL.others}
    missed = "| its preview | 10.10 | 10.10 to 10.10 | 9.00 | 9,901 | 10 | missed |"
    assert missed in imports_table("mariadb", _race(10.1, 9.0), amounts)
    quick = "| its preview | 10.10 | 10.10 to 10.10 | 9.00 | 198 |  |  |"
    assert quick in imports_table("mariadb", _race(10.1, 9.0), {"rows": 2_000, "others": 10_000})


def test_it_tells_the_memory_of_the_commands() -> None:
    once = {"seconds": [2.0], "cpu": [1.0]}
    race = {BARE: once, EXPORT: once} | {
        name: once | {"peak": [peak * 1024]}
        for name, peak in ((IDLE, 90), (EXPORT_BY_COMMAND, 96), (IMPORT_BY_COMMAND, 120))
    }
    table = exports_table(race, {"exported": 1_000})
    assert "| by the export | 2.00 | 2.00 to 2.00 | 1.00 | 500 |  |  |" in table
    words = "| by `manage.py export_transactions` | 2.00 | 2.00 to 2.00 | 1.00 | 500 | 96.0 | 6.0 |"
    assert words in table


def test_it_shows_nothing_of_what_was_not_run() -> None:
    assert imports_table("sqlite", {}, {}) == exports_table({}, {}) == []
