"""Books of our own, for nothing of the other parts may be changed: made, and gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks.bulk.acts import Amounts
from benchmarks.filling.ours import open_account
from benchmarks.filling.scene import client_of, empty
from benchmarks.rows import Row, rows
from common.money import from_units
from ledger.models import Operation
from transactions.checking import drifts, fix
from transactions.models import Transaction
from transactions.recording import derive
from users.models import User

_NAME = "bulk"
_A_STATEMENT = 500


@dataclass(frozen=True, slots=True)
class Books:
    """Who is asked, and the ids of five categories."""

    book: int
    client: Any
    merged: int
    """Has as many transactions as are merged."""
    chosen: int
    """Has as many as a filter chooses, each with a description of its own."""
    others: tuple[int, int, int]

    def check_totals(self) -> None:
        """AssertionError where the totals are not those of the rows."""
        found = drifts(self.book)
        assert not found, str(found[0])


@contextmanager
def open_books(amounts: Amounts, last: date) -> Iterator[Books]:
    _forget()
    account = open_account(_NAME)
    merged, chosen, *others = account["categories"][:5]
    books = Books(account["book"], client_of(account), merged, chosen, tuple(others))
    try:
        _fill(books, amounts, last)
        yield books
    finally:
        _forget()


def _fill(books: Books, amounts: Amounts, last: date) -> None:
    """The rows, and the totals that they add up to."""
    made = chain(
        (_row(books.book, books.merged, row) for row in rows(amounts.merged, last)),
        (
            _row(books.book, books.chosen, row, f" {number}")
            for number, row in enumerate(rows(amounts.chosen, last))
        ),
    )
    Transaction.objects.bulk_create(made, batch_size=_A_STATEMENT)
    fix(books.book)
    if connection.vendor == "postgresql":  # what its autovacuum would have done by tomorrow
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _row(book: int, category: int, row: Row, mark: str = "") -> Transaction:
    now = timezone.now()
    text = {"description": f"{row.description}{mark}", "notes": row.notes}
    return Transaction(
        book_id=book,
        version=1,
        created_at=now,
        updated_at=now,
        type=row.type,
        amount=from_units(row.units),
        currency="USD",
        refund=row.refund,
        category_id=category,
        date=row.day,
        **text,
        **derive(text),
    )


def _forget() -> None:
    """Also of a run that did not come to its end."""
    for user in User.objects.filter(username=_NAME):
        # An operation that is undone cannot go before the one that undid it.
        Operation.objects.in_book(user.book.pk).update(undoes=None)
        empty(user.book.pk)
        user.delete()
