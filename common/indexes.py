"""Which index a stretch of a list is read from, where an engine would choose the wrong way into it.

MariaDB and MySQL take `book = 1 AND date >= x ... LIMIT 1000` for a lookup of the whole book by the
index (book, date, id), and pass everything before x, at each page anew; by the same index, forced,
they begin at x.
"""

from contextlib import suppress
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


def by_index(rows: Rows, name: str) -> Rows:
    """The same rows; on MySQL's kin, read from the index of this name."""
    if connection.vendor != "mysql":
        return rows
    found = rows.all()
    alias = found.query.get_initial_alias()
    table = found.query.alias_map[alias]
    found.query.alias_map[alias] = _Forced(table.table_name, table.table_alias, name)
    return found


def refresh_statistics(model: type[Model]) -> None:
    """For PostgreSQL, after many rows were written at once: until its own daemon comes by, it takes
    a book that was just filled for an empty one, and reads all of it for a page."""
    if connection.vendor == "postgresql":
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


class _Forced(BaseTable):
    def __init__(self, table_name: str, alias: str | None, index: str) -> None:
        super().__init__(table_name, alias)
        self.index = index

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        sql, params = super().as_sql(compiler, connection)
        return f"{sql} FORCE INDEX ({connection.ops.quote_name(self.index)})", params

    def relabeled_clone(self, change_map: dict[str | None, str]) -> "_Forced":
        alias = change_map.get(self.table_alias, self.table_alias)
        return _Forced(self.table_name, alias, self.index)
