"""A server that anyone could sign in to does not start, and says in one sentence what is missing.

Every other setting, and that production passes `check --deploy` without a warning:
tests/expense_tracker/test_read_settings.py.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from expense_tracker.first_start import SECRETS
from tests.security.conftest import Record
from tests.serving import ROOT, environment

BAD = {
    "missing": "",
    "short": "s3cr3t-of-31-characters-0123456",
    "copied": "change-me-change-me-change-me-0123456789",
    "monotonous": "a" * 64,
}


def start(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The first thing that every way to start the server does."""
    command = [sys.executable, "manage.py", "migrate", "--check"]
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True)


def judge(settings: dict[str, str], name: str) -> str:
    """What was said: one sentence that names the setting, and shows no secret."""
    done = start(settings)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"{name} "), done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    for secret in SECRETS:
        assert not settings[secret] or settings[secret] not in done.stderr
    return done.stderr


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize("name", SECRETS)
def test_it_does_not_start_with_a_bad_secret(
    tmp_path: Path, name: str, how: str, record_property: Record
) -> None:
    settings = environment(f"sqlite:///{tmp_path / 'books.sqlite3'}") | {name: BAD[how]}
    judge(settings, name)
    record_property(f"{name} {how}", "refused")


@pytest.mark.parametrize("name", SECRETS)
def test_it_does_not_start_with_a_secret_for_two_purposes(tmp_path: Path, name: str) -> None:
    """Whoever finds out one of them would have the other."""
    settings = environment(f"sqlite:///{tmp_path / 'books.sqlite3'}")
    other = SECRETS[SECRETS.index(name) - 1]
    assert "repeats" in judge({**settings, name: settings[other]}, "TOKEN_PEPPER")
