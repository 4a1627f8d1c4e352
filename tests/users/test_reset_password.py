"""A forgotten password: what the link of the mail is good for."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils.http import urlsafe_base64_encode

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.ledger.breaking import LOSSES, broken_commit
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import (
    browser,
    everything_stored,
    named_key,
    send,
    signed_in,
    status_of,
    with_header,
)
from tests.users.racing import overtaken_after
from tests.users.reset_links import CONFIRM, NEW, Mails, ask, confirm, secret_of
from users.erasing import close_account
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def log_in(password: str) -> int:
    credentials = {"username": "alice", "password": password}
    return int(ContractClient().post("/api/login/", credentials).status_code)


@pytest.fixture
def secret(alice: User, mailoutbox: Mails) -> dict[str, str]:
    """What alice's mail says."""
    assert ask().status_code == 202
    return secret_of(mailoutbox.pop())


def test_it_sets_the_password_and_ends_everything(alice: User, secret: dict[str, str]) -> None:
    body, key = signed_in("alice"), named_key(alice)
    response = confirm(secret)
    assert (response.status_code, response.content) == (204, b"")
    for credential in (body["token"], body["access"], key):
        assert status_of(f"Bearer {credential}") == 401
    refresh = ContractClient().post("/api/token/refresh/", {"refresh": body["refresh"]})
    assert refused(refresh, 401, "token_not_valid")
    assert (log_in(PASSWORD), log_in(NEW)) == (401, 200)


def test_it_ends_the_browsers_sessions(alice: User, mailoutbox: Mails) -> None:
    session = browser(alice)
    ask()
    assert confirm(secret_of(mailoutbox[0])).status_code == 204
    assert session.get("/api/me/").status_code == 401


def test_it_works_once(alice: User, secret: dict[str, str]) -> None:
    assert confirm(secret).status_code == 204
    again = confirm(secret, "a-third-horse-9")
    assert refused(again, 400, "invalid")
    assert faults(again) == [("body", "token")]
    assert log_in(NEW) == 200


def test_of_five_at_once_one_wins(alice: User, secret: dict[str, str]) -> None:
    answers = at_once(5, lambda number: confirm(secret, f"horse-number-{number}"))
    assert sorted(answer.status_code for answer in answers) == [204] + [400] * 4
    for number, answer in enumerate(answers):
        assert log_in(f"horse-number-{number}") == (200 if answer.status_code == 204 else 401)
        assert answer.status_code == 204 or faults(answer) == [("body", "token")]


def test_one_that_was_overtaken_has_lost(alice: User, secret: dict[str, str]) -> None:
    with overtaken_after("users_user", lambda: confirm(secret)) as gave:
        response = confirm(secret, "a-third-horse-9")
    assert gave[0].status_code == 204
    assert faults(response) == [("body", "token")]
    assert (log_in(NEW), log_in("a-third-horse-9")) == (200, 401)


@pytest.mark.parametrize("fault", LOSSES)
def test_a_lost_answer_to_a_commit_is_no_failure(
    alice: User, secret: dict[str, str], fault: str
) -> None:
    with broken_commit(1, LOSSES[fault], after=True) as breaker:
        response = confirm(secret)
    assert (breaker.seen, response.status_code) == (2, 204)
    assert log_in(NEW) == 200


def test_it_works_for_an_hour(alice: User, mailoutbox: Mails) -> None:
    for seconds, status in ((3600, 204), (3601, 400)):
        with time_machine.travel(NOON, tick=False) as clock:
            ask()
            clock.shift(timedelta(seconds=seconds))
            assert confirm(secret_of(mailoutbox.pop())).status_code == status


def _change_password(alice: User) -> None:
    body = {"current_password": PASSWORD, "new_password": "yet-another-9"}
    client = with_header(f"Token {signed_in('alice')['token']}")
    assert client.post("/api/me/password/", body).status_code == 204


def _change_address(alice: User) -> None:
    body = {"email": "new@example.org", "current_password": PASSWORD}
    client = with_header(f"Token {signed_in('alice')['token']}")
    assert client.patch("/api/me/", body).status_code == 200


def _deactivate(alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)


@pytest.mark.parametrize("act", [_change_password, _change_address, _deactivate, close_account])
def test_it_dies_with_what_it_proves(
    alice: User, secret: dict[str, str], act: Callable[[User], Any]
) -> None:
    act(alice)
    for password in (NEW, "weak"):
        response = confirm(secret, password)
        assert refused(response, 400, "invalid")
        assert faults(response) == [("body", "token")]


def test_using_one_link_ends_the_others(alice: User, mailoutbox: Mails) -> None:
    for _ in range(2):
        ask()
    first, second = map(secret_of, mailoutbox)
    assert confirm(first).status_code == 204
    assert faults(confirm(second, "a-third-horse-9")) == [("body", "token")]


def _uid(text: str) -> str:
    return urlsafe_base64_encode(text.encode())


_NO_TEXT = [None, "", 5, True, [], {}, "\x00", "\ud800", "x" * 101]
_ODD = ["-", "--", "x", "🍣", "１-a", "a-b-c", "=" * 99, "9" * 100, "' OR 1=1 --", "%00"]
_ODD_UIDS = [_uid(text) for text in ("-1", "0", "1.5", "9" * 18, "9" * 19, "9" * 70, "x", "١")]


def test_it_refuses_what_is_no_link(alice: User, charlie: User, secret: dict[str, str]) -> None:
    others = [_uid(str(charlie.pk)), _uid(f"{alice.pk}0"), secret["token"]]
    wrong = [("uid", value, {"token", "uid"}) for value in [*_NO_TEXT, *_ODD]]
    wrong += [("uid", value, {"token"}) for value in [*_ODD_UIDS, *others]]
    wrong += [("token", value, {"token"}) for value in [*_NO_TEXT, *_ODD, secret["uid"]]]
    wrong += [
        ("token", f"{secret['token']}x", {"token"}),
        ("token", secret["token"][1:], {"token"}),
    ]
    for name, value, blamed in wrong:
        response = send(ContractClient(), CONFIRM, {**secret, "new_password": NEW, name: value})
        assert refused(response, 400, "invalid")
        assert {attr for _, attr in faults(response)} <= blamed, ascii(value)
    assert confirm(secret).status_code == 204


def test_a_refused_password_leaves_the_link_alive(secret: dict[str, str]) -> None:
    weak = ["short-7", "password1", "1234567890", "alice@example.org", "x" * 513]
    for value in [*weak, None, "", 5, [], "\x00", "\ud800"]:
        response = send(ContractClient(), CONFIRM, {**secret, "new_password": value})
        assert refused(response, 400, "invalid")
        assert set(faults(response)) == {("body", "new_password")}, ascii(value)
    assert confirm(secret).status_code == 204


def test_the_database_keeps_no_link(alice: User, secret: dict[str, str]) -> None:
    stored = everything_stored()
    assert "alice@example.org" in stored
    assert secret["token"] not in stored


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_thirty_confirmations_an_hour(alice: User, secret: dict[str, str], clock: Any) -> None:
    for _ in range(30):
        assert confirm({**secret, "token": "guess-ed"}).status_code == 400
    assert refused(confirm(secret), 429, "throttled")
