"""A real browser, the system's own: what a page does in one, and what it complained of."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, expect, sync_playwright

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

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def asked(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host not in {self.host, ""}:
            self.complaints.append(f"asked {host}")


@contextmanager
def browsing(url: str) -> Iterator[Browsing]:
    """The page at the URL. Skips without a browser; with STRICT_PARTS=1 that is a failure."""
    path = _installed_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        page = browser.new_page(viewport={"width": 1280, "height": 1200})
        page.set_default_timeout(_PATIENCE)
        page.add_init_script(_NOTE_VIOLATIONS)
        visit = Browsing(page, urlsplit(url).netloc)
        page.on("console", visit.heard)
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on("request", visit.asked)
        page.goto(url)
        try:
            yield visit
        finally:
            browser.close()


def _installed_browser() -> str:
    try:
        return find_browser()
    except Missing as missing:
        if os.environ.get("STRICT_PARTS") == "1":
            pytest.fail(f"Chromium: {missing}")
        pytest.skip(f"Chromium: {missing}.")
