"""Whoever steals the database, reads the logs or the mails, cannot sign in with what is there.

One person leads a life in which every secret is given, sent, mistaken and sent to wrong places;
then all that the server wrote is searched for each of them, in every form that text takes.
"""

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import pytest
from django.core import signing

from tests.mail_sink import MailSink
from tests.security.attacking import FORM, JSON, PASSWORD, Person, Site
from tests.security.browser import Browser
from tests.security.conftest import Record
from tests.security.resetting import confirm, link_for
from tests.users.people import hidden_part
from users.keys import digest_of

MISTYPED, NEW, NEWEST = "mistyped-horse-9", "battery-staple-7", "paper-clip-33"
#: What a mail may hold, and nothing else may.
MAILED = {"unused link", "used link"}


@dataclass
class Told:
    """Every secret of a life by its name, and everything that was answered but the secrets' own."""

    person: Person
    secrets: dict[str, str] = field(default_factory=dict)
    refusals: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def told(site: Site, mails: MailSink) -> Told:
    person = site.person()
    told = Told(person)
    told.secrets |= {"password": PASSWORD, "mistyped": MISTYPED, "new": NEW, "newest": NEWEST}
    _sign_in_and_out(site, person, told)
    _misplace(site, person, told)
    _move(site, person)
    _forget_the_password(site, mails, person, told)
    _open_the_admin(site, person, told)
    return told


def _sign_in_and_out(site: Site, person: Person, told: Told) -> None:
    login = site.log_in(person.name).json()
    pair = site.post("/api/token/refresh/", {"refresh": login["refresh"]}).json()
    told.refusals.append(site.post("/api/token/refresh/", {"refresh": login["refresh"]}).body)
    told.refusals.append(site.log_in(person.name, MISTYPED).body)
    headers = {"Idempotency-Key": "one-key"}
    keys = [
        site.post("/api/tokens/", {"name": "phone"}, token=login["token"], headers=headers).json()
        for _ in "ab"
    ]
    assert keys[0]["key"] == keys[1]["key"]
    for key in (keys[0]["key"], login["token"]):
        assert site.status_of(f"Token {key}") == 200
    told.secrets |= {"login token": login["token"], "named token": keys[0]["key"]}
    told.secrets |= {f"{name} of the login": login[name] for name in ("access", "refresh")}
    told.secrets |= {f"{name} of the refresh": pair[name] for name in ("access", "refresh")}
    site.post("/api/logout/", {"refresh": pair["refresh"]})


def _misplace(site: Site, person: Person, told: Told) -> None:
    """Each secret in places where none belongs."""
    broken = {"Content-Type": JSON}
    for secret in list(told.secrets.values()):
        sent = [
            site.send("GET", "/api/me/", headers={"Authorization": f"Basic {secret}"}),
            site.send("GET", "/api/me/", headers={"Authorization": f"Token x{secret}"}),
            site.send("GET", "/api/me/", headers={"X-API-Key": secret, "Cookie": f"k={secret}"}),
            site.post("/api/login/", f'{{"password": "{secret}"'.encode(), headers=broken),
            site.post("/api/login/", {"username": secret, "password": [secret]}),
            site.post("/api/token/refresh/", {"refresh": f"x{secret}"}),
            site.send("GET", f"/api/me/?{urlencode({'token': secret})}"),
        ]
        assert {reply.status for reply in sent} <= {400, 401}
        told.refusals += [reply.body for reply in sent]
        # A key that nobody knows is named: whoever sent it has it.
        site.post("/api/login/", {"username": person.name, secret: secret})
        site.send("GET", f"/static/{quote(secret)}")
    form = urlencode({"username": person.name, "password": PASSWORD}).encode()
    site.post("/api/login/", form, headers={"Content-Type": FORM})


def _move(site: Site, person: Person) -> None:
    """Under a key, for which the server keeps a fingerprint of what was sent, password and all."""
    person.email = f"moved-{person.email}"
    token = site.log_in(person.name).json()["token"]
    keyed = {"Idempotency-Key": "another-key"}
    assert site.send("PATCH", "/api/me/", moving(person), token=token, headers=keyed).status == 200


def moving(person: Person, password: str = PASSWORD) -> dict[str, str]:
    return {"current_password": password, "email": person.email}


def _forget_the_password(site: Site, mails: MailSink, person: Person, told: Told) -> None:
    unused, link = link_for(site, mails, person), link_for(site, mails, person)
    told.secrets |= {"unused link": unused.token, "used link": link.token}
    told.refusals.append(confirm(site, link.uid, f"{link.token}x", NEW).body)
    told.refusals.append(confirm(site, link.uid, link.token, "short").body)
    assert confirm(site, link.uid, link.token, NEW).status == 204
    person.password = NEW


def _open_the_admin(site: Site, person: Person, told: Told) -> None:
    site.make_superuser(person)
    browser = Browser(site)
    assert browser.log_in(person).status == 302
    told.secrets["session"] = browser.cookies["sessionid"]
    body = {"current_password": NEW, "new_password": NEWEST}
    headers = {"Content-Type": JSON, **browser.with_csrf()}
    changed = browser.send("POST", "/api/me/password/", json.dumps(body).encode(), headers)
    assert changed.status == 204, changed.body
    told.secrets["session after the change"] = browser.cookies["sessionid"]


def forms_of(secret: str) -> set[str]:
    """As text, and as text is written elsewhere; of a signed text its signature is the secret."""
    found = set()
    for plain in {secret, hidden_part(secret)}:
        raw = plain.encode()
        found |= {plain, quote(plain, safe=""), raw.hex(), raw.hex().upper(), plain[::-1]}
        for shift in range(3):  # where it begins in a longer text
            shifted = base64.b64encode(b"\x00" * shift + raw).decode().rstrip("=")
            found.add(shifted[4 * (shift > 0) + 1 : -2])
    return {form for form in found if len(form) > 6}


def unpacked(text: str) -> Iterator[str]:
    """What sessions hold, whose text is signed, and packed, and hides nothing."""
    for packed, in_base64 in re.findall(r"'(\.?)([\w-]{20,}):[\w-]+:[\w-]+'", text):
        raw = signing.b64_decode(in_base64.encode())
        yield (zlib.decompress(raw) if packed else raw).decode()


def found_in(text: str, told: Told) -> set[str]:
    """The names of the secrets that it tells, in whatever form."""
    return {
        name
        for name, secret in told.secrets.items()
        if any(form in text for form in forms_of(secret))
    }


def test_the_database_tells_no_secret(site: Site, told: Told, record_property: Record) -> None:
    stored = site.everything_stored()
    sessions = "\n".join(unpacked(stored))
    # Else nothing was looked at.
    assert digest_of(told.secrets["named token"]) in stored
    assert "_auth_user_id" in sessions
    assert found_in(stored + sessions, told) == set()
    record_property("secrets in the database", f"0 of {len(told.secrets)}")


def test_no_guess_at_a_password_is_confirmed_but_by_argon2(site: Site, told: Told) -> None:
    """A thief who knows everything but the password could else try a billion a second."""
    sent, stored = moving(told.person), site.everything_stored()
    texts = [PASSWORD, json.dumps(sent), json.dumps(sent, separators=(",", ":"))]
    # As ledger/idempotency.py writes a request down.
    texts += [json.dumps(["PATCH", "/api/me/", [], sent], sort_keys=True)]
    texts += [f"{name}{PASSWORD}" for name in (told.person.name, told.person.email)]
    for text in texts:
        for name in ("md5", "sha1", "sha256", "sha512", "blake2b", "sha3_256"):
            digest = hashlib.new(name, text.encode())
            assert digest.hexdigest() not in stored, (name, text)
            assert base64.b64encode(digest.digest()).decode() not in stored, (name, text)


def test_the_log_tells_no_secret(site: Site, told: Told, record_property: Record) -> None:
    logged = site.log.read_text(encoding="utf-8")
    for path in ("/api/token/refresh/", "/api/login/", "/api/tokens/", "/api/password-reset/"):
        assert path in logged
    # A path is logged: whoever sent it has it.
    assert found_in(re.sub(r'"path":"/static/[^"]+"', "", logged), told) == set()
    record_property("secrets in the log", f"0 of {len(told.secrets)}")


def test_mails_tell_the_link_alone(mails: MailSink, told: Told, record_property: Record) -> None:
    assert found_in(mails.everything().decode(), told) == MAILED
    record_property("secrets in mails", f"{len(MAILED)} of {len(told.secrets)}: the links'")


def test_no_refusal_repeats_a_secret(told: Told, record_property: Record) -> None:
    assert len(told.refusals) > 30
    assert found_in(b"\n".join(told.refusals).decode(), told) == set()
    record_property("secrets in refusals", f"0 of {len(told.secrets)}")
