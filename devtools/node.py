"""Node, and the npm packages of the folders that hold JavaScript for the tests."""

import re
import shutil
from pathlib import Path

from devtools.console import capture, say
from devtools.engines import Missing
from devtools.project import Project, fingerprint

NODE_FOLDERS = ("postman", "tests/contract/typescript", "tests/dashboard")
PACKAGES = "node_modules"
LOCK_NAME = "package-lock.json"
OLDEST_NODE = 18


def find_node() -> str:
    """Path of a Node that is installed here and new enough; `Missing` when there is none."""
    found = shutil.which("node")
    if found is None:
        raise Missing("no node is installed")
    said = capture([found, "--version"], cwd=Path.cwd()).output.strip()
    version = re.match(r"v(\d+)\.", said)
    if version is None:
        raise Missing(f"{found} does not tell its version")
    if int(version[1]) < OLDEST_NODE:
        raise Missing(f"node is {said}, and has to be {OLDEST_NODE} or later")
    return found


def find_npm() -> str:
    found = shutil.which("npm")
    if found is None:
        raise Missing("no npm is installed")
    return found


def install_packages(project: Project) -> None:
    """What each folder's lock names, unless these very ones were installed.

    `Missing` when Node is, or when npm could not get them.
    """
    find_node()
    npm = find_npm()
    for name in NODE_FOLDERS:
        if (project.root / name / LOCK_NAME).exists():
            _install(project, npm, name)


def _install(project: Project, npm: str, name: str) -> None:
    folder = project.root / name
    key = f"{name}/{LOCK_NAME}"
    wanted = fingerprint([(folder / LOCK_NAME).read_text(encoding="utf-8")])
    if project.recall(key) == wanted and (folder / PACKAGES).is_dir():
        return
    # First: an installation that is broken off leaves neither the old packages nor the new ones.
    project.remember(**{key: ""})
    say(f"Installing the npm packages of {name}.")
    done = capture([npm, "ci", "--no-audit", "--no-fund"], cwd=folder)
    if done.code != 0:
        say(done.output)
        raise Missing(f"npm could not install the packages of {name}")
    project.remember(**{key: wanted})
