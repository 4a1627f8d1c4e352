"""Forgotten passwords, as their mails tell of them."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import parse_qsl

from tests.mail_sink import MailSink, text_of
from tests.security.attacking import Person, Site, an_address
from tests.serving import Reply

_LINK = re.compile(r"(\S+)/reset-password/#(\S+)")


@dataclass(frozen=True)
class Link:
    """Behind the #, which no browser sends."""

    base: str
    uid: str
    token: str


def ask(
    site: Site,
    email: str,
    headers: dict[str, str] | None = None,
    http: HTTPConnection | None = None,
) -> Reply:
    named = {"X-Forwarded-For": an_address(), **(headers or {})}
    return site.post("/api/password-reset/", {"email": email}, headers=named, http=http)


def link_for(site: Site, mails: MailSink, person: Person) -> Link:
    """What somebody gets who asks for it."""
    number = len(mails.to(person.email)) + 1
    assert ask(site, person.email).status == 202
    return link_in(text_of(mails.wait_for(person.email, number)))


def link_in(text: str) -> Link:
    found = _LINK.search(text)
    assert found is not None, text
    secret = dict(parse_qsl(found[2]))
    return Link(found[1], secret["uid"], secret["token"])


def confirm(site: Site, uid: str, token: str, password: str) -> Reply:
    body = {"uid": uid, "token": token, "new_password": password}
    headers = {"X-Forwarded-For": an_address()}
    return site.post("/api/password-reset/confirm/", body, headers=headers)


def is_alive(site: Site, link: Link) -> bool:
    """Whether it is the password that is wrong with an attempt to set a bad one, not the link."""
    reply = confirm(site, link.uid, link.token, "short")
    assert reply.status == 400, reply.body
    return {fault["attr"] for fault in reply.json()["errors"]} == {"new_password"}
