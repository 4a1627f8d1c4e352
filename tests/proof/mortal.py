"""A server that can be killed, by a worker or whole, and comes back."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from devtools.console import Problem
from devtools.serving import WORKERS, check_port_is_free, server_command
from tests.serving import ROOT, Server, stop, wait_until_live

SECONDS = 60
_SPAWNED = re.compile(r"Spawning worker-(\d+) with PID: (\d+)")
_STARTED = re.compile(r"Started worker-(\d+)$")


def quiet_port() -> int:
    """A free port below those that the kernel gives to clients.

    While the server is down, a client that is given the server's own port would talk to itself.
    """
    for port in range(8440, 8540):
        try:
            check_port_is_free("127.0.0.1", port)
        except Problem:
            continue
        return port
    raise AssertionError("No port from 8440 to 8539 is free.")


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


class Mortal(Server):
    """Started as `dev.py run` starts it, in a process group of its own."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        super().__init__(quiet_port(), environment)
        self.log = log
        log.touch()
        self._heard, self._unfinished = log.open(encoding="utf-8"), ""
        #: By a worker's number, the processes that it was: the last one is alive.
        self.lives: dict[int, list[int]] = {}
        self.ready: set[int] = set()
        self.start()

    def start(self) -> None:
        command = [str(w) for w in server_command(Path(sys.executable), "127.0.0.1", self.port)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(self.environment),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until_live(self.port, self.process, self.log)

    def is_whole(self) -> bool:
        """Whether every worker answers."""
        self._listen()
        return len(self.ready) == WORKERS

    def kill_worker(self, number: int) -> None:
        """Kill -9; its successor is ready on return.

        Not twice in a row the same number: granian takes that for a crash loop, and ends.
        """
        self._listen()
        victim = self.lives[number][-1]
        assert os.getpgid(victim) == self.process.pid
        self.ready.discard(number)
        os.kill(victim, signal.SIGKILL)
        wait_for(lambda: self.is_whole() and self.lives[number][-1] != victim)

    def kill_whole(self) -> None:
        """Kill -9 of everything at once, and another start, as after a power cut."""
        self._listen()
        self.ready.clear()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.start()
        wait_for(self.is_whole)

    def stop(self) -> int:
        self._heard.close()
        return stop(self.process)

    def _listen(self) -> None:
        """What the server's log says about its workers since the last time."""
        *lines, self._unfinished = (self._unfinished + self._heard.read()).split("\n")
        for line in lines:
            if spawned := _SPAWNED.search(line):
                self.lives.setdefault(int(spawned[1]), []).append(int(spawned[2]))
            elif started := _STARTED.search(line):
                self.ready.add(int(started[1]))
