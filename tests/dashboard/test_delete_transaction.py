from playwright.sync_api import expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visitors
from tests.entries import record
from transactions.models import Transaction
from users.models import User


def test_it_brings_a_deleted_row_back_to_its_place(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    for day in ("01", "02", "03"):
        record(alice_client, description=f"Day {day}", date=f"2026-03-{day}")
    page = visit(alice).open("/transactions/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Delete")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(2)
    expect(page.locator(":focus")).to_contain_text("Day 01")
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Day 02")
    expect(page.get_by_label("Totals of what is shown")).to_contain_text("$30.00")
    assert Transaction.objects.count() == 3


def test_it_deletes_nothing_that_was_changed_elsewhere(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    row = record(alice_client, description="Rent", amount="950.00")
    seen = visit(alice)
    page = seen.open("/transactions/")
    alice_client.patch(f"/api/transactions/{row['id']}/", {"amount": "975.00"})
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("alert")).to_contain_text("changed elsewhere meanwhile")
    expect(page.get_by_role("row")).to_contain_text("$975.00")
    seen.refused(412)
    assert Transaction.objects.count() == 1


def test_it_leaves_keys_alone_where_something_is_typed(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    record(alice_client, description="Rent")
    page = visit(alice).open("/transactions/")
    page.keyboard.press("/")
    page.keyboard.type("exn?")
    expect(page.get_by_label("Search", exact=True)).to_have_value("exn?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Transaction.objects.count() == 1


def test_it_switches_single_keys_off(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    record(alice_client, description="Rent")
    seen = visit(alice)
    page = seen.open("/transactions/")
    page.keyboard.press("?")
    window = page.get_by_role("dialog", name="Keyboard shortcuts")
    seen.check_accessibility()
    window.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("row").focus()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Edit transaction")).to_be_visible()
    assert Transaction.objects.count() == 1
