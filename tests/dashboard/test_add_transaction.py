from playwright.sync_api import Page, expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visitors
from tests.entries import category_id, every_row
from transactions.models import Transaction
from users.models import User


def add(page: Page, amount: str, **fields: str) -> None:
    form = page.get_by_role("form", name="Add a transaction")
    form.get_by_label("Amount").fill(amount)
    for name, value in fields.items():
        form.locator(f'[name="{name}"]').fill(value)
    form.get_by_label("Amount").press("Enter")


def test_it_adds_the_first_expense_by_keyboard_alone(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    seen = visit(alice, width=320)
    page = seen.open("/transactions/")
    expect(page.get_by_role("heading", name="Your books are empty")).to_be_visible()
    seen.check_width()
    seen.check_accessibility()
    page.keyboard.press("n")
    page.keyboard.type("12,5")
    page.keyboard.press("Tab")
    page.keyboard.type("Food")
    form = page.get_by_role("form", name="Add a transaction")
    while not form.get_by_label("Description").evaluate("(each) => each.matches(':focus')"):
        page.keyboard.press("Tab")
    page.keyboard.type("Bakery")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_contain_text("Bakery")
    expect(form.get_by_label("Amount")).to_be_focused()
    (row,) = every_row(alice_client)
    assert (row["amount"], row["type"], row["description"]) == ("12.50", "expense", "Bakery")


def test_it_keeps_what_the_next_one_shares(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    page = visit(alice).open("/transactions/")
    form = page.get_by_role("form", name="Add a transaction")
    form.get_by_text("Income", exact=True).click()
    form.get_by_label("Category").select_option(str(category_id(alice_client, "Salary")))
    add(page, "2,400", date="2026-01-31", description="January")
    expect(page.get_by_role("row")).to_contain_text("+$2,400.00")
    expect(form.get_by_label("Description")).to_have_value("")
    add(page, "100")
    expect(page.get_by_role("row")).to_have_count(2)
    first, second = every_row(alice_client, ordering="created_at")
    assert first["amount"] == "2400.00"
    for name in ("type", "category_name", "date"):
        assert first[name] == second[name]
    assert second["description"] == ""


def test_it_takes_an_addition_back(visit: Visitors, alice: User) -> None:
    page = visit(alice).open("/transactions/")
    add(page, "3")
    expect(page.get_by_role("row")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row")).to_have_count(0)
    assert not Transaction.objects.exists()


def test_it_shows_a_refusal_at_its_field_and_keeps_what_was_typed(
    visit: Visitors, alice: User
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/?add=income")
    form = page.get_by_role("form", name="Add a transaction")
    amount = form.get_by_label("Amount")
    expect(amount).to_be_focused()
    add(page, "-5", description="Typed with care")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_be_focused()
    expect(form.get_by_label("Description")).to_have_value("Typed with care")
    expect(form.get_by_role("radio", name="Income")).to_be_checked()
    seen.refused(400)
    assert "add=" not in page.url
    assert not Transaction.objects.exists()


def test_it_opens_what_was_refused_behind_more(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    form = page.get_by_role("form", name="Add a transaction")
    form.get_by_text("More", exact=True).click()
    form.get_by_label("Currency").fill("XXX")
    form.get_by_text("More", exact=True).click()
    add(page, "5")
    expect(form.get_by_label("Currency")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Currency")).to_be_focused()
    seen.refused(400)


def test_it_saves_once_however_long_the_server_is_away(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    page.context.set_offline(True)
    add(page, "7.25", description="In the tunnel")
    expect(page.get_by_text("No connection.")).to_be_visible()
    assert not Transaction.objects.exists()
    page.context.set_offline(False)
    expect(page.get_by_role("row")).to_contain_text("In the tunnel")
    assert [row["amount"] for row in every_row(alice_client)] == ["7.25"]
    seen.complaints[:] = [each for each in seen.complaints if "ERR_INTERNET" not in each]


def test_it_says_that_the_filters_do_not_show_what_was_added(visit: Visitors, alice: User) -> None:
    page = visit(alice).open("/transactions/?type=income")
    add(page, "4")
    expect(page.get_by_role("status").filter(has_text="do not show it")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(0)
    assert Transaction.objects.count() == 1
