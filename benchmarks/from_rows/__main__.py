"""Prove, for every account, that both ways come to the same; then let them race.

python -m benchmarks.from_rows FOLDER ROUNDS SECONDS   (ours.json in, from_rows.json out)
"""

import json
import sys
from datetime import date
from functools import partial
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.filling.people import Spec, keep  # noqa: E402
from benchmarks.from_rows.pairs import PAIRS  # noqa: E402
from benchmarks.from_rows.question import Question  # noqa: E402
from benchmarks.from_rows.racing import Call, race  # noqa: E402
from transactions.totals import Scope  # noqa: E402

#: A day on which no range of days ends with a month, so that both its edges are read by the day.
_DAY = 20


def questions(folder: Path) -> dict[str, Question]:
    accounts = json.loads((folder / "ours.json").read_text(encoding="utf-8"))["accounts"]
    spec = Spec.read(folder / "spec.json")
    today = date.fromisoformat(spec.last_day).replace(day=_DAY)
    return {name: Question(Scope(accounts[name]["book"], "USD"), today) for name in spec.sizes}


def calls(asked: dict[str, Question]) -> dict[str, Call]:
    """Those that are compared stand side by side."""
    found: dict[str, Call] = {}
    for report, pair in PAIRS.items():
        for way, make in (("totals", pair.from_totals), ("rows", pair.from_rows)):
            for size, question in asked.items():
                found[f"{way} {report} {size}"] = partial(make, question)
    return found


def measure(folder: Path, rounds: int, seconds: float) -> None:
    asked = questions(folder)
    for question in asked.values():
        for name, pair in PAIRS.items():
            pair.prove(name, question)
    keep(folder / "from_rows.json", race(calls(asked), rounds=rounds, seconds=seconds))


if __name__ == "__main__":
    assert not settings.DEBUG
    measure(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
