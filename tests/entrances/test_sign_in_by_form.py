"""Signing in by the form, and by the window that sends the same form from within a page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from ledger import retrying
from tests.conftest import PASSWORD
from tests.entrances.forms import (
    ELSEWHERE,
    JSON,
    complaint,
    error,
    kept,
    person,
    send,
    session_key,
    visitor,
)
from tests.ledger.breaking import CONFLICTS, LOSSES, broken_commit, broken_statement
from tests.queries import counted
from tests.refusals import faults, refused
from users.models import User

PATH = "/sign-in/"
RIGHT = {"username": "alice", "password": PASSWORD}
WRONG = {"username": "alice", "password": "wrong-horse-9"}
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CONFLICT, LOSS = next(iter(CONFLICTS.values())), next(iter(LOSSES.values()))


@pytest.mark.parametrize(
    "name", ["alice", "ALICE", " alice", "alice@example.org", "Alice@Example.ORG"]
)
def test_it_takes_the_name_or_the_address(alice: User, name: str) -> None:
    client = visitor()
    answer = send(client, PATH, RIGHT | {"username": name})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert person(client) == "alice"


@pytest.mark.parametrize("method", ["get", "head"])
def test_it_shows_a_form_that_nobody_keeps(client: Client, method: str) -> None:
    answer = getattr(client, method)(PATH)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "csrftoken" in answer.cookies


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_it_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)(PATH).status_code == 405


def test_it_says_the_same_of_a_wrong_name_and_a_wrong_password(alice: User) -> None:
    said = [send(visitor(), PATH, WRONG), send(visitor(), PATH, RIGHT | {"username": "nobody"})]
    User.objects.filter(pk=alice.pk).update(is_active=False)
    said.append(send(visitor(), PATH, RIGHT))
    words = "The name or the password is wrong."
    assert [(each.status_code, complaint(each)) for each in said] == [(401, words)] * 3
    assert [kept(each, "username") for each in said] == ["alice", "nobody", "alice"]
    assert not any(PASSWORD in each.content.decode() for each in said)
    assert not Session.objects.exists()


def test_it_refuses_a_form_of_another_site(alice: User) -> None:
    client = visitor()
    for fields in (RIGHT, RIGHT | {"csrfmiddlewaretoken": "a" * 32}):
        answer = client.post(PATH, fields)
        assert answer.status_code == 403
        assert "Nothing was done" in answer.content.decode()
    assert person(client) is None


def test_nobody_can_sign_somebody_in_to_a_session_of_theirs(alice: User, charlie: User) -> None:
    client, keys = visitor(), set()
    client.cookies["sessionid"] = "planted0planted0planted0planted0"
    for fields in (RIGHT, RIGHT, RIGHT | {"username": "charlie"}):
        keys.add(session_key(client))
        assert send(client, PATH, fields).status_code == 302
    assert len(keys | {session_key(client)}) == 4
    assert person(client) == "charlie"
    assert Session.objects.count() == 1  # the earlier ones are dead


def test_the_form_has_a_new_secret_afterwards(alice: User) -> None:
    client = visitor()
    before = client.cookies["csrftoken"].value
    send(client, PATH, RIGHT)
    assert client.cookies["csrftoken"].value != before


@pytest.mark.parametrize("way", ["/budgets/", "/transactions/?type=expense&q=a%20b", "/imports/5/"])
def test_it_goes_on_to_where_one_wanted(alice: User, way: str) -> None:
    client = visitor()
    assert (
        f'name="next" value="{way.split("?")[0]}'
        in client.get(PATH, {"next": way}).content.decode()
    )
    assert send(client, PATH, RIGHT | {"next": way})["Location"] == way
    signed_in = client.get(PATH, {"next": way})
    assert (signed_in.status_code, signed_in["Location"]) == (302, way)


@pytest.mark.parametrize("way", ELSEWHERE)
def test_it_leads_nowhere_else(alice: User, way: str) -> None:
    client = visitor()
    assert 'name="next" value="/"' in client.get(PATH, {"next": way}).content.decode()
    assert send(client, PATH, RIGHT | {"next": way})["Location"] == "/"
    assert client.get(PATH, {"next": way})["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "status"),
    [("al\x00ice", 400), ("😀", 401), ('"><b>', 401), ("x" * 10_000, 400), ("", 400)],
    ids=["NUL", "emoji", "markup", "10 kB", "nothing"],
)
def test_it_keeps_what_was_typed(alice: User, name: str, status: int) -> None:
    answer = send(visitor(), PATH, RIGHT | {"username": name})
    assert answer.status_code == status
    assert kept(answer, "username") == name
    assert bool(error(answer, "username")) == (status == 400)
    assert '"><b>' not in answer.content.decode()


def test_it_says_what_is_missing_or_too_much(alice: User) -> None:
    answer = send(visitor(), PATH, {"username": "alice"})
    assert (answer.status_code, error(answer, "password")) == (400, "This field is required.")
    assert complaint(answer) == ""
    answer = send(visitor(), PATH, {})
    assert error(answer, "username") == ""
    answer = send(visitor(), PATH, {"password": PASSWORD})
    assert error(answer, "username") == "Send your username, or your email address."
    answer = send(visitor(), PATH, RIGHT | {"remember": "on"})
    assert (answer.status_code, kept(answer, "username")) == (400, "alice")
    assert complaint(answer) != ""


def test_it_takes_the_names_of_the_api(alice: User) -> None:
    client = visitor()
    fields = {"email": "alice@example.org", "password": PASSWORD}
    assert send(client, PATH, fields).status_code == 302
    assert send(client, PATH, {"username": ["mallory", "alice"], "password": PASSWORD})
    assert person(client) == "alice"


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
    ],
)
def test_it_reads_no_other_body(alice: User, kind: str) -> None:
    client = visitor()
    secret = {"X-CSRFToken": client.cookies["csrftoken"].value}
    for body in (b'{"username": "alice"}', b"\xff\xfe\x00", b"--x\r\n\r\nusername", b""):
        answer = client.generic("POST", PATH, body, kind, headers=secret)
        assert answer.status_code == 400
    assert person(client) is None


def test_the_window_of_a_page_is_answered_in_json(alice: User) -> None:
    client = visitor()
    answer = send(client, PATH, WRONG, HTTP_ACCEPT=JSON)
    assert refused(answer, 401, "invalid_credentials")
    answer = send(client, PATH, {"username": "alice"}, HTTP_ACCEPT=JSON)
    assert faults(answer) == [("body", "password")]
    answer = send(client, PATH, RIGHT, HTTP_ACCEPT=JSON)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Cache-Control"] == "private, no-store"
    assert person(client) == "alice"


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_it_is_limited_together_with_the_api(alice: User, clock: Any) -> None:
    client = visitor()
    for _ in range(5):
        assert client.post("/api/login/", WRONG, content_type=JSON).status_code == 401
        assert send(client, PATH, WRONG).status_code == 401
    answer = send(client, PATH, RIGHT)
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert complaint(answer) == "Try again in 60 seconds."
    assert kept(answer, "username") == "alice"
    assert refused(send(client, PATH, RIGHT, HTTP_ACCEPT=JSON), 429, "throttled")
    clock.shift(timedelta(seconds=60))
    assert send(client, PATH, RIGHT).status_code == 302


def test_it_costs_few_statements(alice: User) -> None:
    client = visitor()
    with counted() as said:
        send(client, PATH, RIGHT)
    # The person; a key that is free, the session, when they came, what the session holds.
    assert len(said) == 5, said


@pytest.mark.parametrize(
    ("fault", "after"),
    [(CONFLICT, False), (LOSS, False), (LOSS, True)],
    ids=["conflict", "lost before", "lost after"],
)
def test_a_fault_of_the_moment_costs_nobody_the_session(
    alice: User, fault: Any, after: bool
) -> None:
    said = []
    for number in count(1):
        client = visitor()
        with broken_statement(number, fault, after=after) as breaker:
            said.append(send(client, PATH, RIGHT).status_code)
        assert (person(client) == "alice") == (said[-1] == 302)
        if not breaker.broke:
            break
    # To ask for the person is not repeated here, as it is not in the API.
    assert said == [503] + [302] * (len(said) - 1)
    assert len(said) > 5


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", [1, 2])
def test_a_commit_that_nobody_heard_of_leaves_one_session(
    alice: User, number: int, after: bool
) -> None:
    client = visitor()
    with broken_commit(number, LOSS, after=after) as breaker:
        assert send(client, PATH, RIGHT).status_code == 302
    assert breaker.broke
    assert person(client) == "alice"
    assert Session.objects.count() == 1


def test_a_database_that_is_away_is_said_in_words(alice: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(retrying, "PATIENCE", 0)
    client = visitor()
    with broken_statement(1, LOSS, always=True):
        answer = send(client, PATH, RIGHT)
        assert (answer.status_code, answer["Retry-After"]) == (503, "1")
        assert complaint(answer)
        assert kept(answer, "username") == "alice"
