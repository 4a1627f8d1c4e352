"""The settings: each subject is saved alone, and what is refused is said where it was typed."""

import io
import zipfile
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from common import jobs
from tests.conftest import PASSWORD
from tests.dashboard.visiting import Visit, Visitors
from tests.entries import record
from tests.ledger.threads import meanwhile
from tests.users.people import named_key, status_of
from users.models import AccessToken, User

NEW = "another-horse-9"


def _subject(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def _fresh(user: User) -> Any:
    return meanwhile(lambda: User.objects.select_related("book").get(pk=user.pk))


@pytest.fixture
def seen(visit: Visitors, alice: User) -> Visit:
    seen = visit(alice, timezone_id="Europe/Berlin")
    seen.open("/settings/")
    return seen


def test_it_is_accessible(seen: Visit) -> None:
    seen.check_accessibility()
    seen.page.get_by_role("button", name="Delete account…").click()
    seen.check_accessibility()


def test_it_fits_a_narrow_phone(visit: Visitors, alice: User) -> None:
    seen = visit(alice, width=320)
    page = seen.open("/settings/")
    _subject(page, "Profile").get_by_label("Email").fill("a@example.org")
    seen.check_width()
    page.get_by_role("button", name="Delete account…").click()
    seen.check_width()


def test_it_saves_who_one_is(seen: Visit, alice: User) -> None:
    profile = _subject(seen.page, "Profile")
    profile.get_by_label("Username").fill("alice2")
    profile.get_by_label("First name").fill("Älice <b>")
    profile.get_by_role("button", name="Save profile").click()
    expect(profile.get_by_role("status")).to_have_text("Saved.")
    expect(seen.page.locator("#bar .person")).to_have_text("alice2")
    stored = _fresh(alice)
    assert (stored.username, stored.first_name) == ("alice2", "Älice <b>")
    assert stored.email == "alice@example.org"
    profile.get_by_role("button", name="Save profile").click()
    expect(profile.get_by_role("status")).to_have_text("Nothing has changed.")


def test_it_says_at_the_field_what_is_refused(seen: Visit, alice: User, charlie: User) -> None:
    profile = _subject(seen.page, "Profile")
    name = profile.get_by_label("Username")
    name.fill("Charlie")
    profile.get_by_label("Last name").fill("Liddell")
    name.press("Enter")
    expect(name).to_have_accessible_description("This username is taken.")
    expect(name).to_be_focused()
    expect(profile.get_by_label("Last name")).to_have_value("Liddell")
    seen.refused(400)
    assert _fresh(alice).last_name == ""


def test_a_new_address_needs_the_password(seen: Visit, alice: User) -> None:
    profile = _subject(seen.page, "Profile")
    password = profile.get_by_label("Current password")
    expect(password).to_be_hidden()
    profile.get_by_label("Email").fill("wonder@example.org")
    expect(password).to_be_visible()
    save = profile.get_by_role("button", name="Save profile")
    save.click()
    expect(profile).to_contain_text("Send your current password to change the email address.")
    seen.refused(400)
    password.fill("wrong-horse-9")
    save.click()
    expect(profile).to_contain_text("This is not your current password.")
    seen.refused(400)
    password.fill(PASSWORD)
    save.click()
    expect(profile.get_by_role("status")).to_have_text("Saved.")
    expect(password).to_be_hidden()
    expect(password).to_have_value("")
    assert _fresh(alice).email == "wonder@example.org"


def test_it_saves_what_the_books_count_in(seen: Visit, alice: User) -> None:
    books = _subject(seen.page, "Books")
    currency = books.get_by_label("Currency")
    expect(currency).to_have_accessible_description("US Dollar")
    currency.fill("jpy")
    expect(currency).to_have_accessible_description("Japanese Yen")
    books.get_by_role("button", name="Use this browser’s: Europe/Berlin").click()
    zone = books.get_by_label("Time zone")
    expect(zone).to_have_value("Europe/Berlin")
    expect(books).to_contain_text("there now")
    books.get_by_role("button", name="Save books").click()
    expect(books.get_by_role("status")).to_contain_text("Saved.")
    expect(currency).to_have_value("JPY")
    stored = _fresh(alice)
    assert (stored.book.currency, stored.book.timezone) == ("JPY", "Europe/Berlin")
    currency.fill("dollars")
    zone.fill("Atlantis")
    zone.press("Enter")
    expect(books).to_contain_text("A currency is a code of ISO 4217")
    expect(books).to_contain_text("A timezone is a name of the IANA database")
    expect(zone).to_have_value("Atlantis")
    seen.refused(400)


def test_it_offers_what_the_api_takes(seen: Visit) -> None:
    lists = seen.page.locator("datalist")
    codes = lists.nth(0).locator("option").evaluate_all("all => all.map(each => each.value)")
    zones = lists.nth(1).locator("option").evaluate_all("all => all.map(each => each.value)")
    assert {"USD", "EUR", "JPY", "KWD"} <= set(codes)
    assert {"UTC", "Europe/Berlin", "America/New_York"} <= set(zones)


def test_the_theme_is_there_at_once_and_stays(seen: Visit) -> None:
    page = seen.page
    page.emulate_media(color_scheme="light")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.get_by_role("radio", name="Dark").check()
    dark = page.evaluate(colour)
    assert dark != light
    page.reload()
    seen.settled()
    assert page.evaluate(colour) == dark
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    page.get_by_role("radio", name="As the system has it").check()
    assert page.evaluate(colour) == light


def test_a_new_password_ends_all_but_this_page(seen: Visit, alice: User) -> None:
    header = f"Token {meanwhile(lambda: named_key(alice))}"
    card = _subject(seen.page, "Password")
    current, new = card.get_by_label("Current password"), card.get_by_label("New password")
    current.fill(PASSWORD)
    new.fill("12345")
    new.press("Enter")
    expect(card).to_contain_text("too short")
    expect(current).to_have_value(PASSWORD)
    seen.refused(400)
    new.fill(NEW)
    new.press("Enter")
    expect(card.get_by_role("status")).to_have_text("Your password is changed.")
    expect(current).to_have_value("")
    assert _fresh(alice).check_password(NEW)
    assert meanwhile(lambda: status_of(header)) == 401
    seen.open("/tokens/")


def test_it_signs_out_everywhere(seen: Visit, visit: Visitors, alice: User) -> None:
    other = visit(alice)
    other.open("/settings/")
    page = seen.page
    button = page.get_by_role("button", name="Sign out everywhere…")
    button.click()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    other.page.goto(f"{other.url}/")
    expect(other.page.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_it_gives_everything_as_a_file(seen: Visit, alice_client: Any) -> None:
    meanwhile(lambda: record(alice_client, description="Lunch"))
    link = seen.page.get_by_role("link", name="Download everything")
    expect(link).to_have_attribute("download", "")
    answer = seen.page.request.get(f"{seen.url}{link.get_attribute('href')}")
    assert answer.headers["content-disposition"].endswith('.zip"')
    archive = zipfile.ZipFile(io.BytesIO(answer.body()))
    assert b"Lunch" in archive.read("transactions.csv")


def test_it_deletes_the_account_when_one_really_wants_that(seen: Visit, alice: User) -> None:
    page = seen.page
    page.get_by_role("button", name="Delete account…").click()
    window = page.get_by_role("dialog")
    expect(window).to_contain_text("Nobody can bring them back")
    typed, password = window.get_by_label("Type alice to confirm"), window.get_by_label("Password")
    password.fill(PASSWORD)
    password.press("Enter")
    expect(typed).to_have_accessible_description("Type alice to confirm.")
    typed.fill("alice")
    password.fill("wrong-horse-9")
    password.press("Enter")
    expect(password).to_have_accessible_description("This is not your password.")
    seen.refused(400)
    assert _fresh(alice).deleted_at is None
    password.fill(PASSWORD)
    password.press("Enter")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    meanwhile(jobs.finish)
    assert not meanwhile(User.objects.filter(pk=alice.pk).exists)
    assert not meanwhile(AccessToken.objects.exists)
