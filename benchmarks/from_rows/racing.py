"""Calls in rounds: everyone in turn, again and again, so that a slow minute slows all alike."""

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Call = Callable[[], Any]


def race(calls: Mapping[str, Call], *, rounds: int, seconds: float) -> dict[str, Any]:
    """By name the `rates` (calls a second) and `cpu` (milliseconds a call), one for each round."""
    found: dict[str, dict[str, list[float]]] = {name: {"rates": [], "cpu": []} for name in calls}
    for number in range(rounds):
        # Back and forth, so that nobody always comes after the same other.
        for name in list(calls) if number % 2 == 0 else reversed(list(calls)):
            with _no_collections():
                rate, cpu = _run(calls[name], seconds)
            found[name]["rates"].append(round(rate, 4))
            found[name]["cpu"].append(round(cpu, 4))
    return found


@contextmanager
def _no_collections() -> Iterator[None]:
    """As timeit does: a collection walks through all of Django, and falls on anybody's turn."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _run(call: Call, seconds: float) -> tuple[float, float]:
    call()  # what the one before left in the caches is not its own
    times, cpu, start = 0, time.process_time(), time.perf_counter()
    while (taken := time.perf_counter() - start) < seconds or not times:
        call()
        times += 1
    return times / taken, (time.process_time() - cpu) / times * 1000
