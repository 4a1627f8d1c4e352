"""The dashboard as people see it; what it does in a browser does not depend on the engine."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.dashboard.visiting import NOW, Visitors

collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_*.py"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests of a file."""
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """It is the same day for the server and in the browser, and no midnight comes."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def visit(browser: Browser, transactional_db: None, live_server: Any) -> Iterator[Visitors]:
    """Opens pages as somebody; none of them may have complained of anything in the end."""
    visitors = Visitors(browser, live_server.url)
    yield visitors
    visitors.leave()
