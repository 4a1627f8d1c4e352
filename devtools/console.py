"""Speaking to the person at the terminal, and running commands on their behalf."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Command = Sequence[str | Path]


class Problem(Exception):
    """Stops a command; its text is a plain sentence, shown as it is."""


@dataclass(frozen=True)
class Outcome:
    """What a finished command left behind."""

    code: int
    output: str
    seconds: float


def say(text: str = "") -> None:
    # Flushed: the children write to the same stream, and their lines must come after ours.
    print(text, flush=True)


def capture(command: Command, *, cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run to the end, keeping what it prints on both streams in one text."""
    started = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return Outcome(done.returncode, done.stdout, time.monotonic() - started)


def stream(command: Command, *, cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run to the end, its output going straight to the terminal."""
    started = time.monotonic()
    words = [str(word) for word in command]
    code = subprocess.run(words, cwd=cwd, env=env, stdin=subprocess.DEVNULL).returncode
    return Outcome(code, "", time.monotonic() - started)


def require(outcome: Outcome, doing: str) -> None:
    """A `Problem` with all that was printed, unless the command succeeded."""
    if outcome.code != 0:
        details = f":\n{outcome.output.rstrip()}" if outcome.output.strip() else "."
        raise Problem(f"{doing} failed (exit code {outcome.code}){details}")
