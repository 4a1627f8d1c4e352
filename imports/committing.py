"""Committing: staged rows become transactions, by one statement for thousands of them.

Each piece is a unit of the ledger's: its rows, their totals, and how far the import has come are
committed together, so whoever goes on after a stop goes on right there.
"""

from typing import Any

from django.db import connection
from django.db.models import Count, Q

from categories.models import Category
from categories.naming import category_named
from imports.matching import mark_again, rows_of
from imports.models import Import, ImportRow, Status, Verdict
from imports.stored_file import drop_file
from ledger.querysets import OwnedQuerySet
from ledger.writing import Unit
from transactions.models import Transaction
from transactions.settling import settle_new

#: Rows of one operation.
PIECE = 10_000


def is_last_piece(statement: Import) -> bool:
    return statement.done_to + PIECE >= statement.rows


def commit_piece(unit: Unit, statement: Import) -> None:
    """Book the next rows; with the last ones it is committed, and its file is let go."""
    last = min(statement.done_to + PIECE, statement.rows)
    mark_again(unit, statement, last)
    rows = _to_be_booked(statement, last)
    statement.categories += _make_categories(unit, rows)
    if _insert(unit, statement, last):
        statement.created += _record(unit, statement)
    statement.done_to = last
    if last == statement.rows:
        count_verdicts(statement)
        statement.status = Status.COMMITTED
        drop_file(statement)


def count_verdicts(statement: Import) -> None:
    counted = rows_of(statement).order_by().values_list("verdict").annotate(Count("number"))
    counts = dict(counted)
    statement.new = counts.get(Verdict.NEW, 0)
    statement.duplicates = counts.get(Verdict.DUPLICATE, 0)
    statement.invalid = counts.get(Verdict.INVALID, 0)


def _to_be_booked(statement: Import, last: int) -> OwnedQuerySet:
    rows = rows_of(statement).filter(number__gt=statement.done_to, number__lte=last, skip=False)
    return rows.filter(Q(verdict=Verdict.NEW) | Q(verdict=Verdict.DUPLICATE, force=True))


def _make_categories(unit: Unit, rows: OwnedQuerySet) -> list[int]:
    """Those of the rows' names that there is no category of yet."""
    names = rows.exclude(category_key="").order_by().values_list("category_key", "category")
    wanted = dict(sorted(names.distinct(), reverse=True))
    there = Category.objects.in_book(unit.book.pk).filter(name_key__in=list(wanted))
    missing = sorted(wanted.keys() - set(there.values_list("name_key", flat=True)))
    return [category_named(unit, wanted[key]).pk for key in missing]


_COPIED = (
    "amount",
    "currency",
    "type",
    "refund",
    "date",
    "description",
    "notes",
    "search_text",
    "fingerprint",
)


def _insert(unit: Unit, statement: Import, last: int) -> int:
    """How many there are now. By day: neighbours in the books' index, whatever the file's order."""
    quote = connection.ops.quote_name
    staged, booked, named = (
        quote(model._meta.db_table) for model in (ImportRow, Transaction, Category)
    )
    copied = ", ".join(quote(name) for name in _COPIED)
    values = ", ".join(f"r.{quote(name)}" for name in _COPIED)
    # By its number alone: with the book beside it, MariaDB would read all of the book's for each.
    meant = "m.book_id = r.book_id"
    if not statement.applies_suggestions:
        meant += f" AND NOT r.{quote('is_suggested')}"
    sql = (
        f"INSERT INTO {booked} (book_id, version, created_at, updated_at, category_id, "  # noqa: S608
        f"external_id, import_id, import_row, {copied}) "
        f"SELECT r.book_id, %s, %s, %s, COALESCE(n.id, CASE WHEN {meant} THEN m.id END), "
        # Forced, for the books have its id already.
        f"CASE WHEN r.verdict = 'new' THEN r.external_id END, r.statement_id, r.number, {values} "
        f"FROM {staged} r "
        f"LEFT JOIN {named} n ON n.book_id = r.book_id AND n.name_key = r.category_key "
        "AND r.category_key <> '' "
        f"LEFT JOIN {named} m ON m.id = r.category_number "
        "WHERE r.book_id = %s AND r.statement_id = %s AND r.number > %s AND r.number <= %s "
        f"AND NOT r.{quote('skip')} "
        f"AND (r.verdict = 'new' OR (r.verdict = 'duplicate' AND r.{quote('force')})) "
        "ORDER BY r.date, r.number"
    )
    now = connection.ops.adapt_datetimefield_value(unit.now)
    place = (unit.book.pk, statement.pk, statement.done_to, last)
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit.book.version, now, now, *place])
        return int(cursor.rowcount)


def _record(unit: Unit, statement: Import) -> int:
    """Note the new rows and add them to the totals; how many there are."""
    written = Transaction.objects.in_book(unit.book.pk).written_by(unit.book.version)
    made: list[Any] = list(written.order_by("pk").values_list("pk", flat=True))
    unit.record_alike("transaction", made, None, {"import_id": statement.pk})
    settle_new(unit, written)
    return len(made)
