"""Undoing an import: what it made goes, but for what was edited since."""

from django.db.models import F

from categories.models import Category
from categories.using import count_dependents
from common.indexes import by_index
from imports.models import Import, Status
from imports.stored_file import drop_file
from ledger.writing import Unit
from transactions.models import Transaction
from transactions.querysets import TransactionQuerySet

#: Rows of one operation, which keeps each as it was: so that it can be undone in its turn.
PIECE = 2_000


def is_last_piece(statement: Import) -> bool:
    return len(_next(statement).values_list("pk")) < PIECE


def _next(statement: Import) -> TransactionQuerySet:
    made = Transaction.objects.in_book(statement.book_id).made_by_import(statement.pk)
    made = by_index(made, "transaction_by_import")
    return made.filter(import_row__gt=statement.done_to).order_by("import_row")[:PIECE]


def take_back_piece(unit: Unit, statement: Import) -> None:
    """Delete the next rows; with the last ones it is undone, or failed where it could not be
    committed as a whole."""
    rows = list(_next(statement))
    edited = [row for row in rows if row.updated_at != row.created_at]
    statement.kept += [row.pk for row in edited]
    untouched = [row for row in rows if row.updated_at == row.created_at]
    if untouched:
        unit.delete_all(untouched)
    statement.created -= len(untouched)
    if rows:
        statement.done_to = rows[-1].import_row or 0
    if len(rows) < PIECE:
        statement.created = len(statement.kept)
        _drop_categories(unit, statement)
        drop_file(statement)
        statement.status = Status.FAILED if statement.failure else Status.UNDONE


def _drop_categories(unit: Unit, statement: Import) -> None:
    """Those that were made for it, but for what was edited since or is used for something else."""
    own = Category.objects.in_book(unit.book.pk).filter(pk__in=statement.categories)
    made = own.filter(updated_at=F("created_at")).order_by("pk")
    unused = [each for each in made if not any(count_dependents(unit.book.pk, each.pk).values())]
    if unused:
        unit.delete_all(unused)
    statement.categories = []
