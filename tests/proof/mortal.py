"""A server that can be killed, by a worker or whole, and comes back."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from devtools.console import Problem
from devtools.serving import APPLICATION, WORKERS, check_port_is_free, server_command
from tests.serving import ROOT, Server, stop, wait_until_live

SECONDS = 120
PORTS = range(8440, 8940)
_SPAWNED = re.compile(r"Spawning worker-(\d+) with PID: (\d+)")
_STARTED = re.compile(r"Started worker-(\d+)$")


def quiet_port() -> int:
    """A free port below those that the kernel gives to clients.

    While the server is down, a client that is given the server's own port would talk to itself.
    """
    for port in random.sample(PORTS, len(PORTS)):  # another run beside this one looks as well
        try:
            check_port_is_free("127.0.0.1", port)
        except Problem:
            continue
        return port
    raise AssertionError(f"None of {PORTS} is free.")


def wait_for(what: Callable[[], bool], look: Callable[[], None] = lambda: None) -> None:
    """Until it is so; `look` may raise why it never will be."""
    end = time.monotonic() + SECONDS
    while not what():
        look()
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.02)


class Mortal(Server):
    """Started as `dev.py run` starts it, in a process group of its own.

    `application` may be another one, which has the server's own inside.
    """

    def __init__(
        self, environment: Mapping[str, str], log: Path, application: str = APPLICATION
    ) -> None:
        super().__init__(quiet_port(), environment)
        self.log, self.application = log, application
        log.touch()
        self._heard, self._unfinished = log.open(encoding="utf-8"), ""
        #: By a worker's number, the processes that it was: the last one is alive.
        self.lives: dict[int, list[int]] = {}
        self.ready: set[int] = set()
        #: Connections with a request sent, and no answer yet.
        self.waiting: set[HTTPConnection] = set()
        self.start()

    def connect(self) -> HTTPConnection:
        return _Watched(self.waiting, "127.0.0.1", self.port, timeout=60)

    def start(self) -> None:
        words = map(str, server_command(Path(sys.executable), "127.0.0.1", self.port))
        command = [self.application if word == APPLICATION else word for word in words]
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
        self.wait_until_whole()

    def wait_until_whole(self) -> None:
        """Until every worker answers."""
        wait_for(lambda: len(self.ready) == WORKERS, self._listen)

    def kill_worker(self, number: int) -> None:
        """Kill -9.

        Not twice in a row the same number: granian takes that for a crash loop, and ends.
        """
        self._listen()
        victim = self.lives[number][-1]
        assert os.getpgid(victim) == self.process.pid
        self.ready.discard(number)
        os.kill(victim, signal.SIGKILL)

    def kill_whole(self) -> None:
        """Kill -9 of everything at once, as in a power cut."""
        self._listen()
        self.ready.clear()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

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


class _Watched(HTTPConnection):
    """Is among the waiting from the moment its request is sent."""

    def __init__(self, waiting: set[HTTPConnection], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = waiting

    def getresponse(self) -> HTTPResponse:
        self._waiting.add(self)
        try:
            return super().getresponse()
        finally:
            self._waiting.discard(self)
