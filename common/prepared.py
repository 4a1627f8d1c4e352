"""Queries whose SQL is built once: most of a small query's time is the ORM building it again.

    by_digest = Prepared(lambda: AccessToken.objects.filter(digest=Param("digest", digest_field)))
    by_digest(digest="…")  # a list, as iterating the queryset would give

Only for the few queries that every request makes. What a query is stays said in the ORM's words;
its rows become models or tuples by the ORM's own parts, looked up once as well.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Expression, QuerySet
from django.db.models.query import get_related_populators

Build = Callable[[], QuerySet[Any, Any]]
Rows = Iterable[tuple[Any, ...]]


class Param(Expression):
    """A place in a query for a value that is given when it is run."""

    def __init__(self, name: str, field: Any) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared:
    """A queryset of models or `values_list`s with `Param`s, compiled once for each thread."""

    def __init__(self, build: Build) -> None:
        self._build = build
        # A compiled query belongs to a connection, and a connection to a thread.
        self._local = threading.local()

    def __call__(self, **values: Any) -> list[Any]:
        statement: _Statement | None = getattr(self._local, "statement", None)
        if statement is None:
            statement = self._local.statement = _Statement(self._build())
        return statement.run(values)


class _Statement:
    def __init__(self, queryset: Any) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self._connection = compiler.connection
        self._sql, self._params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        self._compiler, self._converters = compiler, compiler.get_converters(columns)
        self._finish: Callable[[Rows], list[Any]] = _model_reader(queryset, compiler) or list

    def run(self, values: dict[str, Any]) -> list[Any]:
        connection = self._connection
        bound = [
            param.output_field.get_db_prep_value(values[param.name], connection)
            if isinstance(param, Param)
            else param
            for param in self._params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, bound)
            rows = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return self._finish(rows)


def _model_reader(queryset: Any, compiler: Any) -> Callable[[Rows], list[Any]] | None:
    """What makes models of rows, as Django's `ModelIterable` does; None for `values_list`."""
    if compiler.klass_info is None:
        return None
    model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    own = slice(places[0], places[-1] + 1)
    names = [column.target.attname for column, _, _ in compiler.select[own]]
    populators = get_related_populators(compiler.klass_info, compiler.select, queryset.db)  # type: ignore[call-arg]
    annotations = list((compiler.annotation_col_map or {}).items())

    def read(row: tuple[Any, ...]) -> Any:
        found = model.from_db(queryset.db, names, row[own])
        for populator in populators:
            populator.populate(row, found)
        for name, place in annotations:
            setattr(found, name, row[place])
        return found

    return lambda rows: [read(row) for row in rows]
