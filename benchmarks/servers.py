"""Starting the servers, and reading from /proc what they cost."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import PYTHON, ROOT
from benchmarks.load import answers
from devtools.console import Problem
from devtools.services import free_port

#: As `dev.py run` serves, but one worker: a second would only share the two with the load. On
#: SQLite two threads, which is best for everybody (see common/at_once.py).
_THREADS, _THREADS_ON_SQLITE = 4, 2
_START_SECONDS = 60
_STOP_SECONDS = 15
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it listens, and its first process."""

    name: str
    port: int
    process: int

    def cpu_seconds(self) -> float:
        """What it has used so far, all its processes and threads together."""
        return sum(_cpu(process) for process in self._family())

    def resident_kilobytes(self) -> int:
        """The memory of its worker: of the largest of its processes."""
        return max(_resident(process) for process in self._family())

    def _family(self) -> list[int]:
        found = [self.process]
        for process in found:
            found += _children(process)
        return found


def _cpu(process: int) -> float:
    """proc(5): the fields after the name, which may hold spaces, are utime and stime, in ticks."""
    text = Path(f"/proc/{process}/stat").read_text()
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident(process: int) -> int:
    text = Path(f"/proc/{process}/status").read_text()
    lines = (line for line in text.splitlines() if line.startswith("VmRSS"))
    return int(next(lines, "VmRSS: 0 kB").split()[1])


def _children(process: int) -> list[int]:
    files = Path(f"/proc/{process}/task").glob("*/children")
    return [int(number) for file in files for number in file.read_text().split()]


@contextlib.contextmanager
def serve(
    name: str, application: str, environment: Mapping[str, str], logs: Path
) -> Iterator[Server]:
    """The application behind granian, for as long as the block lasts."""
    port = free_port()
    on_sqlite = environment["DATABASE_URL"].startswith("sqlite")
    threads = _THREADS_ON_SQLITE if on_sqlite else _THREADS
    interface = "asgi" if application.startswith("benchmarks.rivals.with_") else "wsgi"
    command = [
        *(str(PYTHON), "-m", "granian", "--interface", interface, "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *(("--blocking-threads", str(threads)) if interface == "wsgi" else ()),
        application,
    ]
    with (logs / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us, and we stop it
        )
        try:
            _wait(process, port, name, logs / f"{name}.log")
            yield Server(name, port, process.pid)
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, name: str, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if answers(port):
            return
        time.sleep(0.1)
    text = log.read_text(encoding="utf-8", errors="replace")
    raise Problem(f"The server of {name} did not start: {text.strip()[-1500:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
