import json
from pathlib import Path

import pytest

from devtools.cli import parser
from devtools.proving import FULL, PROOFS, Proof, keep, read_junit, table
from tests.serving import ROOT

JUNIT = """<testsuites><testsuite>
<testcase file="tests/proof/test_killed_worker.py" name="a" time="61.24"><properties>
<property name="kills" value="100" /><property name="seconds" value="61.2" />
</properties></testcase>
<testcase file="tests/proof/test_killed_worker.py" name="b" time="0.5"><properties>
<property name="kills" value="20" /><property name="worst" value="a write" />
</properties><failure>no</failure><system-out>…</system-out></testcase>
<testcase file="tests/proof/test_killed_worker.py" name="c" time="0.5"><skipped /></testcase>
<testcase file="tests/live/test_lose_redis.py" name="d" time="2"><error>no</error></testcase>
</testsuite></testsuites>"""
KILLED = Proof(passed=9, seconds=61.2, figures={"kills": 100})


def test_it_proves_everything_on_every_engine_unless_told_otherwise() -> None:
    chosen = parser().parse_args(["prove"])

    assert (chosen.engine, chosen.benchmarks, chosen.strict) == (None, True, False)


def test_it_leaves_the_benchmarks_out() -> None:
    chosen = parser().parse_args(["prove", "--engine", "sqlite", "--no-benchmarks"])

    assert (chosen.engine, chosen.benchmarks) == (["sqlite"], False)


def test_it_asks_the_proofs_for_what_they_know(pytestconfig: pytest.Config) -> None:
    asked = {word[2:].replace("-", "_") for word in FULL if word.startswith("--")}

    assert asked <= set(vars(pytestconfig.option))


def test_it_finds_the_proofs() -> None:
    assert [path for path in PROOFS if not (ROOT / path).exists()] == []


def test_it_reads_what_each_proof_came_to(tmp_path: Path) -> None:
    (tmp_path / "run.xml").write_text(JUNIT, encoding="utf-8")

    assert read_junit(tmp_path / "run.xml") == {
        "killed_worker": Proof(1, 1, 1, 62.2, {"kills": 120, "seconds": 61.2, "worst": "a write"}),
        "lose_redis": Proof(0, 1, 0, 2.0, {}),
    }


def test_it_keeps_the_figures_of_other_engines(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    keep(file, {"sqlite": {"killed_worker": KILLED}}, {"commit": "abc"})
    keep(file, {"mariadb": {"killed_worker": KILLED}}, {"commit": "def"})
    kept = json.loads(file.read_text(encoding="utf-8"))

    assert {engine: run["commit"] for engine, run in kept.items()} == {
        "sqlite": "abc",
        "mariadb": "def",
    }
    assert kept["sqlite"]["proofs"]["killed_worker"]["figures"] == {"kills": 100}


def test_it_shows_a_column_for_each_engine() -> None:
    failed = Proof(passed=8, failed=1, seconds=70)
    lines = [line.split() for line in table({"sqlite": {"x": KILLED}, "mariadb": {"x": failed}})]

    assert lines == [
        ["SQLite", "MariaDB"],
        ["x", "tests", "9", "passed", "1", "FAILED"],
        ["time", "61", "s", "70", "s"],
        ["kills", "100", "—"],
    ]
