"""The table of what is done at once against one by one."""

import statistics
from collections.abc import Mapping, Sequence

from benchmarks.bulk.acts import ACTS
from benchmarks.measuring import ratios

#: `seconds` and `cpu`, a value for each round, by name.
Race = Mapping[str, Mapping[str, Sequence[float]]]


def bulk_table(engine: str, race: Race, amounts: Mapping[str, int]) -> list[str]:
    """`amounts` are those of `Amounts`, as they were measured."""
    done = [name for name in ACTS if name in race]
    if not done:
        return []
    return [
        "",
        "| at once | rows | s | least to greatest | CPU s | one by one, s | times faster "
        "| by CPU | at most, s | reached |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
        *(_line(engine, name, race, amounts) for name in done),
        "",
        *_single(race, amounts["one_by_one"]),
    ]


def _line(engine: str, name: str, race: Race, amounts: Mapping[str, int]) -> str:
    act = ACTS[name]
    at_once, one = race[name], race[act.one]
    rows, limit = amounts[act.of], act.limit_for(amounts[act.of])
    times, by_cpu = (rows * ratios(one[kind], at_once[kind])[0] for kind in ("seconds", "cpu"))
    seconds, cpu = (statistics.median(at_once[kind]) for kind in ("seconds", "cpu"))
    single = f"{rows * statistics.median(one['seconds']):,.1f} ({act.one})"
    return (
        f"| {act.words} | {rows:,} | {seconds:.2f} "
        f"| {min(at_once['seconds']):.2f} to {max(at_once['seconds']):.2f} "
        f"| {cpu:.2f} | {single} | {times:,.0f} | {by_cpu:,.0f} "
        f"| {'' if limit is None else f'{limit:g}'} | {verdict(engine, seconds, cpu, limit)} |"
    )


def verdict(engine: str, seconds: float, cpu: float, limit: float | None) -> str:
    """Whether a limit of wall-clock time was kept."""
    if limit is None:
        return ""
    if seconds <= limit:
        return "reached"
    # SQLite works in the process itself: what is more than its CPU is others' work, and the disk's.
    return "by CPU" if engine == "sqlite" and cpu <= limit else "missed"


def _single(race: Race, number: int) -> list[str]:
    each = [
        f"{name} {1000 * statistics.median(race[name]['seconds']):.1f} "
        f"({1000 * statistics.median(race[name]['cpu']):.1f})"
        for name in dict.fromkeys(act.one for act in ACTS.values())
    ]
    return [
        f"One by one is what {number} requests took, times the rows; "
        f"milliseconds each, and of CPU: {', '.join(each)}."
    ]
