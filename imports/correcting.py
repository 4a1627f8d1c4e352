"""Correcting what is staged, before it is committed; and dropping it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Max

from categories.models import Category
from common.problems import Problem, invalid
from common.text import fold
from imports.matching import keep_matched, rows_of
from imports.models import Import, ImportRow, Status, Verdict
from imports.stored_file import drop_file
from ledger.retrying import retrying
from ledger.writing import Unit

_A_PIECE = 5_000
_CANNOT_GO = {Status.COMMITTING, Status.COMMITTED, Status.UNDOING}


def correct_row(unit: Unit, statement: Import, number: int, values: Mapping[str, Any]) -> None:
    """`skip`, `force`, and `category` (a row of the books, a name, or None), whichever is given.

    Problem `not_found`, `wrong_state`, and `invalid` for what the row's verdict does not allow.
    """
    if statement.status != Status.READY:
        raise Problem("wrong_state", f"It is {statement.status}: rows of a ready one are edited.")
    chosen = rows_of(statement).filter(number=number)
    verdict = chosen.values_list("verdict", flat=True).first()
    if verdict is None:
        raise Problem("not_found")
    if values.get("force") and verdict != Verdict.DUPLICATE:
        raise invalid("force", f"This row is {verdict}: duplicates alone are forced.")
    fields = {name: values[name] for name in ("skip", "force") if name in values}
    if "category" in values:
        fields |= _named(values["category"])
    chosen.update(**fields)
    keep_matched(unit, statement)
    statement.save(force_update=True)


def _named(category: Category | str | None) -> dict[str, Any]:
    """What a person says is not second to a suggestion; one that is there is meant by its number,
    whatever it will be called."""
    silent = {"is_suggested": False, "suggestion_confidence": None, "suggestion_reason": ""}
    if isinstance(category, Category):
        meant = {"category": category.name, "category_key": "", "category_number": category.pk}
    else:
        name = category or ""
        meant = {"category": name, "category_key": fold(name), "category_number": None}
    return meant | silent


def drop_import(statement: Import) -> None:
    """Its rows are left for `drop_rows`: nobody sees them any more."""
    if statement.status in _CANNOT_GO:
        raise Problem("wrong_state", f"It is {statement.status}: undo it instead.")
    drop_file(statement)
    own = Import.objects.in_book(statement.book_id).numbered(statement.pk)
    # Not `delete()`, which would look for the rows of everybody's.
    own._raw_delete(own.db)


def drop_rows(book: int, statement: int) -> None:
    """In pieces, so that no statement takes long."""
    rows = ImportRow.objects.in_book(book).filter(statement_id=statement)
    last = retrying(partial(rows.aggregate, last=Max("number")))["last"] or 0
    for number in range(_A_PIECE, last + _A_PIECE, _A_PIECE):
        chosen = rows.filter(number__lte=number)
        retrying(partial(chosen._raw_delete, chosen.db))
