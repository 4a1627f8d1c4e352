"""What is looked at in the browser, how often, and what it may come to."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Visits:
    rounds: int
    """How often the overview of each account is drawn."""
    loads: int
    """How often it is loaded by a browser that has nothing yet."""
    scrolled: int
    """So many rows of the list go by."""


#: What the limits are for.
FULL = Visits(rounds=11, loads=3, scrolled=10_000)
QUICK = Visits(rounds=3, loads=1, scrolled=1_000)
SLOWDOWN = 4

BROWSER, FIRST_LOAD, SCROLL, PAINT, CALL = "browser", "first load", "scroll", "paint", "call"
OVERVIEW, UNCHANGED = "overview", "overview unchanged"
#: The pages whose first paint is looked at.
PAGES: Mapping[str, str] = {"overview": "/", "transactions": "/transactions/"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a kind of measurement, in words and with its limit."""

    words: str
    kind: str
    limit: float | None = None
    places: int = 0


LOADED = (
    Line("first load of the overview, KB over the wire", "kilobytes", 250, 1),
    Line("of it our own code, KB", "own", 80, 1),
    Line("its requests", "requests"),
    Line("of them to the API", "calls", 8),
)
SCROLLED = (
    Line("elements of the page, at most", "elements", 2_000),
    Line("a frame, ms, median", "frame p50", None, 1),
    Line("a frame, ms, 95th percentile", "frame p95", None, 1),
    Line("the page's own CPU a frame, ms", "cpu", None, 1),
    Line("long tasks", "long tasks"),
    Line("the longest task, ms", "longest"),
    Line("waiting for more rows, share of the frames, %", "waited", None, 1),
)
PAINTED = (
    Line("first contentful paint, ms", "first"),
    Line("largest contentful paint, ms", "largest"),
    Line("total blocking time, ms", "blocked"),
    Line("cumulative layout shift", "shift", None, 3),
)
