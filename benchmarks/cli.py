"""`python -m benchmarks`: the words it takes, and the order of things."""

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from benchmarks import environment
from benchmarks.bulk.acts import FULL, QUICK
from benchmarks.cast import Cast
from benchmarks.dashboard import acts as dashboard
from benchmarks.dashboard.browser import installed_browser
from benchmarks.dashboard.story import measure_dashboard
from benchmarks.export import measure_export
from benchmarks.files import acts as files
from benchmarks.filling.people import Spec
from benchmarks.in_process import measure_bulk, measure_exports, measure_imports, measure_rows
from benchmarks.measuring import Pace, race
from benchmarks.memory import measure_memory
from benchmarks.report import RESULTS, conditions, keep, tables, write_readme
from benchmarks.rows import last_day
from benchmarks.stage import DATA, Stage, open_stage
from devtools.console import Problem, say
from devtools.engines import ENGINES

PARTS = (
    *("list", "reports", "rows", "post", "bulk", "imports", "exports", "export", "memory"),
    "dashboard",
)
#: Those that need no server.
_IN_PROCESS = {
    "rows": measure_rows,
    "bulk": measure_bulk,
    "imports": measure_imports,
    "exports": measure_exports,
}
#: Those that nobody else takes part in.
_ALONE = {*_IN_PROCESS, "dashboard"}
#: Those that make books of their own, and look into nobody else's.
_OF_THEIR_OWN = {"bulk", "imports", "exports"}
_UNITS = {"k": 1_000, "m": 1_000_000}
_FULL = Pace(
    rounds=7,
    seconds=2.0,
    connections=4,
    memory_requests=(1_000, 100_000),
    seconds_in_process=0.5,
    bulk=FULL,
    files=files.FULL,
    visits=dashboard.FULL,
)
_QUICK = Pace(
    rounds=3,
    seconds=0.4,
    connections=4,
    memory_requests=(500, 5_000),
    seconds_in_process=0.1,
    bulk=QUICK,
    files=files.QUICK,
    visits=dashboard.QUICK,
)


def main(words: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    chosen = parser().parse_args(words)
    try:
        if "dashboard" in chosen.only:
            installed_browser()
        environment.prepare()
        for engine in chosen.engine:
            _measure(engine, chosen)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0


def _leave(_number: int, _frame: FrameType | None) -> None:
    # An exception, so that every server of ours is stopped on the way out.
    raise SystemExit(143)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the API's speed side by side with others that do the same.",
    )
    add = top.add_argument
    add("--engine", nargs="+", choices=ENGINES, default=["sqlite"], help="default: sqlite")
    add("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    add("--rows", type=sizes, metavar="1k,100k,1m", help="the accounts, smallest first")
    add("--quick", action="store_true", help="a try in a minute: its figures are kept in .data/")
    add("--keep", action="store_true", help="leave bench_ours and bench_plain on the server")
    return top


def sizes(text: str) -> dict[str, int]:
    """`1k,1m` as `{"1k": 1000, "1m": 1000000}`."""
    found = {word: _number(word.lower()) for word in text.split(",")}
    if len(found) < 2 or sorted(found.values()) != list(found.values()):
        raise argparse.ArgumentTypeError("two sizes or more, smallest first: 1k,100k")
    return found


def _number(word: str) -> int:
    digits, unit = (word[:-1], _UNITS[word[-1]]) if word[-1:] in _UNITS else (word, 1)
    if not digits.isdigit() or int(digits) * unit < 100:
        raise argparse.ArgumentTypeError(f"{word!r} is no number of at least 100 such as 1k")
    return int(digits) * unit


def spec_of(chosen: argparse.Namespace) -> Spec:
    last = last_day(datetime.now(UTC).date()).isoformat()
    if chosen.quick:
        return Spec(chosen.rows or sizes("1k,20k"), many=20, rows_of_many=500, last_day=last)
    return Spec(chosen.rows or sizes("1k,100k,1m"), many=200, rows_of_many=5_000, last_day=last)


def _measure(engine: str, chosen: argparse.Namespace) -> None:
    pace = _QUICK if chosen.quick else _FULL
    spec = spec_of(chosen)
    with open_stage(engine, needed(spec, set(chosen.only)), keep=chosen.keep) as stage:
        races = _races(stage, pace, chosen.only)
        stage.check_totals()
    run = {"conditions": conditions(spec, pace), "races": races}
    known = keep(DATA / "results.json" if chosen.quick else RESULTS, engine, run)
    if not chosen.quick:
        write_readme(known)
    say()
    say(tables(engine, known[engine]))


def needed(spec: Spec, parts: set[str]) -> Spec:
    """What these parts look into, and no more: rows take their time to write."""
    if parts <= _OF_THEIR_OWN:
        return spec.with_few()
    return spec.without_many() if parts == {"dashboard"} else spec


def _races(stage: Stage, pace: Pace, parts: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        cast = Cast(stage, stack)
        if set(parts) - _ALONE:
            cast.compare_bytes()
        for part in PARTS:
            if part in parts:
                say(f"Measuring {part}.")
                found[part] = _measured(part, cast, pace)
    return found


def _measured(part: str, cast: Cast, pace: Pace) -> dict[str, Any]:
    if part == "memory":
        return measure_memory(cast, pace)
    if part == "export":
        return measure_export(cast)
    if part == "dashboard":
        return measure_dashboard(cast.stage, pace.visits)
    if part in _IN_PROCESS:
        return _IN_PROCESS[part](cast.stage, pace)
    contestants = {"list": cast.lists, "reports": cast.reports, "post": cast.posts}
    results = race(contestants[part](), pace)
    return {name: each.as_json() for name, each in results.items()}
