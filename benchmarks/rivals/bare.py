"""A bare WSGI function: the application's own statements, and nothing else around them.

It says word for word what the application said for the same request (see filling/statements.py),
through the same driver, and writes the same JSON with orjson. No routing, no validation, no
throttling, no conditional requests: what is left is the least that Python can do.
"""

import hashlib
import os
import pickle
import threading
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import orjson

from benchmarks.drivers import begin, connect, with_marks
from benchmarks.rivals.page import NAMES, SIZE, money, next_url
from benchmarks.statement import Statement

_URL = os.environ["DATABASE_URL"]
_SAID = pickle.loads(Path(os.environ["STATEMENTS"]).read_bytes())
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC
_local = threading.local()
# SQLite has one writer at a time: who waits in line here does not sleep on its lock.
_line: Any = threading.Lock() if _URL.startswith("sqlite") else nullcontext()


def _ready(statements: list[Statement]) -> list[tuple[Statement, str]]:
    return [(each, with_marks(_URL, each.sql)) for each in statements]


_LISTS = {digest: _ready(said) for digest, said in _SAID["list"].items()}
_POSTS = {
    digest: (_ready(post["statements"]), post["answer"]) for digest, post in _SAID["post"].items()
}


def _cursor() -> Any:
    if not hasattr(_local, "cursor"):
        _local.cursor = connect(_URL).cursor()
    return _local.cursor


def _list(digest: str) -> bytes:
    cursor, pages, count = _cursor(), [], 0
    for statement, sql in _LISTS[digest]:
        cursor.execute(sql, statement.values)
        found = cursor.fetchall()
        if "transactions_monthlytotal" in sql:
            count = int(found[0][0])
        elif "transactions_transaction" in sql:
            pages = found
    page = {
        "count": count,
        "next": next_url(pages),
        "previous": None,
        "results": [_row(values) for values in pages[:SIZE]],
    }
    return orjson.dumps(page, option=_OPTIONS)


def _row(values: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(NAMES, values, strict=True))
    row["amount"] = money(row["amount"])
    row["refund"] = bool(row["refund"])
    return row


def _post(digest: str, key: str) -> bytes:
    statements, answer = _POSTS[digest]
    cursor = _cursor()
    given: dict[str, Any] = {"key": f"c:{key}"}
    before = [each for each in statements if not each[0].in_transaction]
    inside = [each for each in statements if each[0].in_transaction]
    for each in before:
        _say(cursor, *each, given)
    with _line:
        cursor.execute(begin(_URL))
        for each in inside:
            _say(cursor, *each, given)
            if "row" in given and "body" not in given:
                row = answer | {"id": given["row"], "version": given["version"]}
                given["body"] = orjson.dumps(row).decode()
                given["location"] = f"/api/transactions/{given['row']}/"
        cursor.execute("COMMIT")
    body: str = given["body"]
    return body.encode()


def _say(cursor: Any, statement: Statement, sql: str, given: dict[str, Any]) -> None:
    values = list(statement.values)
    for place, name in statement.slots.items():
        values[place] = given[name]
    cursor.execute(sql, values)
    found = cursor.fetchall() if cursor.description else []
    if statement.gives is not None:
        name, column = statement.gives
        given[name] = found[0][column] if found else cursor.lastrowid


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    token = environ["HTTP_AUTHORIZATION"].removeprefix("Token ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    if environ["REQUEST_METHOD"] == "POST":
        orjson.loads(environ["wsgi.input"].read())
        status, body = "201 Created", _post(digest, environ["HTTP_IDEMPOTENCY_KEY"])
    else:
        status, body = "200 OK", _list(digest)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]
