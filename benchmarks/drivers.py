"""Each engine's own driver, with the settings that the application gives its connections."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

_STRICT = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO"
_ROWS_A_STATEMENT = 500


def connect(url: str) -> Any:
    """A connection in autocommit mode: a transaction lasts from BEGIN to COMMIT."""
    scheme = urlsplit(url).scheme
    return {"sqlite": _sqlite, "mysql": _mysql, "postgresql": _postgresql}[scheme](url)


def _sqlite(url: str) -> Any:
    connection = sqlite3.connect(
        unquote(urlsplit(url).path[1:]), timeout=20, isolation_level=None, check_same_thread=False
    )
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    return connection


def _mysql(url: str) -> Any:
    import MySQLdb

    parts = urlsplit(url)
    connection = MySQLdb.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=unquote(parts.path[1:]),
        charset="utf8mb4",
        autocommit=True,
        init_command=f"SET sql_mode='{_STRICT}'",
    )
    connection.cursor().execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    return connection


def _postgresql(url: str) -> Any:
    import psycopg

    # As Django uses it: values are put in by the client, nothing is prepared on the server.
    return psycopg.connect(
        url,
        autocommit=True,
        prepare_threshold=None,
        cursor_factory=psycopg.ClientCursor,
    )


def begin(url: str) -> str:
    return "BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN"


def with_marks(url: str, sql: str) -> str:
    """SQL with `%s`, as this driver wants it."""
    if not url.startswith("sqlite"):
        return sql
    return sql.replace("%s", "?").replace("%%", "%")


def insert_all(
    connection: Any, url: str, table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]
) -> None:
    """Insert any number of rows as fast as the engine takes them, in one transaction."""
    cursor = connection.cursor()
    cursor.execute(begin(url))
    if url.startswith("postgresql"):
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
    else:
        marks = f"({', '.join(['%s'] * len(columns))})"
        head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        for some in _some(values):
            sql = with_marks(url, head + ", ".join([marks] * len(some)))
            cursor.execute(sql, [value for row in some for value in row])
    cursor.execute("COMMIT")


def _some(values: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    rest = iter(values)
    while some := list(islice(rest, _ROWS_A_STATEMENT)):
        yield some
