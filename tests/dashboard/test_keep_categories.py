import re

from playwright.sync_api import expect
from rest_framework.test import APIClient

from tests.dashboard.visiting import Visit, Visitors
from tests.entries import add_category, category_id, record
from users.models import User


def _fill_in(seen: Visit, **values: str) -> None:
    """The open form, by the labels of its fields."""
    for label, value in values.items():
        seen.page.get_by_role("textbox", name=label, exact=True).fill(value)


def test_it_creates_one(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="New category").click()
    _fill_in(seen, Name="Garden", Description="Seeds and tools")
    page.get_by_role("button", name="🪴").click()
    page.get_by_role("radio", name="Teal").check()
    seen.check_accessibility()
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("listitem").filter(has_text="Garden")).to_contain_text(
        "Seeds and tools"
    )
    row = alice_client.get(f"/api/categories/{category_id(alice_client, 'Garden')}/").json()
    assert (row["emoji"], row["color"], row["description"]) == ("🪴", "#4d908e", "Seeds and tools")


def test_it_says_at_the_name_that_it_is_taken(visit: Visitors, alice: User) -> None:
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="New category").click()
    _fill_in(seen, Name="FOOD", Description="Typed with care")
    page.get_by_role("button", name="Create").click()
    name = page.get_by_role("textbox", name="Name", exact=True)
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("already"))
    expect(page.get_by_role("textbox", name="Description")).to_have_value("Typed with care")
    seen.refused(409)


def test_it_edits_by_keyboard_alone(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    food = category_id(alice_client, "Food")
    page = visit(alice).open("/categories/")
    page.get_by_role("button", name="Edit Food").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Edit Food")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("Meals")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Edit Meals")).to_be_focused()
    assert alice_client.get(f"/api/categories/{food}/").json()["name"] == "Meals"


def test_it_takes_any_other_colour_and_none(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    path = f"/api/categories/{category_id(alice_client, 'Food')}/"
    page = visit(alice).open("/categories/")
    for choose, expected in (
        (lambda: page.get_by_label("Which other colour").fill("#123456"), "#123456"),
        (lambda: page.get_by_role("radio", name="No colour").check(), ""),
    ):
        page.get_by_role("button", name="Edit Food").click()
        choose()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert alice_client.get(path).json()["color"] == expected


def _edited_meanwhile(seen: Visit, client: APIClient) -> str:
    """The path of Food, renamed here while it was being renamed elsewhere."""
    path = f"/api/categories/{category_id(client, 'Food')}/"
    seen.open("/categories/")
    seen.page.get_by_role("button", name="Edit Food").click()
    assert client.patch(path, {"name": "Theirs", "emoji": "🍔"}).status_code == 200
    _fill_in(seen, Name="Mine")
    seen.page.get_by_role("button", name="Save").click()
    row = seen.page.get_by_role("row", name="Name Mine Theirs")
    expect(row).to_be_visible()
    seen.refused(412)
    return path


def test_it_keeps_mine_over_theirs(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    seen = visit(alice)
    path = _edited_meanwhile(seen, alice_client)
    seen.check_accessibility()
    seen.page.get_by_role("button", name="Keep mine").click()
    expect(seen.page.get_by_role("button", name="Edit Mine")).to_be_focused()
    row = alice_client.get(path).json()
    assert (row["name"], row["emoji"]) == ("Mine", "🍔")  # nobody touched the emoji here


def test_it_takes_theirs(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    seen = visit(alice)
    path = _edited_meanwhile(seen, alice_client)
    seen.page.get_by_role("button", name="Take theirs").click()
    expect(seen.page.get_by_role("button", name="Edit Theirs")).to_be_visible()
    assert alice_client.get(path).json()["name"] == "Theirs"


def test_it_archives_and_brings_back(visit: Visitors, alice: User, alice_client: APIClient) -> None:
    path = f"/api/categories/{category_id(alice_client, 'Food')}/"
    seen = visit(alice)
    page = seen.open("/categories/")
    page.get_by_role("button", name="Archive Food").click()
    page.get_by_text("Archived (1)").click()
    expect(page.get_by_role("button", name="Bring back Food")).to_be_visible()
    seen.check_accessibility()
    assert alice_client.get(path).json()["archived"] is True
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Archive Food")).to_be_visible()
    assert alice_client.get(path).json()["archived"] is False


def test_it_searches_and_remembers_it(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    add_category(alice_client, "Café", description="Mornings")
    page = visit(alice).open("/categories/?search=CAFE")
    expect(page.get_by_role("status").filter(has_text="1 category found")).to_be_visible()
    page.get_by_role("searchbox").fill("nowhere")
    expect(page.get_by_role("heading", name="Nothing is called “nowhere”")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?search=nowhere$"))
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("link", name="Café")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_it_offers_the_first_one_where_there_is_none(
    visit: Visitors, alice: User, alice_client: APIClient
) -> None:
    for row in alice_client.get("/api/categories/").json()["results"]:
        alice_client.delete(f"/api/categories/{row['id']}/")
    seen = visit(alice)
    page = seen.open("/categories/")
    expect(page.get_by_role("heading", name="No categories yet")).to_be_visible()
    seen.check_accessibility()
    page.locator(".state").get_by_role("button", name="New category").click()
    expect(page.get_by_role("dialog", name="New category")).to_be_visible()


def test_it_shows_only_what_is_mine_on_a_narrow_phone(
    visit: Visitors, alice: User, alice_client: APIClient, charlie_client: APIClient
) -> None:
    add_category(charlie_client, "Secret")
    long = add_category(alice_client, "W" * 100, description="M" * 200)
    record(alice_client, category=long["id"])
    seen = visit(alice, width=320)
    page = seen.open("/categories/")
    expect(page.get_by_role("button", name="Edit")).to_have_count(13)
    expect(page.get_by_text("Secret")).to_have_count(0)
    seen.check_width()
    seen.check_accessibility()
    link = page.get_by_role("link", name="W" * 100)
    expect(link).to_have_attribute("href", f"/transactions/?category={long['id']}")
