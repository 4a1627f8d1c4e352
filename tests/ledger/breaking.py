"""Breaking the database on purpose, as Django reports what its drivers do."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from ledger.models import Book

#: What there is to raise; None where it did its harm to the connection itself.
Fault = Callable[[], Exception | None]
#: Statements that only say what a connection or a transaction is like, or are COMMIT.
_FRAMES = ("SET ", "COMMIT", "PRAGMA")


def _sqlite(message: str, code: int) -> Fault:
    def fault() -> Exception:
        error, cause = OperationalError(message), sqlite3.OperationalError(message)
        error.__cause__, cause.sqlite_errorcode = cause, code
        return error

    return fault


def _mysql(code: int) -> Fault:
    return lambda: OperationalError(code, "made by a test")


def _postgresql(cause: type[psycopg.Error]) -> Fault:
    def fault() -> Exception:
        error = OperationalError("made by a test")
        error.__cause__ = cause("made by a test")
        return error

    return fault


_CONFLICTS: dict[str, dict[str, Fault]] = {
    "sqlite": {
        "locked": _sqlite("database is locked", sqlite3.SQLITE_BUSY),
        "busy snapshot": _sqlite("database is locked", sqlite3.SQLITE_BUSY_SNAPSHOT),
        "table locked": _sqlite("database table is locked", sqlite3.SQLITE_LOCKED),
    },
    "mysql": {"deadlock": _mysql(1213), "lock wait": _mysql(1205)},
    "postgresql": {
        "serialization": _postgresql(psycopg.errors.SerializationFailure),
        "deadlock": _postgresql(psycopg.errors.DeadlockDetected),
    },
}
_LOSSES: dict[str, dict[str, Fault]] = {
    "sqlite": {"interface": lambda: InterfaceError("Cannot operate on a closed database.")},
    "mysql": {
        "gone": _mysql(2006),
        "lost": _mysql(2013),
        "interface": lambda: InterfaceError(0, ""),
    },
    "postgresql": {
        "failure": _postgresql(psycopg.errors.ConnectionFailure),
        "shutdown": _postgresql(psycopg.errors.AdminShutdown),
        "socket": _postgresql(psycopg.OperationalError),
    },
}
CONFLICTS = _CONFLICTS[connection.vendor]
LOSSES = _LOSSES[connection.vendor]


def is_counted(sql: str) -> bool:
    """Whether it is one of the statements that are numbered here."""
    return not sql.lstrip().upper().startswith(_FRAMES)


class Breaker:
    """Fails the statement of this number, once or every time; `broke` is what it failed."""

    def __init__(self, number: int, fault: Fault, *, after: bool, always: bool) -> None:
        self.number, self.fault, self.after, self.always = number, fault, after, always
        self.seen = 0
        self.broke = ""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_counted(sql):
            self.seen += 1
            if self.seen == self.number or (self.always and self.seen > self.number):
                self.broke = sql
                if self.after:
                    execute(sql, params, many, context)
                strike(self.fault)
        return execute(sql, params, many, context)


def strike(fault: Fault) -> None:
    error = fault()
    if error is not None:
        raise error


@contextmanager
def broken_statement(
    number: int, fault: Fault, *, after: bool = False, always: bool = False
) -> Iterator[Breaker]:
    """The statement of this number fails: `after` it was done, or before."""
    breaker = Breaker(number, fault, after=after, always=always)
    with connection.execute_wrapper(breaker):
        yield breaker


@contextmanager
def committing(commit: Callable[[Callable[[], None]], None]) -> Iterator[None]:
    """Every COMMIT is `commit`'s, which is given the real one."""
    real, wrapper = connection._commit, connection._connections[connection._alias]
    wrapper._commit = lambda: commit(real)
    try:
        yield
    finally:
        del wrapper._commit


class CommitBreaker:
    """Fails the COMMIT of this number."""

    def __init__(self, number: int, fault: Fault, *, after: bool) -> None:
        self.number, self.fault, self.after = number, fault, after
        self.seen = 0
        self.broke = ""

    def __call__(self, real: Callable[[], None]) -> None:
        self.seen += 1
        if self.seen == self.number:
            self.broke = "COMMIT"
            if self.after:
                real()
            strike(self.fault)
        real()


@contextmanager
def broken_commit(number: int, fault: Fault, *, after: bool) -> Iterator[CommitBreaker]:
    """The COMMIT of this number fails: `after` it was done, or before."""
    breaker = CommitBreaker(number, fault, after=after)
    with committing(breaker):
        yield breaker


_KILLS = {
    "mysql": ("SELECT CONNECTION_ID()", "KILL CONNECTION %s"),
    "postgresql": ("SELECT pg_backend_pid()", "SELECT pg_terminate_backend(%s, 1000)"),
}


def kill(victim: Any) -> None:
    """The server ends this connection, as an administrator would."""
    whoami, end = _KILLS[victim.vendor]
    with victim.connection.cursor() as cursor:
        cursor.execute(whoami)
        (number,) = cursor.fetchone()
    other = victim.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(end, [number])
    finally:
        other.close()


def killed() -> None:
    """A fault that is real: what the connection does next, it finds itself dead."""
    kill(connection)


#: Every kind of fault of this engine.
FAULTS: dict[str, Fault] = {**CONFLICTS, **LOSSES}
if connection.vendor in _KILLS:
    FAULTS["killed"] = killed

_SHORT_WAITS = {
    "sqlite": "PRAGMA busy_timeout = 20",
    "mysql": "SET innodb_lock_wait_timeout = 1",
    "postgresql": "SET lock_timeout = '20ms'",
}


class _Holder:
    """Keeps a book's row locked until somebody has been turned away by it."""

    def __init__(self, book: int) -> None:
        self.book, self.turned_away = book, 0
        self.holds, self.may_go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def _hold(self) -> None:
        with transaction.atomic(durable=True):
            Book.objects.filter(pk=self.book).update(currency="EUR")
            self.holds.set()
            self.may_go.wait(timeout=30)
            transaction.set_rollback(True)
        connection.close()

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except OperationalError:
            self.turned_away += 1
            self.may_go.set()
            self.thread.join(timeout=30)
            raise


@contextmanager
def book_held(book: int) -> Iterator[_Holder]:
    """Another connection has the book; this one waits for a moment only."""
    holder = _Holder(book)
    holder.thread.start()
    holder.holds.wait(timeout=30)
    with connection.cursor() as cursor:
        cursor.execute(_SHORT_WAITS[connection.vendor])
    try:
        with connection.execute_wrapper(holder):
            yield holder
    finally:
        holder.may_go.set()
        holder.thread.join(timeout=30)
        connection.close()
