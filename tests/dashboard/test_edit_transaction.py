from decimal import Decimal
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.dashboard.visiting import Visit, Visitors
from tests.entries import category_id, record
from transactions.models import Transaction
from users.models import User


@pytest.fixture
def row(alice_client: APIClient) -> dict[str, Any]:
    return record(alice_client, description="Bakery", amount="17.25", category="Food")


def open_window(page: Page) -> Locator:
    page.get_by_role("row").hover()
    page.get_by_role("button", name="Edit Bakery").click()
    window = page.get_by_role("dialog", name="Edit transaction")
    expect(window.get_by_label("Amount")).to_be_focused()
    return window


def save(window: Locator) -> None:
    window.get_by_role("button", name="Save").click()


def clash(seen: Visit, client: APIClient, row: dict[str, Any]) -> Locator:
    """Both have changed the amount, and each something else."""
    window = open_window(seen.page)
    theirs = {"amount": "20.00", "notes": "With coffee"}
    client.patch(f"/api/transactions/{row['id']}/", theirs)
    window.get_by_label("Amount").fill("19.50")
    window.get_by_label("Description").fill("Corner bakery")
    save(window)
    expect(window.get_by_role("alert").filter(has_text="changed elsewhere")).to_be_visible()
    seen.refused(412)
    return window


def test_it_edits_by_keyboard_and_takes_it_back(
    visit: Visitors, alice: User, alice_client: APIClient, row: dict[str, Any]
) -> None:
    page = visit(alice).open("/transactions/")
    page.keyboard.press("j")
    page.keyboard.press("e")
    window = page.get_by_role("dialog", name="Edit transaction")
    window.get_by_label("Amount").fill("18")
    window.get_by_label("Category").select_option(str(category_id(alice_client, "Social")))
    page.keyboard.press("Enter")
    expect(window).to_have_count(0)
    expect(page.get_by_role("row")).to_contain_text("$18.00")
    expect(page.get_by_role("row")).to_be_focused()
    after = Transaction.objects.select_related("category").get()
    assert (after.amount, after.category and after.category.name) == (18, "Social")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row")).to_contain_text("$17.25")
    assert Transaction.objects.get().amount == Decimal("17.25")


def test_it_keeps_mine_when_two_tabs_edit_one_row(
    visit: Visitors, alice: User, alice_client: APIClient, row: dict[str, Any]
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    window = clash(seen, alice_client, row)
    expect(window.get_by_role("row", name="Amount")).to_contain_text("$19.50")
    expect(window.get_by_role("row", name="Amount")).to_contain_text("$20.00")
    expect(window.get_by_label("Notes")).to_have_value("With coffee")
    window.get_by_role("button", name="Keep mine").click()
    expect(page.get_by_role("grid").get_by_role("row")).to_contain_text("Corner bakery")
    after = alice_client.get(f"/api/transactions/{row['id']}/").json()
    found = (after["amount"], after["description"], after["notes"])
    assert found == ("19.50", "Corner bakery", "With coffee")


def test_it_takes_theirs_when_two_tabs_edit_one_row(
    visit: Visitors, alice: User, alice_client: APIClient, row: dict[str, Any]
) -> None:
    seen = visit(alice)
    other = visit.another_tab(seen.page.context)
    windows = [open_window(tab.open("/transactions/")) for tab in (seen, other)]
    windows[0].get_by_label("Amount").fill("20.00")
    save(windows[0])
    expect(windows[0]).to_have_count(0)
    windows[1].get_by_label("Amount").fill("19.50")
    save(windows[1])
    expect(windows[1].get_by_role("alert").filter(has_text="elsewhere")).to_be_focused()
    other.check_accessibility()
    windows[1].get_by_role("button", name="Take theirs").click()
    expect(other.page.get_by_role("grid").get_by_role("row")).to_contain_text("$20.00")
    other.refused(412)
    assert alice_client.get(f"/api/transactions/{row['id']}/").json()["amount"] == "20.00"


def test_it_adds_again_what_was_deleted_meanwhile(
    visit: Visitors, alice: User, alice_client: APIClient, row: dict[str, Any]
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    window = open_window(page)
    alice_client.delete(f"/api/transactions/{row['id']}/")
    window.get_by_label("Description").fill("Corner bakery")
    save(window)
    window.get_by_role("button", name="Add it again as new").click()
    expect(page.get_by_role("row")).to_contain_text("Corner bakery")
    seen.refused(404)
    after = Transaction.objects.get()
    assert (after.description, after.amount) == ("Corner bakery", Decimal("17.25"))
    assert after.pk != row["id"]


def test_it_saves_after_a_session_that_ended(
    visit: Visitors, alice: User, alice_client: APIClient, row: dict[str, Any]
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    window = open_window(page)
    window.get_by_label("Notes").fill("Typed for a long time")
    Session.objects.all().delete()
    save(window)
    again = page.get_by_role("dialog", name="Sign in to go on")
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("row")).to_contain_text("Typed for a long time")
    seen.refused(401)
    assert Transaction.objects.get().notes == "Typed for a long time"


def test_it_shows_a_refusal_at_its_field(visit: Visitors, alice: User, row: dict[str, Any]) -> None:
    seen = visit(alice)
    window = open_window(seen.open("/transactions/"))
    window.get_by_label("Amount").fill("1.234567")
    window.get_by_label("Notes").fill("Still here")
    save(window)
    expect(window.get_by_label("Amount")).to_have_attribute("aria-invalid", "true")
    expect(window.get_by_label("Notes")).to_have_value("Still here")
    seen.refused(400)
    seen.check_accessibility()


def test_it_opens_by_a_tap_on_a_phone(visit: Visitors, alice: User, row: dict[str, Any]) -> None:
    seen = visit(alice, width=320)
    page = seen.open("/transactions/")
    page.get_by_role("row").get_by_text("Bakery").click()
    window = page.get_by_role("dialog", name="Edit transaction")
    expect(window).to_be_visible()
    seen.check_width()
    seen.check_accessibility()
    window.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("row")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row")).to_contain_text("Bakery")
    assert Transaction.objects.get().pk == row["id"]


def test_it_writes_amounts_as_the_locale_does(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    record(alice_client, description="Bakery", amount="1.250", currency="BHD")
    window = open_window(visit(alice, locale="de-DE").open("/transactions/"))
    expect(window.get_by_label("Amount")).to_have_value("1,250")
    window.get_by_label("Notes").fill("Gold")
    save(window)
    expect(window).to_have_count(0)
    after = Transaction.objects.get()
    assert (after.amount, after.notes) == (Decimal("1.250"), "Gold")
