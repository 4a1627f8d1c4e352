"""The set-up commands of the README in a fresh copy of the tree, whose folder has an odd name.

The copy borrows the packages of the environment that the tests run in, so that nobody waits for an
installation: making an environment and installing is what `tests/dev` is about.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from devtools.env_file import parse
from devtools.environment import _wanted, problem_with_mysqlclient
from devtools.project import LOCK, Project
from devtools.services import free_port
from tests.serving import ROOT, START_SECONDS, Server, stop, wait_until_live

NOT_CLONED = shutil.ignore_patterns(
    *(".git", ".venv", ".env", "data", "staticfiles", "node_modules"),
    *("*_cache", "__pycache__", ".hypothesis"),
)
DEMO = {"username": "demo", "password": "demo-books-2026"}


@dataclass
class Run:
    """What a server was asked and answered between its start and SIGTERM."""

    said: str = ""
    login: int = 0
    count: int = 0
    code: int | None = None


@pytest.fixture(scope="module")
def plain_environment() -> dict[str, str]:
    """The shell of somebody who never heard of this project's settings."""
    ours = parse((ROOT / ".env.example").read_text(encoding="utf-8"))
    hidden = {*ours, "ENV_FILE", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


@pytest.fixture(scope="module")
def make_clone(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    def make() -> Path:
        folder = tmp_path_factory.mktemp("clones") / "50% of my #1 books?"
        shutil.copytree(ROOT, folder, ignore=NOT_CLONED)
        return folder

    return make


def borrow_packages(folder: Path) -> None:
    """An environment that is the tests' own, all but its memory of earlier runs."""
    project = Project(folder)
    project.venv.mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != project.memory.name:
            (project.venv / part.name).symlink_to(part)
    project.remember(**{LOCK: _wanted(project, LOCK, problem_with_mysqlclient())})


@contextmanager
def running(
    words: list[str], folder: Path, settings: dict[str, str], port: int, run: Run
) -> Iterator[Server]:
    log = folder / "server.log"
    command = [sys.executable, *words]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=settings, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            wait_until_live(port, process, log)
            yield Server(port, settings)
        finally:
            run.code = stop(process)
            run.said = log.read_text(encoding="utf-8")


def start(folder: Path, settings: dict[str, str]) -> Run:
    """`python3 dev.py run`, one sign-in, a look, and SIGTERM."""
    run, port = Run(), free_port()
    with running(["dev.py", "run"], folder, settings | {"PORT": str(port)}, port, run) as server:
        reply = server.send("POST", "/api/login/", DEMO)
        run.login = reply.status
        run.count = server.get("/api/transactions/", reply.json()["token"])["count"]
    return run


@pytest.fixture(scope="module")
def runs(make_clone: Callable[[], Path], plain_environment: dict[str, str]) -> tuple[Run, Run]:
    """The first two starts of a fresh clone."""
    folder = make_clone()
    borrow_packages(folder)
    return start(folder, plain_environment), start(folder, plain_environment)


def test_it_sets_everything_up_at_the_first_start(runs: tuple[Run, Run]) -> None:
    said = runs[0].said

    for words in ("Wrote .env", "Migrating the database.", "Writing two years of demo books."):
        assert words in said
    assert "username demo, password demo-books-2026" in said


def test_it_sets_nothing_up_at_the_second_start(runs: tuple[Run, Run]) -> None:
    said = runs[1].said

    assert said.lstrip().startswith("http://127.0.0.1:")
    assert "username demo, password demo-books-2026" in said


def test_it_lets_the_demo_sign_in_each_time(runs: tuple[Run, Run]) -> None:
    assert [run.login for run in runs] == [200, 200]
    assert runs[0].count == runs[1].count > 1500


def test_it_ends_cleanly_at_sigterm(runs: tuple[Run, Run]) -> None:
    assert [run.code for run in runs] == [0, 0]
    assert "Traceback" not in runs[0].said


def test_the_plain_way_serves_too(
    make_clone: Callable[[], Path], plain_environment: dict[str, str]
) -> None:
    folder, run, port = make_clone(), Run(), free_port()
    subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=folder,
        env=plain_environment,
        check=True,
        capture_output=True,
        timeout=START_SECONDS,
    )
    words = ["manage.py", "runserver", "--noreload", str(port)]
    with running(words, folder, plain_environment, port, run) as server:
        assert server.get("/health/ready") == {"database": "ok"}
        assert server.send("GET", "/static/common/page.css").status == 200
        token = server.register()
        server.post("/api/transactions/", {"type": "expense", "amount": 75.50}, token)
    assert (folder / "data" / "expenses.sqlite3").stat().st_size > 0
    assert run.code in {0, -signal.SIGTERM}
