"""The page that the mail's link opens, in a real browser under its own security policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from playwright.sync_api import Page, expect

from tests.answers import ContractClient
from tests.browsing import Browsing, browsing
from tests.conftest import PASSWORD
from tests.ledger.threads import meanwhile
from tests.users.reset_links import ask, confirm, link_of, secret_of
from users.models import User

NEW = "another-horse-9"


def _heading(page: Page, words: str) -> Any:
    return page.get_by_role("heading", name=words)


def _choose(page: Page, password: str) -> None:
    page.get_by_label("New password").fill(password)
    page.get_by_role("button", name="Change the password").click()


@pytest.fixture
def link(alice: User, live_server: Any, mailoutbox: list[EmailMessage]) -> str:
    """Alice's, as her mail has it."""
    assert ask(HTTP_HOST=live_server.url.removeprefix("http://")).status_code == 202
    return link_of(mailoutbox[0])


@pytest.fixture
def visit(link: str) -> Iterator[Browsing]:
    with browsing(link) as visit:
        yield visit


def test_it_sets_a_password_that_the_server_likes(alice: User, visit: Browsing) -> None:
    page, field = visit.page, visit.page.get_by_label("New password")
    expect(_heading(page, "Choose a new password")).to_be_visible()
    expect(page.locator("#choose")).to_contain_text("alice")
    expect(field).to_be_focused()
    _choose(page, "1234567890")
    expect(page.get_by_role("alert")).to_contain_text("entirely numeric")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Show the password").check()
    expect(field).to_have_attribute("type", "text")
    _choose(page, NEW)
    expect(_heading(page, "Your password is changed")).to_be_focused()
    assert page.url.endswith("/reset-password/")
    expect(page.get_by_role("link", name="Sign in")).to_have_attribute("href", "/sign-in/")
    stored = meanwhile(lambda: User.objects.get(pk=alice.pk))
    assert (stored.check_password(PASSWORD), stored.check_password(NEW)) == (False, True)
    # Chromium itself notes the refused password on the console.
    assert [each for each in visit.complaints if "400 (Bad Request)" not in each] == []


def test_it_can_be_tried_again_when_the_server_was_away(visit: Browsing) -> None:
    visit.page.context.set_offline(True)
    _choose(visit.page, NEW)
    expect(visit.page.get_by_role("alert")).to_contain_text("did not answer")
    visit.page.context.set_offline(False)
    visit.page.get_by_role("button", name="Change the password").click()
    expect(_heading(visit.page, "Your password is changed")).to_be_visible()


#: Without a piece that it needs.
_INCOMPLETE = ["", "#", "#uid=MQ", "#token=x-y", "#uid=&token=x", "#<script>alert(1)</script>"]


def test_it_says_that_a_link_is_dead(
    visit: Browsing, live_server: Any, mailoutbox: list[EmailMessage]
) -> None:
    page, dead = visit.page, _heading(visit.page, "This link does not work any more")
    secret = secret_of(mailoutbox[0])
    assert meanwhile(lambda: confirm(secret)).status_code == 204
    _choose(page, "yet-another-9")
    expect(dead).to_be_focused()
    expect(page.get_by_role("button")).not_to_be_visible()
    visit.complaints.clear()
    for rest in _INCOMPLETE:
        page.goto("about:blank")
        page.goto(f"{live_server}/reset-password/{rest}")
        expect(dead).to_be_visible()
    # Another link in the same tab; what it says is text, whatever it is.
    page.goto(f"{live_server}/reset-password/#uid=M&token=x-y&name=<img src=x onerror=alert(1)>")
    expect(page.locator("#choose strong")).to_have_text("<img src=x onerror=alert(1)>")
    assert visit.complaints == []


def test_it_fits_a_small_screen(visit: Browsing) -> None:
    page = visit.page
    page.set_viewport_size({"width": 320, "height": 640})
    _choose(page, "alice")
    expect(page.get_by_role("alert")).to_contain_text("too short")
    width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= screen == 320
    for part in (page.get_by_label("New password"), page.get_by_role("button")):
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 24  # WCAG 2.2, 2.5.8
    colours = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        colours.add(page.evaluate("getComputedStyle(document.querySelector('button')).color"))
    assert len(colours) == 2


def test_the_page_tells_nothing_to_nobody(client: Client, alice: User) -> None:
    response = client.get("/reset-password/")
    assert response.status_code == 200
    assert "alice" not in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["Referrer-Policy"] == "same-origin"
    assert client.post("/reset-password/").status_code == 405
    assert ContractClient().get("/api/password-reset/").status_code == 405
