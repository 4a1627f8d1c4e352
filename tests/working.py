"""A real Celery worker for a test, on the books and the broker of a server of the test's own."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.serving import ROOT, stop

#: One process that works, and nothing that only a herd of workers needs.
_ALONE = ("--concurrency=1", "--without-gossip", "--without-mingle", "--without-heartbeat")


class Worker:
    """As an operator starts it; `kill` is the plug being pulled."""

    def __init__(self, settings: Mapping[str, str], log: Path) -> None:
        self._settings, self._log = settings, log
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "expense_tracker", "worker", *_ALONE]
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(self._settings),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """It and the process that works for it, at once."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process)
            self._process = None
