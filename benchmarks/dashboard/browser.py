"""A real browser, the system's own, and people who sign in with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from devtools.console import Problem
from devtools.engines import Missing, find_browser

PASSWORD = "only-for-the-benchmarks-7"
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
_WINDOW: Any = {"width": 1280, "height": 900}
_PATIENCE = 120_000
_WATCHING = (Path(__file__).parent / "watching.js").read_text(encoding="utf-8")


def installed_browser() -> str:
    """Its path; Problem where there is none."""
    try:
        return find_browser()
    except Missing as missing:
        raise Problem(
            f"The dashboard cannot be measured here: {missing}. --only names the other parts."
        ) from None


@contextmanager
def open_browser() -> Iterator[Browser]:
    path = installed_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in, and opens as many windows as are asked for."""

    browser: Browser
    base: str
    state: Any
    """The cookies."""

    @contextmanager
    def window(self) -> Iterator["Window"]:
        """A browser that has nothing yet but the cookies."""
        # A service worker would fetch in the background what other pages need.
        context = self.browser.new_context(
            viewport=_WINDOW, storage_state=self.state, service_workers="block"
        )
        context.set_default_timeout(_PATIENCE)
        page = context.new_page()
        page.add_init_script(_WATCHING)
        yield Window(page, context.new_cdp_session(page), self.base)
        context.close()


@dataclass(frozen=True, slots=True)
class Window:
    page: Page
    devtools: CDPSession
    base: str

    def open(self, path: str) -> None:
        """Until the page is drawn, and nothing is under way any more."""
        self.page.goto(f"{self.base}{path}")
        self.page.wait_for_selector("#main:not([aria-busy]) h1")
        if path == "/":
            self.page.wait_for_selector(".overview[data-drawn]")
        self.page.wait_for_load_state("networkidle")

    def ask(self, words: str) -> Any:
        return self.page.evaluate(words)


def sign_in(browser: Browser, base: str, name: str) -> Visitor:
    """By the form, as people do."""
    context = browser.new_context(service_workers="block")
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.goto(f"{base}/sign-in/")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url(f"{base}/")
    state = context.storage_state()
    context.close()
    return Visitor(browser, base, state)
