"""A first evening: from no account to the warning that a budget is nearly gone, and a step back."""

from playwright.sync_api import Page, expect

from tests.conftest import PASSWORD
from tests.dashboard.visiting import Visitors


def _sign_up(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="Open an account").click()
    page.get_by_label("Username").fill("erin")
    page.get_by_label("Email").fill("erin@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Open my account").click()


def _first_expense(page: Page) -> None:
    page.get_by_label("Amount").fill("18")
    page.get_by_label("Category").last.select_option(label="🍽️ Food")
    page.get_by_label("What for").fill("Pizza")
    page.get_by_role("button", name="Add my first expense").click()
    expect(page.locator(".card-link", has_text="Expenses")).to_contain_text("$18.00")


def _budget(page: Page) -> None:
    page.get_by_role("link", name="Set a budget", exact=True).click()
    page.get_by_role("button", name="New budget").first.click()
    window = page.get_by_role("dialog")
    window.get_by_label("Category").select_option(label="🍽️ Food")
    window.get_by_label("Amount").fill("50")
    window.get_by_role("button", name="Create").click()
    expect(page.get_by_role("meter")).to_have_attribute(
        "aria-valuetext", "36% used, $18.00 of $50.00. Within budget."
    )


def _spend(page: Page, amount: str, words: str) -> None:
    form = page.get_by_role("form", name="Add a transaction")
    form.get_by_label("Amount").fill(amount)
    form.get_by_label("Category").select_option(label="🍽️ Food")
    form.get_by_label("Description").fill(words)
    form.get_by_label("Description").press("Enter")
    expect(page.get_by_role("row", name=words)).to_be_visible()


def _said_by_budget(page: Page, words: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Overview").click()
    budgets = page.locator(".place-budgets")
    expect(budgets.get_by_text(words)).to_be_visible()


def test_somebody_new_is_warned_in_time(visit: Visitors) -> None:
    seen = visit()
    page = seen.page
    _sign_up(page, f"{seen.url}/")
    _first_expense(page)
    _budget(page)
    page.get_by_role("navigation").get_by_role("link", name="Transactions").click()
    _spend(page, "22.50", "Groceries")
    _said_by_budget(page, "Close to the limit")
    page.get_by_role("link", name="Add").click()
    _spend(page, "12", "Sushi")
    _said_by_budget(page, "Over budget")
    page.get_by_role("navigation").get_by_role("link", name="History").click()
    page.get_by_role("button", name="Undo: Added a transaction").first.click()
    expect(page.get_by_role("status").filter(has_text="Redo")).to_be_visible()
    _said_by_budget(page, "Close to the limit")
    expect(page.locator(".card-link", has_text="Expenses")).to_contain_text("$40.50")
    (row,) = page.context.request.get(f"{seen.url}/api/budgets/progress/").json()["results"]
    assert (row["spent"], row["limit"], row["percent"]) == ("40.50", "50.00", 81.0)
