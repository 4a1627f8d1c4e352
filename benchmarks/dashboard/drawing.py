"""How long the overview takes in each account, warm, one account after the other again and again."""

import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from benchmarks.dashboard.acts import CALL
from benchmarks.dashboard.browser import Visitor, Window
from benchmarks.servers import Server

_WARM_UP = 2
_TICK = 0.01
_DRAWN = "performance.getEntriesByName('overview')[0].duration / 1000"
_CALLS = """performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/"))
  .map(({ name, duration }) => [new URL(name).pathname, duration])"""

Measured = dict[str, dict[str, list[float]]]


def draw_in_turn(visitors: Mapping[str, Visitor], server: Server, rounds: int) -> Measured:
    """`overview` and each `call` by account: a value for each round."""
    found: Measured = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        windows = {name: stack.enter_context(each.window()) for name, each in visitors.items()}
        for window in windows.values():
            for _ in range(_WARM_UP):
                window.open("/")
        for number in range(rounds):
            # Back and forth, so that nobody always comes after the same other.
            for name in list(windows) if number % 2 == 0 else reversed(windows):
                _draw(name, windows[name], server, found)
    return {name: dict(kinds) for name, kinds in found.items()}


def _draw(name: str, window: Window, server: Server, found: Any) -> None:
    used = server.cpu_seconds()
    window.open("/")
    found[f"overview {name}"]["cpu"].append(max(server.cpu_seconds() - used, _TICK))
    found[f"overview {name}"]["seconds"].append(window.ask(_DRAWN))
    for path, milliseconds in window.ask(_CALLS):
        found[f"{CALL} {path} {name}"]["ms"].append(milliseconds)
