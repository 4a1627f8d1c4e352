"""A Redis of the test's own, which can be stopped, frozen and started again in mid-run."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from devtools.services import free_port

PROGRAM = shutil.which("redis-server")


class RedisServer:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", ""]
        options += ["--dir", str(self._folder), "--logfile", "redis.log"]
        self._process = subprocess.Popen([str(PROGRAM), *options], stdout=subprocess.DEVNULL)
        with redis.Redis.from_url(self.url) as client:
            for _ in range(200):
                try:
                    client.ping()
                    return
                except redis.ConnectionError:
                    time.sleep(0.05)
        raise AssertionError("redis-server did not start")

    def freeze(self) -> None:
        """It takes connections, by its kernel, and never answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def flush(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self) -> None:
        self.thaw()
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._process = None

    def _signal(self, number: int) -> None:
        if self._process is not None:
            os.kill(self._process.pid, number)
