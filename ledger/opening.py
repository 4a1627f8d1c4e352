"""Opening a book: the one write that has no book to take yet."""

from collections.abc import Callable
from typing import Any

from ledger.models import Book
from ledger.writing import Answer, Request, Unit


def open_book(owner: Any, epoch: str, fill: Callable[[Unit], None]) -> Book:
    """The owner's new book, filled by `fill` as its first operation; run it in a transaction."""
    book = Book.objects.create(owner=owner, epoch=epoch, version=1)
    unit = Unit(book)
    fill(unit)
    unit.close(Request.of_our_own("book.open", owner.pk), Answer(201, b""))
    return book
