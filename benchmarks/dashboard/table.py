"""The tables of the dashboard in a browser."""

import statistics
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.dashboard.acts import (
    BROWSER,
    CALL,
    FIRST_LOAD,
    LOADED,
    OVERVIEW,
    PAGES,
    PAINT,
    PAINTED,
    SCROLL,
    SCROLLED,
    SLOWDOWN,
    UNCHANGED,
    Line,
)

#: By what was looked at and kind: a value for each time.
Race = Mapping[str, Mapping[str, Sequence[float]]]


def dashboard_table(race: Race, sizes: Mapping[str, int], visits: Mapping[str, int]) -> list[str]:
    """`visits` are those of `Visits`, as they were measured."""
    if not race:
        return []
    return [
        "",
        f"| the dashboard in Chromium {race[BROWSER]['version'][0]:.0f} | value "
        "| least to greatest | at most | reached |",
        "| --- | ---: | ---: | ---: | --- |",
        *_lines("", LOADED, race[FIRST_LOAD]),
        *(_drawn(f"{act} {size}", race) for act in (OVERVIEW, UNCHANGED) for size in sizes),
        *_lines(f"scroll through {visits['scrolled']:,} rows: ", SCROLLED, race[SCROLL]),
        *_painted(race),
        "",
        *_calls(race, list(sizes)),
    ]


def _lines(
    before: str, lines: Sequence[Line], found: Mapping[str, Sequence[float]]
) -> Iterator[str]:
    return (_line(f"{before}{line.words}", line, found[line.kind]) for line in lines)


def _line(words: str, line: Line, values: Sequence[float]) -> str:
    middle, least, greatest = (
        f"{value:,.{line.places}f}"
        for value in (statistics.median(values), min(values), max(values))
    )
    return (
        f"| {words} | {middle} | {f'{least} to {greatest}' if len(values) > 1 else ''} "
        f"| {'' if line.limit is None else f'{line.limit:,g}'} | {verdict(line, values)} |"
    )


def verdict(line: Line, values: Sequence[float]) -> str:
    if line.limit is None:
        return ""
    return "reached" if statistics.median(values) <= line.limit else "missed"


def _drawn(name: str, race: Race) -> str:
    line = Line(f"{name} drawn, ms", "seconds")
    return _line(line.words, line, [each * 1000 for each in race[name]["seconds"]])


def _painted(race: Race) -> Iterator[str]:
    for page in PAGES:
        before = f"{page}, a CPU {SLOWDOWN} times slower: "
        yield from _lines(before, PAINTED, race[f"{PAINT} {page}"])


def _calls(race: Race, sizes: Sequence[str]) -> list[str]:
    """What each request of the overview took, all of them under way at once."""
    first = f"{CALL} "
    paths = [
        name.removeprefix(first).removesuffix(f" {sizes[0]}")
        for name in race
        if name.startswith(first) and name.endswith(f" {sizes[0]}")
    ]
    return [
        f"| a request of the overview, ms | {' | '.join(sizes)} |",
        f"| --- |{' ---: |' * len(sizes)}",
        *(_call(path, [race[f"{first}{path} {size}"]["ms"] for size in sizes]) for path in paths),
    ]


def _call(path: str, found: Sequence[Sequence[float]]) -> str:
    return f"| `{path}` | {' | '.join(f'{statistics.median(each):.1f}' for each in found)} |"
