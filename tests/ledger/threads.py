"""Doing things at the same time, each on a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

from tests.answers import schema

Result = TypeVar("Result")


def at_once(times: int, act: Callable[[int], Result]) -> list[Result]:
    """`act(number)` in so many threads that all start together; what each gave, in order."""
    schema()  # what the clients hold answers to is not built by two threads at once
    start = threading.Barrier(times)

    def one(number: int) -> Result:
        start.wait(timeout=30)
        return alone(lambda: act(number))

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def meanwhile(act: Callable[[], Result]) -> Result:
    """What another thread, with a connection of its own, gets from `act`."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone, act).result(timeout=30)


def alone(act: Callable[[], Result]) -> Result:
    try:
        return act()
    finally:
        connection.close()
