"""A new password: whoever had signed in with the old one is signed out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.management.commands import changepassword
from django.contrib.auth.tokens import default_token_generator
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.ledger.breaking import LOSSES, broken_commit
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import (
    browser,
    named_key,
    send,
    signed_in,
    status_of,
    with_header,
)
from tests.users.racing import overtaken_after
from users.models import User

CHANGE = "/api/me/password/"
NEW = "another-horse-9"
RIGHT = {"current_password": PASSWORD, "new_password": NEW}
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Credentials:
    """One of each kind, and which of them still open something."""

    def __init__(self, user: User) -> None:
        self.user = user
        body = signed_in(user.username)
        self.family, self.refresh = signed_in(user.username), body["refresh"]
        self.headers = {
            "login token": f"Token {body['token']}",
            "access": f"Bearer {body['access']}",
            "other access": f"Bearer {self.family['access']}",
            "named token": f"Token {named_key(user)}",
            "read token": f"Bearer {named_key(user, scope='read')}",
        }
        self.browsers = {"session": browser(user), "other session": browser(user)}
        self.link = default_token_generator.make_token(self._as_stored())

    def client(self, name: str) -> APIClient:
        return self.browsers.get(name) or with_header(self.headers[name])

    def living(self) -> set[str]:
        living = {name for name, header in self.headers.items() if status_of(header) == 200}
        for name, client in self.browsers.items():
            if client.get("/api/me/").status_code == 200:
                living.add(name)
        if default_token_generator.check_token(self._as_stored(), self.link):
            living.add("reset link")
        return living

    def _as_stored(self) -> User:
        return User.objects.get(pk=self.user.pk)


@pytest.fixture
def credentials(alice: User) -> Credentials:
    return Credentials(alice)


def _log_in(password: str) -> int:
    credentials = {"username": "alice", "password": password}
    return int(ContractClient().post("/api/login/", credentials).status_code)


def _refresh(token: str) -> int:
    return int(ContractClient().post("/api/token/refresh/", {"refresh": token}).status_code)


def test_there_is_something_to_end(credentials: Credentials) -> None:
    everything = {*credentials.headers, *credentials.browsers, "reset link"}
    assert credentials.living() == everything


@pytest.mark.parametrize("presented", ["login token", "access", "session"])
def test_what_was_presented_lives_on_alone(credentials: Credentials, presented: str) -> None:
    response = credentials.client(presented).post(CHANGE, RIGHT)
    assert (response.status_code, response.content) == (204, b"")
    assert credentials.living() == {presented}
    assert (_log_in(PASSWORD), _log_in(NEW)) == (401, 200)
    assert _refresh(credentials.family["refresh"]) == 401
    assert _refresh(credentials.refresh) == (200 if presented == "access" else 401)
    again = {"current_password": NEW, "new_password": PASSWORD}
    assert credentials.client(presented).post(CHANGE, again).status_code == 204


def test_it_ends_nobody_elses(alice_client: APIClient, charlie: User) -> None:
    theirs = Credentials(charlie)
    before = theirs.living()
    assert alice_client.post(CHANGE, RIGHT).status_code == 204
    assert theirs.living() == before


def test_it_takes_the_same_password_again(credentials: Credentials) -> None:
    same = {"current_password": PASSWORD, "new_password": PASSWORD}
    assert credentials.client("access").post(CHANGE, same).status_code == 204
    assert credentials.living() == {"access"}


_NO_PASSWORD = ["", None, 5, [], {}, True, "\x00", "\ud800", "x" * 513]
_WEAK = ["short-7", "password1", "1234567890", "alice@example.org", "alice-example"]
_REFUSED: list[tuple[str, list[Any]]] = [
    ("current_password", ["wrong-horse-9", f"{PASSWORD} ", PASSWORD.upper(), *_NO_PASSWORD]),
    ("new_password", [*_WEAK, *_NO_PASSWORD]),
    ("password", [PASSWORD]),
    ("newPassword", [NEW]),
]


def test_it_names_the_field_at_fault_and_ends_nothing(credentials: Credentials) -> None:
    before, client = credentials.living(), credentials.client("login token")
    for name, values in _REFUSED:
        for value in values:
            response = send(client, CHANGE, RIGHT | {name: value})
            assert refused(response, 400, "invalid")
            assert set(faults(response)) == {("body", name)}, ascii(value)
    for body in ({}, [], 5, None):
        assert refused(send(client, CHANGE, body), 400, "invalid")
    assert credentials.living() == before
    assert _log_in(PASSWORD) == 200


def test_a_wrong_password_hides_what_a_weak_one_would_tell(alice_client: APIClient) -> None:
    wrong = {"current_password": "wrong-horse-9", "new_password": "weak"}
    assert faults(alice_client.post(CHANGE, wrong)) == [("body", "current_password")]


def test_it_takes_the_longest_and_any_character(alice_client: APIClient) -> None:
    old = PASSWORD
    for new in ("x" * 256 + "Ñ🍣" * 128, "  with outer spaces  ", "' OR 1=1 --"):
        body = {"current_password": old, "new_password": new}
        assert alice_client.post(CHANGE, body).status_code == 204
        assert _log_in(new) == 200
        old = new


def test_a_named_token_may_not(credentials: Credentials) -> None:
    before = credentials.living()
    response = credentials.client("named token").post(CHANGE, RIGHT)
    assert refused(response, 403, "token_not_allowed")
    response = credentials.client("read token").post(CHANGE, RIGHT)
    assert refused(response, 403, "read_only_token")
    assert credentials.living() == before


def test_a_page_of_another_origin_may_not(alice: User) -> None:
    assert refused(browser(alice, csrf=False).post(CHANGE, RIGHT), 403, "csrf_failed")
    assert _log_in(PASSWORD) == 200


def test_it_needs_a_sign_in(anonymous_client: APIClient) -> None:
    assert refused(anonymous_client.post(CHANGE, RIGHT), 401, "not_authenticated")


def test_of_five_at_once_one_wins(alice: User) -> None:
    headers = [f"Bearer {signed_in('alice')['access']}" for _ in range(5)]

    def act(number: int) -> Any:
        body = {"current_password": PASSWORD, "new_password": f"horse-number-{number}"}
        return with_header(headers[number]).post(CHANGE, body)

    answers = at_once(5, act)
    (winner,) = [number for number, answer in enumerate(answers) if answer.status_code == 204]
    for number, answer in enumerate(answers):
        assert answer.status_code in {204, 400, 401}
        assert answer.status_code != 400 or faults(answer) == [("body", "current_password")]
        assert status_of(headers[number]) == (200 if number == winner else 401)
    assert _log_in(f"horse-number-{winner}") == 200


def test_one_that_was_overtaken_has_lost(credentials: Credentials) -> None:
    def overtake() -> Any:
        return credentials.client("access").post(CHANGE, RIGHT)

    client = credentials.client("login token")
    with overtaken_after("password", overtake) as gave:
        response = client.post(CHANGE, RIGHT | {"new_password": "a-third-horse-9"})
    assert gave[0].status_code == 204
    assert faults(response) == [("body", "current_password")]
    assert credentials.living() == {"access"}
    assert (_log_in(NEW), _log_in("a-third-horse-9")) == (200, 401)


@pytest.mark.parametrize("presented", ["login token", "access", "session"])
@pytest.mark.parametrize("fault", LOSSES)
def test_a_lost_answer_to_a_commit_is_no_failure(
    credentials: Credentials, presented: str, fault: str
) -> None:
    client = credentials.client(presented)
    with broken_commit(1, LOSSES[fault], after=True) as breaker:
        response = client.post(CHANGE, RIGHT)
    assert breaker.seen >= 2
    assert response.status_code == 204
    assert credentials.living() == {presented}
    assert (_log_in(PASSWORD), _log_in(NEW)) == (401, 200)


def _changed_by_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changepassword.getpass, "getpass", lambda prompt="": NEW)
    call_command("changepassword", "alice")


def _changed_in_admin(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.filter(username="alice").update(is_staff=True)
    client = Client()
    client.force_login(User.objects.get(username="alice"))
    form = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    response = client.post("/admin/password_change/", form)
    assert (response.status_code, response["Location"]) == (302, "/admin/password_change/done/")


@pytest.mark.parametrize("change", [_changed_by_command, _changed_in_admin])
def test_every_other_way_to_change_it_signs_out_too(
    credentials: Credentials,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[pytest.MonkeyPatch], None],
) -> None:
    change(monkeypatch)
    assert credentials.living() == set()
    assert (_log_in(PASSWORD), _log_in(NEW)) == (401, 200)
    assert _refresh(credentials.refresh) == 401


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_ten_tries_a_minute_for_a_person(
    clock: Any, alice: User, alice_client: APIClient, charlie_client: APIClient
) -> None:
    session = browser(alice)
    wrong = RIGHT | {"current_password": "wrong-horse-9"}
    tries = [(alice_client, CHANGE, wrong), (session, "/api/me/delete/", {"password": "wrong"})]
    tries += [(alice_client, CHANGE, wrong | {"new_password": "weak"}), (session, CHANGE, wrong)]
    for number in range(10):
        client, path, body = tries[number % len(tries)]
        response = client.post(path, body)
        assert (response.status_code, response["RateLimit-Limit"]) == (400, "10")
        assert response["RateLimit-Remaining"] == str(9 - number)
    response = alice_client.post(CHANGE, RIGHT)
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == "60"
    assert refused(session.post("/api/me/delete/", {"password": PASSWORD}), 429, "throttled")
    address = {"email": "new@example.org", "current_password": PASSWORD}
    assert refused(alice_client.patch("/api/me/", address), 429, "throttled")
    assert charlie_client.post(CHANGE, RIGHT).status_code == 204
    clock.shift(timedelta(minutes=1))
    assert alice_client.post(CHANGE, RIGHT).status_code == 204
