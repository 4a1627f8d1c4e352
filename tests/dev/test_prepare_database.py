import contextlib
import sqlite3
from pathlib import Path

import pytest

from devtools import database
from devtools.console import Outcome, Problem
from devtools.database import has_demo, prepare_database, sqlite_path
from devtools.project import Project


def execute(path: Path, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


class Manager:
    """Stands in for manage.py: makes the database, and notes what was asked of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.asked: list[str] = []
        self.code = 0

    def __call__(self, _project: Project, *words: str, streamed: bool = False) -> Outcome:
        self.asked.append(words[0])
        if words[0] == "migrate":
            self.path.parent.mkdir(exist_ok=True)
            execute(self.path, "CREATE TABLE IF NOT EXISTS django_migrations (app, name)")
            execute(self.path, "INSERT INTO django_migrations VALUES ('users', '0001_initial')")
            return Outcome(0, "", 0.0)
        return Outcome(self.code, "", 0.0)


@pytest.fixture
def manager(project: Project, monkeypatch: pytest.MonkeyPatch) -> Manager:
    stand_in = Manager(project.root / "data" / "expenses.sqlite3")
    monkeypatch.setattr(database, "manage", stand_in)
    return stand_in


def test_it_migrates_a_fresh_database_and_writes_the_demo(
    project: Project, manager: Manager
) -> None:
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo"]


def test_it_does_nothing_the_second_time(project: Project, manager: Manager) -> None:
    prepare_database(project)
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo"]


def test_it_migrates_again_after_a_new_migration(project: Project, manager: Manager) -> None:
    prepare_database(project)
    (project.root / "users" / "migrations").mkdir(parents=True)
    (project.root / "users" / "migrations" / "0002_more.py").write_text("# more")
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo", "migrate"]


def test_it_migrates_again_after_an_older_backup_was_put_back(
    project: Project, manager: Manager
) -> None:
    prepare_database(project)
    execute(manager.path, "DELETE FROM django_migrations")
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo", "migrate"]


def test_it_makes_a_deleted_database_anew(project: Project, manager: Manager) -> None:
    prepare_database(project)
    manager.path.unlink()
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo", "migrate", "seed_demo"]


def test_it_writes_no_demo_into_books_that_were_there(project: Project, manager: Manager) -> None:
    manager.path.parent.mkdir()
    manager.path.touch()
    prepare_database(project)

    assert manager.asked == ["migrate"]


def test_it_finishes_a_demo_that_was_interrupted(project: Project, manager: Manager) -> None:
    manager.code = 1
    with pytest.raises(Problem, match=r"manage\.py seed_demo failed"):
        prepare_database(project)
    manager.code = 0
    prepare_database(project)

    assert manager.asked == ["migrate", "seed_demo", "seed_demo"]


def test_it_always_migrates_a_database_server(
    project: Project, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/books")
    prepare_database(project)
    prepare_database(project)

    assert manager.asked == ["migrate", "migrate"]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("", "data/expenses.sqlite3"),
        ("sqlite:///my%20books.sqlite3", "my books.sqlite3"),
        ("sqlite:////srv/books.sqlite3?timeout=5", "/srv/books.sqlite3"),
    ],
)
def test_it_finds_the_file_of_the_embedded_database(
    url: str, path: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    assert sqlite_path(project) == project.root / path


@pytest.mark.parametrize("url", ["sqlite://:memory:", "sqlite:///:memory:", "mysql://root@db/x"])
def test_it_finds_no_file_where_there_is_none(
    url: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    assert sqlite_path(project) is None


def test_it_offers_the_demo_sign_in_only_where_there_is_a_demo(tmp_path: Path) -> None:
    path = tmp_path / "books.sqlite3"
    assert not has_demo(path)
    execute(path, "CREATE TABLE users_user (id, username)")
    assert not has_demo(path)
    execute(path, "INSERT INTO users_user VALUES (1, 'demo')")

    assert has_demo(path)
