"""The tables of files on their way in and out."""

import statistics
from collections.abc import Mapping, Sequence

from benchmarks.bulk.table import verdict
from benchmarks.files.acts import (
    BARE,
    EXPORT,
    EXPORT_BY_COMMAND,
    FULL,
    IDLE,
    IMPORT_BY_COMMAND,
    LIMITS,
    WORDS,
)

#: `seconds` and `cpu`, a value for each round, by name; of commands, `peak` too.
Race = Mapping[str, Mapping[str, Sequence[float]]]


def imports_table(engine: str, race: Race, amounts: Mapping[str, int]) -> list[str]:
    """`amounts` are those of `Files`, as they were measured."""
    if not race:
        return []
    return [
        "",
        f"| a CSV of {amounts['rows']:,} rows | s | least to greatest | CPU s | rows/s "
        "| at most, s | reached |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(_line(engine, name, race[name], amounts) for name in WORDS if name in race),
    ]


def _line(
    engine: str, name: str, found: Mapping[str, Sequence[float]], amounts: Mapping[str, int]
) -> str:
    is_full = (amounts["rows"], amounts["others"]) == (FULL.rows, FULL.others)
    limit = LIMITS.get(name) if is_full else None
    seconds, cpu = (statistics.median(found[kind]) for kind in ("seconds", "cpu"))
    words = WORDS[name].format(others=amounts["others"])
    return (
        f"| {words} | {_spread(found['seconds'])} | {cpu:.2f} | {amounts['rows'] / seconds:,.0f} "
        f"| {'' if limit is None else f'{limit:g}'} | {verdict(engine, seconds, cpu, limit)} |"
    )


def _spread(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.2f} | {min(seconds):.2f} to {max(seconds):.2f}"


def exports_table(race: Race, amounts: Mapping[str, int]) -> list[str]:
    """What a million rows took as CSV; by the command line, with the memory."""
    if not race:
        return []
    idle = race[IDLE]["peak"][0]
    ways = {
        "by one bare cursor": BARE,
        "by the export": EXPORT,
        "by `manage.py export_transactions`": EXPORT_BY_COMMAND,
        "in, by `manage.py import_transactions`": IMPORT_BY_COMMAND,
    }
    return [
        "",
        f"| {amounts['exported']:,} rows as CSV | s | least to greatest | CPU s | rows/s "
        "| most memory, MiB | more than for 10 rows |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_way(words, race[name], amounts["exported"], idle) for words, name in ways.items()),
    ]


def _way(words: str, found: Mapping[str, Sequence[float]], rows: int, idle: float) -> str:
    seconds, cpu = (statistics.median(found[kind]) for kind in ("seconds", "cpu"))
    memory = " | "
    if "peak" in found:
        peak = found["peak"][0]
        memory = f"{peak / 1024:.1f} | {(peak - idle) / 1024:.1f}"
    spread = _spread(found["seconds"])
    return f"| {words} | {spread} | {cpu:.2f} | {rows / seconds:,.0f} | {memory} |"
