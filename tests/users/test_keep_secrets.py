"""What signs somebody in stands nowhere but in the answer that gave it."""

import logging

import pytest
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.users.people import DAVE, everything_stored, hidden_part, named_key, with_header
from users.keys import digest_of
from users.models import AccessToken, User


def _a_life(client: APIClient) -> list[str]:
    """Register, sign in, refresh, fail, sign out; every secret that was given or sent."""
    body = client.post("/api/register/", DAVE).json()
    login = client.post("/api/login/", {"email": "dave@example.org", "password": PASSWORD}).json()
    next_pair = client.post("/api/token/refresh/", {"refresh": login["refresh"]}).json()
    client.post("/api/token/refresh/", {"refresh": login["refresh"]})
    client.post("/api/login/", {"username": "dave", "password": "mistyped-horse-9"})
    key = named_key(User.objects.get(username="dave"))
    for secret in (body["access"], login["token"], key, next_pair["access"], "mistaken-secret"):
        with_header(f"Bearer {secret}").get("/api/me/")
    change = {"email": "new@example.org", "current_password": PASSWORD}
    with_header(f"Token {login['token']}").patch("/api/me/", change)
    ContractClient().post("/api/logout/", {"refresh": next_pair["refresh"]})
    given = [pair[name] for pair in (body, login, next_pair) for name in ("access", "refresh")]
    return [*given, login["token"], key, PASSWORD, "mistyped-horse-9", "mistaken-secret"]


def test_it_keeps_no_secret_in_the_database(anonymous_client: APIClient) -> None:
    secrets = _a_life(anonymous_client)
    stored = everything_stored()
    assert "dave" in stored
    assert digest_of(secrets[6]) in stored
    for secret in secrets:
        assert secret not in stored
        assert hidden_part(secret) not in stored


def test_it_logs_no_secret(
    anonymous_client: APIClient,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        secrets = _a_life(anonymous_client)
    said = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    said += capsys.readouterr().err
    assert "/api/token/refresh/" in said
    assert [secret for secret in secrets if secret in said] == []


def test_a_nonce_alone_opens_nothing(alice: User) -> None:
    key = named_key(alice)
    token = AccessToken.objects.get(name="phone")
    assert token.prefix in key
    assert len(key) - len(token.prefix) == 39
