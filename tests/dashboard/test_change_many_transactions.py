import pytest
from playwright.sync_api import Locator, Page, expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visitors
from tests.entries import category_id, record_all
from transactions.models import Transaction
from users.models import User


@pytest.fixture
def receipts(alice: User) -> int:
    record_all(alice, [{"description": f"Receipt {number:03}"} for number in range(150)])
    return 150


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected transactions")


def tick(page: Page, name: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Select {name}")


def in_category(number: int) -> int:
    return Transaction.objects.filter(category=number).count()


def test_it_changes_a_range_of_rows(
    visit: Visitors, alice: User, alice_client: APIClient, receipts: int
) -> None:
    food = category_id(alice_client, "Food")
    seen = visit(alice)
    page = seen.open("/transactions/")
    tick(page, "Receipt 149").click()
    tick(page, "Receipt 145").click(modifiers=["Shift"])
    tick(page, "Receipt 147").click()
    expect(bar(page)).to_contain_text("4 selected")
    bar(page).get_by_role("button", name="Change category").click()
    window = page.get_by_role("dialog", name="Change category")
    seen.check_accessibility()
    window.get_by_label("Category").select_option(str(food))
    window.get_by_role("button", name="Change category").click()
    expect(page.get_by_role("row").first).to_contain_text("Food")
    expect(bar(page)).not_to_be_visible()
    assert in_category(food) == 4
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row").first).to_contain_text("No category")
    assert in_category(food) == 0


def test_it_changes_all_that_match_seen_or_not(
    visit: Visitors, alice: User, alice_client: APIClient, receipts: int
) -> None:
    food = category_id(alice_client, "Food")
    page = visit(alice).open("/transactions/?category=none")
    tick(page, "Receipt 149").click()
    bar(page).get_by_role("button", name="Select all 150 that match").click()
    expect(tick(page, "Receipt 148")).to_be_checked()
    bar(page).get_by_role("button", name="Change category").click()
    window = page.get_by_role("dialog", name="Change category")
    expect(window).to_contain_text("150 transactions")
    window.get_by_label("Category").select_option(str(food))
    window.get_by_role("button", name="Change category").click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert in_category(food) == receipts


def test_it_deletes_all_and_brings_them_back(visit: Visitors, alice: User, receipts: int) -> None:
    page = visit(alice).open("/transactions/")
    tick(page, "Receipt 149").click()
    bar(page).get_by_role("button", name="Select all 150 that match").click()
    bar(page).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Your books are empty")).to_be_visible()
    assert not Transaction.objects.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "150")
    assert Transaction.objects.count() == receipts


def test_it_asks_again_when_another_number_matches(
    visit: Visitors, alice: User, receipts: int
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/?search=receipt")
    tick(page, "Receipt 149").click()
    bar(page).get_by_role("button", name="Select all 150 that match").click()
    bar(page).get_by_role("button", name="Delete").click()
    window = page.get_by_role("dialog", name="Delete")
    expect(window).to_contain_text("150 transactions will be deleted")
    record_all(alice, [{"description": "Receipt of somebody else"}])
    window.get_by_role("button", name="Delete").click()
    expect(window).to_contain_text("151 transactions would be changed now, not 150")
    seen.refused(409)
    assert Transaction.objects.count() == 151
    window.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert not Transaction.objects.exists()


def test_it_selects_by_keyboard(visit: Visitors, alice: User, receipts: int) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(bar(page)).to_contain_text("2 selected")
    expect(page.get_by_role("row", selected=True)).to_have_count(2)
    seen.check_accessibility()
    bar(page).get_by_role("button", name="Clear selection").click()
    expect(page.get_by_role("row", selected=True)).to_have_count(0)
    expect(bar(page)).not_to_be_visible()
