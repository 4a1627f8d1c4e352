"""A bank's file, from the drop zone to the books and back out of them."""

import re
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from imports.models import Import
from tests.dashboard.visiting import Visit, Visitors
from tests.entries import add_category, every_row, record
from tests.imports.uploading import (
    DAY,
    LIST,
    PATH,
    again,
    booked,
    committed,
    csv,
    imported,
    looked_at,
    rows_of,
)
from users.models import User

#: One is in the books of each test that has them, and one cannot be read.
MIXED = csv(*DAY, "2026-02-31,-1.00,Nothing")


def file_of(text: str | bytes, name: str = "statement.csv") -> FilePayload:
    data = text.encode() if isinstance(text, str) else text
    return {"name": name, "mimeType": "text/csv", "buffer": data}


def chosen(seen: Visit, text: str | bytes, name: str = "statement.csv") -> Page:
    """The page of imports, after the file was chosen on it."""
    page = seen.open("/imports/")
    page.locator("input[type=file]").set_input_files(file_of(text, name))
    return page


def opened(seen: Visit, found: dict[str, Any]) -> Page:
    return seen.open(f"/imports/{found['id']}/")


def row_of(page: Page, text: str) -> Locator:
    return page.get_by_role("region", name="Rows").get_by_role("listitem").filter(has_text=text)


def test_it_previews_a_file_and_books_it(visit, alice, alice_client):
    page = chosen(visit(alice), csv(*DAY))
    expect(page.get_by_role("heading", level=1, name="statement.csv")).to_be_visible()
    expect(row_of(page, "Coffee")).to_contain_text("-$3.20")
    assert booked(alice_client) == []
    page.get_by_role("button", name="Book 3 rows").click()
    expect(page.get_by_role("heading", name="Booked 3 rows")).to_be_visible()
    assert len(booked(alice_client)) == 3
    number = every_row(alice_client, PATH)[0]["id"]
    expect(page.get_by_role("link", name="See them")).to_have_attribute(
        "href", f"/transactions/?import={number}"
    )


def test_it_takes_a_file_dropped_anywhere(visit, alice, alice_client):
    page = visit(alice).open("/imports/")
    dropped = page.evaluate_handle(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
          return data;
        }""",
        csv(*DAY),
    )
    page.dispatch_event("h1", "dragenter", {"dataTransfer": dropped})
    expect(page.get_by_text("Drop the file to look at it")).to_be_visible()
    page.dispatch_event("h1", "drop", {"dataTransfer": dropped})
    expect(page.get_by_role("heading", level=1, name="dropped.csv")).to_be_visible()
    assert [each["status"] for each in every_row(alice_client, PATH)] == ["ready"]


def test_it_keeps_what_was_chosen_where_it_is_refused(visit, alice, alice_client):
    seen = visit(alice)
    page = chosen(seen, b"%PDF-1.7", "statement.pdf")
    expect(page.get_by_role("alert").filter(has_text="This is a PDF.")).to_be_visible()
    seen.refused(400)
    form = page.get_by_role("form", name="Import a file")
    currency = form.get_by_label("Currency")
    currency.fill("XXY")
    page.locator("input[type=file]").set_input_files(file_of(csv(*DAY)))
    expect(form).to_contain_text("A currency is a code of ISO 4217")
    expect(currency).to_have_attribute("aria-invalid", "true")
    seen.refused(400)
    currency.fill("EUR")
    page.get_by_role("button", name="Look at it").click()
    expect(row_of(page, "Coffee")).to_contain_text("-€3.20")


def test_it_sends_a_file_once_though_the_answer_was_lost(visit, alice, alice_client):
    seen = visit(alice)
    page = seen.open("/imports/")
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        sent.append(route.request.headers["idempotency-key"])
        if len(sent) > 1:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    page.route("**/api/imports/", lose_the_first)
    page.locator("input[type=file]").set_input_files(file_of(csv(*DAY)))
    expect(row_of(page, "Coffee")).to_be_visible()
    assert sent == [sent[0]] * 2
    assert len(every_row(alice_client, PATH)) == 1
    seen.complaints.remove("Failed to load resource: net::ERR_FAILED")


def test_it_asks_how_a_file_is_written_that_it_cannot_tell(visit, alice, alice_client):
    seen = visit(alice)
    page = chosen(seen, "5;3.20;Coffee 1\n6;4.20;Coffee 2\n")
    page.get_by_text("Say how it is written").click()
    seen.refused(400)
    page.get_by_label("Date", exact=True).select_option("1: 5")
    page.get_by_label("Amount").select_option("2: 3.20")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("2 rows that cannot be booked").first).to_be_visible()
    mapping = every_row(alice_client, PATH)[0]["mapping"]
    assert (mapping["columns"]["date"], mapping["columns"]["amount"]) == (1, 2)


def test_it_corrects_how_a_file_is_read(visit, alice, alice_client):
    seen = visit(alice)
    page = chosen(seen, csv("2026-03-01,-3.20,Cafe,hot", head="Date,Amount,Name,Info"))
    page.get_by_text("Columns not right?").click()
    page.get_by_label("Notes").select_option("Info")
    written = page.get_by_label("Dates are written")
    written.fill("tomorrow")
    page.get_by_role("button", name="Read it again").click()
    expect(written).to_have_accessible_description(re.compile("names no day"))
    expect(written).to_have_value("tomorrow")
    seen.refused(400)
    written.fill("YYYY-MM-DD")
    page.get_by_role("button", name="Read it again").click()
    expect(row_of(page, "Cafe")).to_contain_text("hot")
    assert rows_of(alice_client, every_row(alice_client, PATH)[0])[0]["notes"] == "hot"


def test_it_mends_a_reading_that_failed(visit, alice, alice_client):
    rows = (f"2026-03-01,-1,A,Name {number}" for number in range(1_001))
    found = imported(alice_client, csv(*rows, head="Date,Amount,Description,Category"))
    page = opened(visit(alice), found)
    expect(page.get_by_role("alert").filter(has_text=found["failure"])).to_be_visible()
    page.get_by_label("Category").fill("")
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("button", name="Book 1,001 rows")).to_be_enabled()


def test_it_waits_for_what_is_read_elsewhere(visit, alice, alice_client):
    found = looked_at(alice_client, csv(*DAY))
    Import.objects.update(status="reading")
    page = opened(visit(alice), found)
    expect(page.get_by_role("heading", name="Reading the file…")).to_be_visible()
    Import.objects.update(status="ready")
    expect(page.get_by_role("button", name="Book 3 rows")).to_be_enabled()


def test_it_books_a_duplicate_and_leaves_a_row_out(visit, alice, alice_client):
    like = record(alice_client, amount="3.20", description="Coffee")
    page = opened(visit(alice), looked_at(alice_client, MIXED))
    page.get_by_role("button", name="Invalid 1").click()
    expect(row_of(page, "There is no day")).to_be_visible()
    expect(row_of(page, "Rent")).to_have_count(0)
    page.get_by_role("button", name="All 4").click()
    coffee = row_of(page, "Coffee")
    link = coffee.get_by_role("link", name="See that one")
    expect(link).to_have_attribute("href", f"/transactions/?id={like['id']}")
    coffee.get_by_label("Book it anyway").check()
    expect(page.get_by_role("button", name="Book 3 rows")).to_be_enabled()
    row_of(page, "Rent").get_by_label("Book it").uncheck()
    page.get_by_role("button", name="Book 2 rows").click()
    expect(page.get_by_role("heading", name="Booked 2 rows")).to_be_visible()
    said = [description for _, _, description in booked(alice_client)]
    assert said == ["Coffee", "Coffee", "Wages"]


def test_it_applies_suggestions_and_what_was_chosen(visit, alice, alice_client):
    for _ in range(2):
        record(alice_client, amount="9.00", description="Coffee", category="Bars")
    home = add_category(alice_client, "Home")
    page = opened(visit(alice), looked_at(alice_client, csv(*DAY)))
    coffee = row_of(page, "Coffee").get_by_role("combobox")
    expect(coffee.locator("option:checked")).to_have_text("Bars (suggested)")
    row_of(page, "Rent").get_by_role("combobox").select_option("Home")
    expect(row_of(page, "Rent").get_by_role("combobox")).to_be_focused()
    page.get_by_role("button", name="Book 3 rows").click()
    expect(page.get_by_role("heading", name="Booked 3 rows")).to_be_visible()
    rows = {row["description"]: row for row in every_row(alice_client, f"{LIST}?search=e")}
    assert rows["Rent"]["category"] == home["id"]
    assert rows["Coffee"]["category_name"] == "Bars"


def test_it_undoes_an_import_but_for_what_was_edited(visit, alice, alice_client):
    found = imported(alice_client, csv(*DAY))
    rent = next(row for row in every_row(alice_client, LIST) if row["description"] == "Rent")
    alice_client.patch(f"{LIST}{rent['id']}/", {"notes": "mine"})
    page = opened(visit(alice), found)
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("1 row was edited since it was booked")).to_be_visible()
    assert [row["id"] for row in every_row(alice_client, LIST)] == [rent["id"]]


def test_it_deletes_what_was_not_booked(visit, alice, alice_client):
    page = opened(visit(alice), looked_at(alice_client, csv(*DAY)))
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Earlier imports")).to_be_visible()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert every_row(alice_client, PATH) == []


def test_it_shows_what_another_window_booked_meanwhile(visit, alice, alice_client):
    seen = visit(alice)
    found = looked_at(alice_client, csv(*DAY))
    page = opened(seen, found)
    committed(alice_client, found)
    row_of(page, "Rent").get_by_label("Book it").click()
    expect(page.get_by_text("It is committed: rows of a ready one are edited.")).to_be_visible()
    expect(page.get_by_role("heading", name="Booked 3 rows")).to_be_visible()
    seen.refused(409)
    assert again(alice_client, found)["created"] == 3


def test_it_shows_a_strangers_import_to_nobody(
    visit: Visitors, alice_client: Any, charlie: User
) -> None:
    seen = visit(charlie)
    page = opened(seen, looked_at(alice_client, csv(*DAY)))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_text("Coffee")).to_have_count(0)
    seen.refused(404)


def test_it_is_done_by_keyboard_alone(visit, alice, alice_client):
    page = visit(alice).open("/imports/")
    page.on("filechooser", lambda asked: asked.set_files(file_of(csv(*DAY))))
    page.get_by_role("button", name="Choose a file").focus()
    page.keyboard.press("Enter")
    row_of(page, "Rent").get_by_label("Book it").focus()
    page.keyboard.press("Space")
    expect(row_of(page, "Rent")).to_contain_text("Left out")
    expect(row_of(page, "Rent").get_by_label("Book it")).to_be_focused()
    page.get_by_role("button", name="Book 2 rows").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Booked 2 rows")).to_be_focused()


def test_it_is_accessible_and_fits_a_narrow_phone(visit, alice, alice_client):
    record(alice_client, amount="3.20", description="Coffee")
    found = looked_at(alice_client, MIXED)
    seen = visit(alice, width=320)
    seen.open("/imports/")
    seen.check_width()
    seen.check_accessibility()
    page = opened(seen, found)
    page.get_by_text("Columns not right?").click()
    seen.check_width()
    seen.check_accessibility()
    page.get_by_role("button", name="Delete").click()
    seen.check_accessibility()
