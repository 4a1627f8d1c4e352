"""`dev.py test`: every check and the test suite on every engine, and what could not be run."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from devtools.checks import Check, Result, run_side_by_side, static_checks, test_environment
from devtools.console import Command, Problem, say, stream
from devtools.engines import (
    ENGINE_NAMES,
    ENGINES,
    SERVICES,
    Missing,
    find_browser,
    open_engine,
    open_service,
)
from devtools.environment import prepare
from devtools.node import install_packages
from devtools.project import DEV_LOCK, Project


@dataclass
class Report:
    """What ran, and what did not: `missing` could not, `left_out` was not asked for."""

    results: list[Result] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def exit_code(self, *, strict: bool) -> int:
        failed = any(not result.passed for result in self.results)
        return int(failed or not self.results or (strict and bool(self.missing)))

    def lines(self, *, strict: bool) -> list[str]:
        """The closing words; what was not run comes last, where it is seen."""
        passed = sum(result.passed for result in self.results)
        lines = [result.line() for result in self.results]
        lines += ["", f"checks: {passed} passed, {len(self.results) - passed} failed"]
        lines += [f"Left out as asked: {name}." for name in self.left_out]
        if not self.missing:
            return [*lines, "Nothing was missing."]
        verdict = ", which --strict makes a failure" if strict else ""
        lines.append(f"Not run, because something is missing here{verdict}:")
        return lines + [f"  {name}: {reason}." for name, reason in self.missing.items()]


@dataclass(frozen=True)
class Suite:
    """The test suite, and what it needs on every engine."""

    project: Project
    scratch: Path
    pytest_words: Sequence[str]
    browser: str
    report: Report

    def run_on(self, engine: str) -> None:
        """Add the engine's results to the report; its servers live only for it."""
        name = ENGINE_NAMES[engine]
        with ExitStack() as stack:
            try:
                database_url = open_engine(engine, self.project, stack, self.scratch)
            except Missing as missing:
                self.report.missing[name] = str(missing)
                return
            environment = test_environment(
                self.project,
                database_url,
                REDIS_URL=self._redis(stack),
                CHROMIUM_PATH=self.browser,
            )
            self._check(name, environment)
            self._pytest(name, environment)

    def _check(self, name: str, environment: Mapping[str, str]) -> None:
        """Some warnings (a constraint that an engine skips) come only from the engine itself."""
        words = ("manage.py", "check", "--database", "default", "--fail-level", "WARNING")
        check = Check(f"check on {name}", (self.project.python, *words), environment)
        self.report.results += run_side_by_side(self.project, [check])

    def _pytest(self, name: str, environment: Mapping[str, str]) -> None:
        say(f"\npytest on {name}")
        workers = str(os.cpu_count() or 1)
        # By file: what a module sets up for all its tests (a server) is set up once. In our own
        # order: xdist would begin with the files of most tests, which are not those of the longest.
        spread = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
        command: Command = (self.project.python, "-m", "pytest", *spread, *self.pytest_words)
        outcome = stream(command, cwd=self.project.root, env=environment)
        passed = outcome.code == 0
        self.report.results.append(Result(f"pytest on {name}", passed, outcome.seconds))

    def _redis(self, stack: ExitStack) -> str:
        try:
            return open_service(SERVICES["redis"], self.project, stack)
        except Missing as missing:
            self.report.missing["Redis"] = str(missing)
            return ""


def run_tests(
    project: Project, *, engines: Sequence[str], strict: bool, pytest_words: Sequence[str]
) -> int:
    prepare(project, DEV_LOCK)
    report = Report(left_out=[ENGINE_NAMES[name] for name in ENGINES if name not in engines])
    _install_node_packages(project, report)
    with tempfile.TemporaryDirectory(prefix="expense-tracker-") as folder:
        suite = Suite(project, Path(folder), pytest_words, _browser(report), report)
        report.results += run_side_by_side(project, static_checks(project, suite.scratch))
        for engine in engines:
            suite.run_on(engine)
    say()
    for line in report.lines(strict=strict):
        say(line)
    return report.exit_code(strict=strict)


def lint(project: Project, names: Sequence[str]) -> int:
    """The checks of those names, or all that need no database server."""
    prepare(project, DEV_LOCK)
    with tempfile.TemporaryDirectory() as folder:
        checks = static_checks(project, Path(folder))
        if unknown := set(names) - {check.name for check in checks}:
            known = ", ".join(check.name for check in checks)
            raise Problem(f"There is no check {', '.join(sorted(unknown))}: there are {known}.")
        chosen = [check for check in checks if not names or check.name in names]
        return int(not all(result.passed for result in run_side_by_side(project, chosen)))


def tidy(project: Project) -> int:
    """Lay the code out, and repair what ruff can repair."""
    prepare(project, DEV_LOCK)
    ruff = (project.python, "-m", "ruff")
    fixed = stream([*ruff, "check", "--fix"], cwd=project.root)
    formatted = stream([*ruff, "format"], cwd=project.root)
    return max(fixed.code, formatted.code)


def _browser(report: Report) -> str:
    try:
        return find_browser()
    except Missing as missing:
        report.missing["Chromium"] = str(missing)
        return ""


def _install_node_packages(project: Project, report: Report) -> None:
    try:
        install_packages(project)
    except Missing as missing:
        report.missing["Node"] = str(missing)
