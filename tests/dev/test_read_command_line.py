import subprocess
import sys
from pathlib import Path

import pytest

from devtools.cli import parser, split_words

ROOT = Path(__file__).parents[2]


def test_it_keeps_the_words_after_two_dashes_for_pytest() -> None:
    words = ["test", "--strict", "--", "-k", "password", "--", "x"]

    assert split_words(words) == (["test", "--strict"], ["-k", "password", "--", "x"])


def test_it_takes_several_engines() -> None:
    chosen = parser().parse_args(["test", "--engine", "sqlite", "mariadb"])

    assert chosen.engine == ["sqlite", "mariadb"]


@pytest.mark.parametrize(
    "command", [[], ["run"], ["test"], ["prove"], ["lint"], ["format"], ["lock"]]
)
def test_it_explains_itself_without_any_package_installed(command: list[str]) -> None:
    # -S: without site-packages, as on a fresh machine; -W error: nothing deprecated.
    words = [sys.executable, "-S", "-W", "error", "dev.py", *command, "--help"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: dev.py {' '.join(command)}".rstrip())
