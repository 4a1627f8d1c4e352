import json
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visitors
from tests.entries import add_category, category_id, record
from users.models import User

_READ = "async (path) => (await fetch(path)).text()"


@pytest.fixture
def food(alice_client: APIClient) -> int:
    """A month of two currencies; the id of the category Food."""
    found = category_id(alice_client, "Food")
    record(alice_client, description="Green Basket", amount="42.10", category=found)
    record(alice_client, description="Deposit", amount="5.00", refund=True, category=found)
    record(alice_client, description="Bus", amount="8.40", category="Transport")
    record(alice_client, description="Hotel", amount="80.00", currency="EUR", date="2026-02-10")
    record(alice_client, type="income", amount="2400.00", category="Salary", date="2026-02-28")
    return found


def rows_are(page: Page, *names: str) -> None:
    rows = page.get_by_role("grid").get_by_role("row")
    expect(rows).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(rows.nth(place)).to_contain_text(name)


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_it_shows_what_the_address_asks_for(
    visit: Visitors, alice: User, alice_client: APIClient, food: int
) -> None:
    path = f"/transactions/?start_date=2026-03-01&category={food}&refund=false&currency=USD"
    page = visit(alice).open(path)
    rows_are(page, "Green Basket")
    for words in ("From Mar 1, 2026", "Food", "USD", "No refunds"):
        expect(page.get_by_label("Filters in use")).to_contain_text(words)
    page.get_by_role("button", name="Remove filter: No refunds").click()
    rows_are(page, "Deposit", "Green Basket")
    assert "refund" not in query_of(page)


def test_it_adds_up_what_it_shows_in_each_currency(
    visit: Visitors, alice: User, alice_client: APIClient, food: int
) -> None:
    page = visit(alice).open("/transactions/")
    found = alice_client.get("/api/transactions/totals/").json()["results"]
    assert [(row["currency"], row["expense"], row["count"]) for row in found] == [
        ("EUR", "80.00", 1),
        ("USD", "45.50", 4),
    ]
    totals = page.get_by_label("Totals of what is shown")
    expect(totals.locator('[data-currency="EUR"]')).to_contain_text("€80.00")
    dollars = totals.locator('[data-currency="USD"]')
    for figure in ("$2,400.00", "$45.50", "+$2,354.50", "Transactions4"):
        expect(dollars).to_contain_text(figure)
    page.get_by_role("combobox", name="Type").select_option("income")
    expect(dollars).to_contain_text("Transactions1")
    expect(totals.locator('[data-currency="EUR"]')).to_have_count(0)


def test_it_filters_while_the_focus_stays(visit: Visitors, alice: User, food: int) -> None:
    page = visit(alice).open("/transactions/")
    search = page.get_by_label("Search", exact=True)
    search.press_sequentially("green")
    rows_are(page, "Green Basket")
    expect(search).to_be_focused()
    expect(search).to_have_value("green")
    page.get_by_role("button", name="Clear all").click()
    expect(search).to_be_focused()
    expect(search).to_have_value("")
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(5)
    assert query_of(page) == {}


def test_it_opens_the_rows_behind_a_figure(
    visit: Visitors, alice: User, alice_client: APIClient, food: int
) -> None:
    query = {"start_date": "2026-03-01", "end_date": "2026-03-31"}
    figure = alice_client.get("/api/reports/by-category/", query).json()["results"][0]
    page = visit(alice).open(f"/transactions/?{urlsplit(figure['transactions_url']).query}")
    assert (figure["total"], figure["count"]) == ("37.10", 2)
    rows_are(page, "Deposit", "Green Basket")
    expect(page.get_by_label("Totals of what is shown")).to_contain_text("$37.10")


def test_it_goes_from_month_to_month(visit: Visitors, alice: User, food: int) -> None:
    page = visit(alice).open("/transactions/?start_date=2026-01-01&end_date=2026-01-31")
    after = page.get_by_role("button", name="The month after")
    after.focus()
    page.keyboard.press("Enter")
    rows_are(page, "Salary", "Hotel")
    assert query_of(page) == {"start_date": ["2026-02-01"], "end_date": ["2026-02-28"]}
    expect(after).to_be_focused()
    page.keyboard.press("Enter")
    rows_are(page, "Bus", "Deposit", "Green Basket")
    page.get_by_label("Period").select_option("all")
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(5)
    assert query_of(page) == {}


def test_it_filters_by_several_categories(visit: Visitors, alice: User, food: int) -> None:
    page = visit(alice).open("/transactions/")
    page.get_by_text("Categories", exact=True).locator("visible=true").last.click()
    box = page.get_by_role("group", name="Categories")
    box.get_by_label("Food").check()
    box.get_by_label("No category").check()
    rows_are(page, "Deposit", "Green Basket", "Hotel")
    assert set(query_of(page)["category"][0].split(",")) == {str(food), "none"}
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()
    page.reload()
    rows_are(page, "Deposit", "Green Basket", "Hotel")


def test_it_orders_by_amount_without_days(visit: Visitors, alice: User, food: int) -> None:
    page = visit(alice).open("/transactions/?ordering=-amount&currency=USD")
    rows_are(page, "Salary", "Green Basket", "Bus", "Deposit")
    expect(page.get_by_role("row").first).to_contain_text("Feb 28")
    page.get_by_label("Order").select_option("-date")
    rows_are(page, "Bus", "Deposit", "Green Basket", "Salary")
    assert query_of(page) == {"currency": ["USD"]}


@pytest.mark.parametrize("query", ["weekday=9", "start_date=yesterday", "colour=red", "id=x"])
def test_it_shows_a_way_out_of_what_the_api_refuses(
    visit: Visitors, alice: User, food: int, query: str
) -> None:
    seen = visit(alice)
    page = seen.open(f"/transactions/?{query}")
    expect(page.get_by_role("heading", name="These filters cannot be understood")).to_be_visible()
    seen.refused(400)
    seen.refused(400)
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(5)
    assert query_of(page) == {}


def test_it_says_at_the_field_what_the_api_refuses(visit: Visitors, alice: User, food: int) -> None:
    seen = visit(alice)
    page = seen.open("/transactions/")
    lowest = page.get_by_label("Amount from")
    lowest.fill("ten")
    expect(lowest).to_have_attribute("aria-invalid", "true")
    expect(lowest).to_be_focused()
    lowest.fill("40,5")
    expect(lowest).not_to_have_attribute("aria-invalid", "true")
    assert query_of(page) == {"amount_min": ["40.5"]}
    seen.refused(400)
    seen.refused(400)


def test_it_finds_nothing_of_a_stranger(
    visit: Visitors, alice: User, charlie_client: APIClient, food: int
) -> None:
    theirs = add_category(charlie_client, "Secret hobby")["id"]
    record(charlie_client, description="Model trains", category=theirs)
    page = visit(alice).open(f"/transactions/?category={theirs}")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    expect(page.get_by_role("button", name=f"Remove filter: Category {theirs}")).to_be_visible()
    assert "Secret" not in page.content()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_role("grid").get_by_role("row")).to_have_count(5)


def test_it_exports_what_it_shows(visit: Visitors, alice: User, food: int) -> None:
    page = visit(alice).open("/transactions/?search=green&ordering=date")
    page.get_by_text("Export", exact=True).click()
    link = page.get_by_role("link", name="JSON lines")
    expect(link).to_have_attribute("download", "")
    lines = page.evaluate(_READ, link.get_attribute("href")).splitlines()
    assert [json.loads(line)["description"] for line in lines] == ["Green Basket"]


def test_it_is_accessible(visit: Visitors, alice: User, food: int) -> None:
    seen = visit(alice)
    page = seen.open(f"/transactions/?category={food}")
    page.get_by_text("Categories (1)").click()
    seen.check_accessibility()


def test_it_fits_a_narrow_phone(visit: Visitors, alice: User, food: int) -> None:
    seen = visit(alice, width=320)
    page = seen.open("/transactions/?search=e")
    expect(page.get_by_label("Period")).not_to_be_visible()
    page.get_by_role("button", name="Filters", exact=True).click()
    expect(page.get_by_label("Period")).to_be_visible()
    seen.check_width()
    seen.check_accessibility()
