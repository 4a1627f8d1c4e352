"""What becomes of a write between the button and the books: once, to one's own, or not at all."""

from typing import Any

from playwright.sync_api import Page, Route, expect
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.dashboard.visiting import Visitors
from users.models import User


def _fill_in(page: Page, words: str) -> Any:
    form = page.get_by_role("form", name="Add a transaction")
    form.get_by_label("Amount").fill("5")
    form.get_by_label("Description").fill(words)
    return form


def _descriptions(client: APIClient) -> list[str]:
    rows = client.get("/api/transactions/").json()["results"]
    return [row["description"] for row in rows]


def test_it_is_booked_once_though_a_gateway_gave_up(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    answers = iter([504])

    def gateway(route: Route) -> None:
        if route.request.method != "POST" or not next(answers, None):
            return route.continue_()
        route.fetch()  # it is done, and nobody hears of it
        return route.fulfill(status=504, content_type="text/html", body="<h1>Gateway Timeout</h1>")

    page.route("**/api/transactions/", gateway)
    _fill_in(page, "Bread").get_by_role("button", name="Add").click()
    expect(page.get_by_role("row", name="Bread")).to_be_visible()
    seen.refused(504)
    assert _descriptions(alice_client) == ["Bread"]


def test_it_is_not_sent_after_its_window_was_closed(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    seen = visit(alice)
    page = seen.open("/tokens/")
    page.get_by_role("button", name="New token").first.click()
    page.get_by_label("Name").fill("Phone")
    page.context.set_offline(True)
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.context.set_offline(False)
    page.get_by_role("navigation").get_by_role("link", name="Budgets").click()
    expect(page.get_by_role("heading", name="Budgets", exact=True)).to_be_visible()
    seen.complaints[:] = [each for each in seen.complaints if "ERR_INTERNET" not in each]
    assert alice_client.get("/api/tokens/").json()["count"] == 0


def test_it_never_reaches_the_books_of_somebody_else(
    visit: Visitors, alice: User, charlie: User, charlie_client: APIClient
) -> None:
    page = visit(alice).open("/transactions/")
    _fill_in(page, "Mine")
    other = visit.another_tab(page.context)
    other.open("/budgets/")
    other.page.get_by_role("button", name="Sign out").click()
    other.page.get_by_label("Username or email").fill("charlie")
    other.page.get_by_label("Password", exact=True).fill(PASSWORD)
    other.page.get_by_role("button", name="Sign in").click()
    expect(other.page.locator("#bar .person")).to_have_text("charlie")
    page.get_by_role("form", name="Add a transaction").get_by_role("button", name="Add").click()
    expect(page.locator("#bar .person")).to_have_text("charlie")
    assert _descriptions(charlie_client) == []


def test_it_shows_nothing_that_the_browser_kept_from_before_a_sign_out(
    visit: Visitors, alice: User
) -> None:
    page = visit(alice).open("/budgets/")
    page.context.clear_cookies()
    # As the Back button does where the page was kept as it was; Playwright has that switched off.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_label("Username or email")).to_be_visible()
