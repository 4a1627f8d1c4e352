from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from ledger.models import Book, Change, Operation
from tests.conftest import PASSWORD
from tests.entries import nothing_written
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import send, signed_in, with_header
from users.models import User


def test_it_shows_the_profile(alice: User, alice_client: APIClient) -> None:
    assert alice_client.get("/api/me/").json() == {
        "id": alice.pk,
        "username": "alice",
        "email": "alice@example.org",
        "first_name": "",
        "last_name": "",
        "currency": "USD",
        "timezone": "UTC",
    }


def test_it_is_not_sent_again_until_its_bytes_change(alice_client: APIClient) -> None:
    tag = alice_client.get("/api/me/")["ETag"]
    assert not tag.startswith("W/")
    alice_client.post("/api/categories/", {"name": "Books"})
    again = alice_client.get("/api/me/", HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    alice_client.patch("/api/me/", {"first_name": "Alice"})
    changed = alice_client.get("/api/me/", HTTP_IF_NONE_MATCH=tag)
    assert changed.status_code == 200
    assert changed["ETag"] != tag


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("currency", "eur", "EUR"),
        ("timezone", "Europe/Berlin", "Europe/Berlin"),
        ("first_name", "Zoë 🍣", "Zoë 🍣"),
        ("last_name", "O'Brien-Ñandú", "O'Brien-Ñandú"),
        ("username", "Alicia", "Alicia"),
        ("username", "ALICE", "ALICE"),
    ],
)
def test_it_changes_what_is_sent_alone(
    alice_client: APIClient, name: str, sent: str, kept: str
) -> None:
    before = alice_client.get("/api/me/").json()
    response = alice_client.patch("/api/me/", {name: sent})
    assert response.status_code == 200
    assert response.json() == before | {name: kept} == alice_client.get("/api/me/").json()


def test_it_takes_its_own_answer_back(alice_client: APIClient) -> None:
    profile = alice_client.get("/api/me/").json()
    response = alice_client.patch("/api/me/", profile | {"id": 999})
    assert (response.status_code, response.json()) == (200, profile)


def test_it_takes_its_own_answer_back_without_an_address(
    alice: User, alice_client: APIClient
) -> None:
    User.objects.filter(pk=alice.pk).update(email=None)
    profile = alice_client.get("/api/me/").json()
    assert profile["email"] is None
    assert alice_client.patch("/api/me/", profile).status_code == 200


def test_it_records_what_changed_in_the_books(alice: User, alice_client: APIClient) -> None:
    response = alice_client.patch("/api/me/", {"currency": "EUR", "timezone": "UTC"})
    book = Book.objects.get(owner=alice)
    operation = Operation.objects.get(pk=response["Operation-Id"])
    assert (operation.kind, operation.version, book.currency) == (
        "profile.update",
        book.version,
        "EUR",
    )
    (change,) = Change.objects.filter(operation=operation)
    assert (change.resource, change.row) == ("book", book.pk)
    assert (change.before, change.after) == ({"currency": "USD"}, {"currency": "EUR"})


def test_it_answers_a_repeated_request_again(alice_client: APIClient) -> None:
    change = {"email": "new@example.org", "current_password": PASSWORD}
    first = alice_client.patch("/api/me/", change, HTTP_IDEMPOTENCY_KEY="one")
    assert first.status_code == 200
    later = {"email": "newer@example.org", "current_password": PASSWORD}
    alice_client.patch("/api/me/", later)
    new = {"current_password": PASSWORD, "new_password": "another-horse-9"}
    assert alice_client.post("/api/me/password/", new).status_code == 204
    again = alice_client.patch("/api/me/", change, HTTP_IDEMPOTENCY_KEY="one")
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert again["Operation-Id"] == first["Operation-Id"]
    assert alice_client.get("/api/me/").json()["email"] == "newer@example.org"


def test_it_changes_the_address_with_the_password(alice: User, alice_client: APIClient) -> None:
    change = {"email": "New@Example.org", "current_password": PASSWORD}
    assert alice_client.patch("/api/me/", change).json()["email"] == "new@example.org"
    for name in ("new@example.org", "alice"):
        login = alice_client.post("/api/login/", {"email": name, "password": PASSWORD})
        assert login.status_code == 200
    login = {"email": "alice@example.org", "password": PASSWORD}
    assert alice_client.post("/api/login/", login).status_code == 401


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"email": "new@example.org"}, "current_password"),
        ({"email": "new@example.org", "current_password": "wrong-horse-9"}, "current_password"),
        ({"email": None}, "email"),
        ({"email": None, "current_password": PASSWORD}, "email"),
    ],
)
def test_it_keeps_the_address_without_the_password(
    alice: User, alice_client: APIClient, change: dict[str, Any], fault: str
) -> None:
    with nothing_written(alice):
        response = alice_client.patch("/api/me/", change | {"first_name": "Mallory"})
        assert refused(response, 400, "invalid")
    assert faults(response) == [("body", fault)]
    assert alice_client.get("/api/me/").json()["first_name"] == ""


@pytest.mark.parametrize("name", ["charlie", "CHARLIE", "ｃｈａｒｌｉｅ"])
def test_it_refuses_a_taken_name(
    alice: User, charlie: User, alice_client: APIClient, name: str
) -> None:
    with nothing_written(alice):
        response = alice_client.patch("/api/me/", {"username": name, "currency": "EUR"})
        assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "username")]


def test_of_two_at_once_one_takes_the_name(alice: User, charlie: User) -> None:
    headers = [f"Token {signed_in(name)['token']}" for name in ("alice", "charlie")]

    def rename(number: int) -> Any:
        return with_header(headers[number]).patch("/api/me/", {"username": "dave"})

    taken, refusal = sorted(at_once(2, rename), key=lambda answer: answer.status_code)
    assert (taken.status_code, refusal.status_code) == (200, 400)
    assert faults(refusal) == [("body", "username")]


def test_it_refuses_a_taken_address(alice: User, charlie: User, alice_client: APIClient) -> None:
    change = {"email": "CHARLIE@example.org", "current_password": PASSWORD}
    with nothing_written(alice):
        assert faults(alice_client.patch("/api/me/", change)) == [("body", "email")]


def test_it_refuses_a_name_that_is_somebody_elses_address(
    alice: User, alice_client: APIClient
) -> None:
    response = alice_client.patch("/api/me/", {"username": "bob@example.org"})
    assert faults(response) == [("body", "username")]
    assert alice_client.patch("/api/me/", {"username": "alice@example.org"}).status_code == 200


_NO_TEXT = [None, 5, 1.5, True, [], {}, "\x00", "\ud800", "x" * 300]
_NO_ZONE = ["", "Mars/Olympus", "europe/berlin", "UTC+1", "../../etc/passwd", "/etc/passwd", " UTC"]
_NO_NAME = ["", "🍣", "al\u200fice", "al ice"]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("username", [*_NO_TEXT, *_NO_NAME]),
        ("email", [*_NO_TEXT[1:], *_NO_NAME]),
        ("first_name", _NO_TEXT),
        ("last_name", _NO_TEXT),
        ("timezone", [*_NO_TEXT, *_NO_ZONE]),
        ("currency", [*_NO_TEXT, "", "EURO", "XXY", "€", "ＥＵＲ"]),
        ("current_password", [5]),
        ("password", ["new-horse-99"]),
        ("is_staff", [True]),
        ("Currency", ["EUR"]),
    ],
)
def test_it_names_the_field_at_fault(
    alice: User, alice_client: APIClient, name: str, values: list[Any]
) -> None:
    with nothing_written(alice):
        for value in values:
            response = send(alice_client, "/api/me/", {name: value}, "patch")
            assert refused(response, 400, "invalid")
            assert set(faults(response)) == {("body", name)}, ascii(value)
    assert alice_client.get("/api/me/").status_code == 200


def test_it_refuses_what_is_no_object(alice_client: APIClient) -> None:
    for body in (5, "email", [], ["email"], None, True):
        assert refused(send(alice_client, "/api/me/", body, "patch"), 400, "invalid")


def test_it_moves_today_with_the_time_zone(alice_client: APIClient) -> None:
    entry = {"type": "expense", "amount": "1.00"}
    with time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False):
        url = "/api/reports/summary/?period=last_7_days"
        before = alice_client.get(url)
        assert alice_client.post("/api/transactions/", entry).json()["date"] == "2026-11-21"
        alice_client.patch("/api/me/", {"timezone": "Europe/Berlin"})
        assert alice_client.post("/api/transactions/", entry).json()["date"] == "2026-11-22"
        after = alice_client.get(url, HTTP_IF_NONE_MATCH=before["ETag"])
    assert (before.json()["end_date"], after.json()["end_date"]) == ("2026-11-21", "2026-11-22")


def test_it_changes_nobody_elses(alice_client: APIClient, charlie_client: APIClient) -> None:
    before = charlie_client.get("/api/me/")
    change = {"username": "new", "currency": "JPY", "timezone": "Asia/Tokyo"}
    assert alice_client.patch("/api/me/", change).status_code == 200
    after = charlie_client.get("/api/me/")
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
