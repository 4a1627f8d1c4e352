"""The words of `dev.py`, and what each of them calls."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from devtools.console import Problem
from devtools.engines import ENGINES
from devtools.locking import write_locks
from devtools.project import Project
from devtools.proving import prove
from devtools.serving import run
from devtools.testing import lint, run_tests, tidy

INTERRUPTED = 130
TERMINATED = 143


def main(words: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, _leave)
    project = Project(Path(__file__).resolve().parent.parent)
    try:
        return _carry_out(project, words)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED


def _leave(_number: int, _frame: FrameType | None) -> None:
    # An exception, so that every server of ours is stopped on the way out.
    raise SystemExit(TERMINATED)


def _carry_out(project: Project, words: Sequence[str]) -> int:
    ours, pytest_words = split_words(words)
    chosen = parser().parse_args(ours)
    match chosen.command:
        case "run":
            return run(project)
        case "test":
            return run_tests(
                project, engines=_engines(chosen), strict=chosen.strict, pytest_words=pytest_words
            )
        case "prove":
            return prove(
                project,
                engines=_engines(chosen),
                strict=chosen.strict,
                benchmarks=chosen.benchmarks,
                pytest_words=pytest_words,
            )
        case "lint":
            return lint(project, chosen.check)
        case "format":
            return tidy(project)
        case _:
            return write_locks(project, upgrade=chosen.upgrade)


def _engines(chosen: argparse.Namespace) -> list[str]:
    """Those that were named, or all, in our order."""
    return [engine for engine in ENGINES if engine in (chosen.engine or ENGINES)]


def split_words(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Our own words, and after `--` those for pytest."""
    both = list(words)
    if "--" not in both:
        return both, []
    place = both.index("--")
    return both[:place], both[place + 1 :]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="dev.py", description="Every chore of this project.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _describe(
        commands,
        "run",
        "set everything up, the first time with a demo user, and start the server",
        "PORT and HOST, from the environment or .env, say where: PORT=8001 python3 dev.py run",
    )
    test = _describe(
        commands,
        "test",
        "run all checks, and the tests on every database engine",
        "Words after -- go to pytest: python3 dev.py test --engine sqlite -- -k password",
    )
    proof = _describe(
        commands,
        "prove",
        "run the proofs at full length, which takes hours, and the benchmarks",
        "Words after -- go to pytest: python3 dev.py prove -- -k oracle --steps 20000",
    )
    for tests in (test, proof):
        tests.add_argument("--strict", action="store_true", help="fail when a part is missing here")
        tests.add_argument(
            "--engine", action="extend", nargs="+", choices=ENGINES, help="only these"
        )
    proof.add_argument(
        "--no-benchmarks", dest="benchmarks", action="store_false", help="the proofs alone"
    )
    some = _describe(commands, "lint", "run the checks that need no database server", "")
    some.add_argument("check", nargs="*", help="only these, by the names that are printed")
    _describe(commands, "format", "lay the code out, and repair what ruff can", "")
    lock = _describe(commands, "lock", "write the lock files from the requirement files", "")
    lock.add_argument("--upgrade", action="store_true", help="also lift what no file pins")
    return top


def _describe(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    summary: str,
    hint: str,
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.", epilog=hint
    )
