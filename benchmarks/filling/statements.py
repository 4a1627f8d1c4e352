"""The SQL that the application says for one request, so that others can say the very same.

A statement's values are kept as they were, but for those that differ from one write to the next:
these are slots, filled from what earlier statements gave.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from django.db import connection

from benchmarks.statement import Statement

#: table.column of an INSERT -> the slot that its value is.
_SLOTS = {
    "transactions_transaction.version": "version",
    "ledger_operation.version": "version",
    "ledger_operation.key": "key",
    "ledger_operation.answer_body": "body",
    "ledger_operation.answer_location": "location",
    "ledger_change.operation_id": "operation",
    "ledger_change.row": "row",
}
#: Which slot the id of a new row is.
_IDS = {"transactions_transaction": "row", "ledger_operation": "operation"}
_INSERT = re.compile(r"INSERT INTO [`\"]?(\w+)[`\"]? \(([^)]*)\)")


def said_by(action: Callable[[], Any], key: str = "") -> list[Statement]:
    """Every statement that the action says; `key` is the Idempotency-Key that it uses."""
    said: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not sql.startswith("BEGIN"):
            columns = [column[0] for column in context["cursor"].description or ()]
            said.append(_statement(sql, params or (), columns, key))
        return result

    with connection.execute_wrapper(note):
        action()
    return said


def _statement(sql: str, params: Any, columns: list[str], key: str) -> Statement:
    values = tuple(_plain(value) for value in params)
    table, names = _inserted(sql)
    slots = {
        place: _SLOTS[f"{table}.{name}"]
        for place, name in enumerate(names)
        if f"{table}.{name}" in _SLOTS
    }
    if key:
        slots |= {place: "key" for place, value in enumerate(values) if value == f"c:{key}"}
    gives = None
    if table in _IDS:
        gives = (_IDS[table], 0)
    elif "ledger_book" in sql and "version" in columns:
        gives = ("version", columns.index("version"))
    return Statement(sql, values, connection.in_atomic_block, slots, gives)


def _inserted(sql: str) -> tuple[str, list[str]]:
    found = _INSERT.match(sql)
    if found is None:
        return "", []
    return found[1], [name.strip(' `"') for name in found[2].split(",")]


def _plain(value: Any) -> Any:
    """psycopg's wrapper of JSON holds functions, which no file keeps."""
    return json.dumps(value.obj) if hasattr(value, "obj") else value
