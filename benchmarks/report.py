"""What a run found: a table on the terminal, results.json, and the table in README.md."""

import json
import platform
import statistics
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.bulk.table import bulk_table
from benchmarks.dashboard.table import dashboard_table
from benchmarks.environment import HOME
from benchmarks.figures import Finding, figures, find, generator_share
from benchmarks.files.table import exports_table, imports_table
from benchmarks.filling.people import Spec
from benchmarks.measuring import Pace, ratios
from devtools.engines import ENGINE_NAMES

RESULTS = HOME / "results.json"
README = HOME / "README.md"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
#: Races with a table of their own.
_NOT_SERVED = {"memory", "rows", "bulk", "export", "imports", "exports", "dashboard"}
_PACKAGES = ("Django", "djangorestframework", "granian", "orjson")


def conditions(spec: Spec, pace: Pace) -> dict[str, Any]:
    """What the figures depend on, besides the code."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {_processors()}",
        "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "sizes": spec.sizes,
        "many": [spec.many, spec.rows_of_many],
        "pace": asdict(pace),
    }


def _processors() -> str:
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    models = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return f"{len(models)} x {models[0]}" if models else "unknown processor"


def findings(engine: str, run: Mapping[str, Any]) -> list[Finding]:
    sizes = list(run["conditions"]["sizes"])
    wanted = figures(sizes[0], sizes[-1])
    found = (find(engine, figure, run["races"]) for figure in wanted)
    return [finding for finding in found if finding is not None]


def keep(file: Path, engine: str, run: dict[str, Any]) -> dict[str, Any]:
    """Put the run into the file, over the same races of an earlier one; everything it holds now.

    The races that were not run again stay, with the day and the machine that they are from.
    """
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    earlier = known.get(engine, {})
    run["measured"] = dict.fromkeys(run["races"], _place(run["conditions"]))
    if earlier.get("conditions", {}).get("sizes") == run["conditions"]["sizes"]:
        run["measured"] = {**_measured_on(earlier), **run["measured"]}
        run["races"] = {**earlier["races"], **run["races"]}
    run["figures"] = [finding.as_json() for finding in findings(engine, run)]
    known[engine] = run
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return known


def _place(told: Mapping[str, Any]) -> str:
    """The day and the machine of a run."""
    return f"{told['at'][:10]}, {told['machine']}, Python {told['python']}"


def _measured_on(run: Mapping[str, Any]) -> dict[str, str]:
    known: dict[str, str] = run.get("measured", {})
    return dict.fromkeys(run["races"], _place(run["conditions"])) | known


def tables(engine: str, run: Mapping[str, Any]) -> str:
    """Everything that was found on one engine, as Markdown."""
    told = run["conditions"]
    many, each = told["many"]
    served = {name: race for name, race in run["races"].items() if name not in _NOT_SERVED}
    lines = [
        f"### {ENGINE_NAMES[engine]}",
        "",
        f"{_place(told)}; "
        f"accounts of {', '.join(told['sizes'])} transactions, and {many} of {each:,}."
        f"{_of_earlier_runs(run)}",
        "",
        "| figure | value | least to greatest | by CPU | at least | aim | reached |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(_line(finding) for finding in findings(engine, run)),
        *_over_http(served),
        *_exports(run["races"].get("export", {}), told["sizes"]),
        *_memory(run["races"].get("memory"), told["pace"]["memory_requests"]),
        *_in_process(run["races"].get("rows", {})),
        *bulk_table(engine, run["races"].get("bulk", {}), told["pace"].get("bulk", {})),
        *imports_table(engine, run["races"].get("imports", {}), told["pace"].get("files", {})),
        *exports_table(run["races"].get("exports", {}), told["pace"].get("files", {})),
        *dashboard_table(
            run["races"].get("dashboard", {}), told["sizes"], told["pace"].get("visits", {})
        ),
    ]
    return "\n".join(lines) + "\n"


def _of_earlier_runs(run: Mapping[str, Any]) -> str:
    """Which races were not measured on the day and the machine that are told."""
    others: dict[str, list[str]] = {}
    for race, place in _measured_on(run).items():
        if place != _place(run["conditions"]):
            others.setdefault(place, []).append(race)
    return "".join(f" Of {place}: {', '.join(races)}." for place, races in others.items())


def _over_http(races: Mapping[str, Any]) -> list[str]:
    if not races:
        return []
    share = generator_share(races)
    return [
        "",
        "| | requests/s | least to greatest | CPU ms a request | p50 ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(_measured(who, result) for race in races.values() for who, result in race.items()),
        "",
        f"The load generator needed at most {share:.0%} of one CPU beside these.",
    ]


def _in_process(race: Mapping[str, Mapping[str, list[float]]]) -> list[str]:
    """Both ways side by side, for each report and account."""
    if not race:
        return []
    pairs = [name.partition(" ")[2] for name in race if name.startswith("totals ")]
    return [
        "",
        "| report in one process | from totals, ms | from rows, ms | times faster "
        "| least to greatest |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_pair(name, race[f"totals {name}"], race[f"rows {name}"]) for name in pairs),
    ]


def _pair(name: str, ours: Mapping[str, list[float]], theirs: Mapping[str, list[float]]) -> str:
    times, least, greatest = ratios(ours["rates"], theirs["rates"])
    own, other = (1000 / statistics.median(each["rates"]) for each in (ours, theirs))
    return (
        f"| {name} | {own:.2f} | {other:.2f} | {_number(times)} "
        f"| {_number(least)} to {_number(greatest)} |"
    )


def _line(finding: Finding) -> str:
    figure = finding.figure
    mark = "" if figure.higher_is_better else "at most "
    floor = "" if finding.floor is None else f"{mark}{finding.floor:g}"
    aim = "" if finding.aim is None else f"{finding.aim:g}"
    by_cpu = "" if finding.by_cpu is None else f"{finding.by_cpu:.2f}"
    return (
        f"| {figure.words} | {finding.value:.2f} | {finding.least:.2f} to {finding.greatest:.2f} "
        f"| {by_cpu} | {floor} | {aim} | {finding.verdict} |"
    )


def _measured(name: str, result: Mapping[str, list[float]]) -> str:
    rates = result["rates"]
    middle = {kind: statistics.median(values) for kind, values in result.items()}
    return (
        f"| {name} | {_number(middle['rates'])} | {_number(min(rates))} to {_number(max(rates))} "
        f"| {middle['cpu']:.2f} | {middle['p50']:.1f} | {middle['p99']:.1f} |"
    )


def _number(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _exports(race: Mapping[str, Mapping[str, list[float]]], sizes: Mapping[str, int]) -> list[str]:
    if not race:
        return []
    return [
        "",
        "| export of | seconds | rows/s | first byte, ms | memory of the worker, MiB |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(_exported(name, race[name], sizes[name]) for name in race),
        "",
    ]


def _exported(name: str, result: Mapping[str, list[float]], rows: int) -> str:
    row, first, resident = (
        statistics.median(result[kind]) for kind in ("row", "first", "resident")
    )
    return (
        f"| {name} | {row * rows / 1e6:.2f} | {_number(1e6 / row)} | {first:.1f} "
        f"| {resident / 1024:.1f} |"
    )


def _memory(race: Mapping[str, Any] | None, requests: list[int]) -> list[str]:
    if race is None:
        return []
    early, late = (race[name]["resident"][0] / 1024 for name in ("early", "late"))
    return [
        f"A worker had {early:.1f} MiB after {requests[0]:,} requests "
        f"and {late:.1f} MiB after {requests[1]:,}."
    ]


def write_readme(known: Mapping[str, Any]) -> None:
    """Put the tables of every engine between the marks of README.md."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    whole = "\n".join(tables(engine, known[engine]) for engine in ENGINE_NAMES if engine in known)
    README.write_text(f"{before}{_BEGIN}\n\n{whole}\n{_END}{after}", encoding="utf-8")
