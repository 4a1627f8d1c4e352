"""The overview: every figure is the API's, and leads to the rows that add up to it."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.answers import ContractClient
from tests.dashboard.visiting import NOW, Visit, Visitors
from tests.entries import category_id, record_all
from users.models import User

TODAY = NOW.date()


@pytest.fixture
def books(alice: User, alice_client: ContractClient) -> None:
    """Sixty days in which a day costs 10.00, and its tenth day 100.00 more; some of it was food."""
    food = category_id(alice_client, "Food")
    costs = [
        {
            "amount": Decimal(110 if number % 10 == 0 else 10),
            "date": TODAY - timedelta(days=number),
            "category_id": food if number % 2 else None,
            "description": f"Day {number}",
        }
        for number in range(60)
    ]
    pay = {"type": "income", "amount": Decimal("2500.50"), "date": TODAY - timedelta(days=3)}
    record_all(alice, [*costs, pay])


def card(page: Page, name: str) -> Any:
    return page.locator(".card-link", has=page.get_by_text(name, exact=True))


def drawn(seen: Visit, path: str = "/") -> Page:
    """The overview, with everything on it."""
    page = seen.open(path)
    expect(page.locator(".overview[data-drawn]")).to_be_attached()
    return page


def test_it_shows_the_figures_of_the_api(
    visit: Visitors, alice: User, alice_client: ContractClient, books: None
) -> None:
    page = drawn(visit(alice))
    found = alice_client.get("/api/analytics/").json()
    assert found["current"]["expense"] == "600.00"
    expect(card(page, "Balance")).to_contain_text("$1,300.50")
    expect(card(page, "Balance")).to_contain_text("+$1,900.50")
    expect(card(page, "Income")).to_contain_text("$2,500.50")
    expect(card(page, "Expenses")).to_contain_text("$600.00")
    expect(card(page, "Expenses")).to_contain_text("as much as before")
    legend = page.locator(".legend-row")
    assert [row["total"] for row in found["by_category"]] == ["450.00", "150.00"]
    expect(legend.first).to_contain_text("Uncategorised")
    expect(legend.first).to_contain_text("$450.00")
    expect(legend.nth(1)).to_contain_text("$150.00")


def test_it_holds_what_is_safe_to_spend_against_the_month_before(
    visit: Visitors, alice: User, alice_client: ContractClient, books: None
) -> None:
    budget = {"category": None, "amount": "500.00", "currency": "USD"}
    assert alice_client.post("/api/budgets/", budget).status_code == 201
    (row,) = alice_client.get("/api/budgets/progress/").json()["results"]
    assert (row["remaining"], row["safe_to_spend_per_day"]) == ("150.00", "8.82")
    page = drawn(visit(alice))
    safe = card(page, "Safe to spend")
    expect(safe).to_contain_text("$8.82 a day")
    expect(safe).to_contain_text("$150.00 of $500.00 left; $580.00 went in Feb 2026")
    safe.click()
    expect(page).to_have_url(re.compile(r"/transactions/\?.*type=expense.*start_date=2026-03-01"))


@pytest.mark.parametrize(
    ("chart", "report", "rows"),
    [
        ("Spending by day", "/api/analytics/", "daily"),
        ("Income and expenses by month", "/api/reports/trends/?period=last_365_days", "results"),
        ("Spending by weekday", "/api/reports/weekly/?period=last_30_days", "weekdays"),
    ],
)
def test_it_has_a_table_behind_each_chart(
    visit: Visitors,
    alice: User,
    alice_client: ContractClient,
    books: None,
    chart: str,
    report: str,
    rows: str,
) -> None:
    page = drawn(visit(alice))
    figure = page.get_by_role("figure", name=chart)
    figure.get_by_text("As a table").click()
    table = figure.get_by_role("table")
    found = alice_client.get(report).json()[rows]
    expenses = [row["expense"] for row in found if row["expense"] != "0.00"]
    assert expenses
    cells = table.locator("td").all_inner_texts()
    shown = [cell.replace("$", "").replace(",", "") for cell in cells]
    assert [each for each in expenses if each not in shown] == []


def test_it_leads_from_a_figure_to_its_rows(visit: Visitors, alice: User, books: None) -> None:
    page = drawn(visit(alice))
    card(page, "Expenses").click()
    expect(page).to_have_url(re.compile(r"/transactions/\?"))
    asked = parse_qs(urlsplit(page.url).query)
    start = str(TODAY - timedelta(days=29))
    assert asked == {
        "currency": ["USD"],
        "type": ["expense"],
        "start_date": [start],
        "end_date": [str(TODAY)],
    }


def test_it_leads_from_a_part_of_a_chart_to_its_rows(
    visit: Visitors, alice: User, alice_client: ContractClient, books: None
) -> None:
    page = drawn(visit(alice))
    ring = page.get_by_role("figure", name="Expenses by category").locator("canvas")
    box = ring.bounding_box()
    assert box is not None
    radius = min(box["width"], box["height"]) / 2 * 0.84
    # Clockwise from the top: three quarters are uncategorised, the last one is food.
    place = {"x": box["width"] / 2 - radius * 0.7, "y": box["height"] / 2 - radius * 0.7}
    ring.click(position=place)
    expect(page).to_have_url(re.compile(r"/transactions/\?"))
    food = category_id(alice_client, "Food")
    assert parse_qs(urlsplit(page.url).query)["category"] == [str(food)]


def test_it_is_driven_by_days_category_and_currency(
    visit: Visitors, alice: User, alice_client: ContractClient, books: None
) -> None:
    page = drawn(visit(alice))
    page.get_by_label("Period", exact=True).select_option("last_7_days")
    expect(card(page, "Expenses")).to_contain_text("$170.00")
    page.get_by_label("Category", exact=True).select_option(str(category_id(alice_client, "Food")))
    expect(card(page, "Expenses")).to_contain_text("$30.00")
    expect(page.locator(".legend-row")).to_have_count(1)
    assert "period=last_7_days" in page.url
    page.reload()
    expect(card(page, "Expenses")).to_contain_text("$30.00")
    alice_client.post("/api/transactions/", {"type": "expense", "amount": "7", "currency": "EUR"})
    page.get_by_label("Currency", exact=True).focus()
    page.get_by_label("Currency", exact=True).select_option("EUR")
    page.get_by_label("Category", exact=True).select_option("")
    expect(card(page, "Expenses")).to_contain_text("€7.00")
    assert page.url.endswith("currency=EUR")


def test_it_takes_other_dates(visit: Visitors, alice: User, books: None) -> None:
    page = drawn(visit(alice))
    page.get_by_label("Period", exact=True).select_option("custom")
    expect(page.get_by_label("From", exact=True)).to_be_focused()
    page.get_by_label("From", exact=True).fill(str(TODAY - timedelta(days=1)))
    page.get_by_label("To", exact=True).fill(str(TODAY))
    expect(card(page, "Expenses")).to_contain_text("$120.00")


def test_it_says_what_the_api_refuses_and_goes_on(
    visit: Visitors, alice: User, books: None
) -> None:
    seen = visit(alice)
    page = seen.open("/?start_date=2020-01-01&end_date=2026-01-01")
    expect(page.get_by_text("366 days").first).to_be_visible()
    seen.complaints.clear()
    page.get_by_label("Period", exact=True).select_option("last_30_days")
    expect(card(page, "Expenses")).to_contain_text("$600.00")


def test_it_asks_eight_times_at_most(visit: Visitors, alice: User, books: None) -> None:
    seen, asked = visit(alice), list[str]()

    def note(request: Request) -> None:
        if "/api/" in request.url:
            asked.append(urlsplit(request.url).path)

    seen.page.on("request", note)
    drawn(seen)
    assert len(asked) == len(set(asked)) <= 8


def test_it_leads_a_newcomer_to_the_first_expense(
    visit: Visitors, alice: User, alice_client: ContractClient
) -> None:
    seen = visit(alice, timezone_id="Europe/Berlin")
    page = seen.open("/")
    welcome = page.get_by_role("region", name="What did you spend last?")
    welcome.get_by_label("Amount").fill("4.50")
    welcome.get_by_label("Currency of your books").select_option("EUR")
    welcome.get_by_label("What for").fill("Coffee")
    seen.check_accessibility()
    welcome.get_by_role("button", name="Add my first expense").click()
    expect(card(page, "Expenses")).to_contain_text("€4.50")
    found = alice_client.get("/api/me/").json()
    assert (found["currency"], found["timezone"]) == ("EUR", "Europe/Berlin")
    (row,) = alice_client.get("/api/transactions/").json()["results"]
    assert (row["amount"], row["currency"], row["description"]) == ("4.50", "EUR", "Coffee")


def test_it_is_accessible_in_both_themes(visit: Visitors, alice: User, books: None) -> None:
    seen = visit(alice)
    page = drawn(seen)
    for figure in page.get_by_text("As a table").all():
        figure.click()
    seen.check_accessibility()


def test_it_fits_a_narrow_phone(visit: Visitors, alice: User, books: None) -> None:
    seen = visit(alice, width=320)
    drawn(seen)
    seen.check_width()
    seen.check_accessibility()


def test_it_can_be_walked_through_by_keyboard(visit: Visitors, alice: User, books: None) -> None:
    page = drawn(visit(alice))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(".card-link:focus").count():
            break
    expect(card(page, "Balance")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    assert "/transactions/" in page.url


def test_it_shows_nothing_of_anybody_else(
    visit: Visitors, charlie: User, books: None, alice_client: ContractClient
) -> None:
    food = category_id(alice_client, "Food")
    page = visit(charlie).open(f"/?category={food}")
    expect(card(page, "Expenses")).to_contain_text("$0.00")
    expect(page.locator(".legend-row")).to_have_count(0)
