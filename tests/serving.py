"""A real server for a test: granian as `dev.py run` starts it, on books of its own."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.db import connection

from devtools.env_file import parse
from devtools.services import free_port
from devtools.serving import server_command
from expense_tracker.first_start import SECRETS

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 180
STOP_SECONDS = 20


class Reply:
    """An answer, read to its end."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self) -> Any:
        return json.loads(self.body)


class Server:
    """A running server, and a client of it that knows nothing but HTTP."""

    def __init__(self, port: int, environment: Mapping[str, str]) -> None:
        self.port = port
        self.environment = environment

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=60)

    def send(
        self, method: str, path: str, body: Any = None, *, token: str = "", **headers: str
    ) -> Reply:
        """One request on a connection of its own; what is no bytes is sent as JSON."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            named["Authorization"] = f"Token {token}"
        if body is not None and not isinstance(body, bytes):
            body, named["Content-Type"] = json.dumps(body).encode(), "application/json"
        http = self.connect()
        try:
            http.request(method, path, body, named)
            return Reply(http.getresponse())
        finally:
            http.close()

    def get(self, path: str, token: str = "", **query: str) -> Any:
        """The JSON of a 200."""
        reply = self.send("GET", f"{path}?{urlencode(query)}" if query else path, token=token)
        assert reply.status == 200, reply.body
        return reply.json()

    def post(self, path: str, body: Any, token: str = "") -> Any:
        """The JSON of a 201."""
        reply = self.send("POST", path, body, token=token)
        assert reply.status == 201, reply.body
        return reply.json()

    def register(self) -> str:
        """The token of somebody new, with books of their own."""
        name = f"live-{uuid.uuid4().hex[:12]}"
        account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        return str(self.post("/api/register/", account)["token"])

    def manage(self, *words: str) -> str:
        return manage(self.environment, *words)


PASSWORD = "correct-horse-9"


def environment(database_url: str, **more: str) -> dict[str, str]:
    """Settings as on a server, and none of this machine's own."""
    example = parse((ROOT / ".env.example").read_text(encoding="utf-8"))
    return {
        **os.environ,
        **example,
        **{name: secrets.token_urlsafe(48) for name in SECRETS},
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "expense_tracker.settings",
        "DATABASE_URL": database_url,
        "DEBUG": "off",
        "THROTTLE": "off",
        **more,
    }


def manage(settings: Mapping[str, str], *words: str, cwd: Path = ROOT) -> str:
    """What `manage.py` printed; it must succeed."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=cwd, env=dict(settings), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def empty_database(folder: Path, blocker: Any) -> Iterator[str]:
    """The URL of a migrated database on the engine that the tests run on; gone afterwards.

    `blocker` is pytest-django's: outside of tests it lets nobody at a database.
    """
    name = f"live_{uuid.uuid4().hex[:16]}"
    url = _url(folder, name)
    _say_to_engine(blocker, f"CREATE DATABASE {name}")
    try:
        manage(environment(url), "migrate", "--verbosity", "0")
        yield url
    finally:
        _say_to_engine(blocker, f"DROP DATABASE {name}")


def _url(folder: Path, name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote((folder / f'{name}.sqlite3').as_posix())}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _say_to_engine(blocker: Any, statement: str) -> None:
    if connection.vendor != "sqlite":
        with blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def serving(settings: Mapping[str, str], log: Path) -> Iterator[Server]:
    """The server, answering; stopped at the end."""
    port = free_port()
    command = [str(word) for word in server_command(Path(sys.executable), "127.0.0.1", port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(settings), stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_until_live(port, process, log)
            yield Server(port, settings)
        finally:
            stop(process)


def wait_until_live(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        if is_live(port):
            return
        time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text(encoding='utf-8')}")


def is_live(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def stop(process: subprocess.Popen[bytes]) -> int:
    """Its exit code after SIGTERM; killed where it does not follow."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(STOP_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
