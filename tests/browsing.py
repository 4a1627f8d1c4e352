"""A real browser, the system's own: what a page does in one, and what it complained of."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import greenlet
import pytest
from playwright._impl import _sync_base
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from devtools.engines import Missing, find_browser

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Pages of a megabyte of script take their time on a busy machine.
_PATIENCE = 60_000
expect.set_options(timeout=_PATIENCE)
_NOTE_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`${event.violatedDirective} forbids ${event.blockedURI}`));
"""


@dataclass
class Browsing:
    """An open page; `complaints` are errors, and requests to any host but its own."""

    page: Page
    host: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(_PATIENCE)
        self.page.add_init_script(_NOTE_VIOLATIONS)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self.asked)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def asked(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host not in {self.host, ""}:
            self.complaints.append(f"asked {host}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. Skips without one; with STRICT_PARTS=1 that is a failure."""
    path = _installed_browser()
    with _outside_its_loop(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _outside_its_loop() -> Iterator[None]:
    """Playwright's event loop runs in a greenlet of its own, and only while somebody waits for it.

    It would be shown to this thread in between as well; Django would then take the tests for
    asynchronous, and give them other database connections.
    """
    ours, wait = greenlet.getcurrent(), _sync_base.wait_for_future

    def waited(loop: asyncio.AbstractEventLoop, *args: Any) -> None:
        if greenlet.getcurrent() is not ours:
            return wait(loop, *args)
        asyncio._set_running_loop(loop)
        try:
            return wait(loop, *args)
        finally:
            asyncio._set_running_loop(None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_sync_base, "wait_for_future", waited)
        yield


@contextmanager
def browsing(url: str) -> Iterator[Browsing]:
    """The page at the URL."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1200})
        visit = Browsing(page, urlsplit(url).netloc)
        page.goto(url)
        yield visit


def _installed_browser() -> str:
    try:
        return find_browser()
    except Missing as missing:
        if os.environ.get("STRICT_PARTS") == "1":
            pytest.fail(f"Chromium: {missing}")
        pytest.skip(f"Chromium: {missing}.")
