"""Reading a stretch of the list, by a query that is built once for each of its shapes."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField

from common.columns import outgoing
from common.indexes import by_index
from common.pagination import Keyset
from common.prepared import Param, Prepared
from transactions.filters import Selection
from transactions.models import Transaction
from transactions.rows import COLUMNS

Rows = list[tuple[Any, ...]]


def read_stretch(
    stretch: Keyset, selection: Selection, book: int, columns: tuple[str, ...] = COLUMNS
) -> Rows:
    """The stretch's `columns`."""
    if not selection.is_plain:
        chosen = selection.rows(Transaction.objects.in_book(book))
        return list(stretch.rows(chosen.values_list(*outgoing(columns))))
    lookups = {"book_id": book, **selection.lookups()}
    continues = stretch.id is not None
    place = (stretch.column, stretch.ascending, stretch.limit)
    shape = _shape(columns, tuple(lookups), *place, continues)
    return shape(**lookups, keyset_value=stretch.value, keyset_id=stretch.id)


@lru_cache(maxsize=500)
def _shape(
    columns: tuple[str, ...],
    lookups: tuple[str, ...],
    column: str,
    ascending: bool,
    limit: int,
    continues: bool,
) -> Prepared:
    stretch = Keyset(column, ascending, limit)
    if continues:
        value, number = Param("keyset_value", _field(column)), Param("keyset_id", BigIntegerField())
        stretch = replace(stretch, value=value, id=number)

    def build() -> Any:
        chosen = Transaction.objects.filter(**{each: Param(each, _field(each)) for each in lookups})
        if column == "date":
            in_one = "category_id" in lookups
            chosen = by_index(chosen, f"transaction_by_{'category' if in_one else 'date'}")
        return stretch.rows(chosen.values_list(*outgoing(columns)))

    return Prepared(build)


def _field(lookup: str) -> Any:
    """The field whose values the lookup compares."""
    return Transaction._meta.get_field(lookup.split("__", maxsplit=1)[0].removesuffix("_id"))
