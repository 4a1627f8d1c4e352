"""Thousands of rows at once, as plain values: without the objects that `bulk_create` asks for.

For tables whose rows come with their keys; nothing is asked of the models but their columns.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

_A_STATEMENT = 500
#: Escaped and quoted, one takes 14 bytes at most: no statement is over 4 MiB, whatever is in it.
_CHARACTERS_A_STATEMENT = 250_000

Values = Sequence[Any]
Row = TypeVar("Row")


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Values]) -> None:
    """`names` are the model's fields, in the order of the values, as the driver takes them."""
    quote = connection.ops.quote_name
    fields: Any = model._meta
    columns = ", ".join(quote(fields.get_field(name).column) for name in names)
    head = f"INSERT INTO {quote(fields.db_table)} ({columns}) VALUES "  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {quote(fields.db_table)} ({columns}) FROM STDIN", rows)
            return
        marks, values = _without_constants(rows)
        for chosen in in_statements(values, _length):
            if connection.vendor == "sqlite":
                cursor.executemany(head + marks, chosen)
                continue
            sql = head + ", ".join([marks] * len(chosen))
            cursor.execute(sql, list(chain.from_iterable(chosen)))


def _without_constants(rows: Sequence[Values]) -> tuple[str, list[Values]]:
    """The place of a row in the statement, and what is to be put in: half the columns of many rows
    have one value in all of them, which need not be quoted for each."""
    columns = list(zip(*rows, strict=True))
    plain = [_plain(each[0]) if len(set(each)) == 1 else None for each in columns]
    varying = [each for each, constant in zip(columns, plain, strict=True) if constant is None]
    marks = ", ".join(constant or "%s" for constant in plain)
    return f"({marks})", list(zip(*varying, strict=True)) if varying else [()] * len(rows)


def _plain(value: Any) -> str | None:
    """As SQL, of what needs no quoting."""
    if value is None or value == "":
        return "NULL" if value is None else "''"
    return str(int(value)) if isinstance(value, int) else None


def _copy(cursor: Any, sql: str, rows: Iterable[Values]) -> None:
    # Django does not know of COPY, so its errors would come as the driver's.
    with connection.wrap_database_errors, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)


def _length(row: Values) -> int:
    return sum(len(value) for value in row if type(value) is str)


def in_statements(rows: Iterable[Row], length_of: Callable[[Row], int]) -> Iterator[list[Row]]:
    """Few enough for one statement that any server takes, by their number and their characters."""
    chosen: list[Row] = []
    length = 0
    for row in rows:
        more = length_of(row)
        if len(chosen) == _A_STATEMENT or length + more > _CHARACTERS_A_STATEMENT:
            yield chosen
            chosen, length = [], 0
        chosen.append(row)
        length += more
    if chosen:
        yield chosen
