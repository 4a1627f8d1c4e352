from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import Server, empty_database, environment, serving


@pytest.fixture(scope="session")
def live_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[str]:
    """The URL of a database for servers; the tests' own is never touched by one."""
    with empty_database(tmp_path_factory.mktemp("live"), django_db_blocker) as url:
        yield url


@pytest.fixture(scope="session")
def live(live_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, shared: each test registers somebody of its own."""
    log: Path = tmp_path_factory.mktemp("live") / "log"
    with serving(environment(live_database), log) as server:
        yield server


@pytest.fixture
def token(live: Server) -> str:
    """Somebody new's."""
    return live.register()
