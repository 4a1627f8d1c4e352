from typing import Any

from rest_framework.test import APIClient

from ledger.models import Book
from tests.conftest import PASSWORD
from tests.entries import nothing_written, record, trace_of
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import (
    DAVE,
    browser,
    everything_stored,
    named_key,
    rows_of,
    send,
    signed_in,
    status_of,
    with_header,
)
from users.models import User

RIGHT = {"password": PASSWORD}


def _delete(client: APIClient) -> int:
    return int(client.post("/api/me/delete/", RIGHT).status_code)


def test_it_needs_the_password(alice: User, alice_client: APIClient) -> None:
    with nothing_written(alice):
        for body in ({"password": "wrong-horse-9"}, {}, {"password": None}, {"password": 5}):
            response = alice_client.post("/api/me/delete/", body)
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", "password")]
        for value in ("", [], {}, "\x00", "\ud800", "x" * 600):
            response = send(alice_client, "/api/me/delete/", {"password": value})
            assert faults(response) == [("body", "password")]
    assert alice_client.get("/api/me/").status_code == 200


def test_it_ends_every_credential(alice: User, anonymous_client: APIClient) -> None:
    body, key, session = signed_in("alice"), named_key(alice), browser(alice)
    assert _delete(with_header(f"Bearer {body['access']}")) == 204
    for secret in (body["token"], body["access"], key):
        assert status_of(f"Bearer {secret}") == 401
    assert session.get("/api/me/").status_code == 401
    refresh = anonymous_client.post("/api/token/refresh/", {"refresh": body["refresh"]})
    assert refused(refresh, 401, "token_not_valid")
    login = anonymous_client.post("/api/login/", {"username": "alice", **RIGHT})
    assert refused(login, 401, "invalid_credentials")


def test_it_leaves_no_row(alice: User, alice_client: APIClient) -> None:
    record(alice_client, category="Secret hobby", notes="diary")
    browser(alice), named_key(alice)
    book = Book.objects.get(owner=alice).pk
    assert rows_of(alice.pk, book)["Transaction.book"] == 1
    assert _delete(alice_client) == 204
    left = {name: count for name, count in rows_of(alice.pk, book).items() if count}
    assert left == {}
    assert not User.objects.filter(pk=alice.pk).exists()
    stored = everything_stored()
    for trace in ("alice", "Secret hobby", "diary", "deleted:"):
        assert trace not in stored


def test_it_touches_nobody_elses_rows(
    charlie: User, alice_client: APIClient, charlie_client: APIClient
) -> None:
    record(alice_client, category="Food")
    kept = record(charlie_client, category="Food")
    before = rows_of(charlie.pk, charlie.book.pk)
    assert _delete(alice_client) == 204
    assert rows_of(charlie.pk, charlie.book.pk) == before
    assert charlie_client.get(f"/api/transactions/{kept['id']}/").json() == kept
    assert charlie_client.get("/api/analytics/").json()["balance"] == "-10.00"


def test_its_name_and_address_are_free_again(alice: User, alice_client: APIClient) -> None:
    record(alice_client)
    assert _delete(alice_client) == 204
    again = DAVE | {"username": "Alice", "email": "Alice@example.org"}
    fresh = alice_client.post("/api/register/", again).json()
    client = with_header(f"Token {fresh['token']}")
    assert client.get("/api/transactions/").json()["count"] == 0
    assert alice_client.get("/api/me/").status_code == 401


def test_nobody_can_hinder_it_by_a_name(alice: User, alice_client: APIClient) -> None:
    for number, name in enumerate((f"deleted-{alice.pk}", f"deleted_{alice.pk}")):
        squatter = DAVE | {"username": name, "email": f"{number}@example.org"}
        assert alice_client.post("/api/register/", squatter).status_code == 201
    squatter = DAVE | {"username": f"deleted:{alice.pk}"}
    assert faults(alice_client.post("/api/register/", squatter)) == [("body", "username")]
    assert _delete(alice_client) == 204


def test_it_works_from_the_browser_with_its_csrf_secret(alice: User) -> None:
    bare = browser(alice, csrf=False)
    assert refused(bare.post("/api/me/delete/", RIGHT), 403, "csrf_failed")
    assert _delete(browser(alice)) == 204


def test_what_is_written_meanwhile_goes_with_it(alice: User, alice_client: APIClient) -> None:
    body = signed_in("alice")
    book = Book.objects.get(owner=alice).pk

    def act(number: int) -> Any:
        client = with_header(f"Token {body['token']}")
        if number == 0:
            return _delete(client)
        if number < 3:
            return client.post("/api/login/", {"username": "alice", **RIGHT}).status_code
        entry = {"type": "expense", "amount": "1.00", "category": f"Hobby {number}"}
        return client.post("/api/transactions/", entry).status_code

    deleted, *others = at_once(8, act)
    assert deleted == 204
    assert set(others) <= {200, 201, 401}
    assert [name for name, count in rows_of(alice.pk, book).items() if count] == []


def test_of_two_at_once_one_deletes(alice: User, charlie: User) -> None:
    body, before = signed_in("alice"), trace_of(charlie)
    answers = at_once(2, lambda _: _delete(with_header(f"Token {body['token']}")))
    assert set(answers) <= {204, 401, 400}
    assert 204 in answers
    assert list(User.objects.all()) == [charlie]
    assert trace_of(charlie)[0] == before[0]
