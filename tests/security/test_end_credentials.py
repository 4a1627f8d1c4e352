"""What ends a sign-in ends all of them, at the next request, but the one that asked for it.

That a refresh token works once, at once and later, and that no forged one works at all:
tests/proof/test_sign_in.py. Signing out everywhere: tests/users/test_log_out.py. The end of an
account: tests/users/test_delete_account.py.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import jwt
import pytest

from tests.mail_sink import MailSink
from tests.proof.forging import claims_of, signed
from tests.security.attacking import JSON, PASSWORD, Person, Site, an_address, code_of
from tests.security.browser import Browser
from tests.security.conftest import Record
from tests.security.resetting import Link, confirm, is_alive, link_for
from tests.serving import Reply

NEW = "battery-staple-7"


@dataclass(frozen=True)
class Credentials:
    """Everything at once that can sign somebody in, or let them choose a password."""

    site: Site
    person: Person
    named: str
    pairs: tuple[dict[str, str], dict[str, str]]
    browsers: tuple[Browser, Browser]
    link: Link

    def alive(self) -> set[str]:
        """Those that still work; a refresh token is used up by it."""
        site = self.site
        tries: dict[str, Callable[[], bool]] = {
            "login token": lambda: site.status_of(f"Token {self.person.token}") == 200,
            "named token": lambda: site.status_of(f"Token {self.named}") == 200,
            "reset link": lambda: is_alive(site, self.link),
        }
        for number, (pair, browser) in enumerate(zip(self.pairs, self.browsers, strict=True)):
            tries[f"session {number}"] = lambda browser=browser: browser.is_in
            tries[f"access {number}"] = lambda pair=pair: (
                site.status_of(f"Bearer {pair['access']}") == 200
            )
            tries[f"refresh {number}"] = lambda pair=pair: self._refreshes(pair["refresh"])
        return {name for name, works in tries.items() if works()}

    def _refreshes(self, token: str) -> bool:
        caller = {"X-Forwarded-For": an_address()}
        reply = self.site.post("/api/token/refresh/", {"refresh": token}, headers=caller)
        return reply.status == 200


EVERY = {
    *("login token", "named token", "reset link"),
    *(f"{kind} {number}" for kind in ("session", "access", "refresh") for number in (0, 1)),
}


@pytest.fixture
def credentials(site: Site, mails: MailSink, victim: Person) -> Credentials:
    site.make_superuser(victim)  # nobody else has a form that opens a session
    browsers = Browser(site), Browser(site)
    for browser in browsers:
        assert browser.log_in(victim).status == 302
    first = {"access": victim.access, "refresh": victim.refresh}
    second = site.log_in(victim.name).json()
    named = site.post("/api/tokens/", {"name": "phone"}, token=victim.token).json()["key"]
    link = link_for(site, mails, victim)
    return Credentials(site, victim, named, (first, second), browsers, link)


def change_password(credentials: Credentials, way: str) -> Reply:
    body = {"current_password": PASSWORD, "new_password": NEW}
    if way == "session":
        browser = credentials.browsers[0]
        headers = {"Content-Type": JSON, **browser.with_csrf()}
        return browser.send("POST", "/api/me/password/", json.dumps(body).encode(), headers)
    secret = {
        "token": f"Token {credentials.person.token}",
        "access": f"Bearer {credentials.pairs[0]['access']}",
    }[way]
    headers = {"Authorization": secret}
    return credentials.site.post("/api/me/password/", body, headers=headers)


@pytest.mark.parametrize(
    ("way", "kept"),
    [
        ("token", {"login token"}),
        ("access", {"access 0", "refresh 0"}),
        ("session", {"session 0"}),
    ],
)
def test_a_new_password_ends_all_but_what_was_presented(
    credentials: Credentials, way: str, kept: set[str], record_property: Record
) -> None:
    assert change_password(credentials, way).status == 204
    assert credentials.alive() == kept
    tries = [credentials.site.log_in(credentials.person.name, each) for each in (PASSWORD, NEW)]
    assert [reply.status for reply in tries] == [401, 200]
    record_property(f"after a new password by {way}", f"alive: {', '.join(sorted(kept))}")


def by_reset(credentials: Credentials) -> int:
    link = credentials.link
    return confirm(credentials.site, link.uid, link.token, NEW).status


def by_admin(credentials: Credentials) -> int:
    fields = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    return credentials.browsers[0].fill("/admin/password_change/", **fields).status


@pytest.mark.parametrize(
    ("end", "status", "kept"),
    [
        (by_reset, 204, set()),
        (by_admin, 302, {"session 0"}),
    ],
)
def test_it_is_over_at_once(
    credentials: Credentials,
    end: Callable[[Credentials], int],
    status: int,
    kept: set[str],
    record_property: Record,
) -> None:
    assert end(credentials) == status
    assert credentials.alive() == kept
    name = end.__name__.removeprefix("by_")
    record_property(f"after {name}", f"alive: {', '.join(sorted(kept)) or 'none'}")


def test_a_wrong_or_weak_password_ends_nothing(credentials: Credentials) -> None:
    """And all of them work until something ends them: else nothing was shown above."""
    token = credentials.person.token
    for current, new in (("wrong-horse-9", NEW), (PASSWORD, "short"), (PASSWORD, "password123")):
        body = {"current_password": current, "new_password": new}
        reply = credentials.site.post("/api/me/password/", body, token=token)
        assert code_of(reply) == "400 invalid"
    assert credentials.alive() == EVERY


def test_a_named_token_opens_nothing_of_the_account(
    site: Site, victim: Person, record_property: Record
) -> None:
    """Not even by repeating, under its key, what the person did."""
    keyed = {"Idempotency-Key": "made-once"}
    body = {"name": "phone", "scope": "write"}
    named = site.post("/api/tokens/", body, token=victim.token, headers=keyed).json()
    tries = [
        ("POST", "/api/tokens/", body, keyed),
        ("POST", "/api/tokens/", {"name": "another"}, {}),
        ("GET", "/api/tokens/", None, {}),
        ("GET", f"/api/tokens/{named['id']}/", None, {}),
        ("DELETE", f"/api/tokens/{named['id']}/", None, {}),
        ("POST", "/api/me/password/", {"current_password": PASSWORD, "new_password": NEW}, {}),
        ("PATCH", "/api/me/", {"email": "new@example.org", "current_password": PASSWORD}, {}),
        ("POST", "/api/me/delete/", {"password": PASSWORD}, {}),
        ("POST", "/api/logout/all/", None, {}),
    ]
    for method, path, sent, headers in tries:
        reply = site.send(method, path, sent, token=named["key"], headers=headers)
        assert code_of(reply) == "403 token_not_allowed", (method, path)
        assert named["key"].encode() not in reply.body
    assert site.log_in(victim.name).status == 200
    record_property("a named token at the account", f"{len(tries)} times 403")


def test_an_ended_token_comes_back_by_no_undo(site: Site, victim: Person) -> None:
    named = site.post("/api/tokens/", {"name": "phone"}, token=victim.token).json()
    assert site.send("DELETE", f"/api/tokens/{named['id']}/", token=victim.token).status == 204
    for operation in site.get("/api/operations/", victim.token)["results"]:
        path = f"/api/operations/{operation['id']}/undo/"
        assert site.post(path, token=victim.token).status in {201, 409}, operation
    assert site.status_of(f"Token {named['key']}") == 401


#: What an attacker could take for the key that signs, and what is none.
GUESSED = ["secret", "expense-tracker", "k" * 64, "-----BEGIN PUBLIC KEY-----"]


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_jwt_is_good_for_its_own_purpose_alone(
    site: Site, victim: Person, attacker: Person, record_property: Record
) -> None:
    settings, claims = site.server.environment, claims_of(victim.access)
    keys = [*GUESSED, settings["SECRET_KEY"], settings["TOKEN_PEPPER"], victim.token]
    forged = [*(signed(claims, key) for key in keys), jwt.encode(claims, None, "none")]
    mixed = {**claims, "family": claims_of(attacker.access)["family"]}
    forged.append(signed(mixed, settings["JWT_SIGNING_KEY"]))  # well signed, of two people
    for token in (*forged, victim.refresh):
        assert site.status_of(f"Bearer {token}") == site.status_of(f"Token {token}") == 401
    for token in (*forged, victim.access, victim.token):
        reply = site.post("/api/token/refresh/", {"refresh": token})
        assert code_of(reply) == "401 token_not_valid"
    assert site.status_of(f"Bearer {victim.access}") == 200
    record_property("JWT of another key or for another purpose", f"{len(forged) + 3} times 401")
