"""The limits as callers meet them, over HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest
from rest_framework.test import APIClient

from common.limits import charge, shared_counter
from common.throttles import SIGNED_IN
from tests.answers import ContractClient
from tests.common.redis_server import PROGRAM, RedisServer
from tests.conftest import PASSWORD
from tests.ledger.threads import at_once
from tests.refusals import refused
from tests.users.people import DAVE
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RIGHT = {"username": "alice", "password": PASSWORD}
WRONG = {"username": "alice", "password": "wrong-horse-9"}


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def _log_in(body: dict[str, str], **headers: str) -> Any:
    return ContractClient().post("/api/login/", body, **headers)


def test_ten_sign_ins_a_minute_for_an_account(alice: User, clock: Any) -> None:
    clock.shift(timedelta(seconds=20))
    for left in range(9, -1, -1):
        response = _log_in(WRONG)
        assert response.status_code == 401
        assert response["RateLimit-Limit"] == "10"
        assert response["RateLimit-Remaining"] == str(left)
        assert response["RateLimit-Reset"] == "40"
    response = _log_in(RIGHT)
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == "40"
    assert response["RateLimit-Remaining"] == "0"
    clock.shift(timedelta(seconds=40))
    assert _log_in(RIGHT).status_code == 200


def test_every_spelling_of_a_name_is_one_account(alice: User) -> None:
    for name in ("alice", "ALICE", "ａｌｉｃｅ", " alice", "Alice") * 2:
        assert _log_in(WRONG | {"username": name}).status_code == 401
    assert _log_in({"email": "aLiCe", "password": PASSWORD}).status_code == 429


def test_unknown_names_are_limited_as_known_ones(alice: User) -> None:
    bodies = [{"username": name, "password": "x"} for name in ("alice", "nobody")]
    said = [[_log_in(body) for _ in range(11)] for body in bodies]
    for known, unknown in zip(*said, strict=True):
        assert known.status_code == unknown.status_code
        assert known["RateLimit-Remaining"] == unknown["RateLimit-Remaining"]


def test_one_account_at_its_limit_hinders_no_other(alice: User, charlie: User) -> None:
    for _ in range(11):
        _log_in(WRONG)
    assert _log_in(RIGHT).status_code == 429
    assert _log_in({"username": "charlie", "password": PASSWORD}).status_code == 200


def test_of_twenty_sign_ins_at_once_ten_pass(alice: User) -> None:
    answers = at_once(20, lambda _: _log_in(WRONG).status_code)
    assert sorted(answers) == [401] * 10 + [429] * 10


def test_sixty_sign_ins_a_minute_for_an_address(alice: User) -> None:
    for number in range(60):
        assert _log_in({"username": f"n{number}", "password": "x"}).status_code == 401
    assert refused(_log_in(RIGHT), 429, "throttled")
    assert _log_in(RIGHT, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_forged_forwarding_header_is_no_other_address(alice: User) -> None:
    for number in range(60):
        forged = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}"}
        assert _log_in({"username": f"n{number}", "password": "x"}, **forged).status_code == 401
    assert _log_in(RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 429


def test_a_proxy_of_ours_tells_callers_apart(alice: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = frozenset({"127.0.0.1"})
    for number in range(61):
        forwarded = {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}, 192.0.2.1"}
        answer = _log_in({"username": f"n{number}", "password": "x"}, **forwarded)
    assert answer.status_code == 429
    assert _log_in(RIGHT, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2").status_code == 200


def test_a_malformed_sign_in_is_not_counted(alice: User) -> None:
    for _ in range(11):
        assert _log_in({"username": "alice"}).status_code == 400
    assert _log_in(RIGHT).status_code == 200


def test_thirty_registrations_an_hour_for_an_address(anonymous_client: APIClient) -> None:
    for number in range(30):
        taken = DAVE | {"username": "x y", "email": f"{number}@example.org"}
        assert anonymous_client.post("/api/register/", taken).status_code == 400
    response = anonymous_client.post("/api/register/", DAVE)
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == "3600"
    assert not User.objects.exists()


def test_refreshes_are_limited_by_address(anonymous_client: APIClient) -> None:
    for _ in range(120):
        response = anonymous_client.post("/api/token/refresh/", {"refresh": "x"})
        assert response.status_code == 401
    response = anonymous_client.post("/api/token/refresh/", {"refresh": "x"})
    assert refused(response, 429, "throttled")


def _use_up(user: User, times: int) -> None:
    for _ in range(times):
        charge(HttpRequest(), SIGNED_IN, str(user.pk), shared_counter())


def _meet_the_limit(user: User, client: APIClient) -> None:
    _use_up(user, 1198)
    response = client.get("/api/me/")
    assert (response.status_code, response["RateLimit-Remaining"]) == (200, "1")
    assert response["RateLimit-Limit"] == "1200"
    assert client.get("/api/categories/").status_code == 200
    response = client.post("/api/categories/", {"name": "Books"})
    assert refused(response, 429, "throttled")
    assert response["Retry-After"] == response["RateLimit-Reset"] == "60"


@pytest.fixture
def redis_server(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    if PROGRAM is None:
        pytest.skip("redis-server is not installed")
    running = RedisServer(tmp_path)
    settings.REDIS_URL = running.url
    yield running
    running.stop()


def test_twelve_hundred_requests_a_minute_for_a_person(
    alice: User, alice_client: APIClient, charlie_client: APIClient, clock: Any, settings: Any
) -> None:
    settings.REDIS_URL = ""
    # This process may have counted a person of this number at noon before.
    clock.shift(timedelta(days=alice.pk))
    _meet_the_limit(alice, alice_client)
    assert charlie_client.get("/api/me/").status_code == 200
    clock.shift(timedelta(minutes=1))
    assert alice_client.get("/api/me/")["RateLimit-Remaining"] == "1199"


def test_redis_gives_the_same_answers(
    redis_server: RedisServer, alice: User, alice_client: APIClient, charlie_client: APIClient
) -> None:
    _meet_the_limit(alice, alice_client)
    assert charlie_client.get("/api/me/").status_code == 200


@pytest.mark.parametrize("way", ["freeze", "stop"])
def test_it_answers_on_while_redis_is_away(
    redis_server: RedisServer, alice: User, alice_client: APIClient, way: str
) -> None:
    assert alice_client.get("/api/me/")["RateLimit-Remaining"] == "1199"
    getattr(redis_server, way)()
    # The process counts on, from its own beginning.
    _meet_the_limit(alice, alice_client)


def test_signing_in_is_limited_though_redis_is_away(redis_server: RedisServer, alice: User) -> None:
    redis_server.stop()
    answers = [_log_in(WRONG).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
