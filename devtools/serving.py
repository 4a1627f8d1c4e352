"""`dev.py run`: from a fresh clone to a server that answers."""

import contextlib
import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

from devtools.console import Command, Problem, say
from devtools.database import collect_static, has_demo, prepare_database, sqlite_path
from devtools.env_file import read_setting
from devtools.environment import prepare
from devtools.project import LOCK, Project

APPLICATION = "expense_tracker.wsgi:application"
WORKERS = 2
THREADS = 4  # a worker; each keeps a database connection of its own
STOP_SECONDS = 10  # what a request still running gets to finish in
PAGES = {
    "/": "see your money",
    "/api/docs/": "try the API in the browser",
    "/api/redoc/": "read about it",
    "/admin/": "look into the database, as whoever `manage.py createsuperuser` made",
}
DEMO = "username demo, password demo-books-2026"


def run(project: Project) -> int:
    # Asked first, so that nobody waits for an installation to hear that the port is taken.
    host, port = address(project.root)
    check_port_is_free(host, port)
    prepare(project, LOCK)
    prepare_database(project)
    collect_static(project)
    _announce(project, host, port)
    return _serve(project, host, port)


def address(root: Path) -> tuple[str, int]:
    """HOST and PORT as the environment or `.env` give them."""
    port = read_setting(root, "PORT", "8000")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Problem(f"PORT is {port!r}: it takes a number from 1 to 65535.")
    return read_setting(root, "HOST", "127.0.0.1"), int(port)


def check_port_is_free(host: str, port: int) -> None:
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":  # on Windows this option would let us share a taken port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        raise Problem(_why_not(error, host, port)) from None


def _why_not(error: OSError, host: str, port: int) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host!r}: that is no address of this machine."
    if isinstance(error, PermissionError):
        return f"Port {port} needs more rights: take one above 1023, PORT=8000 python3 dev.py run."
    other = port + 1 if port < 65535 else 8000
    return (
        f"Port {port} on {host} is taken by another program: stop that one, or take another "
        f"port, for example: PORT={other} python3 dev.py run"
    )


def _announce(project: Project, host: str, port: int) -> None:
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    base = f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
    say()
    for page, purpose in PAGES.items():
        say(f"  {base + page:<36} {purpose}")
    if has_demo(sqlite_path(project)):
        say(f"  Demo sign-in: {DEMO}")
    say("  The first requests to try are in README.md. Ctrl-C stops the server.")
    say()


def _serve(project: Project, host: str, port: int) -> int:
    command = [str(word) for word in server_command(project.python, host, port)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "expense_tracker.settings"}
    os.chdir(project.root)
    if os.name != "nt":
        # The server takes this process over, and with it Ctrl-C, SIGTERM and the exit code.
        sys.stdout.flush()
        os.execve(command[0], command, environment)
    with subprocess.Popen(command, env=environment) as server:
        with contextlib.suppress(KeyboardInterrupt):
            return server.wait()
        return server.wait()  # Ctrl-C reached the server as well: it is on its way out


def server_command(python: Path, host: str, port: int) -> Command:
    return [
        *(python, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(WORKERS), "--blocking-threads", str(THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(STOP_SECONDS)),
        APPLICATION,
    ]
