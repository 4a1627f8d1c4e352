"""`dev.py prove`: the proofs at full length on every engine, then the benchmarks; and the figures.

The ordinary test command runs a share of each proof. What a proof says of itself (pytest's
`record_property`) goes into a table and, of a whole run, into `docs/proof.json`.
"""

import json
import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from devtools.checks import Result
from devtools.console import Command, capture, say, stream
from devtools.engines import ENGINE_NAMES, ENGINES
from devtools.environment import prepare
from devtools.project import DEV_LOCK, Project
from devtools.testing import Report, Suite

PROOFS = (
    *("tests/proof", "tests/contract/test_conform_to_schema.py"),
    *("tests/importing/test_survive_kill.py", "tests/live/test_lose_redis.py"),
)
FULL = (
    *("--steps", "5000", "--every-fault", "--kills", "100", "--seconds", "30"),
    *("--requests", "5000", "--sign-ins", "100"),
)
# One after the other: they measure, and load the machine by themselves. No proof is too long.
HOW = ("-n", "0", "-v", "-o", "faulthandler_timeout=0", "-o", "junit_family=xunit1")
RESULTS = Path("docs/proof.json")


@dataclass
class Proof:
    """What one file of proofs came to on one engine."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0
    figures: dict[str, float | str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> None:
        """A figure; the numbers of several tests under one name add up."""
        try:
            number = float(text)
        except ValueError:
            self.figures[name] = text
            return
        total = round(number + float(self.figures.get(name, 0)), 2)
        self.figures[name] = int(total) if total.is_integer() else total


Found = Mapping[str, Proof]


def prove(
    project: Project,
    *,
    engines: Sequence[str],
    strict: bool,
    benchmarks: bool,
    pytest_words: Sequence[str],
) -> int:
    prepare(project, DEV_LOCK)
    report = Report(left_out=[ENGINE_NAMES[name] for name in ENGINES if name not in engines])
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory(prefix="expense-tracker-") as folder:
        for engine in engines:
            junit = Path(folder) / f"{engine}.xml"
            words = [*PROOFS, *FULL, *HOW, f"--junitxml={junit}", *pytest_words]
            Suite(project, Path(folder), words, "", report).run_on(engine)
            if junit.exists():
                found[engine] = read_junit(junit)
    whole = not pytest_words
    if found and whole:
        keep(project.root / RESULTS, found, _conditions(project))
    if found and whole and benchmarks:
        report.results.append(_benchmarks(project, list(found)))
    for line in ["", *table(found), "", *report.lines(strict=strict)]:
        say(line)
    return report.exit_code(strict=strict)


def read_junit(file: Path) -> Found:
    """By the name of its file, each proof."""
    proofs: dict[str, Proof] = {}
    for case in ElementTree.parse(file).iter("testcase"):
        proof = proofs.setdefault(Path(case.get("file", "")).stem.removeprefix("test_"), Proof())
        proof.seconds = round(proof.seconds + float(case.get("time", 0)), 1)
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            proof.failed += 1
        elif "skipped" in outcomes:
            proof.skipped += 1
        else:
            proof.passed += 1
        for each in case.iter("property"):
            proof.add(each.get("name", ""), each.get("value", ""))
    return proofs


def keep(file: Path, found: Mapping[str, Found], conditions: Mapping[str, Any]) -> None:
    """Beside what other engines' last runs came to."""
    known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for engine, proofs in found.items():
        known[engine] = {
            **conditions,
            "proofs": {name: asdict(proof) for name, proof in proofs.items()},
        }
    text = json.dumps(known, indent=2, sort_keys=True, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


def _conditions(project: Project) -> dict[str, Any]:
    commit = capture(["git", "describe", "--always", "--dirty"], cwd=project.root)
    return {
        "commit": commit.output.strip() if commit.code == 0 else "",
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


def _benchmarks(project: Project, engines: Sequence[str]) -> Result:
    say("\nbenchmarks")
    command: Command = (project.python, "-m", "benchmarks", "--engine", *engines)
    done = stream(command, cwd=project.root)
    return Result("benchmarks", done.code == 0, done.seconds)


def table(found: Mapping[str, Found]) -> list[str]:
    """A line for each figure of each proof, a column for each engine."""
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for engine, proofs in found.items():
        for name, proof in proofs.items():
            verdict = f"{proof.failed} FAILED" if proof.failed else f"{proof.passed} passed"
            figures = {"tests": verdict, "time": f"{proof.seconds:.0f} s", **proof.figures}
            for figure, value in figures.items():
                rows.setdefault((name, figure), {})[engine] = value
    lines = [("", "", *(ENGINE_NAMES[engine] for engine in found))]
    for (name, figure), values in sorted(rows.items(), key=lambda row: row[0][0]):
        heading = name if figure == "tests" else ""
        lines.append((heading, figure, *(str(values.get(engine, "—")) for engine in found)))
    wide = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, wide, strict=True)).rstrip()
        for line in lines
    ]
