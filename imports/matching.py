"""Duplicates: staged rows that the books have already.

By the bank's own id where the file has one. Else by what was recorded (`fingerprint`), counted: the
nth of equal rows in a file is a duplicate where the books have n of them. So the same file twice
adds nothing, and two equal coffees on one day stay two.
"""

from collections import defaultdict
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from common.indexes import by_index
from imports.models import Import, ImportRow, Verdict
from ledger.querysets import OwnedQuerySet
from ledger.writing import Unit
from transactions.models import Transaction

#: Of a fingerprint that is asked for no further on, all are read at once with others'.
_FEW = 20
_BY_ID = "The books have one with this id of the bank's."
_BY_CONTENT = "The books have one of this day, amount and description."
#: Of a book that has just been filled, MariaDB believes that it is empty, and would read all of it
#: for each row by another index, which begins with the book as well.
_INDEX = "transaction_by_fingerprint"


def rows_of(statement: Import) -> OwnedQuerySet:
    return ImportRow.objects.in_book(statement.book_id).filter(statement_id=statement.pk)


def keep_matched(unit: Unit, statement: Import) -> None:
    """Note that nobody but this import wrote the books since duplicates were looked for."""
    if statement.matched_version == unit.book.version - 1:
        statement.matched_version = unit.book.version


def mark_again(unit: Unit, statement: Import, last: int) -> None:
    """As `mark_duplicates` of what comes next, where the books were written meanwhile: then what a
    row was a duplicate of may also be gone."""
    if statement.matched_version == unit.book.version:
        return
    rows = rows_of(statement).filter(number__gt=statement.done_to, number__lte=last)
    there = Transaction.objects.in_book(statement.book_id).filter(pk=OuterRef("duplicate_of"))
    found = rows.filter(verdict=Verdict.DUPLICATE, duplicate_of__isnull=False, force=False)
    anew = {"verdict": Verdict.NEW, "reason": "", "duplicate_of": None}
    found.filter(~Exists(there)).update(**anew)
    mark_duplicates(statement, statement.done_to, last)


def mark_duplicates(statement: Import, after: int, last: int) -> None:
    """Of the new rows from behind `after` up to `last`, those that the books have, and where.

    Call it in a transaction; it is right for as long as nobody else writes the book.
    """
    rows = rows_of(statement).filter(number__gt=after, number__lte=last, verdict=Verdict.NEW)
    # The book by the row's: of one that has just been filled, PostgreSQL believes that it is empty.
    books = Transaction.objects.filter(book=OuterRef("book_id"))
    books = books.filter(Q(import_id=None) | ~Q(import_id=statement.pk))
    _mark(rows.exclude(external_id=None), books, "external_id", _BY_ID)
    by_content = rows.filter(external_id=None)
    _mark(by_content.filter(nth=1), by_index(books, _INDEX), "fingerprint", _BY_CONTENT)
    _mark_repeated(statement, by_content.filter(nth__gt=1))


def _mark(rows: OwnedQuerySet, books: Any, by: str, reason: str) -> None:
    """By one statement, however many there are."""
    same = books.filter(**{by: OuterRef(by)}).order_by().values(by)
    # Of an expression: the least id itself PostgreSQL looks for from the first row of all on.
    first = Subquery(same.annotate(first=Min(F("pk") + 0)).values("first"))
    found = {"verdict": Verdict.DUPLICATE, "reason": reason, "duplicate_of": first}
    rows.alias(first=first).filter(first__isnull=False).update(**found)


def _mark_repeated(statement: Import, rows: OwnedQuerySet) -> None:
    """Here what this import itself made counts as well, but for what was forced or has an id of the
    bank's: of two imports of one file that are committed in turns, neither may take what both made
    for the other's alone."""
    repeated = list(rows.values_list("number", "fingerprint", "nth"))
    there = _there(statement, repeated)
    found = [
        (there[mark, nth], statement.book_id, statement.pk, number)
        for number, mark, nth in repeated
        if (mark, nth) in there
    ]
    if found:
        table = connection.ops.quote_name(ImportRow._meta.db_table)
        sql = (
            f"UPDATE {table} SET verdict = 'duplicate', reason = '{_BY_CONTENT}', "  # noqa: S608
            "duplicate_of = %s WHERE book_id = %s AND statement_id = %s AND number = %s"
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql, found)


def _there(statement: Import, repeated: list[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    """Of the books' transactions with each fingerprint, those at the places that are asked for."""
    places: dict[int, list[int]] = defaultdict(list)
    for _, mark, nth in repeated:
        places[mark].append(nth)
    books = by_index(Transaction.objects.in_book(statement.book_id), _INDEX).order_by("pk")
    forced = rows_of(statement).filter(verdict=Verdict.DUPLICATE, force=True).values("number")
    books = books.exclude(import_id=statement.pk, import_row__in=forced)
    books = books.exclude(import_id=statement.pk, external_id__isnull=False)
    there: dict[tuple[int, int], int] = {}
    few = sorted(mark for mark, asked in places.items() if max(asked) <= _FEW)
    for chosen in (few[first : first + 500] for first in range(0, len(few), 500)):
        seen: dict[int, int] = defaultdict(int)
        same = books.filter(fingerprint__in=chosen)
        for mark, key in same.values_list("fingerprint", "pk"):
            seen[mark] += 1
            there[mark, seen[mark]] = key
    for mark in places.keys() - set(few):
        first, last = min(places[mark]), max(places[mark])
        keys = books.filter(fingerprint=mark).values_list("pk", flat=True)[first - 1 : last]
        there |= {(mark, nth): key for nth, key in enumerate(keys, start=first)}
    return there
