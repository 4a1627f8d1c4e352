"""The books as a file, by the filters that were chosen."""

from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Download, Page, expect

from tests.dashboard.visiting import Visitors
from tests.entries import add_category, record


def downloaded(page: Page, name: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_text(encoding="utf-8")


def test_it_downloads_everything_as_csv_at_first(visit: Visitors, alice, alice_client):
    record(alice_client, description="Coffee")
    file = downloaded(visit(alice).open("/imports/"), "Download")
    assert file.suggested_filename.endswith(".csv")
    assert "Coffee" in text_of(file)


def test_it_downloads_what_the_filters_choose(visit: Visitors, alice, alice_client):
    bars = add_category(alice_client, "Bars")
    record(alice_client, description="Wine", category=bars["id"], currency="EUR")
    record(alice_client, description="Beer", category=bars["id"], currency="USD")
    record(alice_client, description="Rent", currency="EUR")
    record(alice_client, description="Old", category=bars["id"], currency="EUR", date="2020-01-01")
    page = visit(alice).open("/imports/")
    card = page.get_by_role("region", name="Export")
    card.get_by_label("Period").select_option("Other dates…")
    card.get_by_label("From").fill("2026-01-01")
    card.get_by_label("To", exact=True).fill("2026-12-31")
    card.get_by_label("To", exact=True).blur()
    card.get_by_label("Format").select_option("JSON lines, for programs")
    card.get_by_label("Currency").select_option("EUR")
    card.get_by_label("Category").select_option("Bars")
    file = downloaded(page, "Download")
    assert file.suggested_filename.endswith(".jsonl")
    assert ["Wine" in text_of(file), text_of(file).count("\n")] == [True, 1]


def test_it_downloads_all_there_is(visit: Visitors, alice, alice_client):
    record(alice_client, description="Coffee")
    file = downloaded(visit(alice).open("/imports/"), "Download all")
    with ZipFile(file.path()) as archive:
        assert b"Coffee" in archive.read("transactions.json")


def test_it_offers_the_currencies_of_the_books(visit: Visitors, alice, alice_client):
    record(alice_client, currency="JPY", amount="100")
    card = visit(alice).open("/imports/").get_by_role("region", name="Export")
    options = card.get_by_label("Currency").locator("option")
    expect(options).to_have_text(["Every currency", "JPY"])
