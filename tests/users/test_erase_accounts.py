from io import StringIO

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from ledger.models import Book, Operation, Tombstone
from tests.entries import record
from tests.users.people import rows_of
from transactions.models import DailyTotal
from users import erasing
from users.erasing import close_account, erase_account
from users.models import User


def _run() -> str:
    out = StringIO()
    call_command("erase_accounts", stdout=out, stderr=StringIO())
    return out.getvalue()


def _left(user: User, book: int) -> list[str]:
    return [name for name, count in rows_of(user.pk, book).items() if count]


def test_it_finishes_what_was_interrupted(alice: User, alice_client: APIClient) -> None:
    record(alice_client)
    book = Book.objects.get(owner=alice).pk
    close_account(alice)
    assert alice_client.get("/api/me/").status_code == 401
    assert "Transaction.book" in _left(alice, book)
    assert _run() == "1 accounts erased.\n"
    assert _left(alice, book) == []
    assert not User.objects.filter(pk=alice.pk).exists()


def test_it_finishes_a_second_time_from_wherever_it_stopped(
    alice: User, alice_client: APIClient
) -> None:
    record(alice_client)
    book = Book.objects.get(owner=alice).pk
    close_account(alice)
    DailyTotal.objects.filter(book=book).delete()
    erase_account(alice)
    erase_account(alice)
    assert _left(alice, book) == []


def test_it_leaves_open_accounts_alone(
    alice: User, charlie: User, charlie_client: APIClient
) -> None:
    record(charlie_client)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    before = rows_of(charlie.pk, charlie.book.pk), rows_of(alice.pk, alice.book.pk)
    assert _run() == "0 accounts erased.\n"
    assert (rows_of(charlie.pk, charlie.book.pk), rows_of(alice.pk, alice.book.pk)) == before


@pytest.mark.parametrize("piece", [1, 3])
def test_it_goes_in_pieces(
    alice: User, alice_client: APIClient, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(erasing, "_PIECE", piece)
    for day in range(1, 6):
        record(alice_client, date=f"2026-03-0{day}")
    book = Book.objects.get(owner=alice).pk
    close_account(alice)
    erase_account(alice)
    assert _left(alice, book) == []


def test_it_erases_operations_that_undo_each_other(
    alice: User, alice_client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "_PIECE", 1)
    record(alice_client)
    book = Book.objects.get(owner=alice).pk
    first, last = Operation.objects.in_book(book).order_by("pk")
    Operation.objects.filter(pk=last.pk).update(undoes=first)
    close_account(alice)
    erase_account(alice)
    assert _left(alice, book) == []


def test_it_erases_more_rows_than_one_statement_takes(alice: User) -> None:
    gone = {"book": alice.book, "version": 1, "resource": "transaction"}
    Tombstone.objects.bulk_create([Tombstone(**gone, row=row) for row in range(6000)])
    day = {"book": alice.book, "currency": "USD", "type": "expense", "date": "2026-03-01"}
    totals = [DailyTotal(**day, category=number, total=1, count=1) for number in range(6000)]
    DailyTotal.objects.bulk_create(totals, batch_size=500)
    close_account(alice)
    erase_account(alice)
    assert not DailyTotal.objects.exists()
    assert not Tombstone.objects.exists()
