"""The entrances as people see them: by keyboard alone, on a phone, in the dark."""

import pytest
from playwright.sync_api import Page, expect

from ledger.models import Book
from tests.conftest import PASSWORD
from tests.dashboard.visiting import Visit, Visitors
from tests.ledger.threads import meanwhile
from tests.users.reset_links import Mails, ask, link_of
from users.models import User

ENTRANCES = {
    "/sign-in/": "Welcome back",
    "/sign-up/": "Open your books",
    "/forgot-password/": "Forgot the password?",
    "/reset-password/#uid=M&token=x-y&name=alice": "Choose a new password",
    "/reset-password/": "This link does not work any more",
}


def _goto(seen: Visit, path: str) -> Page:
    seen.page.goto(f"{seen.url}{path}")
    return seen.page


def _type(page: Page, *texts: str) -> None:
    """Into field after field, and sends them."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")


def test_somebody_new_opens_an_account_by_keyboard(visit: Visitors) -> None:
    seen = visit()
    page = _goto(seen, "/budgets/")
    expect(page.get_by_label("Username or email")).to_be_focused()
    page.get_by_role("link", name="Open an account").press("Enter")
    expect(page.get_by_label("Username")).to_be_focused()
    _type(page, "dave", "dave@example.org", "12345")
    password = page.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    expect(page.locator("#password-error")).to_contain_text("too short")
    expect(page.get_by_label("Username")).to_have_value("dave")
    seen.refused(400)
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{seen.url}/budgets/")
    expect(page.locator("#bar .person")).to_have_text("dave")
    book = meanwhile(lambda: Book.objects.get(owner__username="dave"))
    assert book.currency == "USD"


@pytest.mark.parametrize("path", ENTRANCES)
def test_everybody_can_read_and_use_it(visit: Visitors, path: str) -> None:
    seen = visit(width=320)
    page = _goto(seen, path)
    expect(page.get_by_role("heading", name=ENTRANCES[path])).to_be_visible()
    seen.check_accessibility()
    seen.check_width()
    for control in page.locator("main :is(input, .button):visible:not([type=checkbox])").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 36


def test_what_is_wrong_can_be_read_and_used_too(visit: Visitors) -> None:
    seen = visit(width=320)
    page = _goto(seen, "/sign-up/")
    _type(page, "a" * 60 + " b", "a@" + "b" * 60 + ".org", "password")
    expect(page.locator("#username-error")).to_contain_text("Enter a valid username")
    seen.refused(400)
    expect(page.get_by_label("Username")).to_be_focused()
    seen.check_accessibility()
    seen.check_width()


def test_a_password_can_be_looked_at(visit: Visitors, alice: User) -> None:
    page = _goto(visit(), "/sign-in/")
    password = page.get_by_label("Password", exact=True)
    password.fill(PASSWORD)
    page.get_by_label("Show the password").check()
    expect(password).to_have_attribute("type", "text")
    page.get_by_label("Show the password").uncheck()
    expect(password).to_have_attribute("type", "password")


def test_it_works_without_a_script(visit: Visitors, alice: User) -> None:
    seen = visit(java_script_enabled=False)
    page = _goto(seen, "/history/")
    page.get_by_label("Username or email").fill("alice")
    page.get_by_label("Password").fill("wrong-horse-9")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_have_text("The name or the password is wrong.")
    expect(page.get_by_label("Username or email")).to_have_value("alice")
    seen.refused(401)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{seen.url}/history/")
    expect(page.get_by_text("Opening your books…")).to_be_visible()


def test_a_forgotten_password_is_no_end(visit: Visitors, alice: User, mailoutbox: Mails) -> None:
    seen = visit()
    page = _goto(seen, "/sign-in/")
    page.get_by_role("link", name="Forgot the password?").click()
    page.get_by_label("Email").fill("alice@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    seen.check_accessibility()
    # The form's own mail is on its way in another thread; this one is like it.
    assert meanwhile(lambda: ask(HTTP_HOST=seen.url.removeprefix("http://"))).status_code == 202
    page.goto(link_of(mailoutbox[-1]))
    page.get_by_label("New password").fill("another-horse-9")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_label("Username or email")).to_be_focused()
    _type(page, "alice", "another-horse-9")
    page.wait_for_url(f"{seen.url}/")
