"""The dashboard as people see it; what it does in a browser does not depend on the engine."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser

from tests.browsing import chromium
from tests.dashboard.visiting import Visitors

collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_*.py"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests of a file."""
    # Playwright's own loop runs in this thread, and Django takes every test for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with chromium() as browser:
            yield browser
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(browser: Browser, transactional_db: None, live_server: Any) -> Iterator[Visitors]:
    """Opens pages as somebody; none of them may have complained of anything in the end."""
    visitors = Visitors(browser, live_server.url)
    yield visitors
    visitors.leave()
