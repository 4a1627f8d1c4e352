"""A forgotten password: who is sent a link, and that no answer tells."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from rest_framework.test import APIClient

from common import jobs
from devtools.services import free_port
from tests.answers import ContractClient
from tests.refusals import faults, refused
from tests.users.people import send, with_header
from tests.users.reset_links import ASK, CONFIRM, NEW, Mails, ask, confirm, link_of, secret_of
from users.erasing import close_account
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_it_mails_a_link(alice: User, mailoutbox: Mails, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "Our books <money@example.org>"
    assert ask("ALICE@Example.org").status_code == 202
    (mail,) = mailoutbox
    assert (mail.to, mail.from_email) == (["alice@example.org"], "Our books <money@example.org>")
    assert mail.subject == "Choose a new password"
    assert mail.body.startswith("Hello,\n")
    for word in ("once", "an hour", "signs you out everywhere", "http://testserver\n"):
        assert word in mail.body
    assert link_of(mail).startswith("http://testserver/reset-password/#uid=")
    assert "{" not in mail.body
    assert "&amp;" not in mail.body


@pytest.mark.parametrize(
    ("public_url", "host", "base"),
    [
        ("https://money.example.org", "testserver", "https://money.example.org"),
        ("", "localhost:8077", "http://localhost:8077"),
    ],
)
def test_its_link_leads_here(
    alice: User, mailoutbox: Mails, settings: Any, public_url: str, host: str, base: str
) -> None:
    settings.PUBLIC_URL = public_url
    assert ask(HTTP_HOST=host, HTTP_X_FORWARDED_HOST="evil.example").status_code == 202
    assert link_of(mailoutbox[0]).startswith(f"{base}/reset-password/#")
    assert f"{base}/api/password-reset/confirm/" in mailoutbox[0].body
    assert "evil" not in mailoutbox[0].body


def test_nobody_can_lead_it_elsewhere(alice: User, mailoutbox: Mails) -> None:
    assert refused(ask(HTTP_HOST="evil.example"), 400, "malformed")
    assert mailoutbox == []


def test_the_link_says_whose_it_is(alice: User, mailoutbox: Mails) -> None:
    User.objects.filter(pk=alice.pk).update(username="zoë+1@x")
    ask()
    fields = parse_qs(link_of(mailoutbox[0]).partition("#")[2])
    assert fields["name"] == ["zoë+1@x"]
    assert confirm(secret_of(mailoutbox[0])).status_code == 204


def _as_seen(response: Any) -> Any:
    headers = {name: text for name, text in response.headers.items() if name != "X-Request-ID"}
    return response.status_code, response.content, headers


def test_no_answer_tells_who_has_an_account(
    alice: User, charlie: User, anonymous_client: APIClient, mailoutbox: Mails
) -> None:
    known = _as_seen(ask())
    assert (known[:2], len(mailoutbox)) == ((202, b""), 1)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    close_account(charlie)
    for email in ("nobody@example.org", "charlie@example.org", "alice@example.org"):
        assert _as_seen(ask(email)) == known
    assert len(mailoutbox) == 1


def test_it_needs_no_sign_in_and_ignores_one(alice: User, mailoutbox: Mails) -> None:
    client = with_header("Token rubbish")
    assert client.post(ASK, {"email": "alice@example.org"}).status_code == 202
    jobs.finish()
    body = {**secret_of(mailoutbox[0]), "new_password": NEW}
    assert client.post(CONFIRM, body).status_code == 204


def test_a_mail_server_that_is_away_is_nobodys_trouble(
    alice: User, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    assert ask().status_code == 202
    (said,) = [str(record.msg) for record in caplog.records if record.name == "jobs"]
    assert "job failed" in said
    assert "users.jobs.mail_reset_link" in said


def test_it_names_the_field_at_fault(alice: User, mailoutbox: Mails) -> None:
    values = [None, "", 5, [], {}, "alice", "alice@", "x\n@example.org", "\x00@x.org", "\ud800"]
    for value in [*values, "a" * 250 + "@example.org", "alice@example.org\nBcc: evil@example.org"]:
        response = send(ContractClient(), ASK, {"email": value})
        assert set(faults(response)) == {("body", "email")}, ascii(value)
    body = {"email": "alice@example.org", "base": "https://evil.example"}
    assert faults(send(ContractClient(), ASK, body)) == [("body", "base")]
    body = {"uid": "MQ", "token": "x-y", "new_password": NEW, "password": NEW}
    assert faults(send(ContractClient(), CONFIRM, body)) == [("body", "password")]
    jobs.finish()
    assert mailoutbox == []


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_five_mails_an_hour_for_an_address(alice: User, mailoutbox: Mails, clock: Any) -> None:
    spellings = ["alice@example.org", "ALICE@example.org", "Alice@Example.org"]
    said = [_as_seen(ask(spellings[number % 3])) for number in range(6)]
    assert [status for status, *_ in said] == [202] * 5 + [429]
    assert said[5][2]["Retry-After"] == "3600"
    unknown = [
        _as_seen(ask(f"{'NOBODY' if number % 2 else 'nobody'}@x.org")) for number in range(6)
    ]
    for one, other in zip(said, unknown, strict=True):
        assert (one[0], one[2]) == (other[0], other[2])
    assert len(mailoutbox) == 5
    clock.shift(timedelta(hours=1))
    assert ask().status_code == 202


def test_thirty_an_hour_from_one_place(alice: User, clock: Any) -> None:
    for number in range(30):
        assert ask(f"{number}@example.org").status_code == 202
    assert refused(ask(), 429, "throttled")
    assert ask(REMOTE_ADDR="192.0.2.7").status_code == 202
