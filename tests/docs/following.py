"""Doing what a page says: its commands, word for word but for the port, in one shell."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.docs.reading import examples
from tests.serving import Server

_BETWEEN = "---- next example ----"


@dataclass(frozen=True)
class Followed:
    """What each example printed, whose account the page opened, and where its files are."""

    answers: list[str]
    token: str
    folder: Path


def follow(page: str, server: Server, folder: Path) -> Followed:
    commands = [example.command for example in examples(page)]
    *answers, token = run([*commands, 'printf %s "$TOKEN"'], server.port, folder)
    return Followed(answers, token, folder)


def run(commands: Sequence[str], port: int, folder: Path) -> list[str]:
    """What one shell printed for each; the folder is where it starts, and where `mktemp` works."""
    script = "set -eo pipefail\n" + f"\necho '{_BETWEEN}'\n".join(commands)
    done = subprocess.run(
        ["bash", "-c", script.replace("127.0.0.1:8000", f"127.0.0.1:{port}")],
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout[-2000:]
    return done.stdout.split(f"{_BETWEEN}\n")
