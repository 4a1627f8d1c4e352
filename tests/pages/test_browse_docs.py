"""Swagger UI and Redoc in a real browser, under the page's own security policy."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.answers import ContractClient
from tests.browsing import browsing
from tests.schema.documents import operations


def _authorize(page: Page, value: str) -> None:
    page.click("button.authorize")
    form = page.locator(".auth-container", has_text="token (apiKey)")
    form.locator("input").fill(value)
    form.get_by_role("button", name="Apply credentials").click()
    page.click(".close-modal")


def test_it_sends_a_request_with_a_token_from_swagger_ui(
    live_server: Any, alice_client: ContractClient
) -> None:
    header, count = alice_client._credentials["HTTP_AUTHORIZATION"], len(list(operations()))
    with browsing(f"{live_server}/api/docs/") as visit:
        page = visit.page
        expect(page.locator(".opblock")).to_have_count(count)
        _authorize(page, header)
        row = page.locator("#operations-profile-me")
        row.locator(".opblock-summary-control").click()
        row.get_by_role("button", name="Try it out").click()
        row.get_by_role("button", name="Execute").click()
        expect(row.locator(".live-responses-table")).to_contain_text("alice@example.org")
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html.dark-mode")).to_be_attached()
        assert visit.complaints == []


def test_it_shows_every_operation_in_redoc(live_server: Any) -> None:
    count = len(list(operations()))
    with browsing(f"{live_server}/api/redoc/") as visit:
        page = visit.page
        expect(page.locator("[id*='/operation/']")).to_have_count(count)
        expect(page.get_by_role("heading", name="Create a transaction")).to_be_attached()
        assert visit.complaints == []
