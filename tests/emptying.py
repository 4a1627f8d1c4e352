"""Emptying the database after a test, in a tenth of the time that Django takes.

What Django itself writes when it migrates (content types, permissions) stays, so that it need not
be written anew after every test. PostgreSQL deletes the few rows that there are: to truncate a
table, it makes new files for it.
"""

from typing import Any

from django.core.management.commands import flush
from django.db import connection

_OF_DJANGO = {"django_content_type", "auth_permission"}


def empty_quickly() -> None:
    """From now on, for every test of this process."""
    vars(flush)["emit_post_migrate_signal"] = lambda *_, **__: None
    plain = connection.ops.sql_flush

    def sql_flush(style: Any, tables: list[str], **options: Any) -> list[str]:
        ours = [table for table in tables if table not in _OF_DJANGO]
        if connection.vendor != "postgresql" or options.get("reset_sequences"):
            return plain(style, ours, **options)
        # Django's constraints wait for the end of the transaction, so any order will do.
        quoted = map(connection.ops.quote_name, ours)
        return ["; ".join(f"DELETE FROM {table}" for table in quoted)] if ours else []

    type(connection.ops).sql_flush = staticmethod(sql_flush)
