"""Conditional GETs: what has not changed is not sent again, and what has changed always is."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from ledger.models import Book
from tests.answers import whole
from tests.conftest import PASSWORD, client_of
from tests.imports.uploading import DAY, csv, looked_at
from tests.ledger.routes import routes
from tests.queries import counted
from users.models import User

#: Public pages have no owner.
NOT_OF_THE_BOOKS = {"/api/", "/api/schema/", "/api/docs/", "/api/redoc/"}
READS = [
    route for route in routes() if "get" in route.methods and route.path not in NOT_OF_THE_BOOKS
]
LIST = "/api/transactions/"
#: What lies outside the books is read to be tagged: the tokens, of a list their number as well.
MORE_QUESTIONS = {
    "/api/tokens/": 2,
    "/api/tokens/{pk}/": 1,
    "/api/imports/": 2,
    "/api/imports/{pk}/": 1,
    "/api/imports/{pk}/rows/": 3,
    "/api/me/export/": 1,
}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """At midnight every tag changes, and no test may run into one."""
    with time_machine.travel("2026-03-01T12:00:00+00:00", tick=False):
        yield


def fill(client: Any) -> dict[str, int]:
    """A row of each resource; their ids."""
    ids = {}
    for kind in ("expense", "income"):
        body = {"type": kind, "amount": "5.00", "category": "Food"}
        ids[kind] = client.post(LIST, body).json()
    expense = ids["expense"]
    newest = client.get("/api/operations/").json()["results"][0]
    budget = client.post("/api/budgets/", {"amount": "50.00"}).json()
    return {
        "budgets": budget["id"],
        "categories": expense["category"],
        "transactions": expense["id"],
        "expenses": expense["id"],
        "income": ids["income"]["id"],
        "operations": newest["id"],
        "imports": looked_at(client, csv(*DAY))["id"],
        "tokens": client.post("/api/tokens/", {"name": "Phone"}).json()["id"],
    }


def urls_of(client: Any) -> dict[str, str]:
    """Every path that is read, with the ids of rows that are there, and its template."""
    ids = fill(client)
    return {
        read.path.replace("{pk}", str(ids.get(read.path.split("/")[2]))): read.path
        for read in READS
    }


def tag_of(client: Any, url: str = LIST, **headers: str) -> str:
    answer = whole(client.get(url, **headers))
    assert answer.status_code == 200
    return str(answer["ETag"])


def test_it_finds_the_reads() -> None:
    assert len(READS) >= 15


def test_it_sends_a_read_once(alice_client: Any) -> None:
    for url in urls_of(alice_client):
        first = whole(alice_client.get(url))
        again = alice_client.get(url, HTTP_IF_NONE_MATCH=first["ETag"])
        assert (again.status_code, again.content) == (304, b""), url
        for header in ("ETag", "Cache-Control", "Vary"):
            assert again[header] == first[header], url
        assert {"Authorization", "Cookie", "Accept"} <= set(first["Vary"].split(", ")), url
        assert not {"Content-Type", "Content-Length"} & set(again.headers), url


def test_it_asks_the_database_one_question_for_an_unchanged_read(alice_client: Any) -> None:
    for url, path in urls_of(alice_client).items():
        tag = tag_of(alice_client, url)
        # The profile is tagged by its bytes, which are those of the sign-in's own rows.
        with counted() as queries:
            assert alice_client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
        assert len(queries) == 1 + MORE_QUESTIONS.get(path, 0), url


def test_it_tags_no_two_people_alike(alice_client: Any, charlie_client: Any) -> None:
    paths = [read.path for read in READS if not read.has_row]
    for path in paths:
        assert tag_of(alice_client, path) != tag_of(charlie_client, path)
    for url in urls_of(alice_client).keys() - set(paths):
        tag = tag_of(alice_client, url)
        assert charlie_client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 404


def test_it_answers_head_as_get(alice_client: Any) -> None:
    for url in urls_of(alice_client):
        read, head = whole(alice_client.get(url)), alice_client.head(url)
        assert (head.status_code, head.content) == (200, b""), url
        assert head["ETag"] == read["ETag"]
        assert alice_client.head(url, HTTP_IF_NONE_MATCH=read["ETag"]).status_code == 304


def test_it_tags_one_object_strongly_and_lists_weakly(alice_client: Any) -> None:
    ids = fill(alice_client)
    assert tag_of(alice_client, f"{LIST}{ids['transactions']}/").startswith('"7.')
    assert tag_of(alice_client, "/api/me/").startswith('"')
    for path in ("transactions/", "categories/", "analytics/", "transactions/totals/"):
        assert tag_of(alice_client, f"/api/{path}").startswith('W/"7.')


@pytest.mark.parametrize("path", ["transactions/", "me/"])
def test_it_knows_the_tag_in_every_form(alice_client: Any, path: str) -> None:
    tag = tag_of(alice_client, f"/api/{path}")
    bare = tag.removeprefix("W/")
    lists = [f'"other", {tag}', f'{tag},W/"x"', f'"a" , {tag} , "b"']
    for given in (tag, bare, f"W/{bare}", *lists, "*"):
        answer = alice_client.get(f"/api/{path}", HTTP_IF_NONE_MATCH=given)
        assert answer.status_code == 304, given


def test_it_sends_the_answer_for_any_other_tag(alice_client: Any) -> None:
    bare = tag_of(alice_client).removeprefix("W/")
    rubbish = ["", "rubbish", '"', '"other"', 'W/"', '"*"', "\xff", "," * 99]
    for given in (*rubbish, bare.strip('"'), f"w/{bare}"):
        answer = alice_client.get(LIST, HTTP_IF_NONE_MATCH=given)
        assert (answer.status_code, answer.json()["count"]) == (200, 0), given


def test_it_answers_no_304_for_what_is_missing(alice_client: Any) -> None:
    for given in ("*", tag_of(alice_client)):
        answer = alice_client.get(f"{LIST}999/", HTTP_IF_NONE_MATCH=given)
        assert (answer.status_code, "ETag" in answer.headers) == (404, False)


def test_it_answers_no_304_without_a_sign_in(alice_client: Any) -> None:
    answer = APIClient().get(LIST, HTTP_IF_NONE_MATCH=tag_of(alice_client))
    assert answer.status_code == 401


def test_it_ignores_the_header_on_a_write(alice_client: Any) -> None:
    body = {"type": "expense", "amount": "5.00"}
    assert alice_client.post(LIST, body, HTTP_IF_NONE_MATCH="*").status_code == 201


def test_it_has_a_new_tag_after_every_write(alice_client: Any) -> None:
    tags = [tag_of(alice_client)]

    def wrote(answer: Any) -> Any:
        assert answer.status_code in (200, 201, 204)
        tags.append(tag_of(alice_client))
        return answer

    row = wrote(alice_client.post(LIST, {"type": "expense", "amount": "5", "category": "Food"}))
    url = f"{LIST}{row.json()['id']}/"
    wrote(alice_client.patch(url, {"amount": "6"}))
    wrote(alice_client.put(url, {**row.json(), "amount": "7"}))
    wrote(alice_client.patch(f"/api/categories/{row.json()['category']}/", {"name": "Meals"}))
    wrote(alice_client.delete(f"/api/categories/{row.json()['category']}/?move_to=none"))
    wrote(alice_client.delete(url))
    wrote(alice_client.patch("/api/me/", {"currency": "EUR"}))
    wrote(alice_client.patch("/api/me/", {"timezone": "Asia/Tokyo"}))
    assert len(set(tags)) == len(tags) == 9


def test_it_keeps_the_tag_after_a_refusal_and_after_a_strangers_write(
    alice_client: Any, charlie_client: Any
) -> None:
    tag = tag_of(alice_client)
    alice_client.post(LIST, {"type": "expense", "amount": "-5"})
    charlie_client.post(LIST, {"type": "expense", "amount": "5"})
    assert tag_of(alice_client) == tag


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("UTC", "2026-02-28T23:59:59+00:00", "2026-03-01T00:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-02-28T09:59:59+00:00", "2026-02-28T10:00:00+00:00"),
        ("Pacific/Niue", "2026-03-01T10:59:59+00:00", "2026-03-01T11:00:00+00:00"),
    ],
)
def test_it_has_a_new_tag_at_the_users_midnight(
    alice: User, zone: str, before: str, after: str
) -> None:
    Book.objects.filter(owner=alice).update(timezone=zone)
    with time_machine.travel(before, tick=False) as clock:
        client = client_of(alice)
        first = tag_of(client, "/api/analytics/")
        assert tag_of(client, "/api/analytics/") == first
        clock.move_to(after)
        assert tag_of(client, "/api/analytics/") != first


def test_it_has_a_new_tag_after_a_restore(alice: User, alice_client: Any) -> None:
    tag = tag_of(alice_client)
    Book.objects.filter(owner=alice).update(epoch="0" * 32)
    assert tag_of(alice_client) != tag


def test_it_has_a_new_tag_with_a_new_release(alice_client: Any, settings: Any) -> None:
    tag = tag_of(alice_client)
    settings.VERSION = "99.0.0"
    assert tag_of(alice_client) != tag


def test_it_tags_each_url_apart(alice_client: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    same_list = [
        tag_of(alice_client, LIST),
        tag_of(alice_client, f"{LIST}?page=1"),
        tag_of(alice_client, f"{LIST}?page_size=9"),
        tag_of(alice_client, "/api/expenses/"),
        tag_of(alice_client, LIST, HTTP_HOST="money.example.org"),
        tag_of(alice_client, LIST, HTTP_HOST="testserver:8000"),
    ]
    assert len(set(same_list)) == 6


def test_it_tags_the_scheme_apart(alice_client: Any, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert tag_of(alice_client) != tag_of(alice_client, HTTP_X_FORWARDED_PROTO="https")


def test_it_tags_the_profile_by_its_bytes(alice_client: Any) -> None:
    tag = tag_of(alice_client, "/api/me/")
    alice_client.post(LIST, {"type": "expense", "amount": "5"})
    assert tag_of(alice_client, "/api/me/") == tag
    alice_client.patch("/api/me/", {"first_name": "Alice"})
    assert tag_of(alice_client, "/api/me/") != tag


def test_it_never_tags_different_bytes_alike(alice: User, alice_client: Any) -> None:
    """A story told step by step: whenever an answer differs, so does its tag."""
    seen: dict[tuple[str, str], bytes] = {}
    paths = [route.path for route in READS if not route.has_row]

    def look() -> None:
        for path in paths:
            answer = whole(alice_client.get(path))
            if answer.status_code == 200:
                known = seen.setdefault((path, answer["ETag"]), answer.content)
                assert known == answer.content, path

    rows = [
        alice_client.post(LIST, {"type": "expense", "amount": "5", "category": "Food"}).json()
        for _ in range(2)
    ]
    paths += [f"{LIST}{row['id']}/" for row in rows]
    look()
    alice_client.patch("/api/me/", {"currency": "JPY"})
    look()
    alice_client.patch(f"/api/categories/{rows[0]['category']}/", {"emoji": "🍣"})
    look()
    alice_client.delete(f"{LIST}{rows[0]['id']}/")
    look()
    alice_client.patch("/api/me/", {"username": "alicia", "first_name": "A"})
    look()
    token = alice_client.post("/api/tokens/", {"name": "Phone"}).json()
    look()
    alice_client.delete(f"/api/tokens/{token['id']}/")
    look()
    with time_machine.travel("2031-02-28T12:00:00+00:00", tick=False):
        look()
    assert len(seen) > 5 * len(READS) / 2


def test_it_serves_a_bearer_and_a_session_the_same(alice: User) -> None:
    by_token = client_of(alice)
    access = APIClient().post("/api/login/", {"username": "alice", "password": PASSWORD}).json()
    by_access, by_session = APIClient(), APIClient()
    by_access.credentials(HTTP_AUTHORIZATION=f"Bearer {access['access']}")
    by_session.force_login(alice)
    tags = {tag_of(client, "/api/analytics/") for client in (by_token, by_access, by_session)}
    assert len(tags) == 1
