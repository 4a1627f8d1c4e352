"""The databases of a run: made, filled, and cleared away.

SQLite's lie in `.data/` and serve again while nothing that they are made of has changed. On a
server they are `bench_ours` and `bench_plain`, made for the run and dropped after it.
"""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from benchmarks.drivers import connect
from benchmarks.environment import HOME, PYTHON, ROOT
from benchmarks.filling.people import WRITER, Spec
from devtools import engines
from devtools.checks import test_environment
from devtools.console import Problem, capture, require, say
from devtools.project import Project, contents, fingerprint
from expense_tracker.first_start import SECRETS

DATA = HOME / ".data"
_PROJECT = Project(ROOT)
_DATABASES = {"ours": "bench_ours", "plain": "bench_plain"}
_SETTINGS = {"ours": "expense_tracker.settings", "plain": "benchmarks.plain_drf.settings"}


@dataclass(frozen=True, slots=True)
class Stage:
    """Two filled databases, and the folder where all that is known about them lies."""

    folder: Path
    urls: dict[str, str]
    spec: Spec

    def accounts(self, project: str) -> dict[str, Any]:
        """By name: token, categories, and what else the filling noted."""
        found: dict[str, Any] = self._read(f"{project}.json")["accounts"]
        return found

    def scene(self) -> dict[str, Any]:
        return self._read("scene.json")

    def measured(self, name: str) -> dict[str, Any]:
        """What a program of that name left here."""
        return self._read(f"{name}.json")

    def _read(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return found

    def environment(self, project: str) -> dict[str, str]:
        """What a program of `ours` or `plain` runs in: nothing of the developer's `.env`."""
        more = self._read("secrets.json") | {
            "DJANGO_SETTINGS_MODULE": _SETTINGS[project],
            "ENV_FILE": str(self.folder / "no.env"),
            "THROTTLE": "off",
            "STATEMENTS": str(self.folder / "statements.pickle"),
        }
        return test_environment(_PROJECT, self.urls[project], **more)

    def run(self, project: str, *words: str, **more: str) -> None:
        """Run a Python program in that environment, and `more` of it, to its end; what it prints is
        for failures."""
        outcome = capture([PYTHON, *words], cwd=ROOT, env=self.environment(project) | more)
        require(outcome, " ".join(words[:2]))

    def check_totals(self) -> None:
        """Problem where the totals of the accounts that were used are not those of their rows."""
        say("Checking the totals.")
        for name in (*self.spec.sizes, WRITER):
            self.run("ours", "manage.py", "check_totals", "--user", name)


@contextlib.contextmanager
def open_stage(engine: str, spec: Spec, *, keep: bool) -> Iterator[Stage]:
    """The stage, with the writer's books empty and the statements noted."""
    opened = _on_sqlite(spec) if engine == "sqlite" else _on_server(engine, spec, keep=keep)
    with opened as stage:
        stage.run("ours", "-m", "benchmarks.filling.scene", str(stage.folder))
        yield stage


@contextlib.contextmanager
def _on_sqlite(spec: Spec) -> Iterator[Stage]:
    folder = DATA / f"sqlite-{_made_of(spec)[:12]}"
    urls = {name: f"sqlite:///{(folder / name).as_posix()}.sqlite3" for name in _DATABASES}
    stage = Stage(folder, urls, spec)
    if not (folder / "filled").exists():
        for older in DATA.glob("sqlite-*"):
            if (older / "size").exists() and (older / "size").read_text() == _size(spec):
                shutil.rmtree(older)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _fill(stage)
        (folder / "size").write_text(_size(spec))
        (folder / "filled").touch()
    yield stage


def _size(spec: Spec) -> str:
    return json.dumps([spec.sizes, spec.many, spec.rows_of_many])


def _made_of(spec: Spec) -> str:
    sources = [*ROOT.glob("*/migrations/*.py"), *(HOME / "filling").glob("*.py")]
    sources += [HOME / "rows.py", HOME / "plain_drf" / "models.py", HOME / "drivers.py"]
    return fingerprint([_size(spec), spec.last_day, *contents(sources)])


@contextlib.contextmanager
def _on_server(engine: str, spec: Spec, *, keep: bool) -> Iterator[Stage]:
    with ExitStack() as stack:
        server = _server_url(engine, stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="benchmarks-")))
        urls = {
            name: urlunsplit(urlsplit(server)._replace(path=f"/{database}"))
            for name, database in _DATABASES.items()
        }
        for database in _DATABASES.values():
            _make(server, database)
        try:
            stage = Stage(folder, urls, spec)
            _fill(stage)
            yield stage
        finally:
            if not keep:
                for database in _DATABASES.values():
                    _say(server, f"DROP DATABASE IF EXISTS {database}")


def _server_url(engine: str, stack: ExitStack) -> str:
    """A server that runs with its safety on, if there is one; else one of our own without."""
    service = engines.SERVICES[engine]
    for url in (os.environ.get(service.variable, ""), service.running):
        if url and engines.answers(_PROJECT, url):
            return url
    try:
        return engines.open_service(service, _PROJECT, stack)
    except engines.Missing as missing:
        raise Problem(f"{service.name} cannot be measured here: {missing}.") from None


def _make(server: str, database: str) -> None:
    _say(server, f"DROP DATABASE IF EXISTS {database}")
    is_mysql = server.startswith("mysql")
    collation = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" if is_mysql else ""
    _say(server, f"CREATE DATABASE {database}{collation}")


def _say(server: str, sql: str) -> None:
    with contextlib.closing(connect(server)) as connection:
        connection.cursor().execute(sql)


def _fill(stage: Stage) -> None:
    people = stage.spec.people()
    secrets = test_environment(_PROJECT, "")
    chosen = {name: secrets[name] for name in SECRETS}
    (stage.folder / "secrets.json").write_text(json.dumps(chosen), encoding="utf-8")
    stage.spec.write(stage.folder / "spec.json")
    for project in ("ours", "plain"):
        say(f"Writing {sum(people.values()):,} rows for {len(people)} accounts of {project}.")
        stage.run(project, "-m", "django", "migrate", "--run-syncdb", "--verbosity", "0")
        stage.run(project, "-m", f"benchmarks.filling.{project}", str(stage.folder))
