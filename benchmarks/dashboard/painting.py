"""What Lighthouse looks at, on a processor that is slowed down."""

from collections.abc import Sequence

from benchmarks.dashboard.acts import SLOWDOWN
from benchmarks.dashboard.browser import Visitor

_FIRST = 'performance.getEntriesByName("first-contentful-paint")[0].startTime'
#: Milliseconds that a task may take before it stands in the way of whoever types.
_UNNOTICED = 50
#: Shifts count together that follow each other this soon, for at most so long.
_GAP, _SESSION = 1_000, 5_000


def paint(visitor: Visitor, path: str) -> dict[str, float]:
    """Of a first load: milliseconds, and the share of the window that moved."""
    with visitor.window() as window:
        window.devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        window.open(path)
        seen, first = window.ask("seen"), window.ask(_FIRST)
    return {
        "first": first,
        "largest": seen["largest"],
        "blocked": blocked(seen["tasks"], first),
        "shift": shift(seen["shifts"]),
    }


def blocked(tasks: Sequence[tuple[float, float]], first: float) -> float:
    """What long tasks took beyond what nobody notices, from the first paint on."""
    return sum(max(duration - _UNNOTICED, 0) for begun, duration in tasks if begun >= first)


def shift(shifts: Sequence[tuple[float, float]]) -> float:
    """The largest sum of shifts that follow each other (web.dev/articles/cls)."""
    largest = whole = 0.0
    begun = last = float("-inf")
    for at, value in shifts:
        if at - last > _GAP or at - begun > _SESSION:
            begun, whole = at, 0.0
        whole, last = whole + value, at
        largest = max(largest, whole)
    return largest
