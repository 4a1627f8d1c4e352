"""The books as a file, by the filters that were chosen."""

import json
from io import BytesIO
from zipfile import ZipFile

from playwright.sync_api import APIResponse, expect

from tests.dashboard.visiting import Visit, Visitors
from tests.entries import add_category, record


def downloaded(seen: Visit, name: str) -> APIResponse:
    """What the browser gets where it follows the link."""
    link = seen.page.get_by_role("link", name=name, exact=True)
    assert link.get_attribute("download") is not None
    answer = seen.page.context.request.get(f"{seen.url}{link.get_attribute('href')}")
    assert answer.status == 200
    return answer


def test_it_downloads_everything_as_csv_at_first(visit: Visitors, alice, alice_client):
    record(alice_client, description="Coffee")
    seen = visit(alice)
    seen.open("/imports/")
    file = downloaded(seen, "Download")
    assert file.headers["content-type"].startswith("text/csv")
    assert "Coffee" in file.text()


def test_it_downloads_what_the_filters_choose(visit: Visitors, alice, alice_client):
    bars = add_category(alice_client, "Bars")
    record(alice_client, description="Wine", category=bars["id"], currency="EUR")
    record(alice_client, description="Beer", category=bars["id"], currency="USD")
    record(alice_client, description="Rent", currency="EUR")
    record(alice_client, description="Old", category=bars["id"], currency="EUR", date="2020-01-01")
    seen = visit(alice)
    page = seen.open("/imports/")
    card = page.get_by_role("region", name="Export")
    card.get_by_label("Period").select_option("Other dates…")
    card.get_by_label("From").fill("2026-01-01")
    card.get_by_label("To", exact=True).fill("2026-12-31")
    card.get_by_label("To", exact=True).blur()
    card.get_by_label("Format").select_option("JSON lines, for programs")
    card.get_by_label("Currency").select_option("EUR")
    card.get_by_label("Category").select_option("Bars")
    rows = downloaded(seen, "Download").text().splitlines()
    assert [json.loads(row)["description"] for row in rows] == ["Wine"]


def test_it_downloads_all_there_is(visit: Visitors, alice, alice_client):
    record(alice_client, description="Coffee")
    seen = visit(alice)
    seen.open("/imports/")
    with ZipFile(BytesIO(downloaded(seen, "Download all").body())) as archive:
        assert b"Coffee" in archive.read("transactions.json")


def test_it_offers_the_currencies_of_the_books(visit: Visitors, alice, alice_client):
    record(alice_client, currency="JPY", amount="100")
    card = visit(alice).open("/imports/").get_by_role("region", name="Export")
    options = card.get_by_label("Currency").locator("option")
    expect(options).to_have_text(["Every currency", "JPY"])
