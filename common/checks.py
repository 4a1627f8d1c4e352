"""What must be true of the database server (`manage.py check --database default`), and what should
be of a server that others use (`manage.py check --deploy`)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
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


_LEADS_ANYWHERE = Warning(
    "Links in mails lead to the host that the caller named, of those in ALLOWED_HOSTS.",
    hint="Set PUBLIC_URL.",
    id="common.W002",
)


@register(Tags.security, deploy=True)
def mail_is_sent(**options: Any) -> list[CheckMessage]:
    """Printed, a mail that opens an account lies in the server's log."""
    if "console" not in settings.EMAIL_BACKEND:
        return [] if settings.PUBLIC_URL else [_LEADS_ANYWHERE]
    return [
        Warning(
            "Mails, and the links in them that set a new password, are printed in the log.",
            hint="Set EMAIL_URL.",
            id="common.W001",
        )
    ]
