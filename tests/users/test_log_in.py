from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import send, signed_in, status_of
from users.models import AccessToken, TokenFamily, User


@pytest.mark.parametrize("key", ["username", "email"])
def test_it_takes_name_or_address_in_either_key(
    alice: User, anonymous_client: APIClient, key: str
) -> None:
    names = ["alice", "ALICE", "ａｌｉｃｅ", " alice", "alice@example.org", "Alice@Example.ORG"]
    for name in names:
        response = anonymous_client.post("/api/login/", {key: name, "password": PASSWORD})
        assert response.status_code == 200, name
        assert list(response.json()) == ["token", "access", "refresh", "user"]
        assert response.json()["user"]["id"] == alice.pk
        assert "no-store" in response["Cache-Control"]


def test_it_gives_the_same_token_and_other_jwt_again(alice: User) -> None:
    first, second = signed_in("alice"), signed_in("alice")
    assert first["token"] == second["token"]
    assert first["access"] != second["access"]
    assert first["refresh"] != second["refresh"]


def test_it_says_the_same_of_a_wrong_name_and_a_wrong_password(
    alice: User, anonymous_client: APIClient
) -> None:
    bodies = [
        {"username": "alice", "password": "wrong-horse-9"},
        {"username": "nobody", "password": PASSWORD},
        {"email": "nobody@example.org", "password": PASSWORD},
    ]
    said = [anonymous_client.post("/api/login/", body) for body in bodies]
    assert all(refused(answer, 401, "invalid_credentials") for answer in said)
    plain = [{**answer.json(), "request_id": ""} for answer in said]
    assert plain[0] == plain[1] == plain[2]
    assert said[0]["WWW-Authenticate"] == said[1]["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("name", "password"),
    [("alice", "wrong-horse-9"), ("nobody", PASSWORD), ("alice", PASSWORD)],
    ids=["wrong password", "wrong name", "inactive"],
)
def test_it_computes_one_hash_as_dear_whatever_is_wrong(
    alice: User,
    anonymous_client: APIClient,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    name: str,
    password: str,
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # the real one
    alice.set_password(PASSWORD)
    alice.is_active = password != PASSWORD
    alice.save()
    hashed = _hashes(monkeypatch)
    response = anonymous_client.post("/api/login/", {"username": name, "password": password})
    assert response.status_code == 401
    # As dear as Django makes it: iterations, KiB, lanes.
    assert hashed == [(password, 2, 102400, 8)]


def _hashes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The passwords that Argon2 works on from now on, to make a hash or to check one, and how."""
    seen: list[tuple[Any, ...]] = []

    def spied(name: str) -> Any:
        real = getattr(Argon2PasswordHasher, name)

        def spy(self: Any, password: str, other: str) -> Any:
            done = real(self, password, other)
            how = self.decode(other if name == "verify" else done)
            cost = how["time_cost"], how["memory_cost"], how["parallelism"]
            seen.append((password, *cost))
            return done

        return spy

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, spied(name))
    return seen


def test_it_refuses_an_inactive_account(alice: User, anonymous_client: APIClient) -> None:
    before = signed_in("alice")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    body = {"username": "alice", "password": PASSWORD}
    assert refused(anonymous_client.post("/api/login/", body), 401, "invalid_credentials")
    assert status_of(f"Token {before['token']}") == 401
    assert status_of(f"Bearer {before['access']}") == 401
    refresh = anonymous_client.post("/api/token/refresh/", {"refresh": before["refresh"]})
    assert refused(refresh, 401, "token_not_valid")


def test_it_gives_eight_at_once_one_token(alice: User) -> None:
    AccessToken.objects.filter(user=alice).delete()
    answers = at_once(8, lambda _: signed_in("alice"))
    assert len({answer["token"] for answer in answers}) == 1
    assert len({answer["refresh"] for answer in answers}) == 8
    assert AccessToken.objects.filter(user=alice).count() == 1
    assert TokenFamily.objects.filter(user=alice).count() == 8


_NO_TEXT = [None, "", 5, 1.5, True, [], {}, "\x00", "al\ud800ice", "x" * 600]


@pytest.mark.parametrize("name", ["username", "email", "password"])
def test_it_names_the_field_at_fault(anonymous_client: APIClient, name: str) -> None:
    body = {"username": "alice", "password": PASSWORD} if name == "password" else {"password": "x"}
    for value in _NO_TEXT:
        response = send(anonymous_client, "/api/login/", body | {name: value})
        assert refused(response, 400, "invalid")
        assert faults(response) == [("body", name)], ascii(value)


def test_it_names_what_is_missing(anonymous_client: APIClient) -> None:
    assert faults(anonymous_client.post("/api/login/", {"password": "x"})) == [("body", "username")]
    assert faults(anonymous_client.post("/api/login/", {"email": "x"})) == [("body", "password")]


def test_it_names_a_key_that_it_does_not_know(alice: User, anonymous_client: APIClient) -> None:
    body = {"username": "alice", "password": PASSWORD, "remember": True}
    assert faults(anonymous_client.post("/api/login/", body)) == [("body", "remember")]


@pytest.mark.parametrize("path", ["/api/login/", "/api/register/", "/api/token/refresh/"])
def test_a_public_call_ignores_a_bad_header(alice: User, path: str) -> None:
    for number, header in enumerate(["Token rubbish", "Bearer x.y.z", "Basic YTpi", "Token", "💥"]):
        email = f"{number}@example.org"
        body = {
            "/api/login/": {"username": "alice", "password": PASSWORD},
            "/api/register/": {"username": email, "email": email, "password": PASSWORD},
            "/api/token/refresh/": {"refresh": signed_in("alice")["refresh"]},
        }[path]
        sent = header.encode().decode("latin-1")
        response = ContractClient().post(path, body, HTTP_AUTHORIZATION=sent)
        assert response.status_code in {200, 201}, header


def test_a_public_call_ignores_the_cookie_and_needs_no_csrf(alice: User) -> None:
    client = ContractClient(enforce_csrf_checks=True)
    client.force_login(alice)
    body = {"username": "alice", "password": PASSWORD}
    assert client.post("/api/login/", body).status_code == 200
