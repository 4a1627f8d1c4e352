"""The reports from totals against the same from rows, in one process of the application's."""

from typing import Any

from benchmarks.measuring import Pace
from benchmarks.stage import Stage


def measure_rows(stage: Stage, pace: Pace) -> dict[str, Any]:
    """`totals` and `rows` of each report and account: what each round measured.

    Problem where the two do not come to the same.
    """
    words = (str(pace.rounds), str(pace.seconds_in_process))
    stage.run("ours", "-m", "benchmarks.from_rows", str(stage.folder), *words)
    return stage.from_rows()
