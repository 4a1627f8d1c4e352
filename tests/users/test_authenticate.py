from datetime import UTC, datetime, timedelta

import time_machine
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.queries import counted
from tests.refusals import refused
from tests.users.people import browser, named_key, signed_in, status_of, with_header
from users.models import AccessToken, User

CHALLENGES = 'Token realm="api", Bearer realm="api"'


def test_it_takes_either_scheme_in_any_case(alice: User) -> None:
    body = signed_in("alice")
    for scheme in ("Token", "token", "TOKEN", "Bearer", "bearer", "BEARER"):
        assert status_of(f"{scheme} {body['token']}") == 200
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert status_of(f"{scheme} {body['access']}") == 200


def test_it_takes_no_access_token_as_token(alice: User) -> None:
    assert status_of(f"Token {signed_in('alice')['access']}") == 401


RUBBISH = [
    "Token",
    "Bearer",
    "Token a b",
    "Token rubbish",
    "Bearer rubbish",
    "Bearer a.b.c",
    "Bearer ..",
    "Basic YWxpY2U6eA==",
    "rubbish",
    "Token ext_1_" + "a" * 43,
    "Token ext_999999999999999999_" + "a" * 43,
    "Token ext_9999999999999999999999_" + "a" * 43,
    "Token \x00",
    "Token 🍣".encode().decode("latin-1"),
    "Bearer 🍣.🍺.🍣".encode().decode("latin-1"),
    "Token " + "x" * 10_000,
    "Bearer " + "e30." * 1000,
]


def test_it_refuses_a_rubbish_header(alice: User) -> None:
    for header in RUBBISH:
        response = with_header(header).get("/api/me/")
        assert refused(response, 401, "token_not_valid"), ascii(header)
        assert response["WWW-Authenticate"] == CHALLENGES


def test_it_challenges_who_sends_nothing(anonymous_client: APIClient) -> None:
    for path in ("/api/me/", "/api/transactions/", "/api/categories/", "/api/analytics/"):
        response = anonymous_client.get(path)
        assert refused(response, 401, "not_authenticated")
        assert response["WWW-Authenticate"] == CHALLENGES


def test_it_refuses_an_altered_key(alice: User) -> None:
    key = signed_in("alice")["token"]
    last = "A" if key[-1] != "A" else "B"
    assert status_of(f"Token {key[:-1]}{last}") == 401
    assert status_of(f"Token {key.swapcase()}") == 401


def test_it_takes_no_digest_for_a_key(alice: User) -> None:
    signed_in("alice")
    token = AccessToken.objects.get(user=alice)
    for stored in (token.digest, token.nonce, f"ext_{token.pk}_{token.digest[:43]}"):
        assert status_of(f"Token {stored}") == 401


def test_the_header_wins_over_the_cookie(alice: User, charlie: User) -> None:
    client = browser(charlie)
    token = signed_in("alice")["token"]
    seen = client.get("/api/me/", HTTP_AUTHORIZATION=f"Token {token}").json()
    assert seen["username"] == "alice"
    assert client.get("/api/me/").json()["username"] == "charlie"


def test_a_bad_header_is_refused_though_the_cookie_is_good(alice: User) -> None:
    response = browser(alice).get("/api/me/", HTTP_AUTHORIZATION="Token rubbish")
    assert refused(response, 401, "token_not_valid")


def test_a_header_needs_no_csrf_beside_the_cookie(alice: User) -> None:
    client = browser(alice, csrf=False)
    header = f"Token {signed_in('alice')['token']}"
    response = client.post("/api/categories/", {"name": "Books"}, HTTP_AUTHORIZATION=header)
    assert response.status_code == 201


def test_a_cookie_reads_without_csrf_and_writes_with_it(alice: User) -> None:
    bare = browser(alice, csrf=False)
    assert bare.get("/api/me/").status_code == 200
    assert refused(bare.post("/api/categories/", {"name": "Books"}), 403, "csrf_failed")
    assert browser(alice).post("/api/categories/", {"name": "Books"}).status_code == 201


def test_a_cookie_of_a_deactivated_account_is_no_sign_in(alice: User) -> None:
    client = browser(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert refused(client.get("/api/me/"), 401, "not_authenticated")


def test_signing_in_costs_one_query(alice: User) -> None:
    body = signed_in("alice")
    tokens = [f"Token {body['token']}", f"Bearer {body['token']}", f"Bearer {body['access']}"]
    for header in tokens:
        client = with_header(header)
        tag = client.get("/api/me/")["ETag"]
        with counted() as queries:
            response = client.get("/api/me/", HTTP_IF_NONE_MATCH=tag)
        assert response.status_code == 304
        assert len(queries) == 1, queries


def test_a_key_notes_its_use_once_an_hour(alice: User) -> None:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False) as clock:
        header = f"Token {named_key(alice)}"
        assert AccessToken.objects.get(name="phone").last_used_at is None
        for minutes, noted in [(0, 12), (59, 12), (2, 13), (1, 13)]:
            clock.shift(timedelta(minutes=minutes))
            assert status_of(header) == 200
            assert AccessToken.objects.get(name="phone").last_used_at.hour == noted


def test_a_key_ends_when_it_expires(alice: User) -> None:
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as clock:
        header = f"Token {named_key(alice, expires_at=noon + timedelta(days=1))}"
        clock.shift(timedelta(hours=23, minutes=59, seconds=59))
        assert status_of(header) == 200
        clock.shift(timedelta(seconds=1))
        assert refused(with_header(header).get("/api/me/"), 401, "token_not_valid")


def test_each_token_opens_its_own_books(alice: User, charlie: User) -> None:
    for name in ("alice", "charlie"):
        body = signed_in(name)
        for header in (f"Token {body['token']}", f"Bearer {body['access']}"):
            assert with_header(header).get("/api/me/").json()["username"] == name
    assert not AccessToken.objects.exclude(user__in=[alice, charlie]).exists()


def test_another_pepper_ends_every_key(alice: User, settings: object) -> None:
    old = signed_in("alice")["token"]
    settings.TOKEN_PEPPER = "p" * 40
    assert signed_in("alice")["token"] != old
    assert ContractClient().get("/api/me/").status_code == 401
