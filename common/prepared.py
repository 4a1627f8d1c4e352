"""Queries whose SQL is built once: most of a small query's time is the ORM building it again.

    by_digest = Prepared(lambda: AccessToken.objects.filter(digest=Param("digest", digest_field)))
    by_digest(digest="…")  # a list, as iterating the queryset would give

Only for the few queries that every request makes. What a query is stays said in the ORM's words;
what it fetches is read by the ORM's own iterables.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.db.models import Expression, QuerySet

Build = Callable[[], QuerySet[Any, Any]]


class Param(Expression):
    """A place in a query for a value that is given when it is run."""

    def __init__(self, name: str, field: Any) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared:
    """A queryset with `Param`s, compiled once for each thread (a connection belongs to one)."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._local = threading.local()

    def __call__(self, **values: Any) -> list[Any]:
        queryset, compiler, sql, params = self._compiled()
        connection = compiler.connection
        bound = tuple(
            param.output_field.get_db_prep_value(values[param.name], connection)
            if isinstance(param, Param)
            else param
            for param in params
        )
        compiler.as_sql = lambda *args, **options: (sql, bound)
        return list(queryset._iterable_class(queryset))

    def _compiled(self) -> tuple[Any, Any, str, tuple[Any, ...]]:
        compiled: Any = getattr(self._local, "compiled", None)
        if compiled is None:
            queryset: Any = self._build()
            compiler = queryset.query.get_compiler(using=queryset.db)
            sql, params = compiler.as_sql()
            queryset.query.get_compiler = lambda *args, **options: compiler
            compiled = self._local.compiled = (queryset, compiler, sql, params)
        return compiled  # type: ignore[no-any-return]
