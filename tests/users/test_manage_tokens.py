"""Named tokens over HTTP: who may, how they are listed, how they end."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from rest_framework.test import APIClient

from ledger.models import Operation
from tests.entries import every_row, ids
from tests.ledger.threads import at_once
from tests.queries import counted
from tests.refusals import faults, refused
from tests.users.named_tokens import PHONE, TOKENS, create, fill
from tests.users.people import (
    browser,
    named_key,
    signed_in,
    status_of,
    with_header,
)
from users.models import AccessToken, User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_login_token_is_none_of_them(alice: User, alice_client: APIClient) -> None:
    login = AccessToken.objects.get(user=alice, login_slot=1)
    assert alice_client.get(TOKENS).json()["count"] == 0
    for method in ("get", "delete"):
        response = getattr(alice_client, method)(f"{TOKENS}{login.pk}/")
        assert refused(response, 404, "not_found")
    assert alice_client.get("/api/me/").status_code == 200


def test_someone_elses_is_a_missing_one(alice_client: APIClient, charlie_client: APIClient) -> None:
    row = create(alice_client)
    for path in (f"{TOKENS}{row['id']}/", f"{TOKENS}999999999999999999/", f"{TOKENS}0/"):
        assert refused(charlie_client.get(path), 404, "not_found")
        assert refused(charlie_client.delete(path), 404, "not_found")
    assert charlie_client.get(TOKENS).json()["count"] == 0
    assert status_of(f"Token {row['key']}") == 200


@pytest.mark.parametrize("scope", ["read", "write"])
def test_a_named_token_may_nothing_of_it(alice: User, scope: str) -> None:
    client = with_header(f"Token {named_key(alice, scope=scope)}")
    number = AccessToken.objects.get(name="phone").pk
    code = "read_only_token" if scope == "read" else "token_not_allowed"
    assert refused(client.get(TOKENS), 403, "token_not_allowed")
    assert refused(client.get(f"{TOKENS}{number}/"), 403, "token_not_allowed")
    assert refused(client.post(TOKENS, PHONE), 403, code)
    assert refused(client.delete(f"{TOKENS}{number}/"), 403, code)
    assert AccessToken.objects.named_of(alice).count() == 1


def test_a_named_token_cannot_have_a_key_shown_again(alice: User, alice_client: APIClient) -> None:
    key = alice_client.post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one").json()["key"]
    again = with_header(f"Token {key}").post(TOKENS, PHONE, HTTP_IDEMPOTENCY_KEY="one")
    assert refused(again, 403, "token_not_allowed")


@pytest.mark.parametrize("way", ["access", "session"])
def test_every_sign_in_may(alice: User, way: str) -> None:
    header = f"Bearer {signed_in('alice')['access']}"
    client = browser(alice) if way == "session" else with_header(header)
    row = create(client)
    assert client.get(TOKENS).json()["count"] == 1
    assert client.delete(f"{TOKENS}{row['id']}/").status_code == 204


def test_a_page_of_another_origin_may_not(alice: User) -> None:
    bare = browser(alice, csrf=False)
    assert refused(bare.post(TOKENS, PHONE), 403, "csrf_failed")
    assert not AccessToken.objects.named_of(alice).exists()


def test_a_read_token_reads_alone(alice_client: APIClient) -> None:
    client = with_header(f"Token {create(alice_client, scope='read')['key']}")
    assert client.get("/api/categories/").status_code == 200
    assert refused(client.post("/api/categories/", {"name": "x"}), 403, "read_only_token")


def test_an_expired_one_is_refused_and_stays_listed(alice_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        row = create(alice_client, expires_at="2026-11-21T13:00:00Z")
        clock.shift(timedelta(minutes=59, seconds=59))
        assert status_of(f"Token {row['key']}") == 200
        clock.shift(timedelta(seconds=1))
        assert status_of(f"Token {row['key']}") == 401
        assert ids(alice_client.get(TOKENS).json()["results"]) == [row["id"]]
        assert alice_client.delete(f"{TOKENS}{row['id']}/").status_code == 204


def test_a_deleted_one_is_dead_at_the_next_request(alice_client: APIClient) -> None:
    row, other = create(alice_client), create(alice_client)
    path = f"{TOKENS}{row['id']}/"
    first = alice_client.delete(path, HTTP_IDEMPOTENCY_KEY="gone")
    assert (first.status_code, first.content) == (204, b"")
    assert Operation.objects.get(pk=first["Operation-Id"]).kind == "token.delete"
    assert status_of(f"Token {row['key']}") == 401
    assert status_of(f"Token {other['key']}") == 200
    assert refused(alice_client.get(path), 404, "not_found")
    assert refused(alice_client.delete(path), 404, "not_found")
    again = alice_client.delete(path, HTTP_IDEMPOTENCY_KEY="gone")
    assert (again.status_code, again["Idempotent-Replayed"]) == (204, "true")
    assert ids(alice_client.get(TOKENS).json()["results"]) == [other["id"]]


def test_of_ten_deletions_at_once_one_deletes(alice_client: APIClient) -> None:
    path = f"{TOKENS}{create(alice_client)['id']}/"
    answers = at_once(10, lambda _: alice_client.delete(path).status_code)
    assert sorted(answers) == [204] + [404] * 9


def test_it_cannot_be_undone(alice_client: APIClient) -> None:
    path = f"{TOKENS}{create(alice_client)['id']}/"
    alice_client.delete(path)
    for row in alice_client.get("/api/operations/").json()["results"][:2]:
        assert (row["undoable"], row["change_count"]) == (False, 0)
        undone = alice_client.post(f"/api/operations/{row['id']}/undo/")
        assert refused(undone, 409, "wrong_state")
    assert alice_client.get(path).status_code == 404


def test_logging_out_everywhere_ends_all(alice: User, alice_client: APIClient) -> None:
    rows = [create(alice_client) for _ in range(3)]
    assert alice_client.post("/api/logout/all/").status_code == 204
    assert {status_of(f"Token {row['key']}") for row in rows} == {401}
    client = with_header(f"Token {signed_in('alice')['token']}")
    assert client.get(TOKENS).json()["count"] == 0


def test_logging_out_ends_none(alice: User, alice_client: APIClient) -> None:
    key = create(alice_client)["key"]
    assert alice_client.post("/api/logout/").status_code == 204
    assert status_of(f"Token {key}") == 200


def test_its_tag_changes_with_what_it_shows(alice_client: APIClient) -> None:
    row = create(alice_client)
    for path in (TOKENS, f"{TOKENS}{row['id']}/"):
        AccessToken.objects.filter(pk=row["id"]).update(last_used_at=None)
        tag = alice_client.get(path)["ETag"]
        alice_client.post("/api/categories/", {"name": f"Of no token, {path}"})
        again = alice_client.get(path, HTTP_IF_NONE_MATCH=tag)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
        assert status_of(f"Token {row['key']}") == 200
        used = alice_client.get(path, HTTP_IF_NONE_MATCH=tag)
        assert (used.status_code, used["ETag"] == tag) == (200, False)


def test_it_tells_the_hour_of_the_last_use(alice_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        row = create(alice_client)
        path = f"{TOKENS}{row['id']}/"
        for minutes, seen in ((0, "12:00"), (60, "12:00"), (1, "13:01")):
            clock.shift(timedelta(minutes=minutes))
            assert status_of(f"Token {row['key']}") == 200
            shown = alice_client.get(path).json()["last_used_at"]
            assert shown == f"2026-11-21T{seen}:00Z"


def test_nobody_shares_a_tag(alice_client: APIClient, charlie_client: APIClient) -> None:
    tag = alice_client.get(TOKENS)["ETag"]
    assert charlie_client.get(TOKENS, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_it_pages_in_order(alice_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        made = []
        for _ in range(5):
            made.append(create(alice_client)["id"])
            clock.shift(timedelta(seconds=1))
    assert ids(every_row(alice_client, TOKENS, page_size=2)) == made[::-1]
    oldest_first = every_row(alice_client, TOKENS, page_size=2, ordering="created_at")
    assert ids(oldest_first) == made
    page = alice_client.get(TOKENS, {"page": 2, "page_size": 2}).json()
    assert (page["count"], ids(page["results"])) == (5, made[2:0:-1])
    assert refused(alice_client.get(TOKENS, {"page": 4, "page_size": 2}), 404, "not_found")


_UNKNOWN = [("ordering=name", "ordering"), ("search=x", "search"), ("page=x", "page")]
_UNKNOWN += [("scope=read", "scope"), ("expand=key", "expand")]


def test_it_refuses_what_it_does_not_know(alice_client: APIClient) -> None:
    for query, fault in _UNKNOWN:
        assert faults(alice_client.get(f"{TOKENS}?{query}")) == [("query", fault)]


def test_it_takes_no_other_method(alice_client: APIClient) -> None:
    path = f"{TOKENS}{create(alice_client)['id']}/"
    for method in ("put", "patch", "post"):
        assert refused(getattr(alice_client, method)(path, PHONE), 405, "method_not_allowed")
    assert refused(alice_client.delete(TOKENS), 405, "method_not_allowed")


def test_it_needs_a_sign_in(anonymous_client: APIClient) -> None:
    for path in (TOKENS, f"{TOKENS}1/"):
        assert refused(anonymous_client.get(path), 401, "not_authenticated")


def test_it_costs_the_same_however_many_there_are(alice: User, alice_client: APIClient) -> None:
    said = []
    for number in (1, 40):
        fill(alice, number, scope="write" if number == 1 else "read")
        with counted() as queries:
            assert alice_client.get(TOKENS).status_code == 200
        said.append(len(queries))
    assert said == [3, 3]
