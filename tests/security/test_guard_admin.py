"""The admin's form is the way in that people forget: as limited, as silent and as closed."""

import re

import pytest

from tests.security.attacking import FORM, PASSWORD, PUBLIC, Person, Site, an_address, code_of
from tests.security.browser import Browser
from tests.security.conftest import Record
from tests.security.test_hold_limits import TIMES
from tests.security.windows import guesses, in_one_window
from tests.serving import Reply

NEW = "battery-staple-7"


@pytest.fixture(scope="module")
def victim(site: Site) -> Person:
    """Who is no superuser."""
    return site.person()


@pytest.fixture(scope="module")
def superuser(site: Site) -> Person:
    person = site.person()
    site.make_superuser(person)
    return person


@pytest.fixture(scope="module")
def browser(site: Site, superuser: Person) -> Browser:
    """In front of which they sit."""
    browser = Browser(site)
    assert browser.log_in(superuser).status == 302
    return browser


def told(reply: Reply, person: Person) -> bytes:
    """The page, but for what is drawn anew each time, and the name that was typed."""
    page = reply.body.replace(person.name.encode(), b"<name>")
    return b"\n".join(line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line)


def test_it_tells_nobody_why_they_stay_outside(
    site: Site, superuser: Person, victim: Person
) -> None:
    """A wrong name, a wrong password, and the right one of somebody who may not enter."""
    wrong = Person(superuser.name, "wrong-horse-9")
    nobody = Person("nobody-at-all", PASSWORD)
    said = {told(Browser(site).log_in(person), person) for person in (wrong, nobody, victim)}
    assert len(said) == 1


def test_it_opens_to_no_person_and_no_token(site: Site, victim: Person, superuser: Person) -> None:
    paths = ["/admin/", "/admin/users/user/", f"/admin/users/user/{victim.id}/change/"]
    paths += ["/admin/password_change/", "/admin/users/accesstoken/", "/admin/ledger/book/"]
    for path in [*paths, "/admin/nothing/", "/admin/jsi18n/"]:
        for person in (victim, superuser):
            reply = site.send("GET", path, token=person.token)
            assert (reply.status, reply.body) == (302, b""), path
            assert reply.headers["Location"].startswith("/admin/login/"), path


def test_it_changes_nothing_even_for_superusers(
    site: Site, browser: Browser, victim: Person
) -> None:
    body = f"csrfmiddlewaretoken={browser.cookies['csrftoken']}&is_superuser=on&post=yes".encode()
    headers = {"Content-Type": FORM, **browser.with_csrf()}
    user = f"/admin/users/user/{victim.id}"
    paths = [f"{user}/change/", f"{user}/delete/", f"{user}/password/", "/admin/users/user/add/"]
    for path in paths:
        assert browser.send("POST", path, body, headers).status in {302, 403, 404}, path
    assert site.get("/api/me/", victim.token)["username"] == victim.name
    assert Browser(site).log_in(victim).status == 200


LOOKUPS = [
    "users/user/?password__startswith=argon2",
    "users/user/?session_salt__gt=0",
    "users/accesstoken/?nonce__startswith=0",
    "users/accesstoken/?digest__regex=.",
    "users/accesstoken/?user__password__startswith=argon2",
    "users/tokenfamily/?current__startswith=0",
    "users/tokenfamily/?previous__gte=0",
    "ledger/operation/?answer_body__contains=a",
    "ledger/operation/?key__startswith=c",
    "ledger/book/?owner__password__startswith=argon2",
]


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_its_lists_are_asked_about_no_secret(browser: Browser, lookup: str) -> None:
    """A list that depends on a secret tells it, letter by letter."""
    assert browser.send("GET", f"/admin/{lookup.partition('?')[0]}").status == 200
    assert browser.send("GET", f"/admin/{lookup}").status == 400


def test_its_cookies_are_kept_from_scripts_and_from_others(browser: Browser) -> None:
    session, csrf = browser.set["sessionid"], browser.set["csrftoken"]
    for cookie in (session, csrf):
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""
    assert session["httponly"]
    assert len(session.value) >= 32


def test_a_session_from_before_the_sign_in_is_not_taken_over(site: Site, superuser: Person) -> None:
    browser = Browser(site)
    browser.cookies["sessionid"] = planted = "a" * 32
    assert browser.log_in(superuser).status == 302
    assert browser.cookies["sessionid"] != planted
    thief = Browser(site)
    thief.cookies["sessionid"] = planted
    assert not thief.is_in


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"]
)
def test_its_form_sends_nobody_elsewhere(site: Site, superuser: Person, elsewhere: str) -> None:
    fields = {"username": superuser.name, "password": superuser.password, "next": elsewhere}
    reply = Browser(site).fill("/admin/login/", **fields)
    assert reply.status == 302
    assert re.fullmatch(r"/[a-z/]*", reply.headers["Location"])
    assert not reply.headers["Location"].startswith("//")


FOREIGN = [
    {"Referer": "https://evil.example/"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{PUBLIC}.evil.example", "Referer": f"{PUBLIC}.evil.example/"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_page_writes_nothing_with_the_cookie(
    browser: Browser, headers: dict[str, str]
) -> None:
    """Neither without the token that only our pages have, nor, were it stolen, from elsewhere."""
    row = b'{"type": "expense", "amount": "5.00"}'
    own = {"Content-Type": "application/json", **browser.with_csrf()}
    for sent in ({**own, **headers}, {"Content-Type": "application/json", **headers}):
        reply = browser.send("POST", "/api/transactions/", row, sent)
        assert code_of(reply) == "403 csrf_failed"
    assert browser.send("POST", "/api/transactions/", row, own).status == 201


def test_its_guesses_are_counted_with_those_at_the_api(
    limited_site: Site, record_property: Record
) -> None:
    """What is used up at one door is used up at the other."""
    pages: list[Reply] = []

    def use_up() -> list[Reply]:
        person = limited_site.person()
        limited_site.make_superuser(person)
        pages.append(Browser(limited_site).log_in(Person(person.name, "wrong-horse-9")))
        tried = guesses(limited_site, person.name, TIMES)
        pages.append(Browser(limited_site).log_in(person))
        caller = {"X-Forwarded-For": an_address()}
        return [*tried, limited_site.log_in(person.name, headers=caller)]

    *tried, last = in_one_window(use_up)
    statuses = [reply.status for reply in tried]
    # The first wrong password, at the form, may have been counted in the window before.
    assert statuses.count(401) in {TIMES - 1, TIMES}
    assert last.status == 429
    assert b"Too many tries" not in pages[-2].body
    assert b"Too many tries" in pages[-1].body
    record_property("a superuser's password, past the limit", "refused by form and API")
