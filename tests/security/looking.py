"""Everything that is somebody's, read from the database past the server."""

from typing import Any

from django.apps import apps

from ledger.models import Book
from users.models import User


def contents(user: int, alias: str = "default") -> dict[str, list[Any]]:
    """Every value of every row that is theirs, by table."""
    book = Book.objects.using(alias).get(owner=user).pk
    ways = {"owner": user, "user": user, "book": book, "operation__book": book}
    rows = {"user": list(User.objects.using(alias).filter(pk=user).values_list())}
    for model in apps.get_models():
        columns = {field.name for field in model._meta.concrete_fields}
        for way, key in ways.items():
            if way.partition("__")[0] in columns:
                found = model._base_manager.using(alias).filter(**{way: key}).values_list()
                rows[model._meta.db_table] = sorted(found, key=repr)
    return rows
