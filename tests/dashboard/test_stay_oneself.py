"""Who is signed in: one person in all tabs, and nobody after signing out."""

from playwright.sync_api import expect

from tests.dashboard.visiting import Visitors
from users.models import User


def test_it_signs_out(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    page = seen.open("/budgets/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{seen.url}/sign-in/")
    page.goto(f"{seen.url}/budgets/")
    expect(page.get_by_label("Username or email")).to_be_visible()
    assert page.url == f"{seen.url}/sign-in/?next=/budgets/"


def test_it_signs_out_on_a_phone(visit: Visitors, alice: User) -> None:
    seen = visit(alice, width=320)
    page = seen.open("/")
    page.get_by_role("button", name="More").click()
    seen.check_accessibility()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{seen.url}/sign-in/")


def test_it_starts_anew_when_another_tab_is_somebody_else(
    visit: Visitors, alice: User, charlie: User
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/?add=expense")
    expect(page.locator("#bar .person")).to_have_text("alice")
    visit.sign_in(page.context, charlie)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#bar .person")).to_have_text("charlie")
