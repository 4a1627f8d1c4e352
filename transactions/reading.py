"""Reading a stretch of the list, by a query that is built once for each of its shapes."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField

from common.columns import outgoing
from common.pagination import Keyset
from common.prepared import Param, Prepared
from transactions.filters import Selection
from transactions.models import Transaction
from transactions.rows import COLUMNS

Rows = list[tuple[Any, ...]]


def read_stretch(stretch: Keyset, selection: Selection, book: int) -> Rows:
    """The stretch's `COLUMNS`."""
    if not selection.is_plain:
        chosen = selection.rows(Transaction.objects.in_book(book))
        return list(stretch.rows(chosen.values_list(*outgoing(COLUMNS))))
    lookups = {"book_id": book, **selection.lookups()}
    continues = stretch.id is not None
    shape = _shape(tuple(lookups), stretch.column, stretch.ascending, stretch.limit, continues)
    return shape(**lookups, keyset_value=stretch.value, keyset_id=stretch.id)


@lru_cache(maxsize=500)
def _shape(
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
        chosen = {lookup: Param(lookup, _field(lookup)) for lookup in lookups}
        return stretch.rows(Transaction.objects.filter(**chosen).values_list(*outgoing(COLUMNS)))

    return Prepared(build)


def _field(lookup: str) -> Any:
    """The field whose values the lookup compares."""
    return Transaction._meta.get_field(lookup.split("__", maxsplit=1)[0].removesuffix("_id"))
