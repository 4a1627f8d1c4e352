"""What was done, told in words, and taken back."""

from playwright.sync_api import Locator, Page, expect

from tests.dashboard.visiting import Visitors
from tests.entries import add_category, every_row, record, record_all
from tests.imports.uploading import DAY, LIST, csv, imported


def operation(page: Page, words: str) -> Locator:
    """The lines that are headed so."""
    heading = page.get_by_role("heading", level=3, name=words, exact=True)
    return page.locator("li.operation").filter(has=heading)


def test_it_tells_what_was_done(visit: Visitors, alice, alice_client):
    add_category(alice_client, "Home")
    record(alice_client)
    imported(alice_client, csv(*DAY))
    page = visit(alice).open("/history/")
    for words in ("Added a category", "Added a transaction", "Imported 3 rows"):
        expect(operation(page, words)).to_have_count(1)
    expect(page.get_by_role("heading", level=2, name="Today")).to_be_visible()
    opening = operation(page, "Opened the books")
    expect(opening).to_be_visible()
    expect(opening.get_by_role("button")).to_have_count(0)


def test_it_shows_each_field_before_and_after(visit: Visitors, alice, alice_client):
    home = add_category(alice_client, "Home")
    made = record(alice_client, amount="10.00", currency="EUR", description="Lamp")
    alice_client.patch(f"{LIST}{made['id']}/", {"amount": "12.50", "category": home["id"]})
    page = visit(alice).open("/history/")
    changed = operation(page, "Changed a transaction")
    changed.get_by_text("What changed").click()
    for before, after in (("€10.00", "€12.50"), ("No category", "Home")):
        expect(changed.locator("del").filter(has_text=before)).to_be_visible()
        expect(changed.locator("ins").filter(has_text=after)).to_be_visible()
    link = changed.get_by_role("link", name="See it")
    expect(link).to_have_attribute("href", f"/transactions/?id={made['id']}")


def test_it_undoes_and_redoes(visit: Visitors, alice, alice_client):
    made = record(alice_client, description="Lamp")
    page = visit(alice).open("/history/")
    page.get_by_role("button", name="Undo: Added a transaction").click()
    expect(operation(page, "Undid “Added a transaction”")).to_be_visible()
    expect(operation(page, "Added a transaction")).to_contain_text("Undone")
    assert every_row(alice_client) == []
    page.get_by_role("region", name="Notices").get_by_role("button", name="Redo").click()
    expect(operation(page, "Took back an undo")).to_be_visible()
    assert [row["id"] for row in every_row(alice_client)] == [made["id"]]


def test_it_asks_before_it_undoes_several_changes(visit: Visitors, alice, alice_client):
    imported(alice_client, csv(*DAY))
    page = visit(alice).open("/history/")
    page.get_by_role("button", name="Undo: Imported 3 rows").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("3 changes would be taken back")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Undo: Imported 3 rows")).to_be_focused()
    assert len(every_row(alice_client)) == 3
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Undo").click()
    expect(operation(page, "Undid “Imported 3 rows”")).to_be_visible()
    assert every_row(alice_client) == []


def test_it_names_the_rows_that_stand_in_the_way(visit: Visitors, alice, alice_client):
    made = record(alice_client)
    alice_client.patch(f"{LIST}{made['id']}/", {"amount": "12.50"})
    seen = visit(alice)
    page = seen.open("/history/")
    page.get_by_role("button", name="Undo: Added a transaction").click()
    dialog = page.get_by_role("dialog", name="Rows have changed since")
    link = dialog.get_by_role("link", name=f"The transaction {made['id']}")
    expect(link).to_have_attribute("href", f"/transactions/?id={made['id']}")
    seen.refused(409)
    seen.check_accessibility()
    assert every_row(alice_client)[0]["amount"] == "12.50"


def test_it_leads_from_what_is_undone_to_its_undo(visit: Visitors, alice, alice_client):
    record(alice_client)
    number = every_row(alice_client, "/api/operations/")[0]["id"]
    alice_client.post(f"/api/operations/{number}/undo/", {})
    seen = visit(alice)
    page = seen.open("/history/?kind=transaction.create")
    page.get_by_role("link", name="see the undo").click()
    expect(operation(page, "Undid “Added a transaction”")).to_be_visible()
    expect(page.locator("li.operation")).to_have_count(1)
    page.get_by_role("link", name="Show all of it").click()
    expect(operation(page, "Opened the books")).to_be_visible()


def test_it_narrows_by_kind_and_keeps_that_in_the_address(visit: Visitors, alice, alice_client):
    add_category(alice_client, "Home")
    record(alice_client)
    page = visit(alice).open("/history/")
    page.get_by_label("To what").select_option("Transactions")
    expect(operation(page, "Added a category")).to_have_count(0)
    page.reload()
    expect(operation(page, "Added a transaction")).to_be_visible()
    expect(page.locator("li.operation")).to_have_count(1)
    page.get_by_label("What was done").select_option("Deleted a budget")
    expect(page.get_by_role("heading", name="Nothing like that was done")).to_be_visible()


def test_it_goes_on_page_by_page(visit: Visitors, alice, alice_client):
    for number in range(51):
        record_all(alice, [{"description": f"Row {number}"}])
    page = visit(alice).open("/history/")
    expect(page.locator("li.operation")).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(operation(page, "Opened the books")).to_be_visible()
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)


def test_it_pages_a_long_list_of_changes(visit: Visitors, alice, alice_client):
    record_all(alice, [{"description": f"Row {number}"} for number in range(21)])
    page = visit(alice).open("/history/")
    newest = page.locator("li.operation").first
    newest.get_by_text("What changed").click()
    expect(newest.get_by_role("heading", level=4)).to_have_count(20)
    newest.get_by_role("button", name="Show more").click()
    expect(newest.get_by_role("heading", level=4)).to_have_count(21)


def test_it_shows_a_strangers_operation_to_nobody(visit: Visitors, charlie, alice_client):
    record(alice_client)
    number = every_row(alice_client, "/api/operations/")[0]["id"]
    seen = visit(charlie)
    page = seen.open(f"/history/?operation={number}")
    expect(page.get_by_role("alert")).to_be_visible()
    seen.refused(404)


def test_it_is_accessible_and_fits_a_narrow_phone(visit: Visitors, alice, alice_client):
    home = add_category(alice_client, "Home", color="#336699")
    record(alice_client, category=home["id"])
    seen = visit(alice, width=320)
    page = seen.open("/history/")
    for each in ("Added a category", "Added a transaction"):
        operation(page, each).get_by_text("What changed").click()
    expect(operation(page, "Added a transaction").get_by_text("Home")).to_be_visible()
    seen.check_width()
    seen.check_accessibility()
