"""How long the overview takes in each account, warm, all of them in turn again and again."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any

from benchmarks.dashboard.acts import CALL, OVERVIEW, UNCHANGED
from benchmarks.dashboard.browser import Visitor, Window
from benchmarks.servers import Server

_WARM_UP = 2
_TICK = 0.01
_DRAWN = "performance.getEntriesByName('overview')[0].duration / 1000"
_CALLS = """performance.getEntriesByType("resource").filter(({ name }) => name.includes("/api/"))
  .map(({ name, duration }) => [new URL(name).pathname, duration])"""

Measured = dict[str, dict[str, list[float]]]


def draw_in_turn(
    visitors: Mapping[str, Visitor], server: Server, rounds: int, change: Callable[[], None]
) -> Measured:
    """`overview`, `overview unchanged` and each `call` by account: a value for each round.

    After `change` no answer that a browser has is right any more.
    """
    found: Measured = defaultdict(lambda: defaultdict(list))
    with ExitStack() as stack:
        windows = {name: stack.enter_context(each.window()) for name, each in visitors.items()}
        for window in windows.values():
            for _ in range(_WARM_UP):
                window.open("/")
        for number in range(rounds):
            # Back and forth, so that nobody always comes after the same other.
            order = list(windows) if number % 2 == 0 else list(reversed(windows))
            for name in order:
                _draw(windows[name], server, found[f"{UNCHANGED} {name}"])
            change()
            for name in order:
                _draw(windows[name], server, found[f"{OVERVIEW} {name}"])
                for path, milliseconds in windows[name].ask(_CALLS):
                    found[f"{CALL} {path} {name}"]["ms"].append(milliseconds)
    return {name: dict(kinds) for name, kinds in found.items()}


def _draw(window: Window, server: Server, found: Any) -> None:
    used = server.cpu_seconds()
    window.open("/")
    found["cpu"].append(round(max(server.cpu_seconds() - used, _TICK), 4))
    found["seconds"].append(round(window.ask(_DRAWN), 4))
