"""Statements whose SQL is built once: most of a small query's time is the ORM building it again.

    by_digest = Prepared(lambda: AccessToken.objects.filter(digest=Param("digest", digest_field)))
    by_digest(digest="…")  # a list, as iterating the queryset would give

Only for the few that every request needs. What a statement is stays said in the ORM's words; its
rows become models or tuples by the ORM's own parts, looked up once as well.
"""

import threading
from collections.abc import Callable, Iterable
from functools import partial
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Expression, QuerySet
from django.db.models.base import ModelState
from django.db.models.sql import InsertQuery, UpdateQuery

Build = Callable[[], QuerySet[Any, Any]]
Rows = Iterable[tuple[Any, ...]]
Row = TypeVar("Row", bound=models.Model)
Compiled = TypeVar("Compiled")


class Param(Expression):
    """A place in a query for a value that is given when it is run."""

    def __init__(self, name: str, field: Any) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class _OfEachThread(Generic[Compiled]):
    """Compiled once for each thread: it belongs to a connection, and a connection to a thread."""

    def __init__(self, compile_it: Callable[..., Compiled]) -> None:
        self._compile, self._local = compile_it, threading.local()

    def __call__(self, *example: Any) -> Compiled:
        found: Compiled | None = getattr(self._local, "compiled", None)
        if found is None:
            found = self._local.compiled = self._compile(*example)
        return found


class Prepared:
    """A queryset of models or `values_list`s with `Param`s; called, the list of its rows."""

    def __init__(self, build: Build) -> None:
        self._compiled = _OfEachThread(lambda: _Select(build()))

    def __call__(self, **values: Any) -> list[Any]:
        return self._compiled().run(values)


class PreparedUpdate:
    """An `update` of a queryset with `Param`s; called, the number of rows it found."""

    def __init__(self, build: Build, **changes: Any) -> None:
        self._compiled = _OfEachThread(lambda: _update(build(), changes))

    def __call__(self, **values: Any) -> int:
        database, sql, params = self._compiled()
        with database.cursor() as cursor:
            cursor.execute(sql, _bound(params, values, database))
            return int(cursor.rowcount)


class PreparedInsert(Generic[Row]):
    """An insert of one row of a model, which has its key afterwards; no signal is sent."""

    def __init__(self, model: type[Row]) -> None:
        self._fields = [
            field for field in model._meta.local_concrete_fields if not field.primary_key
        ]
        self._compiled = _OfEachThread(partial(_insert, self._fields))

    def __call__(self, row: Row) -> Row:
        database, sql, give_key = self._compiled(row)
        values = [
            field.get_db_prep_save(getattr(row, field.attname), database) for field in self._fields
        ]
        with database.cursor() as cursor:
            cursor.execute(sql, values)
            row.pk = give_key(cursor)
        row._state.adding, row._state.db = False, database.alias
        return row


def _database() -> Any:
    """This thread's connection itself: `connection` looks it up for each of its attributes."""
    return connections[DEFAULT_DB_ALIAS]


def _bound(params: Iterable[Any], values: dict[str, Any], database: Any) -> list[Any]:
    return [
        param.output_field.get_db_prep_value(values[param.name], database)
        if isinstance(param, Param)
        else param
        for param in params
    ]


def _update(queryset: Any, changes: dict[str, Any]) -> tuple[Any, str, Any]:
    database = _database()
    query = queryset.query.chain(UpdateQuery)
    query.add_update_values(changes)
    sql, params = query.get_compiler(connection=database).as_sql()
    return database, sql, params


def _insert(fields: list[Any], row: models.Model) -> tuple[Any, str, Callable[[Any], Any]]:
    """The SQL for rows like it, and what reads the new key (see Django's SQLInsertCompiler)."""
    query, key, table = InsertQuery(type(row)), row._meta.pk, row._meta.db_table
    database = _database()
    operations = database.ops
    query.insert_values(fields, [row])
    compiler: Any = query.get_compiler(connection=database)
    compiler.returning_fields = [key]
    ((sql, _),) = compiler.as_sql()
    if database.features.can_return_columns_from_insert:
        returned = compiler.returning_params

        def give_key(cursor: Any) -> Any:
            return operations.fetch_returned_insert_columns(cursor, returned)[0]
    else:

        def give_key(cursor: Any) -> Any:
            return operations.last_insert_id(cursor, table, key.column)

    return database, sql, give_key


class _Select:
    def __init__(self, queryset: Any) -> None:
        self._database = _database()
        compiler = queryset.query.get_compiler(connection=self._database)
        self._sql, self._params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        self._compiler, self._converters = compiler, compiler.get_converters(columns)
        self._finish = list if compiler.klass_info is None else _reader_of_models(compiler)

    def run(self, values: dict[str, Any]) -> list[Any]:
        with self._database.cursor() as cursor:
            cursor.execute(self._sql, _bound(self._params, values, self._database))
            rows = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return self._finish(rows)


def _reader_of_models(compiler: Any) -> Callable[[Rows], list[Any]]:
    """What makes models of rows, as Django's `ModelIterable` does."""
    read = _reader_of_one(compiler.klass_info, compiler.select)
    annotations = list((compiler.annotation_col_map or {}).items())

    def read_all(rows: Rows) -> list[Any]:
        found = []
        for row in rows:
            model = read(row)
            for name, place in annotations:
                setattr(model, name, row[place])
            found.append(model)
        return found

    return read_all


def _reader_of_one(klass: Any, select: Any) -> Callable[[Any], Any]:
    """What makes of a row the model, with those that `select_related` joined; None for no key.

    Its fields are put where `Model.__init__` would put them one by one, sending signals.
    """
    model, places = klass["model"], klass["select_fields"]
    names = [select[place][0].target.attname for place in places]
    pick, key, alias = itemgetter(*places), names.index(model._meta.pk.attname), DEFAULT_DB_ALIAS
    joined = [
        (_reader_of_one(related, select), related["local_setter"], related["remote_setter"])
        for related in klass.get("related_klass_infos", ())
    ]

    def read(row: Any) -> Any:
        values = pick(row)
        if values[key] is None:
            return None
        found = model.__new__(model)
        found.__dict__.update(zip(names, values, strict=True))
        found._state = state = ModelState()
        state.adding, state.db = False, alias
        for read_related, set_here, set_there in joined:
            related = read_related(row)
            set_here(found, related)
            if related is not None:
                set_there(related, found)
        return found

    return read
