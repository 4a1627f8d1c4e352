"""What is done at once is what was meant, leaves nothing behind, and is judged by its limit."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from benchmarks.bulk.acts import ACTS, FULL, QUICK, Amounts
from benchmarks.bulk.books import Books, open_books
from benchmarks.bulk.stopwatch import Stopwatch
from benchmarks.bulk.story import Story
from benchmarks.bulk.table import bulk_table
from benchmarks.bulk.without_changes import race_posts
from benchmarks.figures import figures, find
from ledger.models import Change, Operation
from transactions.models import DailyTotal, Transaction
from users.models import User

LAST = date(2026, 3, 31)
FEW = Amounts(entries=3, chosen=4, merged=5, one_by_one=2, rounds=1)
ONES = {"POST", "PATCH", "undo", "DELETE"}


@pytest.fixture
def books(transactional_db: None) -> Iterator[Books]:
    with open_books(FEW, LAST) as opened:
        yield opened


def _rows(books: Books) -> list[Any]:
    rows = Transaction.objects.in_book(books.book).order_by("pk")
    return list(rows.values_list("pk", "category_id", "amount", "date", "description"))


def test_it_does_every_act_and_ends_as_it_began(books: Books) -> None:
    before, watch = _rows(books), Stopwatch()
    Story(books, FEW, watch).tell()
    assert watch.found.keys() == ACTS.keys() | ONES
    assert all(len(each["seconds"]) == len(each["cpu"]) == 1 for each in watch.found.values())
    assert _rows(books) == before
    assert len(before) == 9


def test_it_can_do_them_again(books: Books) -> None:
    watch = Stopwatch()
    for _ in range(2):
        Story(books, FEW, watch).tell()
    assert len(watch.found["merge again"]["seconds"]) == 2


def test_it_stops_where_other_rows_were_changed(books: Books) -> None:
    more = Amounts(entries=3, chosen=4, merged=6, one_by_one=2, rounds=1)
    with pytest.raises(AssertionError, match="merge: 6 of 7"):
        Story(books, more, Stopwatch()).tell()


def test_it_stops_where_a_total_is_wrong(books: Books) -> None:
    DailyTotal.objects.filter(book_id=books.book, category=books.chosen).update(count=7)
    with pytest.raises(AssertionError, match="rows add up to"):
        Story(books, FEW, Stopwatch()).tell()


def test_it_leaves_nothing_behind(alice: User) -> None:
    with open_books(FEW, LAST) as books:
        Story(books, FEW, Stopwatch()).tell()
    assert list(User.objects.values_list("pk", flat=True)) == [alice.pk]
    assert not Transaction.objects.exists()
    assert set(Operation.objects.values_list("book_id", flat=True)) == {alice.book.pk}


def test_it_clears_away_what_an_earlier_run_left(transactional_db: None) -> None:
    left = open_books(FEW, LAST)
    first = left.__enter__()
    with open_books(FEW, LAST) as books:
        assert len(_rows(books)) == 9
        assert _rows(first) == []


def test_it_posts_with_its_change_row_and_without(books: Books) -> None:
    raced = race_posts(books, rounds=1, seconds=0)
    assert raced.keys() == {"post", "post without its change"}
    made = Operation.objects.in_book(books.book).filter(kind="transaction.create")
    # Each turn is a call before the clock runs and one while it does.
    assert list(made.order_by("pk").values_list("change_count", flat=True)) == [1, 1, 0, 0]
    assert Change.objects.filter(operation__in=made).count() == 2


def _race(create: list[float], cpu: float = 0.5) -> dict[str, Any]:
    ones = {name: {"seconds": [0.01] * 3, "cpu": [0.005] * 3} for name in ONES}
    return {"create": {"seconds": create, "cpu": [cpu] * 3}, **ones}


@pytest.mark.parametrize(
    ("engine", "middle", "cpu", "verdict"),
    [
        ("sqlite", 1.0, 0.5, "reached"),
        ("sqlite", 1.01, 1.0, "by CPU"),
        ("sqlite", 1.01, 1.02, "missed"),
        # Where the database has a process of its own, ours tells nothing of what that needed.
        ("mariadb", 1.01, 0.5, "missed"),
    ],
)
def test_it_says_whether_the_limit_is_reached(
    engine: str, middle: float, cpu: float, verdict: str
) -> None:
    amounts = {"entries": FULL.entries, "one_by_one": FULL.one_by_one}
    table = bulk_table(engine, _race([0.5, middle, 2.0], cpu=cpu), amounts)
    assert (
        f"| bulk: create | 1,000 | {middle:.2f} | 0.50 to 2.00 | {cpu:.2f} | 10.0 (POST) "
        f"| 10 | {5 / cpu:.0f} | 1 | {verdict} |"
    ) in table


def test_it_judges_no_fewer_rows_than_the_limit_is_for() -> None:
    table = bulk_table("sqlite", _race([0.1] * 3), {"entries": QUICK.entries, "one_by_one": 20})
    line = "| bulk: create | 100 | 0.10 | 0.10 to 0.10 | 0.50 | 1.0 (POST) | 10 | 1 |  |  |"
    assert line in table


def test_it_shows_nothing_of_what_was_not_run() -> None:
    assert bulk_table("sqlite", {}, {}) == []


def test_it_tells_what_a_change_row_costs() -> None:
    race = {
        "post": {"rates": [100.0], "cpu": [4.0]},
        "post without its change": {"rates": [110.0], "cpu": [3.0]},
    }
    found = [find("sqlite", each, {"bulk": race}) for each in figures("1k", "1m")]
    (cost,) = [each for each in found if each is not None]
    assert (round(cost.value, 2), round(cost.by_cpu or 0, 2), cost.verdict) == (1.1, 1.33, "")
