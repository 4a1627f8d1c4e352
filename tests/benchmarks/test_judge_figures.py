"""What the benchmarks make of their measurements."""

import argparse
from typing import Any

import pytest

from benchmarks.cli import sizes
from benchmarks.figures import Figure, find

LIST = Figure("list", "list", "rates", "ours", "bare", 0.40, 0.60, floors={"sqlite": 0.30})
COST = Figure("cost", "list", "cpu", "ours", "bare", 1.25, 1.05, higher_is_better=False)


def _races(ours: list[float], bare: list[float]) -> dict[str, Any]:
    return {"list": {"ours": {"rates": ours, "cpu": ours}, "bare": {"rates": bare, "cpu": bare}}}


def test_it_takes_the_median_of_the_rounds() -> None:
    found = find("mariadb", LIST, _races([50, 10, 60], [100, 100, 100]))
    assert found is not None
    assert (found.value, found.least, found.greatest) == (0.5, 0.1, 0.6)


@pytest.mark.parametrize(
    ("ours", "verdict"), [(60.0, "aim"), (59.0, "floor"), (40.0, "floor"), (39.0, "missed")]
)
def test_it_says_what_was_reached(ours: float, verdict: str) -> None:
    found = find("mariadb", LIST, _races([ours], [100.0]))
    assert found is not None
    assert found.verdict == verdict


def test_it_takes_a_cost_the_other_way_round() -> None:
    verdicts = []
    for ours in (105.0, 125.0, 126.0):
        found = find("mariadb", COST, _races([ours], [100.0]))
        assert found is not None
        verdicts.append(found.verdict)
    assert verdicts == ["aim", "floor", "missed"]


def test_it_knows_the_floor_of_an_engine() -> None:
    found = find("sqlite", LIST, _races([30.0], [100.0]))
    assert found is not None
    assert found.verdict == "floor"


def test_it_leaves_out_what_was_not_run() -> None:
    assert find("sqlite", LIST, {}) is None


def test_it_reads_sizes() -> None:
    assert sizes("1k,100k,2m") == {"1k": 1_000, "100k": 100_000, "2m": 2_000_000}


@pytest.mark.parametrize("text", ["1k", "100k,1k", "1k,x", "1k,", "5,10"])
def test_it_refuses_sizes_that_cannot_be_compared(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        sizes(text)
