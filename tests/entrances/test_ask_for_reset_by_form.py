"""The form for a forgotten password: it sends a mail, and tells nobody whether it did."""

import re
from typing import Any

import pytest

from common import jobs
from tests.entrances.forms import JSON, complaint, error, kept, person, send, visitor
from tests.users.reset_links import NEW, Mails, confirm, link_of, secret_of
from users.models import User

PATH = "/forgot-password/"


def _asked(email: str, **headers: str) -> Any:
    answer = send(visitor(), PATH, {"email": email}, **headers)
    jobs.finish()
    return answer


def test_it_mails_a_link_that_works(alice: User, mailoutbox: Mails) -> None:
    answer = _asked("Alice@example.org")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "a link is on its way" in answer.content.decode()
    assert mailoutbox[0].to == ["alice@example.org"]
    assert link_of(mailoutbox[0]).startswith("http://testserver/reset-password/#uid=")
    assert confirm(secret_of(mailoutbox[0])).status_code == 204
    client = visitor()
    assert send(client, "/sign-in/", {"username": "alice", "password": NEW}).status_code == 302
    assert person(client) == "alice"


def test_it_says_the_same_of_an_address_that_nobody_has(alice: User, mailoutbox: Mails) -> None:
    said = [_asked(email) for email in ("alice@example.org", "nobody@example.org")]
    pages = [each.content.decode().replace("nobody@", "alice@") for each in said]
    assert pages[0] == pages[1]
    assert [each.status_code for each in said] == [200, 200]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "email", ["", "alice", "\x00@x.org", "a" * 10_000, "a@x.org\nBcc: eve@example.org", '"><b>']
)
def test_it_says_at_the_field_what_is_wrong(alice: User, mailoutbox: Mails, email: str) -> None:
    answer = _asked(email)
    assert answer.status_code == 400
    assert error(answer, "email")
    assert kept(answer, "email") == email
    assert mailoutbox == []


def test_it_refuses_a_form_of_another_site(alice: User, mailoutbox: Mails) -> None:
    assert visitor().post(PATH, {"email": "alice@example.org"}).status_code == 403
    jobs.finish()
    assert mailoutbox == []


def test_it_answers_in_json_where_that_is_asked_for(alice: User, mailoutbox: Mails) -> None:
    assert _asked("alice@example.org", HTTP_ACCEPT=JSON).status_code == 204
    assert len(mailoutbox) == 1


def test_it_is_limited_as_the_api_is(alice: User, mailoutbox: Mails, settings: Any) -> None:
    settings.THROTTLE = True
    for email in ("alice@example.org", "nobody@example.org"):
        assert [_asked(email).status_code for _ in range(6)] == [200] * 5 + [429]
    answer = _asked("alice@example.org")
    assert re.fullmatch(r"Try again in \d+ seconds\.", complaint(answer))
    assert kept(answer, "email") == "alice@example.org"
    assert len(mailoutbox) == 5
