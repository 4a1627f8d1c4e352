import re

from playwright.sync_api import Locator, Page, expect
from rest_framework.test import APIClient

from ledger.models import Book
from tests.budgets.plans import PATH, plan
from tests.dashboard.visiting import Visit, Visitors
from tests.entries import category_id, record
from users.models import User


def _card(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def _last_month(user: User) -> str:
    today = Book.objects.get(owner=user).today()
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02}"


def _the_only(client: APIClient) -> dict[str, object]:
    (row,) = client.get(PATH).json()["results"]
    return row


def test_it_sets_the_first_one_by_what_was_spent(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    food = category_id(alice_client, "Food")
    record(alice_client, category=food, amount="123.45", date=f"{_last_month(alice)}-10")
    seen = visit(alice)
    page = seen.open("/budgets/")
    expect(page.get_by_role("heading", name="No budgets for")).to_be_visible()
    seen.check_accessibility()
    page.get_by_role("button", name="Plan Food").click()
    expect(page.get_by_label("Amount")).to_have_value("123.45")
    page.get_by_role("button", name="Create").click()
    expect(_card(page, "Food")).to_contain_text("of $123.45")
    row = _the_only(alice_client)
    assert (row["category"], row["amount"], row["month"]) == (food, "123.45", None)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Plan Food")).to_be_visible()
    assert alice_client.get(PATH).json()["count"] == 0


def test_it_sets_one_for_a_month_alone(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    page = visit(alice).open("/budgets/?month=2026-03")
    page.get_by_role("button", name="New budget").first.click()
    page.get_by_label("Amount").fill("1,250.5")
    page.get_by_label("Currency").fill("eur")
    page.get_by_label("For", exact=True).select_option("Only March 2026")
    page.get_by_role("button", name="Create").click()
    expect(_card(page, "All expenses")).to_contain_text("Only March 2026")
    row = _the_only(alice_client)
    assert row["category"] is None
    assert (row["amount"], row["currency"], row["month"]) == ("1250.50", "EUR", "2026-03")


def test_it_shows_at_the_field_what_the_api_refuses(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    page = seen.open("/budgets/")
    page.get_by_role("button", name="New budget").first.click()
    page.get_by_label("Amount").fill("plenty")
    page.get_by_label("Currency").fill("XYZ")
    page.get_by_role("button", name="Create").click()
    for label, typed in (("Amount", "plenty"), ("Currency", "XYZ")):
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")
        expect(page.get_by_label(label)).to_have_accessible_description(re.compile("[a-z]"))
        expect(page.get_by_label(label)).to_have_value(typed)
    expect(page.get_by_label("Amount")).to_be_focused()
    seen.check_accessibility()
    seen.refused(400)


def test_it_opens_the_one_that_is_there_already(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    plan(alice_client, "310.00")
    seen = visit(alice)
    page = seen.open("/budgets/")
    page.get_by_role("button", name="New budget").click()
    page.get_by_label("Amount").fill("400")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("button", name="Open the existing budget").click()
    seen.refused(409)
    expect(page.get_by_role("dialog", name="Edit budget: All expenses")).to_be_visible()
    expect(page.get_by_label("Amount")).to_have_value("400")
    page.get_by_role("button", name="Save").click()
    expect(_card(page, "All expenses")).to_contain_text("of $400.00")
    assert _the_only(alice_client)["amount"] == "400.00"


def test_it_leaves_the_one_for_every_month_when_a_month_has_its_own(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    plan(alice_client, "310.00")
    page = visit(alice).open("/budgets/?month=2026-12")
    page.get_by_role("button", name="Edit budget").click()
    page.get_by_label("Amount").fill("900")
    page.get_by_label("For", exact=True).select_option("2026-12")
    page.get_by_role("button", name="Save").click()
    expect(_card(page, "All expenses")).to_contain_text("Only December 2026")
    rows = alice_client.get(PATH, {"ordering": "amount"}).json()["results"]
    found = [(row["amount"], row["month"]) for row in rows]
    assert found == [("310.00", None), ("900.00", "2026-12")]


def _edited_meanwhile(seen: Visit, client: APIClient) -> None:
    """Its amount is set to 20 here, while it was set to 30 elsewhere."""
    path = f"{PATH}{plan(client, '10.00')['id']}/"
    seen.open("/budgets/")
    seen.page.get_by_role("button", name="Edit budget").click()
    assert client.patch(path, {"amount": "30.00"}).status_code == 200
    seen.page.get_by_label("Amount").fill("20")
    seen.page.get_by_role("button", name="Save").click()
    expect(seen.page.get_by_role("row", name="Amount 20 USD 30.00 USD")).to_be_visible()
    seen.refused(412)


def test_it_asks_whose_change_stays(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    seen = visit(alice)
    _edited_meanwhile(seen, alice_client)
    seen.page.get_by_role("button", name="Keep mine").click()
    expect(_card(seen.page, "All expenses")).to_contain_text("of $20.00")
    assert _the_only(alice_client)["amount"] == "20.00"


def test_it_deletes_one_and_takes_that_back(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    plan(alice_client, "310.00")
    page = visit(alice).open("/budgets/")
    page.get_by_role("button", name="Delete budget: All expenses, USD").press("Enter")
    expect(page.get_by_role("heading", name="No budgets for")).to_be_visible()
    assert alice_client.get(PATH).json()["count"] == 0
    page.get_by_role("button", name="Undo").press("Enter")
    expect(_card(page, "All expenses")).to_contain_text("of $310.00")
    assert _the_only(alice_client)["amount"] == "310.00"
