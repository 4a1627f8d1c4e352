"""Breaking the database on purpose, as Django reports what its drivers do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError, connection, transaction

from ledger.models import Book

Fault = Callable[[], Exception]
#: Statements that only say where a transaction begins or what it is like.
_FRAMES = ("BEGIN", "SET ", "COMMIT", "PRAGMA")


def _mysql(code: int) -> Fault:
    return lambda: OperationalError(code, "made by a test")


def _postgresql(cause: type[psycopg.Error]) -> Fault:
    def fault() -> Exception:
        error = OperationalError("made by a test")
        error.__cause__ = cause("made by a test")
        return error

    return fault


_CONFLICTS: dict[str, dict[str, Fault]] = {
    "sqlite": {"locked": lambda: OperationalError("database is locked")},
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


class Breaker:
    """Fails the statement of this number, once or every time; `broke` is what it failed."""

    def __init__(self, number: int, fault: Fault, *, always: bool = False) -> None:
        self.number, self.fault, self.always = number, fault, always
        self.seen = 0
        self.broke = ""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith(_FRAMES):
            self.seen += 1
            if self.seen == self.number or (self.always and self.seen > self.number):
                self.broke = sql
                raise self.fault()
        return execute(sql, params, many, context)


@contextmanager
def broken_statement(number: int, fault: Fault, *, always: bool = False) -> Iterator[Breaker]:
    breaker = Breaker(number, fault, always=always)
    with connection.execute_wrapper(breaker):
        yield breaker


@contextmanager
def broken_commit(monkeypatch: Any, fault: Fault, *, after: bool, number: int = 1) -> Iterator[Any]:
    """The COMMIT of this number fails: `after` it was done, or before."""
    real = connection._commit
    done = {"commits": 0}

    def commit() -> None:
        done["commits"] += 1
        if done["commits"] != number:
            real()
            return
        if after:
            real()
        raise fault()

    with monkeypatch.context() as patch:
        patch.setattr(connection._connections[connection._alias], "_commit", commit)
        yield done


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


class _Killer:
    def __init__(self, number: int) -> None:
        self.number, self.seen, self.fired = number, 0, False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.number and not self.fired:
            self.fired = True
            kill(context["connection"])
        return execute(sql, params, many, context)


@contextmanager
def killed_at(number: int) -> Iterator[_Killer]:
    """The connection is killed right before its statement of this number."""
    killer = _Killer(number)
    with connection.execute_wrapper(killer):
        yield killer


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
