"""INSERT that updates instead, with arithmetic: one statement, atomic on every engine.

Django's `bulk_create(update_conflicts=True)` can set columns, but not add to them.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Model


def upsert_tail(model: type[Model], key: Sequence[str], assignments: dict[str, str]) -> str:
    """`ON CONFLICT ... DO UPDATE SET`, or MySQL's form of it.

    In an assignment `{old}` is the row that is there and `{new}` the one that was to be inserted,
    as in `{"count": "{old}count + {new}count"}`; write the column right behind them.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "mysql":
        sets = [f"{name} = {_mysql(text, table)}" for name, text in assignments.items()]
        return f" ON DUPLICATE KEY UPDATE {', '.join(sets)}"
    sets = [
        f"{name} = {text.replace('{old}', f'{table}.').replace('{new}', 'excluded.')}"
        for name, text in assignments.items()
    ]
    return f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(sets)}"


def _mysql(text: str, table: str) -> str:
    words = text.replace("{old}", f"{table}.").split("{new}")
    rest = [_values(word) for word in words[1:]]
    return "".join([words[0], *rest])


def _values(text: str) -> str:
    name = text.split(maxsplit=1)[0].rstrip(",)")
    return f"VALUES({name}){text[len(name) :]}"
