from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import send, signed_in, status_of
from users.models import TokenFamily, User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _refresh(token: str) -> Any:
    return ContractClient().post("/api/token/refresh/", {"refresh": token})


def test_it_gives_the_next_pair(alice: User) -> None:
    first = signed_in("alice")
    response = _refresh(first["refresh"])
    second = response.json()
    assert (response.status_code, list(second)) == (200, ["access", "refresh"])
    assert "no-store" in response["Cache-Control"]
    assert second["refresh"] != first["refresh"]
    assert status_of(f"Bearer {second['access']}") == 200
    assert status_of(f"Bearer {first['access']}") == 200


def test_it_goes_on_for_as_long_as_it_is_used(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        token = signed_in("alice")["refresh"]
        for _ in range(5):
            clock.shift(timedelta(days=13))
            token = _refresh(token).json()["refresh"]
        clock.shift(timedelta(days=14))
        assert refused(_refresh(token), 401, "token_not_valid")


def test_used_again_within_ten_seconds_it_is_refused_alone(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = signed_in("alice")
        second = _refresh(first["refresh"]).json()
        clock.shift(timedelta(seconds=9))
        assert refused(_refresh(first["refresh"]), 401, "token_not_valid")
        assert status_of(f"Bearer {second['access']}") == 200
        assert _refresh(second["refresh"]).status_code == 200


def test_used_again_later_it_ends_the_family(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first, other = signed_in("alice"), signed_in("alice")
        second = _refresh(first["refresh"]).json()
        clock.shift(timedelta(seconds=11))
        assert refused(_refresh(first["refresh"]), 401, "token_not_valid")
        assert status_of(f"Bearer {second['access']}") == 401
        assert status_of(f"Bearer {first['access']}") == 401
        assert refused(_refresh(second["refresh"]), 401, "token_not_valid")
        assert status_of(f"Bearer {other['access']}") == 200
        assert status_of(f"Token {first['token']}") == 200


def test_an_older_one_ends_the_family_at_any_time(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = signed_in("alice")
        clock.shift(timedelta(hours=1))
        second = _refresh(first["refresh"]).json()
        clock.shift(timedelta(hours=1))
        third = _refresh(second["refresh"]).json()
        assert _refresh(first["refresh"]).status_code == 401
        assert _refresh(third["refresh"]).status_code == 401


def test_of_four_at_once_one_wins_and_the_family_lives(alice: User) -> None:
    token = signed_in("alice")["refresh"]
    answers = at_once(4, lambda _: _refresh(token))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
    (winner,) = (answer.json() for answer in answers if answer.status_code == 200)
    assert status_of(f"Bearer {winner['access']}") == 200
    assert _refresh(winner["refresh"]).status_code == 200


def test_it_refuses_an_access_token(alice: User) -> None:
    body = signed_in("alice")
    assert refused(_refresh(body["access"]), 401, "token_not_valid")
    assert refused(_refresh(body["token"]), 401, "token_not_valid")
    assert _refresh(body["refresh"]).status_code == 200


def test_it_keeps_families_apart(alice: User, charlie: User) -> None:
    mine, theirs = signed_in("alice")["refresh"], signed_in("charlie")["refresh"]
    assert _refresh(mine).status_code == 200
    assert _refresh(theirs).status_code == 200
    assert TokenFamily.objects.filter(revoked_at=None).count() == 2


def test_it_refuses_rubbish(anonymous_client: APIClient) -> None:
    for value in ("rubbish", "a.b.c", "..", "🍣", "e30.e30.e30", " "):
        assert refused(_refresh(value), 401, "token_not_valid")


def test_it_names_the_field_at_fault(anonymous_client: APIClient) -> None:
    for value in (None, "", 5, [], {}, True, "\x00", "\ud800", "x" * 5000):
        response = send(anonymous_client, "/api/token/refresh/", {"refresh": value})
        assert faults(response) == [("body", "refresh")], ascii(value)


def test_it_names_what_is_missing_and_what_is_unknown(anonymous_client: APIClient) -> None:
    response = anonymous_client.post("/api/token/refresh/", {"token": "x", "password": PASSWORD})
    named = {("body", "refresh"), ("body", "token"), ("body", "password")}
    assert set(faults(response)) == named
