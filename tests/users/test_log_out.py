import pytest
from django.contrib.sessions.models import Session
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.refusals import faults, refused
from tests.users.people import browser, named_key, send, signed_in, status_of, with_header
from users.models import User


def _refresh(token: str) -> int:
    return int(ContractClient().post("/api/token/refresh/", {"refresh": token}).status_code)


def test_a_token_is_dead_and_the_next_login_gives_another(alice: User) -> None:
    body = signed_in("alice")
    header = f"Token {body['token']}"
    response = with_header(header).post("/api/logout/")
    assert (response.status_code, response.content) == (204, b"")
    assert status_of(header) == 401
    assert status_of(f"Bearer {body['token']}") == 401
    assert refused(with_header(header).post("/api/logout/"), 401, "token_not_valid")
    assert signed_in("alice")["token"] != body["token"]


def test_a_token_leaves_the_other_sign_ins_alone(alice: User) -> None:
    body = signed_in("alice")
    with_header(f"Token {body['token']}").post("/api/logout/")
    assert status_of(f"Bearer {body['access']}") == 200
    assert _refresh(body["refresh"]) == 200


def test_an_access_token_ends_its_whole_family_alone(alice: User) -> None:
    body, other = signed_in("alice"), signed_in("alice")
    header = f"Bearer {body['access']}"
    assert with_header(header).post("/api/logout/").status_code == 204
    assert status_of(header) == 401
    assert _refresh(body["refresh"]) == 401
    assert status_of(f"Token {body['token']}") == 200
    assert status_of(f"Bearer {other['access']}") == 200
    assert _refresh(other["refresh"]) == 200


def test_a_refresh_token_is_enough_without_a_header(alice: User) -> None:
    body = signed_in("alice")
    response = ContractClient().post("/api/logout/", {"refresh": body["refresh"]})
    assert response.status_code == 204
    assert _refresh(body["refresh"]) == 401
    assert status_of(f"Bearer {body['access']}") == 401
    assert status_of(f"Token {body['token']}") == 200


def test_it_ends_the_token_and_the_family_named(alice: User) -> None:
    body = signed_in("alice")
    client = with_header(f"Token {body['token']}")
    assert client.post("/api/logout/", {"refresh": body["refresh"]}).status_code == 204
    assert status_of(f"Token {body['token']}") == 401
    assert status_of(f"Bearer {body['access']}") == 401


def test_a_dead_or_rubbish_refresh_token_hinders_nothing(alice: User) -> None:
    body = signed_in("alice")
    for refresh in ("rubbish", body["access"], body["refresh"], body["refresh"]):
        assert ContractClient().post("/api/logout/", {"refresh": refresh}).status_code == 204
    client = with_header(f"Token {body['token']}")
    assert client.post("/api/logout/", {"refresh": "rubbish"}).status_code == 204
    assert status_of(f"Token {body['token']}") == 401


def test_a_session_ends_with_its_csrf_secret(alice: User) -> None:
    client = browser(alice)
    assert client.get("/api/me/").status_code == 200
    assert client.post("/api/logout/").status_code == 204
    assert client.get("/api/me/").status_code == 401
    assert not Session.objects.exists()


def test_a_session_stays_without_its_csrf_secret(alice: User) -> None:
    client = browser(alice, csrf=False)
    assert refused(client.post("/api/logout/"), 403, "csrf_failed")
    assert refused(client.post("/api/logout/all/"), 403, "csrf_failed")
    assert client.get("/api/me/").status_code == 200


def test_it_needs_something_to_end(anonymous_client: APIClient) -> None:
    response = anonymous_client.post("/api/logout/")
    assert refused(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == 'Token realm="api", Bearer realm="api"'


def test_it_names_the_field_at_fault_and_ends_nothing(alice: User) -> None:
    header = f"Token {signed_in('alice')['token']}"
    for value in (None, "", 5, [], {}, "\x00", "\ud800", "x" * 5000):
        response = send(with_header(header), "/api/logout/", {"refresh": value})
        assert refused(response, 400, "invalid")
        assert faults(response) == [("body", "refresh")], ascii(value)
    assert status_of(header) == 200


def test_everywhere_ends_all_there_is(alice: User, charlie: User) -> None:
    body, theirs = signed_in("alice"), signed_in("charlie")
    key, session = named_key(alice), browser(alice)
    assert with_header(f"Token {body['token']}").post("/api/logout/all/").status_code == 204
    for secret in (body["token"], body["access"], key):
        assert status_of(f"Bearer {secret}") == 401
    assert _refresh(body["refresh"]) == 401
    assert session.get("/api/me/").status_code == 401
    assert status_of(f"Token {theirs['token']}") == 200
    assert _refresh(theirs["refresh"]) == 200


@pytest.mark.parametrize("way", ["access", "session"])
def test_everywhere_works_from_every_sign_in(alice: User, way: str) -> None:
    body = signed_in("alice")
    client = browser(alice) if way == "session" else with_header(f"Bearer {body['access']}")
    assert client.post("/api/logout/all/").status_code == 204
    assert client.get("/api/me/").status_code == 401
    assert status_of(f"Token {body['token']}") == 401
    assert signed_in("alice")["token"] != body["token"]
