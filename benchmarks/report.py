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

from benchmarks.environment import HOME
from benchmarks.figures import Finding, figures, find, generator_share
from benchmarks.filling.people import Spec
from benchmarks.measuring import Pace
from devtools.engines import ENGINE_NAMES

RESULTS = HOME / "results.json"
README = HOME / "README.md"
_BEGIN, _END = "<!-- results -->", "<!-- end of results -->"
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
    """Put the run into the file, over the same races of an earlier one; everything it holds now."""
    known = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    earlier = known.get(engine, {})
    if earlier.get("conditions", {}).get("sizes") == run["conditions"]["sizes"]:
        run = {**run, "races": {**earlier["races"], **run["races"]}}
    run["figures"] = [finding.as_json() for finding in findings(engine, run)]
    known[engine] = run
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return known


def tables(engine: str, run: Mapping[str, Any]) -> str:
    """Everything that was found on one engine, as Markdown."""
    told = run["conditions"]
    many, each = told["many"]
    lines = [
        f"### {ENGINE_NAMES[engine]}",
        "",
        f"{told['at'][:10]}, {told['machine']}, Python {told['python']}; "
        f"accounts of {', '.join(told['sizes'])} transactions, and {many} of {each:,}.",
        "",
        "| figure | value | least to greatest | by CPU | at least | aim | reached |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
        *(_line(finding) for finding in findings(engine, run)),
        "",
        "| | requests/s | least to greatest | CPU ms a request | p50 ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, race in run["races"].items():
        if name != "memory":
            lines += [_measured(who, result) for who, result in race.items()]
    share = generator_share(run["races"])
    lines += ["", f"The load generator needed at most {share:.0%} of one CPU beside these."]
    lines += _memory(run["races"].get("memory"), told["pace"]["memory_requests"])
    return "\n".join(lines) + "\n"


def _line(finding: Finding) -> str:
    figure = finding.figure
    mark = "" if figure.higher_is_better else "at most "
    floor = "" if finding.floor is None else f"{mark}{finding.floor:g}"
    by_cpu = "" if finding.by_cpu is None else f"{finding.by_cpu:.2f}"
    return (
        f"| {figure.words} | {finding.value:.2f} | {finding.least:.2f} to {finding.greatest:.2f} "
        f"| {by_cpu} | {floor} | {figure.aim:g} | {finding.verdict} |"
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
