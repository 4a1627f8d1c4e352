"""Where each database engine, Redis and the browser for the tests come from."""

import contextlib
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from devtools import services
from devtools.console import Problem, capture, say
from devtools.project import Project

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)


@dataclass(frozen=True)
class Service:
    """A server the tests want: named by a variable, started by us, or running already."""

    name: str
    variable: str
    start: Callable[[], AbstractContextManager[str]]
    running: str
    module: str  # the Python driver


SERVICES: Mapping[str, Service] = {
    "mariadb": Service(
        "MariaDB",
        "TEST_MARIADB_URL",
        services.mariadb,
        "mysql://root@127.0.0.1:3306/mysql",
        "MySQLdb",
    ),
    "postgresql": Service(
        "PostgreSQL",
        "TEST_POSTGRESQL_URL",
        services.postgresql,
        "postgresql://postgres@127.0.0.1:5432/postgres",
        "psycopg",
    ),
    "redis": Service(
        "Redis", "TEST_REDIS_URL", services.redis, "redis://127.0.0.1:6379/15", "redis"
    ),
}
ENGINES = ("sqlite", "mariadb", "postgresql")
ENGINE_NAMES = {"sqlite": "SQLite", "mariadb": "MariaDB", "postgresql": "PostgreSQL"}


class Missing(Exception):
    """Why something cannot take part in the tests, in half a sentence."""


def open_service(service: Service, project: Project, stack: ExitStack) -> str:
    """A URL that answers: the one in the variable, else a server of our own, else a running one.

    Our own lives until the stack closes. `Missing` when there is none of the three.
    """
    if given := os.environ.get(service.variable):
        if not answers(project, given):
            raise Missing(f"nothing answers at the address in {service.variable}")
        return given
    if capture([project.python, "-c", f"import {service.module}"], cwd=project.root).code != 0:
        raise Missing(f"its Python driver {service.module} is not installed")
    try:
        url = stack.enter_context(service.start())
    except (Problem, OSError) as problem:
        if answers(project, service.running):
            say(f"{service.name}: {problem}; taking the one that runs already.")
            return service.running
        raise Missing(f"{problem}, and none answers at {service.running}") from None
    if not answers(project, url):
        raise Missing("the server of our own does not let us in")
    return url


def answers(project: Project, url: str) -> bool:
    """Whether the project's own driver can sign in there."""
    probe = capture([project.python, "-m", "devtools.probe", url], cwd=project.root)
    return probe.code == 0


def open_engine(engine: str, project: Project, stack: ExitStack, scratch: Path) -> str:
    """The engine's DATABASE_URL."""
    if engine == "sqlite":
        return f"sqlite:///{quote((scratch / 'expenses.sqlite3').as_posix())}"
    return open_service(SERVICES[engine], project, stack)


def find_browser() -> str:
    """Path of a Chromium that is installed here; `Missing` when there is none."""
    given = os.environ.get("CHROMIUM_PATH")
    if given and not shutil.which(given):
        raise Missing(f"CHROMIUM_PATH is {given}, which is no program")
    candidates = [given] if given else [*BROWSERS, *BROWSER_PLACES]
    found = (shutil.which(candidate) for candidate in candidates)
    with contextlib.suppress(StopIteration):
        return next(path for path in found if path)
    raise Missing("no chromium is installed, and CHROMIUM_PATH names none")
