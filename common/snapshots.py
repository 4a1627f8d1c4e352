"""Reading twice and seeing the same books."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Every read inside sees the database as it was at the first one; nothing may be written.

    SQLite: BEGIN DEFERRED, because IMMEDIATE would take the write lock for a mere reading.
    MariaDB, MySQL and PostgreSQL: REPEATABLE READ for this one transaction.
    """
    if connection.vendor == "sqlite":
        with _deferred(), transaction.atomic(durable=True):
            yield
        return
    if connection.vendor == "mysql":
        _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with transaction.atomic(durable=True):
        if connection.vendor == "postgresql":
            _say("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    sqlite: Any = connection
    sqlite.ensure_connection()  # before it, there is no mode yet
    mode, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = mode


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
