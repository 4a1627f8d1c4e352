"""Text that is compared: folded the same way on every engine, in Python, never by a collation.

MySQL's default collation takes 🍣 for 🍺, MariaDB's binary one finds no other case, SQLite folds
ASCII alone; so what must be equal is made equal before it is stored.
"""

import unicodedata
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_POSTGRESQL, _MARIADB, _MYSQL = "C", "utf8mb4_nopad_bin", "utf8mb4_0900_bin"


def fold(text: str) -> str:
    """The form in which two texts are the same: NFKC, case-folded, trimmed (Unicode 3.13, D146)."""
    if text.isascii():  # of which all of that leaves the rest as it is
        return text.lower().strip()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


class KeyField(models.CharField):  # type: ignore[type-arg]
    """Text compared byte for byte: an explicit binary collation, without padding, per engine."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        parameters["collation"] = _collation(connection)
        return parameters


def _collation(connection: BaseDatabaseWrapper) -> str | None:
    if connection.vendor == "postgresql":
        return _POSTGRESQL
    if connection.vendor == "mysql":
        return _MARIADB if getattr(connection, "mysql_is_mariadb", False) else _MYSQL
    return None
