import importlib.util
import os

import pytest

from devtools import environment
from devtools.console import Problem
from devtools.environment import install, make_venv, problem_with_mysqlclient, without_package
from devtools.project import DEV_LOCK, LOCK, Project


@pytest.fixture
def installs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which lock was installed, and without what; nothing really is."""
    seen: list[tuple[str, str]] = []
    monkeypatch.setattr(
        environment, "_pip_install", lambda _project, lock, without: seen.append((lock, without))
    )
    monkeypatch.setattr(environment, "problem_with_mysqlclient", lambda: "")
    return seen


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_it_says_what_to_install_when_python_cannot_make_environments(
    module: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == module else find(name)
    )

    with pytest.raises(Problem, match=rf"no {module} module.*apt install python3-venv"):
        make_venv(project)


def test_it_keeps_an_environment_that_works(project: Project) -> None:
    project.python.parent.mkdir()
    project.python.touch()
    (project.venv / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n")

    make_venv(project)

    assert project.python.read_text() == ""


def test_it_installs_once(project: Project, installs: list[tuple[str, str]]) -> None:
    install(project, LOCK)
    install(project, LOCK)

    assert installs == [(LOCK, "")]


def test_it_installs_again_when_the_lock_changed(
    project: Project, installs: list[tuple[str, str]]
) -> None:
    install(project, LOCK)
    lock = project.root / LOCK
    lock.write_text(lock.read_text().replace("5.2.19", "5.2.20"))
    install(project, LOCK)

    assert installs == [(LOCK, ""), (LOCK, "")]


def test_it_counts_the_development_lock_as_the_servers_too(
    project: Project, installs: list[tuple[str, str]]
) -> None:
    install(project, DEV_LOCK)
    install(project, LOCK)

    assert installs == [(DEV_LOCK, "")]


def test_it_leaves_mysqlclient_out_and_says_so(
    project: Project,
    installs: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(environment, "problem_with_mysqlclient", lambda: "there is no compiler")
    install(project, LOCK)

    assert installs == [(LOCK, "there is no compiler")]
    assert "mysqlclient is left out: there is no compiler." in capsys.readouterr().out


def test_it_installs_mysqlclient_once_its_headers_are_there(
    project: Project, installs: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "problem_with_mysqlclient", lambda: "there is no compiler")
    install(project, LOCK)
    monkeypatch.setattr(environment, "problem_with_mysqlclient", lambda: "")
    install(project, LOCK)

    assert installs == [(LOCK, "there is no compiler"), (LOCK, "")]


def test_it_takes_one_package_out_of_a_lock(project: Project) -> None:
    text = without_package((project.root / LOCK).read_text(), "mysqlclient")

    assert text == (
        "django==5.2.19 \\\n    --hash=sha256:aa\n    # via -r requirements.txt\n"
        "orjson==3.13.0 \\\n    --hash=sha256:dd\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has a wheel")
def test_it_finds_no_compiler_on_an_empty_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.delenv("MYSQLCLIENT_CFLAGS", raising=False)

    assert problem_with_mysqlclient() == "there is no C compiler"
