"""Bringing the database and the static files up to date before the server starts."""

import contextlib
import os
import sqlite3
from pathlib import Path
from urllib.parse import unquote, urlsplit

from devtools.console import Outcome, capture, require, say, stream
from devtools.env_file import read_setting
from devtools.project import LOCK, Project, contents, fingerprint

DEFAULT_SQLITE = Path("data") / "expenses.sqlite3"


def prepare_database(project: Project) -> None:
    """Migrate where there is something to migrate; fill a database made just now with the demo."""
    path = sqlite_path(project)
    if path is not None and not path.exists():
        # Remembered first: a demo that was interrupted is finished by the next run.
        project.remember(demo_wanted_in=str(path))
    _migrate(project, path)
    if path is not None and project.recall("demo_wanted_in") == str(path):
        say("Writing two years of demo books.")
        require(manage(project, "seed_demo", streamed=True), "manage.py seed_demo")
        project.remember(demo_wanted_in="")


def sqlite_path(project: Project) -> Path | None:
    """The file of the embedded database; None where a server, or memory, holds the books."""
    url = read_setting(project.root, "DATABASE_URL", "")
    if not url:
        return project.root / DEFAULT_SQLITE
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or parts.path in {"", "/", "/:memory:"}:
        return None
    return project.root / unquote(parts.path[1:])


def _migrate(project: Project, path: Path | None) -> None:
    state = migration_state(project, path) if path else ""
    if state and project.recall("migrated") == state:
        return
    say("Migrating the database.")
    require(manage(project, "migrate", "--verbosity", "0"), "manage.py migrate")
    if path is not None:
        project.remember(migrated=migration_state(project, path))


def migration_state(project: Project, path: Path) -> str:
    """A digest of what decides whether `migrate` has work; empty where nothing was ever applied.

    The database's own list of migrations is part of it: a file put back from an older backup
    must be migrated again.
    """
    applied = _applied_migrations(path)
    if not applied:
        return ""
    sources = contents(project.root.glob("*/migrations/*.py"))
    return fingerprint([project.recall(LOCK), str(path), *applied, *sources])


def _applied_migrations(path: Path) -> list[str]:
    return [f"{app}.{name}" for app, name in _rows(path, "SELECT app, name FROM django_migrations")]


def has_demo(path: Path | None) -> bool:
    if path is None:
        return False
    return bool(_rows(path, "SELECT username, id FROM users_user WHERE username = 'demo'"))


def _rows(path: Path, query: str) -> list[tuple[str, str]]:
    """Rows in a stable order; none where there is no such file or table."""
    if not path.exists():
        return []
    address = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            return sorted(connection.execute(query))
    except sqlite3.Error:
        return []


def collect_static(project: Project) -> None:
    """Gather the static files, when the packages or the project's own files have changed."""
    sources = [path for path in project.root.glob("*/static/**/*") if path.is_file()]
    stats = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(sources)]
    state = fingerprint([project.recall(LOCK), *stats])
    if (project.root / "staticfiles").exists() and project.recall("static") == state:
        return
    say("Collecting the static files.")
    command = ("collectstatic", "--noinput", "--verbosity", "0")
    require(manage(project, *command), "manage.py collectstatic")
    project.remember(static=state)


def manage(project: Project, *words: str, streamed: bool = False) -> Outcome:
    run = stream if streamed else capture
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "expense_tracker.settings"}
    return run([project.python, "manage.py", *words], cwd=project.root, env=environment)
