"""Books for files alone, each used for one thing: nobody's rows are in another one's way."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks.drivers import connect, insert_all
from benchmarks.filling.ours import open_account
from benchmarks.filling.scene import client_of, empty
from benchmarks.rows import Row, rows
from common.money import from_units
from common.text import fold
from imports.models import Import, ImportPiece, ImportRow, SavedMapping
from transactions.checking import drifts
from transactions.fingerprints import fingerprint
from users.models import User

_PREFIX = "files-"
_COLUMNS = (
    "book_id",
    "version",
    "created_at",
    "updated_at",
    "type",
    "amount",
    "currency",
    "refund",
    "date",
    "description",
    "notes",
    "search_text",
    "fingerprint",
)


@dataclass(frozen=True, slots=True)
class Books:
    name: str
    book: int
    client: Any

    def check_totals(self) -> None:
        """AssertionError where the totals are not those of the rows."""
        found = drifts(self.book)
        assert not found, str(found[0])


@contextmanager
def own_books() -> Iterator[Iterator[Books]]:
    """As many as are asked for; gone afterwards, where the database stays."""
    forget()
    try:
        yield (_open(f"{_PREFIX}{number}") for number in count())
    finally:
        if connection.vendor == "sqlite":  # a server's database is dropped as a whole
            forget()


def _open(name: str) -> Books:
    account = open_account(name)
    return Books(name, account["book"], client_of(account))


def forget() -> None:
    """Also of a run that did not come to its end."""
    for user in User.objects.filter(username__startswith=_PREFIX):
        for model in (ImportRow, ImportPiece, SavedMapping, Import):
            chosen = model._default_manager.filter(book=user.book.pk)
            chosen._raw_delete(chosen.db)
        empty(user.book.pk)
        user.delete()


def fill(books: Books, number: int, last: date, url: str) -> None:
    """So many transactions, as they would be had they been recorded one by one; no totals."""
    values = (_values(books.book, row) for row in rows(number, last))
    driver = connect(url)
    insert_all(driver, url, "transactions_transaction", _COLUMNS, values)
    driver.close()
    tidy(url)


def tidy(url: str) -> None:
    """What PostgreSQL's autovacuum would have done by tomorrow."""
    if connection.vendor == "postgresql":
        driver = connect(url)
        driver.execute("VACUUM ANALYZE")
        driver.close()


def _values(book: int, row: Row) -> tuple[Any, ...]:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    mark = fingerprint(
        date=row.day,
        amount=from_units(row.units),
        currency="EUR",
        type=row.type,
        refund=row.refund,
        description=row.description,
    )
    return (
        book,
        1,
        now,
        now,
        row.type,
        row.units,
        "EUR",
        row.refund,
        row.day.isoformat(),
        row.description,
        row.notes,
        fold(f"{row.description}\n{row.notes}"),
        mark,
    )
