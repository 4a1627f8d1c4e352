"""What a run leaves of the runs before it."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks.report import keep, tables

RACE = {"ours 1k": {"rates": [100.0], "cpu": [5.0], "p50": [9.0], "p99": [9.0]}}
FASTER = {"ours 1k": {"rates": [200.0], "cpu": [2.5], "p50": [4.0], "p99": [4.0]}}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "results.json"


def _run(day: int, **races: Any) -> dict[str, Any]:
    conditions = {
        "at": f"2026-03-{day}T12:00:00+00:00",
        "machine": "Linux",
        "python": "3.11.7",
        "sizes": {"1k": 1_000, "1m": 1_000_000},
        "many": [2, 500],
        "pace": {"memory_requests": [1, 2]},
    }
    return {"conditions": conditions, "races": races}


def test_it_keeps_the_races_that_were_not_run_again(file: Path) -> None:
    keep(file, "sqlite", _run(17, list=RACE, reports=RACE))
    known = keep(file, "sqlite", _run(18, reports=FASTER))["sqlite"]
    assert known["races"] == {"list": RACE, "reports": FASTER}
    assert "Of 2026-03-17, Linux, Python 3.11.7: list." in tables("sqlite", known)


def test_it_remembers_where_each_race_was_run(file: Path) -> None:
    for day, race in ((17, "list"), (18, "post"), (19, "reports")):
        known = keep(file, "sqlite", _run(day, **{race: RACE}))["sqlite"]
    shown = tables("sqlite", known)
    assert "2026-03-19, Linux, Python 3.11.7; accounts of 1k, 1m transactions" in shown
    assert "Of 2026-03-17, Linux, Python 3.11.7: list." in shown
    assert "Of 2026-03-18, Linux, Python 3.11.7: post." in shown


def test_it_keeps_the_other_engines(file: Path) -> None:
    keep(file, "mariadb", _run(17, list=RACE))
    known = keep(file, "sqlite", _run(18, list=FASTER))
    assert known["mariadb"]["races"] == {"list": RACE}


def test_it_keeps_nothing_of_other_sizes(file: Path) -> None:
    other = _run(17, list=RACE)
    other["conditions"]["sizes"] = {"1k": 1_000, "20k": 20_000}
    keep(file, "sqlite", other)
    assert keep(file, "sqlite", _run(18, post=RACE))["sqlite"]["races"] == {"post": RACE}
