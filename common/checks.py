"""What must be true of the database server, said by `manage.py check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_keeps_all_text(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """MySQL and MariaDB: a database that is not utf8mb4 cannot keep an emoji."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "mysql":
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT @@character_set_database")
            (charset,) = cursor.fetchone()
        if charset != "utf8mb4":
            found.append(
                Error(
                    f"The database keeps text as {charset}: an emoji would be lost.",
                    hint="ALTER DATABASE <name> CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;",
                    id="common.E001",
                )
            )
    return found
