"""Throw-away servers for the tests: each on a free port, in a temporary folder, gone afterwards.

They run with their safety off (no fsync), which would be a crime on anyone's data.
"""

import contextlib
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devtools.console import Command, Problem

START_SECONDS = 60
STOP_SECONDS = 20
DATABASE = "expenses"
# Debian keeps these off the PATH.
MORE_PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/lib/postgresql/*/bin")
MARIADB_SETTINGS = (
    *("--character-set-server=utf8mb4", "--collation-server=utf8mb4_general_ci"),
    *("--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite", "--sync-binlog=0"),
    *("--innodb-buffer-pool-size=256M", "--max-connections=200", "--skip-name-resolve"),
)
POSTGRESQL_SETTINGS = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "max_connections=200", "-c", "listen_addresses=127.0.0.1"),
)


def find_program(*names: str) -> Path | None:
    """The first of the programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
        for place in MORE_PLACES:
            # The last in order is the newest version's.
            for path in sorted(Path("/").glob(f"{place[1:]}/{name}"), reverse=True):
                return path
    return None


@contextlib.contextmanager
def mariadb() -> Iterator[str]:
    """A MariaDB server's URL."""
    installer = _needed("mariadb-install-db", "mysql_install_db")
    server = _needed("mariadbd", "mysqld")
    with _folder(user="mysql") as place:
        data = f"--datadir={place.path / 'data'}"
        login = "--auth-root-authentication-method=normal"
        place.run(installer, "--no-defaults", data, login, "--skip-test-db")
        first = place.path / "first.sql"
        first.write_text(f"CREATE DATABASE {DATABASE};", encoding="utf-8")
        first.chmod(0o644)
        port = free_port()
        listen = ("--bind-address=127.0.0.1", f"--port={port}", f"--init-file={first}")
        socket_file = f"--socket={place.path / 'socket'}"
        command = (server, "--no-defaults", data, socket_file, *listen, *MARIADB_SETTINGS)
        with place.serve(command, lambda: _greets(port)):
            yield f"mysql://root@127.0.0.1:{port}/{DATABASE}"


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server's URL."""
    initdb = _needed("initdb").resolve()  # its siblings stand beside it, not beside a link
    with _folder(user="postgres") as place:
        data, port = place.path / "data", free_port()
        locale = ("--locale=C.UTF-8",) if sys.platform == "linux" else ("--no-locale",)
        rights = ("--auth=trust", "--username=postgres")
        place.run(initdb, "-D", data, "-E", "UTF8", *locale, *rights, "--no-sync")
        sockets = ("-c", f"unix_socket_directories={place.path}")
        server = initdb.with_name("postgres")
        command = (server, "-D", data, "-p", str(port), *sockets, *POSTGRESQL_SETTINGS)
        where = ("-h", "127.0.0.1", "-p", str(port), "-U", "postgres")
        ready = [str(initdb.with_name("pg_isready")), "-q", *where]
        # SIGINT is its fast shutdown; at SIGTERM it would wait for its clients to leave.
        with place.serve(command, lambda: subprocess.call(ready) == 0, stop=signal.SIGINT):
            place.run(initdb.with_name("createdb"), *where, DATABASE)
            yield f"postgresql://postgres@127.0.0.1:{port}/{DATABASE}"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis server's URL."""
    server = _needed("redis-server", "valkey-server")
    with _folder() as place:
        port = free_port()
        nothing_kept = ("--save", "", "--appendonly", "no", "--dir", place.path)
        command = (server, "--bind", "127.0.0.1", "--port", str(port), *nothing_kept)
        with place.serve(command, lambda: _greets(port, b"PING\r\n")):
            yield f"redis://127.0.0.1:{port}/0"


@dataclass(frozen=True)
class Place:
    """A temporary folder, and the account that the server in it runs under."""

    path: Path
    user: str | None

    def run(self, *command: str | Path) -> None:
        done = subprocess.run(
            [str(word) for word in command],
            **self._account(),
            cwd=self.path,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise Problem(f"{command[0]} failed: {(done.stderr or done.stdout).strip()[-500:]}")

    @contextlib.contextmanager
    def serve(
        self,
        command: Command,
        ready: Callable[[], bool],
        *,
        stop: signal.Signals = signal.SIGTERM,
    ) -> Iterator[None]:
        """Runs the server for as long as the block lasts."""
        with (self.path / "log").open("w+b") as log:
            # A session of its own: Ctrl-C must reach the tests first, and the server last.
            server = subprocess.Popen(
                [str(word) for word in command],
                **self._account(),
                cwd=self.path,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                self._wait(server, str(command[0]), ready)
                yield
            finally:
                _stop(server, stop)

    def _account(self) -> dict[str, Any]:
        if self.user is None:
            return {}
        import pwd  # not on Windows, where nobody is root

        return {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}

    def _wait(self, server: subprocess.Popen[bytes], name: str, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < end:
            if ready():
                return
            time.sleep(0.1)
        log = (self.path / "log").read_text(encoding="utf-8", errors="replace")
        raise Problem(f"{name} did not start: {log.strip()[-500:]}")


@contextlib.contextmanager
def _folder(user: str = "") -> Iterator[Place]:
    path = Path(tempfile.mkdtemp(prefix="expense-tracker-"))
    account = user if user and _is_root() and _has_account(user) else None
    try:
        if account:  # these servers refuse to run as root
            shutil.chown(path, account)
        yield Place(path, account)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _has_account(user: str) -> bool:
    import pwd  # not on Windows, where nobody is root

    return any(entry.pw_name == user for entry in pwd.getpwall())


def _needed(*names: str) -> Path:
    program = find_program(*names)
    if program is None:
        raise Problem(f"{names[0]} is not installed")
    return program


# Below those that the kernel lends to clients: none is lent before the server is up, and a client
# that knocks too early is never given the very port, to talk to itself. Each process goes through
# a hundred of its own, so that two do not choose the same at once.
_ports = itertools.count(10_000 + os.getpid() % 200 * 100)


def free_port() -> int:
    """A port that nobody listens at, another one each time."""
    for port in itertools.islice(_ports, 1000):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port
    raise Problem("No port is free.")


def _greets(port: int, question: bytes = b"") -> bool:
    """Whether the server says something: MariaDB greets first, Redis answers a PING."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(question)
            return bool(connection.recv(1))
    except OSError:
        return False


def _stop(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    try:
        server.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
    finally:  # also when somebody loses patience with us meanwhile
        if server.poll() is None:
            server.kill()
            server.wait()
