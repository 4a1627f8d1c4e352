"""What is measured in one process of the application's: no server, no load generator."""

from dataclasses import astuple
from typing import Any

from benchmarks.measuring import Pace
from benchmarks.stage import Stage


def measure_rows(stage: Stage, pace: Pace) -> dict[str, Any]:
    """`totals` and `rows` of each report and account: what each round measured.

    Problem where the two do not come to the same.
    """
    words = (str(pace.rounds), str(pace.seconds_in_process))
    stage.run("ours", "-m", "benchmarks.from_rows", str(stage.folder), *words)
    return stage.measured("from_rows")


def measure_bulk(stage: Stage, pace: Pace) -> dict[str, Any]:
    """The seconds of each act of `bulk.acts`, and of single requests; the rates of two POSTs.

    Problem where an act changed other rows than it should, or totals are not those of the rows.
    """
    words = (str(pace.rounds), str(pace.seconds_in_process), *map(str, astuple(pace.bulk)))
    stage.run("ours", "-m", "benchmarks.bulk", str(stage.folder), *words)
    return stage.measured("bulk")


def measure_imports(stage: Stage, pace: Pace) -> dict[str, Any]:
    """The seconds of each act of `files.acts`; Problem where one did not do what it should."""
    return _measure_files("imports", stage, pace)


def measure_exports(stage: Stage, pace: Pace) -> dict[str, Any]:
    """The seconds of the export and of a bare cursor; of the commands, the memory as well."""
    return _measure_files("exports", stage, pace)


def _measure_files(name: str, stage: Stage, pace: Pace) -> dict[str, Any]:
    words = map(str, astuple(pace.files))
    stage.run("ours", "-m", f"benchmarks.files.{name}", str(stage.folder), *words)
    return stage.measured(name)
