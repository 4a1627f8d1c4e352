"""Ten thousand rows and more, of which only those near the window are in the page."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visitors
from tests.entries import every_row, record_all
from users.models import User

# Scrolls page by page to the end; what was in the page at most, and each row that was seen.
_TO_THE_END = """async () => {
  const seen = new Set();
  let most = 0;
  for (;;) {
    scrollTo(0, document.documentElement.scrollHeight);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const row of document.querySelectorAll(".row")) seen.add(row.dataset.id);
    most = Math.max(most, document.getElementsByTagName("*").length);
    const isLast = document.querySelector(".rows-end").textContent.startsWith("End of the list");
    if (isLast && scrollY + innerHeight >= document.documentElement.scrollHeight - 1) return most;
  }
}"""


def fill(user: User, count: int) -> None:
    day = date(2026, 3, 1)
    record_all(
        user,
        [
            {"date": day - timedelta(days=n // 4), "description": f"Number {n}"}
            for n in range(count)
        ],
    )


@pytest.fixture
def many(alice: User) -> int:
    fill(alice, 10_050)
    return 10_050


def test_it_scrolls_through_ten_thousand_rows(visit: Visitors, alice: User, many: int) -> None:
    page = visit(alice).open("/transactions/")
    grid = page.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(many))
    assert page.evaluate(_TO_THE_END) < 2_000
    expect(page.get_by_text("End of the list: 10,050 transactions")).to_be_visible()
    last = page.get_by_role("row").last
    expect(last).to_contain_text("Number 10048")
    expect(last).to_have_attribute("aria-rowindex", str(many))
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("row").filter(has_text="Number 3 ").first).to_be_visible()


def test_it_shows_each_row_once_in_the_order_of_the_api(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    fill(alice, 220)
    page = visit(alice).open("/transactions/")
    page.keyboard.press("j")
    found = []
    for _ in range(220):
        found.append(page.evaluate("Number(document.activeElement.dataset.id)"))
        page.keyboard.press("j")
    assert found == [row["id"] for row in every_row(alice_client)]


def test_it_keeps_the_focused_row_however_far_it_scrolls(visit: Visitors, alice: User) -> None:
    fill(alice, 300)
    page = visit(alice).open("/transactions/")
    page.keyboard.press("j")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-rowindex", "1")
    page.evaluate("scrollTo(0, 4000)")
    expect(page.locator('[aria-rowindex="60"]')).to_be_attached()
    expect(page.locator('[aria-rowindex="20"]')).not_to_be_attached()
    expect(focused).to_have_attribute("aria-rowindex", "1")
    page.keyboard.press("j")
    expect(focused).to_have_attribute("aria-rowindex", "2")
    expect(focused).to_be_in_viewport()


def test_it_goes_on_where_loading_stopped(visit: Visitors, alice: User) -> None:
    fill(alice, 250)
    seen = visit(alice)
    page = seen.open("/transactions/")
    expect(page.get_by_text("100 transactions of 250")).to_be_attached()
    page.context.set_offline(True)
    page.evaluate("scrollTo(0, 6000)")
    expect(page.get_by_role("button", name="Load more")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("200 transactions of 250 transactions")).to_be_attached()
    page.evaluate("scrollTo(0, 1e6)")
    expect(page.get_by_text("End of the list: 250 transactions")).to_be_attached()
    seen.complaints[:] = [each for each in seen.complaints if "ERR_INTERNET" not in each]
