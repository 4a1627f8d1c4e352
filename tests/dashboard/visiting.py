"""People at the dashboard, each in a browser window of their own."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsing import Browsing
from tests.node import PACKAGES
from users.models import User

#: What a test needs of a window that is none of its subjects.
_KEPT_OUT = "Service Worker registration blocked by Playwright"
#: A Sunday.
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
_AXE = Path(__file__).parent / PACKAGES / "axe-core" / "axe.min.js"
_RUN_AXE = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`);
}"""


@dataclass
class Visit(Browsing):
    """An open page of the dashboard."""

    url: str = ""

    def open(self, path: str) -> Page:
        """The page, when it has drawn itself."""
        self.page.goto(f"{self.url}{path}")
        return self.settled()

    def settled(self) -> Page:
        expect(self.page.locator("#main:not([aria-busy]) h1")).to_be_visible()
        return self.page

    def refused(self, status: int) -> None:
        """The browser complains of every answer that says no: this one was meant to."""
        found = [each for each in self.complaints if f"status of {status}" in each]
        assert found, self.complaints
        self.complaints.remove(found[0])

    def check_accessibility(self) -> None:
        """By axe-core, in the light and in the dark."""
        self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert self.page.evaluate(_RUN_AXE) == [], scheme

    def check_width(self) -> None:
        """Nothing sticks out at the side."""
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) == 0


@dataclass
class Visitors:
    """`visit(alice)` is alice, signed in, in a new window; `visit()` is nobody yet."""

    browser: Browser
    url: str
    visits: list[Visit] = field(default_factory=list)

    def __call__(self, user: User | None = None, *, width: int = 1280, **options: Any) -> Visit:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            **{"locale": "en-US", "service_workers": "block", "reduced_motion": "reduce"} | options,
        )
        context.clock.set_fixed_time(NOW)
        if user is not None:
            self.sign_in(context, user)
        return self.another_tab(context)

    def another_tab(self, context: BrowserContext) -> Visit:
        """A second page of the same person: `visit.another_tab(first.page.context)`."""
        visit = Visit(context.new_page(), urlsplit(self.url).netloc, url=self.url)
        self.visits.append(visit)
        return visit

    def sign_in(self, context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.url}])

    def leave(self) -> None:
        complaints = [each for visit in self.visits for each in visit.complaints]
        for context in self.browser.contexts:
            context.close()
        found = [each for each in complaints if each != _KEPT_OUT]
        assert not found, found
