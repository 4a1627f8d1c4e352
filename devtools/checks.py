"""The checks that need no database server: style, types, layers, settings, schema."""

import os
import secrets
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from devtools.console import Command, capture, say
from devtools.env_file import parse
from devtools.project import Project
from expense_tracker.first_start import SECRETS

NOT_THE_APPLICATION = {"tests", "devtools", "benchmarks", "docs", "deploy", "postman"}
LONG_NAME = 32


@dataclass(frozen=True)
class Check:
    name: str
    command: Command
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """One line of the closing table."""

    name: str
    passed: bool
    seconds: float

    def line(self) -> str:
        verdict = "ok" if self.passed else "FAILED"
        return f"{self.name:<{LONG_NAME}} {verdict:<7} {self.seconds:7.1f} s"


def test_environment(project: Project, database_url: str, **more: str) -> dict[str, str]:
    """Everything the settings read, so that neither `.env` nor the shell changes a result."""
    example = parse((project.root / ".env.example").read_text(encoding="utf-8"))
    return {
        **os.environ,
        **example,
        **{name: secrets.token_urlsafe(48) for name in SECRETS},
        "DJANGO_SETTINGS_MODULE": "expense_tracker.settings",
        "DATABASE_URL": database_url,
        **more,
    }


def production_environment(project: Project, database_url: str) -> dict[str, str]:
    return test_environment(
        project,
        database_url,
        DEBUG="off",
        ALLOWED_HOSTS="money.example.org",
        PUBLIC_URL="https://money.example.org",
        CSRF_TRUSTED_ORIGINS="https://money.example.org",
        EMAIL_URL="smtps://mail.example.org",
    )


def static_checks(project: Project, scratch: Path) -> list[Check]:
    """Slowest first, because two run at a time."""
    database = f"sqlite:///{quote((scratch / 'checks.sqlite3').as_posix())}"
    plain = test_environment(project, database)
    production = production_environment(project, database)
    python, manage = project.python, (project.python, "manage.py")
    schema = ("spectacular", "--validate", "--fail-on-warn", "--file", scratch / "openapi.yaml")
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    bandit = ("-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *_packages(project.root))
    deploy = ("check", "--deploy", "--fail-level", "WARNING")
    return [
        Check("mypy", (python, "-m", "mypy"), plain),
        Check("ruff-check", (python, "-m", "ruff", "check"), plain),
        Check("ruff-format", (python, "-m", "ruff", "format", "--check"), plain),
        Check("import-linter", (python, "-c", lint_imports), plain),
        Check("bandit", (python, *bandit), plain),
        Check("makemigrations", (*manage, "makemigrations", "--check", "--dry-run"), plain),
        Check("deploy", (*manage, *deploy), production),
        Check("spectacular", (*manage, *schema), plain),
    ]


def _packages(root: Path) -> list[str]:
    names = {path.parent.name for path in root.glob("*/__init__.py")}
    return sorted(names - NOT_THE_APPLICATION)


def run_side_by_side(project: Project, checks: Sequence[Check]) -> list[Result]:
    """Two at a time; what a check printed is shown only where it failed."""
    turn = threading.Lock()

    def run(check: Check) -> Result:
        outcome = capture(check.command, cwd=project.root, env=check.environment)
        result = Result(check.name, outcome.code == 0, outcome.seconds)
        with turn:
            say(result.line())
            if not result.passed:
                say(outcome.output)
        return result

    with ThreadPoolExecutor(max_workers=2) as workers:
        return list(workers.map(run, checks))
