"""Interleaved rounds: everyone in turn, again and again, so that a slow minute slows all alike."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.bulk.acts import Amounts
from benchmarks.dashboard.acts import Visits
from benchmarks.files.acts import Files
from benchmarks.load import load
from benchmarks.servers import Server
from devtools.console import say

_WARM_UP = 0.25
_TICK = 0.01


@dataclass(frozen=True, slots=True)
class Pace:
    """How long everything takes."""

    rounds: int
    seconds: float
    """Of each contestant in each round."""
    connections: int
    memory_requests: tuple[int, int]
    seconds_in_process: float
    """Of each call in each round, where nothing goes over HTTP."""
    bulk: Amounts
    files: Files
    visits: Visits


@dataclass(frozen=True, slots=True)
class Contestant:
    """A request, again and again, to one of the servers."""

    name: str
    server: Server
    requests: Iterator[bytes]
    expected: str = "200"


@dataclass(slots=True)
class Result:
    """What each round measured."""

    rates: list[float] = field(default_factory=list)
    """Requests a second."""
    cpu: list[float] = field(default_factory=list)
    """The server's CPU milliseconds a request."""
    p50: list[float] = field(default_factory=list)
    """Milliseconds."""
    p99: list[float] = field(default_factory=list)
    generator: list[float] = field(default_factory=list)
    """The share of one CPU that the load generator used."""

    def as_json(self) -> dict[str, Any]:
        return {
            name: [round(value, 4) for value in values] for name, values in asdict(self).items()
        }


def race(contestants: Sequence[Contestant], pace: Pace) -> dict[str, Result]:
    """Every contestant's results, a value for each round."""
    for each in contestants:
        _run(each, pace, pace.seconds * _WARM_UP, Result())
    results = {each.name: Result() for each in contestants}
    for number in range(pace.rounds):
        say(f"  round {number + 1} of {pace.rounds}")
        # Back and forth, so that nobody always comes after the same other.
        order = contestants if number % 2 == 0 else list(reversed(contestants))
        for each in order:
            _run(each, pace, pace.seconds, results[each.name])
    return results


def _run(contestant: Contestant, pace: Pace, seconds: float, result: Result) -> None:
    server = contestant.server
    before = server.cpu_seconds()
    sample = load(
        server.port,
        contestant.requests,
        connections=pace.connections,
        expected=contestant.expected,
        seconds=seconds,
    )
    used = max(server.cpu_seconds() - before, _TICK)  # /proc counts in ticks
    result.rates.append(sample.requests / sample.seconds)
    result.cpu.append(used / sample.requests * 1000)
    result.p50.append(sample.percentile(0.50) * 1000)
    result.p99.append(sample.percentile(0.99) * 1000)
    result.generator.append(sample.generator_cpu / sample.seconds)


def ratios(top: Sequence[float], bottom: Sequence[float]) -> tuple[float, float, float]:
    """Round by round: the median, the least and the greatest."""
    each = [one / other for one, other in zip(top, bottom, strict=True)]
    return statistics.median(each), min(each), max(each)
