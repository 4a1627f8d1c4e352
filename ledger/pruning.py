"""Pruning: what was done long ago is forgotten; the rows stay as they are.

Of versions up to `Book.pruned_to` the history may be gone: whoever synchronises from before that
must start again.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet

from ledger.models import Book, Change, Operation, Tombstone
from ledger.retrying import retrying

_A_PIECE = 1_000


def prune(book: int, before: datetime) -> int:
    """Forget the book's operations from before the instant; how many there were.

    In pieces, each a transaction of its own: stopped in between, it goes on at the next run.
    """
    last = _last_version(book, before)
    if last is None:
        return 0
    retrying(partial(_mark, book, last))
    _delete(Tombstone.objects.in_book(book).filter(version__lte=last))
    _delete(Change.objects.in_book(book).filter(operation__version__lte=last))
    return _delete(Operation.objects.in_book(book).filter(version__lte=last))


def _last_version(book: int, before: datetime) -> int | None:
    """The last one before the first operation that is kept, whatever the clock did meanwhile."""
    operations = Operation.objects.in_book(book)
    kept = operations.filter(created_at__gte=before).aggregate(first=Min("version"))["first"]
    old = operations if kept is None else operations.filter(version__lt=kept)
    last: int | None = old.aggregate(last=Max("version"))["last"]
    return last


def _mark(book: int, last: int) -> None:
    """Say first what may be gone; the history's answers have other tags from now on."""
    with transaction.atomic(durable=True):
        Book.objects.filter(pk=book).update(version=F("version") + 1)
        Book.objects.filter(pk=book, pruned_to__lt=last).update(pruned_to=last)
        undoing = Operation.objects.in_book(book).filter(undoes__version__lte=last)
        undoing.update(undoes=None)


def _delete(rows: QuerySet[Any]) -> int:
    deleted = 0
    while piece := retrying(partial(_delete_piece, rows)):
        deleted += piece
    return deleted


def _delete_piece(rows: QuerySet[Any]) -> int:
    keys = list(rows.values_list("pk", flat=True)[:_A_PIECE])
    chosen = rows.model._base_manager.filter(pk__in=keys)
    return chosen._raw_delete(chosen.db) if keys else 0
