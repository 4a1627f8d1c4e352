"""`manage.py prune_operations`: what was done long ago is forgotten, and nothing else."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from ledger import pruning
from ledger.models import Book, Change, Operation, Tombstone
from ledger.pruning import prune
from tests.conftest import client_of
from tests.entries import every_row, ids, nothing_written, record, record_all
from tests.ledger.breaking import CONFLICTS, strike
from tests.ledger.operations import (
    CATEGORIES,
    PATH,
    TRANSACTIONS,
    Household,
    fill,
    number_of,
    state_of,
    undo,
    undone,
)
from tests.ledger.threads import meanwhile
from tests.refusals import refused
from users.models import User

LUNCH = {"type": "expense", "amount": "12.50", "date": "2026-02-28"}
LONG_AGO, NOW = "2026-01-01T12:00:00+00:00", "2026-06-01T12:00:00+00:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(LONG_AGO, tick=False) as travelled:
        yield travelled


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


@pytest.fixture
def later(alice: User, clock: Any) -> Any:
    """Moves the clock on; gives a client that is signed in then."""

    def later(moment: str = NOW) -> Any:
        clock.move_to(moment)
        return client_of(alice)

    return later


def run(*arguments: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("prune_operations", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


def forget(days: int = 90) -> str:
    return run("--older-than", f"{days}d")


def kept(user: User) -> list[int]:
    """The versions of the operations that are left."""
    operations = Operation.objects.in_book(user.book.pk).order_by("version")
    return list(operations.values_list("version", flat=True))


def test_it_forgets_what_is_older(alice: User, own: Household, later: Any) -> None:
    client = later()
    number = number_of(client.delete(own.first))
    assert forget() == "Operations forgotten: 13, in 1 books.\n"
    assert kept(alice) == [14]
    assert ids(every_row(client, PATH)) == [number]
    assert set(Change.objects.values_list("operation_id", flat=True)) == {number}
    assert list(Tombstone.objects.values_list("version", flat=True)) == [14]
    book = Book.objects.get(owner=alice)
    assert (book.version, book.pruned_to) == (15, 13)


def test_it_keeps_rows_and_totals(alice: User, own: Household, later: Any) -> None:
    client = later()
    before, rows = state_of(alice), every_row(client)
    forget()
    assert state_of(alice) == before
    assert every_row(client) == rows
    assert client.get(own.first).json()["version"] == 4


def test_it_counts_the_books_and_leaves_no_old_one_out(
    alice_client: Any, charlie_client: Any, clock: Any
) -> None:
    record(charlie_client)
    clock.move_to(NOW)
    assert forget() == "Operations forgotten: 3, in 2 books.\n"
    assert forget() == "Operations forgotten: 0, in 2 books.\n"


def test_it_keeps_what_is_younger(alice: User, alice_client: Any, later: Any) -> None:
    """To the microsecond: what is just as old as asked for stays."""
    for moment in ("2026-03-03T11:59:59.999999+00:00", "2026-03-03T12:00:00+00:00"):
        number = number_of(later(moment).post(TRANSACTIONS, LUNCH))
    later()
    assert forget(90) == "Operations forgotten: 2, in 1 books.\n"
    assert list(Operation.objects.values_list("pk", flat=True)) == [number]


def test_it_keeps_all_after_the_first_that_is_young(
    alice: User, alice_client: Any, later: Any
) -> None:
    """The clock was turned back in between: the history has no holes."""
    for moment in ("2026-05-30T12:00:00+00:00", "2026-01-02T12:00:00+00:00", NOW):
        later(moment).post(TRANSACTIONS, LUNCH)
    assert forget() == "Operations forgotten: 1, in 1 books.\n"
    assert kept(alice) == [2, 3, 4]


def test_it_cannot_undo_what_is_forgotten(alice: User, own: Household, later: Any) -> None:
    number = Operation.objects.in_book(alice.book.pk).order_by("version").last().pk
    client = later()
    forget()
    with nothing_written(alice):
        assert refused(undo(client, number), 404, "not_found")
    for path in ("", "changes/"):
        assert refused(client.get(f"{PATH}{number}/{path}"), 404, "not_found")


def test_it_can_undo_what_is_kept(alice: User, own: Household, later: Any) -> None:
    client = later()
    before = state_of(alice)
    merged = number_of(client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake}))
    edited = number_of(client.patch(own.first, {"amount": "7"}))
    forget()
    undone(client, undone(client, undone(client, edited)))
    undone(client, merged)
    assert state_of(alice) == before


def test_it_keeps_an_undo_of_what_is_forgotten(
    alice: User, alice_client: Any, own: Household, later: Any
) -> None:
    number = number_of(alice_client.delete(own.first))
    after = state_of(alice)
    client = later()
    undoing = undone(client, number)
    forget()
    (row,) = every_row(client, PATH)
    assert (row["id"], row["undoes"], row["undoable"]) == (undoing, None, True)
    undone(client, undoing)
    assert state_of(alice) == after


def test_it_forgets_an_undo_with_what_it_undid(
    alice: User, alice_client: Any, own: Household, later: Any
) -> None:
    number = number_of(alice_client.delete(own.first))
    undone(alice_client, undone(alice_client, number))
    later()
    assert forget() == "Operations forgotten: 16, in 1 books.\n"
    assert Operation.objects.count() == Change.objects.count() == Tombstone.objects.count() == 0


def test_it_leaves_the_books_writable(alice: User, own: Household, later: Any) -> None:
    client = later()
    forget()
    version = Book.objects.get(owner=alice).version
    answer = client.patch(own.first, {"amount": "7"})
    assert answer.json()["version"] == version + 1
    undone(client, number_of(answer))


def test_it_answers_retries_of_the_last_day(alice: User, alice_client: Any, later: Any) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    client = later("2026-05-31T12:00:00+00:00")
    first = client.post(TRANSACTIONS, LUNCH, **key)
    client = later()
    forget(1)
    again = client.post(TRANSACTIONS, LUNCH, **key)
    assert (again["Idempotent-Replayed"], again.content) == ("true", first.content)
    assert len(every_row(client)) == 1


def test_it_changes_the_tags_of_the_history(alice: User, own: Household, later: Any) -> None:
    client = later()
    tag = client.get(PATH)["ETag"]
    forget()
    answer = client.get(PATH, HTTP_IF_NONE_MATCH=tag)
    assert (answer.status_code, answer.json()["count"]) == (200, 0)


def test_it_writes_nothing_where_there_is_nothing_old(alice: User, own: Household) -> None:
    with nothing_written(alice):
        assert forget() == "Operations forgotten: 0, in 1 books.\n"
    assert Book.objects.get(owner=alice).pruned_to == 0


@pytest.mark.parametrize("age", ["90", "0d", "-1d", "90h", "d", "", "1.5d", "１d", "100000d"])
def test_it_says_which_ages_it_takes(transactional_db: None, age: str) -> None:
    with pytest.raises(CommandError, match="not a number of days such as 90d, from 1d up"):
        run(f"--older-than={age}")


def test_it_asks_for_an_age(transactional_db: None) -> None:
    with pytest.raises(CommandError, match="--older-than"):
        run()


# Interrupted


class Interruption:
    """Ends the work before its deletion of this number, as a signal would."""

    def __init__(self, number: int, act: Callable[[], None] | None = None) -> None:
        self.number, self.seen, self.act = number, 0, act

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("DELETE"):
            self.seen += 1
            if self.seen == self.number:
                if self.act is None:
                    raise KeyboardInterrupt
                self.act()
        return execute(sql, params, many, context)


@pytest.fixture
def many(alice: User, alice_client: Any, own: Household, monkeypatch: Any) -> Household:
    """More old operations, changes and tombstones than go in one piece."""
    monkeypatch.setattr(pruning, "_A_PIECE", 5)
    record_all(alice, [{"description": "Bulk"}] * 8)
    body = {"filter": {"search": "bulk"}, "expected_count": 8}
    assert alice_client.post(f"{TRANSACTIONS}bulk/delete/", body).status_code == 200
    undone(alice_client, number_of(alice_client.delete(own.first)))
    return own


def test_it_goes_on_where_it_was_interrupted(
    alice: User, alice_client: Any, many: Household, later: Any
) -> None:
    client = later()
    number = number_of(client.patch(many.first, {"amount": "7"}))
    state = state_of(alice)
    pieces = 0
    while True:
        try:
            with connection.execute_wrapper(Interruption(2)):
                forget()
            break
        except KeyboardInterrupt:
            pieces += 1
            assert ids(every_row(client, PATH)) == [number]
            assert state_of(alice) == state
    assert pieces > 10
    assert ids(every_row(client, PATH)) == [number]
    assert Change.objects.get().operation_id == number
    assert (Operation.objects.count(), Tombstone.objects.count()) == (1, 0)
    undone(client, number)


def test_it_never_undoes_what_is_forgotten_in_part(
    alice: User, alice_client: Any, many: Household, later: Any
) -> None:
    """While the changes go, piece by piece, no operation may be undone by those that are left."""
    number = Operation.objects.get(kind="transaction.bulk_delete").pk
    client, answers = later(), []

    def try_it() -> None:
        answers.append(meanwhile(lambda: undo(client, number)))

    with connection.execute_wrapper(Interruption(6, try_it)):
        forget()
    assert refused(answers[0], 404, "not_found")
    assert Operation.objects.count() == 0


def test_it_runs_while_the_books_are_written(
    alice: User, alice_client: Any, many: Household, later: Any
) -> None:
    client, numbers = later(), []

    def write() -> None:
        answer = meanwhile(lambda: client.patch(many.first, {"amount": "7"}))
        numbers.append(number_of(answer))

    with connection.execute_wrapper(Interruption(3, write)):
        forget()
    assert ids(every_row(client, PATH)) == numbers
    undone(client, numbers[0])


def test_it_tries_again_after_a_fault_of_the_moment(
    alice: User, many: Household, later: Any
) -> None:
    later()
    operations = Operation.objects.count()
    fault = next(iter(CONFLICTS.values()))
    with connection.execute_wrapper(Interruption(4, lambda: strike(fault))):
        assert forget() == f"Operations forgotten: {operations}, in 1 books.\n"


def test_it_forgets_those_of_one_book(
    alice: User, charlie: User, charlie_client: Any, own: Household, later: Any
) -> None:
    later()
    assert prune(alice.book.pk, timezone.now()) == 13
    assert kept(charlie) == [1]
    assert Book.objects.get(owner=charlie).version == 1
