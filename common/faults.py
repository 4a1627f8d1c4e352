"""Which database errors are a fault of the moment, and which are lost connections.

The codes: MySQL 8 and MariaDB error references, PostgreSQL appendix A (SQLSTATE), SQLite result
codes BUSY and LOCKED.
"""

from django.db import DatabaseError, InterfaceError, OperationalError

_MYSQL_LOST = {1053, 1927, 2002, 2003, 2006, 2013, 2055}
# 1040, 1203 and 53300: no connection is free just now.
_MYSQL_CONFLICT = {1040, 1047, 1180, 1203, 1205, 1213}
_POSTGRESQL_CONFLICT = {"40001", "40P01", "53300", "55P03"}
# 57P01 to 57P03: the server is shutting down or starting up.
_POSTGRESQL_LOST = ("08", "57P0")
_SQLITE_BUSY = ("database is locked", "database table is locked", "database is busy")


def is_lost(error: Exception) -> bool:
    """The connection is gone: what it was doing may or may not have happened."""
    if isinstance(error, InterfaceError):  # also mysqlclient's (0, ""), which is no code
        return True
    code = _mysql_code(error)
    if code is not None:
        return code in _MYSQL_LOST
    state = _sqlstate(error)
    if state is not None:
        return state.startswith(_POSTGRESQL_LOST)
    return _is_psycopg_without_state(error)


def is_transient(error: Exception) -> bool:
    """The same unit of work may succeed when it is run again from its start."""
    if not isinstance(error, DatabaseError | InterfaceError):
        return False
    if is_lost(error):
        return True
    if _mysql_code(error) in _MYSQL_CONFLICT or _sqlstate(error) in _POSTGRESQL_CONFLICT:
        return True
    return str(error).startswith(_SQLITE_BUSY)


def _mysql_code(error: Exception) -> int | None:
    first = error.args[0] if error.args else None
    return first if isinstance(first, int) else None


def _sqlstate(error: Exception) -> str | None:
    return getattr(error.__cause__, "sqlstate", None)


def _is_psycopg_without_state(error: Exception) -> bool:
    # psycopg has no SQLSTATE when the socket broke or the server could not be reached.
    is_psycopg = type(error.__cause__).__module__.startswith("psycopg")
    return is_psycopg and isinstance(error, OperationalError)
