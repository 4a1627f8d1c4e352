"""Which database errors are worth a second try, and which mean that the connection is gone."""

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, ProgrammingError
from psycopg import errors

from common.faults import is_lost, is_transient


def by_psycopg(cause: type[Exception], error: type[Exception] = OperationalError) -> Exception:
    found = error("made by a test")
    found.__cause__ = cause("made by a test")
    return found


@pytest.mark.parametrize("code", [1053, 1927, 2002, 2003, 2006, 2013, 2055])
def test_it_knows_a_connection_lost_by_mysql(code: int) -> None:
    error = OperationalError(code, "made by a test")
    assert is_lost(error)
    assert is_transient(error)


@pytest.mark.parametrize("code", [1040, 1047, 1180, 1203, 1205, 1213])
def test_it_knows_a_conflict_of_mysql(code: int) -> None:
    error = OperationalError(code, "made by a test")
    assert not is_lost(error)
    assert is_transient(error)


@pytest.mark.parametrize(
    "cause",
    [
        errors.ConnectionFailure,
        errors.ConnectionDoesNotExist,
        errors.AdminShutdown,
        errors.CannotConnectNow,
        psycopg.OperationalError,
        errors.ConnectionTimeout,
    ],
)
def test_it_knows_a_connection_lost_by_postgresql(cause: type[Exception]) -> None:
    assert is_lost(by_psycopg(cause))
    assert is_transient(by_psycopg(cause))


@pytest.mark.parametrize(
    "cause",
    [
        errors.SerializationFailure,
        errors.DeadlockDetected,
        errors.LockNotAvailable,
        errors.TooManyConnections,
    ],
)
def test_it_knows_a_conflict_of_postgresql(cause: type[Exception]) -> None:
    assert not is_lost(by_psycopg(cause))
    assert is_transient(by_psycopg(cause))


@pytest.mark.parametrize("message", ["database is locked", "database table is locked: x"])
def test_it_knows_a_busy_sqlite(message: str) -> None:
    assert not is_lost(OperationalError(message))
    assert is_transient(OperationalError(message))


@pytest.mark.parametrize(
    "error",
    [InterfaceError(0, ""), InterfaceError("connection already closed"), InterfaceError()],
)
def test_it_takes_an_unusable_connection_for_a_lost_one(error: Exception) -> None:
    assert is_lost(error)
    assert is_transient(error)


@pytest.mark.parametrize(
    "error",
    [
        OperationalError(1054, "Unknown column"),
        OperationalError("no such table: x"),
        OperationalError(),
        IntegrityError(1062, "Duplicate entry"),
        DataError(1264, "Out of range"),
        by_psycopg(errors.UniqueViolation, IntegrityError),
        by_psycopg(errors.UndefinedTable, ProgrammingError),
        by_psycopg(errors.DiskFull),
        ValueError(2006),
    ],
)
def test_it_takes_nothing_else_for_a_fault_of_the_moment(error: Exception) -> None:
    assert not is_transient(error)
