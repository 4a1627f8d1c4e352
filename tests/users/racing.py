"""Somebody else comes between a request's look and its write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tests.ledger.threads import meanwhile


@contextmanager
def overtaken_after(part: str, act: Callable[[], Any]) -> Iterator[list[Any]]:
    """`act` is done, on a connection of its own, right after the first read that has this part;
    what it gave is in the list."""
    gave: list[Any] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = execute(sql, params, many, context)
        if not gave and sql.startswith("SELECT") and part in sql:
            gave.append(meanwhile(act))
        return found

    with connection.execute_wrapper(wrapper):
        yield gave
