from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from ledger.models import Operation
from tests.entries import record, trace_of
from transactions.checking import drifts, fix
from transactions.models import DailyTotal, MonthlyTotal


def run(*arguments: str) -> tuple[str, int]:
    """What the command says, and its exit code."""
    said, code = StringIO(), 0
    try:
        call_command("check_totals", *arguments, stdout=said, stderr=StringIO())
    except SystemExit as end:
        code = int(end.code or 0)
    return said.getvalue(), code


@pytest.fixture
def food(alice_client, charlie_client):
    record(charlie_client, amount="3.00", category="Food")
    return record(alice_client, amount="75.50", category="Food")["category"]


@pytest.fixture
def corrupted(alice, food):
    """Alice's total of a month lost a cent, and a day of it a row; both are mended afterwards."""
    months, days = (model.objects.filter(book=alice.book) for model in (MonthlyTotal, DailyTotal))
    months.update(total=F("total") - 100)
    days.update(count=F("count") + 1)
    yield
    fix(alice.book.pk)


def test_it_finds_nothing_wrong(food):
    assert run() == ("Books checked: 2. Every total equals its rows.\n", 0)
    assert run("--fix") == ("Books checked: 2. Every total equals its rows.\n", 0)


def test_it_names_what_is_wrong(alice, corrupted, food):
    said, code = run()
    assert code == 1
    assert said.splitlines() == [
        f"book {alice.book.pk}, day 2026-03-01 expense USD category {food}: "
        "kept 75.5000 in 2, rows add up to 75.5000 in 1",
        f"book {alice.book.pk}, month 2026-03-01 expense USD category {food}: "
        "kept 75.4900 in 1, rows add up to 75.5000 in 1",
        "Wrong totals: 2. --fix mends them.",
    ]


def test_it_mends_what_is_wrong(alice, corrupted):
    version = trace_of(alice)[0]
    said, code = run("--fix")
    assert (said.splitlines()[-1], code) == ("Totals mended: 2.", 0)
    assert drifts(alice.book.pk) == []
    assert run() == ("Books checked: 2. Every total equals its rows.\n", 0)
    assert Operation.objects.get(book=alice.book, version=version + 1).kind == "totals.fix"


def test_it_mends_a_total_that_is_lost_or_has_no_rows(alice, food):
    day = DailyTotal.objects.filter(book=alice.book)
    day.delete()
    DailyTotal.objects.create(
        book=alice.book,
        currency="EUR",
        type="income",
        date=date(2020, 2, 29),
        category=0,
        total=Decimal("-1.5"),
        count=-1,
    )
    said, _ = run("--fix")
    assert "day 2020-02-29 income EUR category none: kept -1.5000 in -1" in said
    assert "rows add up to 75.5000 in 1" in said
    assert drifts(alice.book.pk) == []


def test_it_looks_at_one_users_books(corrupted):
    assert run("--user", "charlie") == ("Books checked: 1. Every total equals its rows.\n", 0)
    for name in ("alice", "ALICE", "alice@example.org"):
        said, code = run("--user", name)
        assert (said.splitlines()[-1], code) == ("Wrong totals: 2. --fix mends them.", 1)


def test_it_leaves_other_books_alone(charlie, corrupted):
    before = trace_of(charlie)[0]
    run("--fix", "--user", "alice")
    assert trace_of(charlie)[0] == before


def test_it_says_plainly_that_there_is_no_such_user(transactional_db: Any):
    with pytest.raises(CommandError, match=r"^There is no user nobody\.$"):
        run("--user", "nobody")


def test_it_checks_no_books_at_all(transactional_db: Any):
    assert run() == ("Books checked: 0. Every total equals its rows.\n", 0)
