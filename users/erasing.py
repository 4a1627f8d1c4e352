"""Erasing an account: gone at once for everybody, then its rows, in pieces."""

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from imports.models import Import, ImportPiece, ImportRow, SavedMapping
from ledger.models import Book, Change, Operation, Tombstone
from ledger.resources import registered
from ledger.retrying import retrying
from users.models import AccessToken, TokenFamily, User
from users.sessions import end_credentials

_PIECE = 5000
_MOST_RUNS, _PAUSE = 20, 0.5

Rows = QuerySet[Any, Any]


def close_account(user: User) -> None:
    """Sign the user out everywhere and free the name and address; the rows are still there."""

    def unit() -> None:
        with transaction.atomic(durable=True):
            end_credentials(user)
            # No username may have a colon, so nobody can have taken this one.
            gone = f"deleted:{user.pk}"
            User.objects.filter(pk=user.pk).update(
                is_active=False,
                deleted_at=timezone.now(),
                username=gone,
                username_key=gone,
                email=None,
                first_name="",
                last_name="",
                password="!",  # noqa: S106  (no password matches it)
            )

    retrying(unit)


def erase_account(user: User) -> None:
    """Delete every row of a closed account; started again after a stop, it goes on."""
    for _ in range(_MOST_RUNS - 1):
        try:
            return _erase(user)
        except IntegrityError:
            # A request from before the closing was still writing; there can be no new one.
            time.sleep(_PAUSE)
    return _erase(user)


def _erase(user: User) -> None:
    retrying(partial(_untie_operations, user))
    for rows in _rows_of(user):
        while retrying(partial(_delete_piece, rows)):
            pass
    retrying(partial(_erase_rest, user))


def _rows_of(user: User) -> Iterator[Rows]:
    """Everything that hangs on the account, children before their parents."""
    book = {"book__owner": user}
    for staged in (ImportRow, ImportPiece, Import, SavedMapping):
        yield staged._base_manager.filter(**book)
    for resource in reversed(list(registered())):
        for model in (*resource.derived, resource.model):
            yield model._base_manager.filter(**book)
    yield Change.objects.filter(**book)
    yield Tombstone.objects.filter(**book)
    yield Operation.objects.filter(**book)
    for model in (AccessToken, TokenFamily, LogEntry):
        yield model._base_manager.filter(user=user)


def _erase_rest(user: User) -> None:
    """The books and the person, and what a request that was still under way wrote meanwhile."""
    with transaction.atomic(durable=True):
        # Whoever else writes waits for these two rows, and then finds that they are gone.
        User.objects.filter(pk=user.pk).update(is_active=False)
        Book.objects.filter(owner=user).update(version=F("version") + 1)
        _untie_operations(user)
        for rows in _rows_of(user):
            _delete(rows)
        _delete(Book.objects.filter(owner=user))
        User.objects.filter(pk=user.pk).delete()


def _untie_operations(user: User) -> None:
    """Operations that undo each other could not go one after the other."""
    Operation.objects.filter(book__owner=user).exclude(undoes=None).update(undoes=None)


def _delete_piece(rows: Rows) -> int:
    if rows.model in {ImportRow, ImportPiece}:
        return _delete_of_import(rows)
    if rows.model._meta.is_composite_pk:
        # Thousands of such keys are too much for one statement; totals are few beside their rows.
        return _delete(rows)
    keys = list(rows.values_list("pk", flat=True)[:_PIECE])
    return _delete(rows.model._base_manager.filter(pk__in=keys)) if keys else 0


def _delete_of_import(rows: Rows) -> int:
    """The next ones of the first import: a stretch of the key."""
    first = rows.order_by("book", "statement", "number").values("statement", "number").first()
    if first is None:
        return 0
    last = first["number"] + _PIECE
    return _delete(rows.filter(statement_id=first["statement"], number__lt=last))


def _delete(rows: Rows) -> int:
    """Without Django's own search for what else would have to go: that went before."""
    return rows._raw_delete(rows.db)
