"""What refers to a category goes elsewhere, when the two are merged or one is deleted."""

from playwright.sync_api import expect
from rest_framework.test import APIClient

from tests.budgets.plans import plan
from tests.dashboard.visiting import Visitors
from tests.entries import add_category, category_id, record
from users.models import User


def test_it_merges_into_another(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    food, travel = (category_id(alice_client, name) for name in ("Food", "Travel"))
    row = record(alice_client, category=food)
    plan(alice_client, category=food)
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="Merge Food").click()
    page.get_by_label("Into").select_option(str(travel))
    expect(
        page.get_by_text("1 transaction and 1 budget of Food will move to Travel")
    ).to_be_visible()
    seen.check_accessibility()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(
        page.get_by_text("Food is now part of Travel: 1 transaction and 1 budget moved.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Food")).to_have_count(0)
    path = f"/api/transactions/{row['id']}/"
    assert alice_client.get(path).json()["category"] == travel
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Food")).to_be_visible()
    assert alice_client.get(path).json()["category"] == food


def test_it_says_that_a_target_is_missing(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="Merge Food").click()
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.get_by_label("Into")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Into")).to_have_accessible_description("This field may not be null.")
    seen.refused(400)


def test_it_deletes_at_once_what_nothing_uses(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    made = add_category(alice_client, "Garden", description="Seeds")
    page = visit(alice).open("/categories/")
    page.get_by_role("button", name="Delete Garden").click()
    expect(page.get_by_role("link", name="Garden")).to_have_count(0)
    expect(page.get_by_role("heading", name="Categories", level=1)).to_be_focused()
    assert alice_client.get(f"/api/categories/{made['id']}/").status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Garden")).to_be_visible()
    assert alice_client.get(f"/api/categories/{made['id']}/").json()["description"] == "Seeds"


def test_it_asks_where_the_transactions_of_a_used_one_go(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    food, travel = (category_id(alice_client, name) for name in ("Food", "Travel"))
    rows = [record(alice_client, category=food) for _ in range(2)]
    seen = visit(alice, width=320)
    page = seen.open("/categories/")
    page.get_by_role("button", name="Delete Food").click()
    expect(page.get_by_text("Food has 2 transactions.")).to_be_visible()
    seen.refused(409)
    seen.check_width()
    seen.check_accessibility()
    page.get_by_label("Move them to").select_option(str(travel))
    page.get_by_role("button", name="Move and delete").click()
    expect(page.get_by_text("Food is deleted.")).to_be_visible()
    found = [alice_client.get(f"/api/transactions/{row['id']}/").json() for row in rows]
    assert {each["category"] for each in found} == {travel}
    assert alice_client.get(f"/api/categories/{food}/").status_code == 404


def test_it_leaves_them_without_a_category(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    food = category_id(alice_client, "Food")
    path = f"/api/transactions/{record(alice_client, category=food)['id']}/"
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="Delete Food").click()
    page.get_by_role("button", name="Move and delete").click()
    seen_notice = page.get_by_role("region", name="Notices")
    seen_notice.get_by_role("button", name="Undo").wait_for()
    seen.refused(409)
    assert alice_client.get(path).json()["category"] is None
    seen_notice.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Food")).to_be_visible()
    assert alice_client.get(path).json()["category"] == food
