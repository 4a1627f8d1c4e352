"""What documents say does not depend on the engine, and these tests bring a SQLite of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.serving import Server, environment, manage, serving

# Once is enough: they start servers, which takes its time.
collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_*.py"]


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server such as a reader of the README has: on SQLite, with the demo's books."""
    folder: Path = tmp_path_factory.mktemp("demo")
    settings = environment(f"sqlite:///{folder / 'expenses.sqlite3'}", THROTTLE="on")
    manage(settings, "migrate", "--verbosity", "0")
    manage(settings, "seed_demo")
    with serving(settings, folder / "log") as server:
        yield server
