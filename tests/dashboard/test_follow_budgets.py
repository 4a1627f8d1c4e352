from playwright.sync_api import Locator, Page, expect
from rest_framework.test import APIClient

from ledger.models import Book
from tests.budgets.plans import plan, progress
from tests.dashboard.visiting import Visitors
from tests.entries import category_id, record
from users.models import User


def _cards(page: Page) -> Locator:
    return page.locator(".budget")


def test_it_says_in_words_how_far_each_is_spent(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    food, travel, social = (
        category_id(alice_client, each) for each in ("Food", "Travel", "Social")
    )
    for category, spent in ((food, "79.90"), (social, "100.00"), (travel, "100.01")):
        plan(alice_client, "100.00", category=category, currency="EUR", month="2026-03")
        record(alice_client, category=category, amount=spent, currency="EUR")
    plan(alice_client, "349.89", currency="EUR")
    seen = visit(alice)
    page = seen.open("/budgets/?month=2026-03")
    for card, *expected in (
        ("All expenses", "80% used", "Close to the limit", "€69.98", "Every month"),
        ("Food", "79.9% used", "Within budget", "€20.10", "Only March 2026"),
        ("Social", "100% used", "Used up", "€0.00", "Only March 2026"),
        ("Travel", "100% used", "Over budget", "-€0.01", "Only March 2026"),
    ):
        found = _cards(page).filter(has=page.get_by_role("heading", name=card))
        for words in expected:
            expect(found).to_contain_text(words)
    expect(_cards(page).first).to_contain_text("All expenses")
    meter = page.get_by_role("meter", name="Travel")
    expect(meter).to_have_attribute("aria-valuetext", "100% used, €100.01 of €100.00. Over budget.")
    seen.check_accessibility()


def test_it_shows_the_figures_of_this_month_as_the_api_has_them(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    plan(alice_client, "310.00")
    today = Book.objects.get(owner=alice).today().isoformat()
    record(alice_client, amount="12.34", date=today)
    (row,) = progress(alice_client)
    card = _cards(visit(alice).open("/budgets/"))
    for name, label in (
        ("remaining", "Remaining"),
        ("safe_to_spend_per_day", "Safe to spend per day"),
        ("expected_by_today", "Expected by today"),
        ("projected", "Projected"),
    ):
        expect(card.locator("dl > div").filter(has_text=label)).to_contain_text(f"${row[name]}")
    expect(card.get_by_title(f"Expected by today: ${row['expected_by_today']}")).to_be_visible()


def test_it_leads_to_the_rows_behind_it(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    food = category_id(alice_client, "Food")
    plan(alice_client, "310.00", category=food)
    page = visit(alice).open("/budgets/?month=2026-03")
    expect(page.get_by_role("link", name="$0.00")).to_have_attribute(
        "href",
        f"/transactions/?currency=USD&type=expense&category={food}"
        "&start_date=2026-03-01&end_date=2026-03-31",
    )


def test_it_goes_from_month_to_month(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    plan(alice_client, "310.00", month="2026-01")
    plan(alice_client, "120.00", month="2025-12")
    page = visit(alice).open("/budgets/?month=2026-01")
    expect(_cards(page)).to_contain_text("$310.00")
    page.get_by_role("button", name="The month before").press("Enter")
    expect(_cards(page)).to_contain_text("$120.00")
    expect(page).to_have_url(f"{page.url.split('?')[0]}?month=2025-12")
    page.reload()
    expect(page.get_by_text("December 2025", exact=True)).to_be_visible()
    page.get_by_role("button", name="This month").press("Enter")
    expect(page.get_by_role("heading", name="No budgets for")).to_be_visible()


def test_it_takes_a_month_that_is_none_for_this_one(visit: Visitors, alice: User) -> None:
    page = visit(alice).open("/budgets/?month=2026-13")
    today = Book.objects.get(owner=alice).today()
    expect(page.get_by_role("status").filter(has_text=f"{today:%B %Y}")).to_be_visible()


def test_it_shows_only_what_is_mine_on_a_narrow_phone(
    visit: Visitors, alice: User, alice_client: APIClient, charlie_client: APIClient
) -> None:
    plan(charlie_client, "777.00")
    plan(alice_client, "99999999999.99")
    plan(alice_client, "310.00", category="W" * 100)
    seen = visit(alice, width=320)
    page = seen.open("/budgets/")
    expect(_cards(page)).to_have_count(2)
    expect(page.get_by_text("$99,999,999,999.99").first).to_be_visible()
    seen.check_width()
    page.get_by_role("button", name="Edit budget: W").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    seen.check_width()
    seen.check_accessibility()
