"""Tokens: made for a purpose, shown once, known again, and revoked alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from tests.dashboard.visiting import Visit, Visitors
from tests.ledger.threads import meanwhile
from tests.users.people import named_key, status_of
from users.models import AccessToken, User


@pytest.fixture
def seen(visit: Visitors, alice: User) -> Visit:
    return visit(alice, permissions=["clipboard-read", "clipboard-write"])


def _row(seen: Visit, name: str) -> Locator:
    heading = seen.page.get_by_role("heading", name=name, exact=True)
    return seen.page.get_by_role("listitem").filter(has=heading)


def _named(user: User) -> Any:
    return meanwhile(lambda: list(AccessToken.objects.named_of(user).order_by("pk")))


def test_it_says_what_tokens_are_for(seen: Visit) -> None:
    page = seen.open("/tokens/")
    expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    expect(page.get_by_role("link", name="What the API can do")).to_have_attribute(
        "href", "/api/docs/"
    )
    seen.check_accessibility()


def test_it_makes_one_by_keyboard_and_shows_its_key_once(seen: Visit, alice: User) -> None:
    page = seen.open("/tokens/")
    page.get_by_role("button", name="New token").press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("My phone")
    page.keyboard.press("Enter")
    window = page.get_by_role("dialog", name="“My phone” is ready")
    key = window.get_by_label("Key").input_value()
    assert meanwhile(lambda: status_of(f"Token {key}")) == 200
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(window.get_by_role("status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == key
    expect(window.get_by_role("group", name="Example")).to_have_text(
        f'curl {seen.url}/api/transactions/ \\  -H "Authorization: Token {key}"'
    )
    seen.check_accessibility()
    page.keyboard.press("Escape")
    expect(window).to_be_visible()  # the key would be lost
    window.get_by_role("button", name="I have kept it").press("Enter")
    expect(_row(seen, "My phone")).to_contain_text("May read and write")
    expect(page.get_by_role("heading", name="Tokens", exact=True)).to_be_focused()
    assert key not in page.content()
    (token,) = _named(alice)
    assert (token.name, token.scope, token.expires_at) == ("My phone", "write", None)
    expect(_row(seen, "My phone")).to_contain_text(token.prefix)


@pytest.mark.parametrize(("choice", "days"), [("In 30 days", 30), ("In a year", 365)])
def test_it_may_only_read_and_ends_by_itself(
    seen: Visit, alice: User, choice: str, days: int
) -> None:
    page = seen.open("/tokens/")
    page.get_by_role("button", name="New token").click()
    page.get_by_label("Name").fill("Sheet")
    page.get_by_label("It may").select_option("Read only")
    page.get_by_label("Expires").select_option(choice)
    page.get_by_role("button", name="Create token").click()
    page.get_by_role("button", name="I have kept it").click()
    expect(_row(seen, "Sheet")).to_contain_text("May only read")
    (token,) = _named(alice)
    assert token.scope == "read"
    assert abs(token.expires_at - token.created_at - timedelta(days=days)) < timedelta(minutes=5)


def test_it_lasts_to_the_end_of_a_day(visit: Visitors, alice: User) -> None:
    seen = visit(alice, timezone_id="America/New_York")
    page = seen.open("/tokens/")
    page.get_by_role("button", name="New token").click()
    page.get_by_label("Name").fill("Holiday")
    page.get_by_label("Expires").select_option("On a date…")
    page.get_by_role("button", name="Create token").click()
    last = page.get_by_label("Last day")
    expect(last).to_have_accessible_description("Choose the last day.")
    last.fill("2020-01-05")
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_label("Expires")).to_have_accessible_description("This is in the past.")
    seen.refused(400)
    expect(page.get_by_label("Name")).to_have_value("Holiday")
    last.fill("2150-01-05")
    page.get_by_role("button", name="Create token").click()
    page.get_by_role("button", name="I have kept it").click()
    expect(_row(seen, "Holiday")).to_be_visible()
    (token,) = _named(alice)
    assert f"{token.expires_at:%Y-%m-%d %H:%M:%S}" == "2150-01-06 04:59:59"


def test_it_says_at_the_field_what_is_wrong(seen: Visit, alice: User) -> None:
    page = seen.open("/tokens/")
    page.get_by_role("button", name="New token").click()
    page.get_by_label("Name").fill("  ")
    page.get_by_role("button", name="Create token").click()
    expect(page.get_by_role("dialog")).to_contain_text("Name what it is for.")
    seen.refused(400)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="New token")).to_be_focused()
    assert _named(alice) == []


def test_it_tells_old_ones_apart(seen: Visit, alice: User, charlie: User) -> None:
    gone = timezone.now() - timedelta(days=1)
    meanwhile(lambda: named_key(alice, expires_at=gone))
    meanwhile(lambda: named_key(charlie))
    AccessToken.objects.filter(user=alice, login_slot=None).update(
        name="<i>old & long</i>" * 5, last_used_at=gone
    )
    page = seen.open("/tokens/")
    row = _row(seen, "<i>old & long</i>" * 5)
    expect(row).to_contain_text("Expired")
    expect(row).not_to_contain_text("Never")
    expect(page.get_by_role("list", name="Your tokens").get_by_role("listitem")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 900})
    seen.check_width()
    seen.check_accessibility()


def test_it_revokes_one_alone(seen: Visit, alice: User) -> None:
    keys = [meanwhile(lambda: named_key(alice)) for _ in range(2)]
    AccessToken.objects.filter(pk=_named(alice)[0].pk).update(name="tablet")
    page = seen.open("/tokens/")
    button = page.get_by_role("button", name="Revoke tablet")
    button.click()
    window = page.get_by_role("dialog", name="Revoke this token?")
    seen.check_accessibility()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    assert meanwhile(lambda: status_of(f"Token {keys[0]}")) == 200
    button.press("Enter")
    window.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("“tablet” is revoked.")).to_be_visible()
    expect(button).to_have_count(0)
    expect(_row(seen, "phone")).to_be_visible()
    assert [meanwhile(lambda key=key: status_of(f"Token {key}")) for key in keys] == [401, 200]


def test_one_that_was_revoked_elsewhere_is_gone(seen: Visit, alice: User) -> None:
    meanwhile(lambda: named_key(alice))
    page = seen.open("/tokens/")
    AccessToken.objects.filter(user=alice, login_slot=None).update(revoked_at=timezone.now())
    page.get_by_role("button", name="Revoke phone").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("“phone” was revoked already.")).to_be_visible()
    expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    seen.refused(404)
