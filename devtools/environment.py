"""The virtual environment and what is installed in it."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from devtools.console import Command, Problem, capture, require, say
from devtools.env_file import prepare_env_file
from devtools.project import DEV_LOCK, LOCK, Project, fingerprint
from devtools.python_version import problem_with

DEBIAN_HEADERS = "build-essential python3-dev pkg-config default-libmysqlclient-dev"
# The names under which mysqlclient's own build looks for the client library.
CLIENT_LIBRARIES = ("mysqlclient", "libmariadb", "mariadb")


def prepare(project: Project, lock: str) -> None:
    """A `.env`, an environment, and the lock's packages in it; quick when they are there."""
    for sentence in prepare_env_file(project.root, os.environ):
        say(sentence)
    make_venv(project)
    install(project, lock)


def make_venv(project: Project) -> None:
    if project.python.exists() and not problem_with(*_venv_version(project)):
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise Problem(
                f"This Python has no {module} module, which makes virtual environments: install "
                "it (Debian and Ubuntu: sudo apt install python3-venv) and start again."
            )
    say("Making the virtual environment .venv.")
    command: Command = [sys.executable, "-m", "venv", "--clear", project.venv]
    require(capture(command, cwd=project.root), "Making .venv")


def _venv_version(project: Project) -> tuple[int, int]:
    config = project.venv / "pyvenv.cfg"
    text = config.read_text(encoding="utf-8") if config.exists() else ""
    match = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.MULTILINE)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def install(project: Project, lock: str) -> None:
    """Install the lock's packages, hashes checked, unless these very ones were installed."""
    without = problem_with_mysqlclient()
    if without:
        say(
            f"mysqlclient is left out: {without}. Only MySQL and MariaDB need it "
            f"(Debian and Ubuntu: sudo apt install {DEBIAN_HEADERS}; then start again)."
        )
    wanted = _wanted(project, lock, without)
    if project.recall(lock) == wanted:
        return
    _pip_install(project, lock, without)
    # The development lock holds everything of the server's, in the same versions.
    installed = {lock: wanted, LOCK: _wanted(project, LOCK, without)}
    project.remember(**{LOCK: "", DEV_LOCK: "", **installed})


def _wanted(project: Project, lock: str, without: str) -> str:
    text = (project.root / lock).read_text(encoding="utf-8")
    return fingerprint([without_package(text, "mysqlclient") if without else text])


def _pip_install(project: Project, lock: str, without: str) -> None:
    text = (project.root / lock).read_text(encoding="utf-8")
    if without:
        text = without_package(text, "mysqlclient")
    pip: Command = [project.python, "-m", "pip"]
    if capture([*pip, "--version"], cwd=project.root).code != 0:
        ensured = capture([project.python, "-m", "ensurepip"], cwd=project.root)
        require(ensured, "Putting pip into .venv")
    say(f"Installing {lock} (a minute or two the first time).")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / lock
        listed.write_text(text, encoding="utf-8")
        command: Command = [
            *pip,
            "install",
            "--quiet",
            "--no-input",
            "--require-hashes",
            "-r",
            listed,
        ]
        require(capture(command, cwd=project.root), f"Installing {lock}")


def problem_with_mysqlclient() -> str:
    """What is missing to build mysqlclient, which has no Linux wheel; empty for nothing."""
    if os.name == "nt" or os.environ.get("MYSQLCLIENT_CFLAGS"):
        return ""
    if shutil.which(os.environ.get("CC") or "cc") is None:
        return "there is no C compiler"
    if not (Path(sysconfig.get_path("include")) / "Python.h").exists():
        return "Python's own C headers are not installed"
    if shutil.which("pkg-config") is None:
        return "there is no pkg-config"
    if not any(_library_found(name) for name in CLIENT_LIBRARIES):
        return "the headers of the MySQL client library are not installed"
    return ""


def _library_found(name: str) -> bool:
    return subprocess.run(["pkg-config", "--exists", name], capture_output=True).returncode == 0


def without_package(lock_text: str, package: str) -> str:
    """The lock less one requirement: its line, its hashes and its comments."""
    kept: list[str] = []
    leaving = False
    for line in lock_text.splitlines():
        if not line.startswith((" ", "\t")):
            leaving = re.match(rf"{re.escape(package)}\s*==", line) is not None
        if not leaving:
            kept.append(line)
    return "\n".join(kept) + "\n"
