"""Seconds, by the clock and of CPU, of what is called."""

import gc
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


class Stopwatch:
    """Lists of `seconds` and `cpu` by name; an entry for each call of `take`."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, list[float]]] = defaultdict(
            lambda: {"seconds": [], "cpu": []}
        )

    def take(self, name: str, call: Callable[[], Result], *, times: int = 1) -> Result:
        """What the call returns; it is noted as so many calls, each of the same length."""
        # A collection in between is part of what is measured, but not of what was before.
        gc.collect()
        cpu, start = time.process_time(), time.perf_counter()
        result = call()
        taken, used = time.perf_counter() - start, time.process_time() - cpu
        self.found[name]["seconds"].append(round(taken / times, 6))
        self.found[name]["cpu"].append(round(used / times, 6))
        return result

    def as_json(self) -> dict[str, Any]:
        return dict(self.found)
