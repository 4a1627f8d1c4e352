"""The mailed link: for its owner alone, once, for an hour, and to this server."""

from base64 import urlsafe_b64encode
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from tests.ledger.threads import at_once
from tests.mail_sink import MailSink, text_of
from tests.security.attacking import (
    PASSWORD,
    PUBLIC,
    Person,
    Site,
    code_of,
    plain,
)
from tests.security.browser import Browser
from tests.security.conftest import Record
from tests.security.resetting import ask, confirm, is_alive, link_for, link_in
from users.models import User

NEW = "battery-staple-7"


def test_it_works_once(site: Site, mails: MailSink, victim: Person) -> None:
    link = link_for(site, mails, victim)
    assert confirm(site, link.uid, link.token, NEW).status == 204
    assert code_of(confirm(site, link.uid, link.token, PASSWORD)) == "400 invalid"
    assert not is_alive(site, link)
    assert [site.log_in(victim.name, each).status for each in (PASSWORD, NEW)] == [401, 200]


def test_of_four_at_once_one_wins(
    site: Site, mails: MailSink, victim: Person, record_property: Record
) -> None:
    link = link_for(site, mails, victim)
    words = [f"battery-staple-{number}" for number in range(4)]
    replies = at_once(4, lambda number: confirm(site, link.uid, link.token, words[number]))
    statuses = [reply.status for reply in replies]
    assert sorted(statuses) == [204, 400, 400, 400]
    won, lost = words[statuses.index(204)], words[statuses.index(400)]
    assert [site.log_in(victim.name, each).status for each in (won, lost)] == [200, 401]
    record_property("one reset link four times at once", "204, and three times 400")


@pytest.mark.parametrize("change", ["password", "email", "another link"])
def test_it_dies_with_what_it_was_for(
    site: Site, mails: MailSink, victim: Person, change: str
) -> None:
    link = link_for(site, mails, victim)
    match change:
        case "password":
            body = {"current_password": PASSWORD, "new_password": NEW}
            assert site.post("/api/me/password/", body, token=victim.token).status == 204
        case "email":
            body = {"current_password": PASSWORD, "email": f"new-{victim.email}"}
            assert site.send("PATCH", "/api/me/", body, token=victim.token).status == 200
        case _:
            other = link_for(site, mails, victim)
            assert confirm(site, other.uid, other.token, NEW).status == 204
    assert not is_alive(site, link)
    assert code_of(confirm(site, link.uid, link.token, "stolen-horse-99")) == "400 invalid"
    assert site.log_in(victim.name, "stolen-horse-99").status == 401


class _Earlier(PasswordResetTokenGenerator):
    """With the server's own key, as if the mail had been sent so long ago."""

    def __init__(self, key: str, ago: timedelta) -> None:
        super().__init__()
        self.secret, self.ago = key, ago

    def _now(self) -> datetime:
        return datetime.now() - self.ago  # noqa: DTZ005  (as Django's own does)


@pytest.mark.parametrize(("minutes", "status"), [(55, 204), (65, 400)])
def test_it_dies_after_an_hour(site: Site, victim: Person, minutes: int, status: int) -> None:
    key = site.server.environment["SECRET_KEY"]
    with site.database() as alias:
        user = User.objects.using(alias).get(pk=victim.id)
    token = _Earlier(key, timedelta(minutes=minutes)).make_token(user)
    assert confirm(site, encoded(str(user.pk)), token, NEW).status == status


def encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_it_opens_nobody_elses_account(
    site: Site, mails: MailSink, victim: Person, attacker: Person, record_property: Record
) -> None:
    own = link_for(site, mails, attacker)
    theirs = encoded(str(victim.id))
    uids = [theirs, f"{theirs}==", str(victim.id), "", "MA", "LTE", "4pmh", "_", "\x00", "💥"]
    uids += [encoded(text) for text in (f" {victim.id}", f"{victim.id}\n", f"0{victim.id}.0")]
    uids += [encoded("9" * 50), encoded("-1"), encoded("1 OR 1=1"), encoded("٣"), "A" * 100]
    tokens = [own.token, "", "set-password", own.token.upper(), own.token[:-1], f"{own.token}x"]
    tokens += ["-", "0-0", f"0-{own.token.partition('-')[2]}", "' OR '1'='1", "\x00", "💥"]
    tried = {(uid, own.token) for uid in uids} | {(theirs, token) for token in tokens}
    for uid, token in tried:
        assert code_of(confirm(site, uid, token, NEW)) == "400 invalid", (uid, token)
    assert site.log_in(victim.name).status == 200
    assert site.log_in(attacker.name).status == 200
    record_property("reset links made up", f"{len(tried)} times 400")


POISON = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "X-Host": "evil"},
    {"Host": "money.example.org:1234", "X-Forwarded-Port": "1234"},
    {"Origin": "https://evil.example", "Referer": "https://evil.example/"},
]


def test_its_host_is_the_operators(
    site: Site, mails: MailSink, victim: Person, record_property: Record
) -> None:
    elsewhere = ask(site, victim.email, {"Host": "evil.example"})
    assert code_of(elsewhere) == "400 malformed"
    for number, headers in enumerate(POISON, start=1):
        assert ask(site, victim.email, headers).status == 202
        text = text_of(mails.wait_for(victim.email, number))
        assert link_in(text).base == PUBLIC, headers
        assert "evil" not in text
        assert "1234" not in text
    record_property("resets asked for with another host", f"{len(POISON)} links to {PUBLIC}")


def test_nobody_hears_whether_there_is_an_account(
    site: Site, mails: MailSink, victim: Person
) -> None:
    """Nor does it take longer: the answer is there while the mail still waits to be sent."""
    nobody = f"nobody-{victim.email}"
    with closing(site.connect()) as http, mails.slow():  # one connection, one process, one queue
        asked = (victim.email, nobody, victim.email)
        said = [plain(ask(site, email, http=http)) for email in asked]
        assert said[0] == said[1] == said[2]
        assert (said[0][0], said[0][2]) == (202, b"")
        assert mails.to(victim.email) == []
    mails.wait_for(victim.email, 2)
    assert mails.to(nobody) == []


def test_it_goes_to_the_address_that_was_registered(
    site: Site, mails: MailSink, victim: Person
) -> None:
    """Not to one that was typed, and only looks, or folds, the same."""
    wide = victim.email.replace("a", "ａ").upper()
    for typed in (f" {victim.email}", victim.email.upper(), wide):
        assert ask(site, typed).status in {202, 400}
    several = [f"{victim.email},evil@example.net", f"{victim.email}\nBcc: evil@example.net"]
    several += [f"{victim.email}\r\nBcc: evil@example.net", f"evil@example.net, {victim.email}"]
    for typed in several:
        assert code_of(ask(site, typed)) == "400 invalid"
    mails.wait_for(victim.email)
    assert b"evil@example.net" not in mails.everything()
    assert "ａ".encode() not in mails.everything()


def test_a_deleted_account_gets_none(site: Site, mails: MailSink, victim: Person) -> None:
    link = link_for(site, mails, victim)
    deletion = site.post("/api/me/delete/", {"password": PASSWORD}, token=victim.token)
    assert deletion.status == 204
    assert not is_alive(site, link)
    assert code_of(confirm(site, link.uid, link.token, NEW)) == "400 invalid"
    other = site.person()
    with closing(site.connect()) as http:  # one connection, one process, one queue
        for person in (victim, other):
            ask(site, person.email, http=http)
    mails.wait_for(other.email)
    assert len(mails.to(victim.email)) == 1


def test_the_page_has_nothing_of_it(site: Site, mails: MailSink, victim: Person) -> None:
    """The secret stays behind the #: neither the server nor what it logs ever has it."""
    link, browser = link_for(site, mails, victim), Browser(site)
    pages = [browser.send("GET", f"/reset-password/{query}") for query in ("", "?uid=1&token=x")]
    assert [page.status for page in pages] == [200, 200]
    assert pages[0].body == pages[1].body
    assert browser.cookies == {}
    assert is_alive(site, link)
    for path in (f"/reset-password/{link.uid}/{link.token}/", "/reset-password/MQ/set-password/"):
        assert browser.send("GET", path).status == 404
