"""Nobody learns of a row that is not theirs, nor touches it, by any id the API takes.

The OpenAPI schema names the places where an id can stand: paths, bodies, filters. In each of them
another user's id must get, word for word, the answer of an id that does not exist.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse

from ledger.models import Book
from tests.answers import ContractClient, Json, resolve, schema
from tests.entries import add_category, nothing_written, record
from tests.schema.documents import operations, parameters
from users.models import User

#: What names a row. A field or parameter new to the schema must be put here, or below.
REFERENCES = {"category", "external_id", "id", "move_to"}
NO_REFERENCES = {
    "amount", "amount_max", "amount_min", "archived", "color", "currency", "current_password",
    "cursor", "date", "description", "email", "emoji", "end_date", "first_name", "last_name",
    "month", "name", "notes", "ordering", "page", "page_size", "password", "period", "refresh",
    "refund", "search", "start_date", "timezone", "top", "type", "username", "weekday", "year",
}  # fmt: skip
#: The id of the request, and what follows from its URL: the tag, and the length of the answer.
OF_ONE_REQUEST = {"X-Request-ID", "ETag", "Content-Length"}
#: Neither a row has this id, nor an `external_id` this text.
NOBODYS = 987654321
JSON, FORM = "application/json", "multipart/form-data"
ROW = {"type": "expense", "amount": "5.00", "currency": "USD", "date": "2026-03-01"}


@dataclass(frozen=True)
class Person:
    """Somebody, and the ids of their rows by the collection that serves them."""

    user: User
    client: ContractClient
    rows: dict[str, int]


def _with_rows(user: User, client: ContractClient) -> Person:
    category = add_category(client, f"Only {user.username}'s")["id"]
    kept = {"category": category, "date": "2026-03-01"}
    expense, income = (
        record(client, **kept, type=kind, external_id=f"{kind}-{user.username}")["id"]
        for kind in ("expense", "income")
    )
    rows = {"categories": category, "transactions": expense, "expenses": expense, "income": income}
    return Person(user, client, rows)


@pytest.fixture
def owner(alice: User, alice_client: ContractClient) -> Person:
    return _with_rows(alice, alice_client)


@pytest.fixture
def stranger(owner: Person, charlie: User, charlie_client: ContractClient) -> Person:
    return _with_rows(charlie, charlie_client)


def collection(path: str) -> str:
    return path.split("/")[2]


def words(answer: HttpResponse, named: Any) -> tuple[Any, ...]:
    """All of an answer but the id that its URLs repeat and the id of its request."""
    headers = {name: text for name, text in answer.items() if name not in OF_ONE_REQUEST}
    text = answer.content.decode().replace(answer["X-Request-ID"], "<request>")
    repeated = rf"\b({'|'.join(sorted(REFERENCES))})={re.escape(str(named))}\b"
    return answer.status_code, headers, re.sub(repeated, r"\1=<id>", text)


def contents(user: User) -> list[Any]:
    """Every value of every row of somebody's books."""
    book = Book.objects.get(owner=user)
    rows = [list(Book.objects.filter(pk=book.pk).values_list())]
    for name in ("categories", "transactions"):
        for model in apps.get_app_config(name).get_models():
            found = model._base_manager.filter(book=book.pk).values_list()
            rows.append(sorted(found, key=repr))
    return rows


@contextmanager
def untouched(owner: Person) -> Iterator[None]:
    before = contents(owner.user)
    with nothing_written(owner.user):
        yield
    assert contents(owner.user) == before


def same_answer(send: Callable[[Any], HttpResponse], theirs: Any) -> HttpResponse:
    """The answer to the owner's id, which must be the one to nobody's."""
    strange, unknown = send(theirs), send(NOBODYS)
    assert words(strange, theirs) == words(unknown, NOBODYS)
    return strange


def bodies(operation: Json) -> list[Any]:
    """The schema's own examples of a body, valid but for what the test puts into them."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    return [each["value"] for each in content.get("examples", {}).values()] or [None]


def fields(operation: Json) -> set[str]:
    """The keys that a body may have, without those that are ignored."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    properties = resolve(content["schema"])["properties"] if content else {}
    return {name for name, each in properties.items() if not each.get("readOnly")}


def filters(operation: Json) -> set[str]:
    return {name for name, each in parameters(operation).items() if each["in"] == "query"}


OPERATIONS = [(path, method, each) for path, method, each in operations()]
WITH_ROW = [(path, method, each) for path, method, each in OPERATIONS if "{id}" in path]
WITH_CATEGORY = [entry for entry in OPERATIONS if "category" in fields(entry[2])]
WITH_FILTER = [
    # All the time there is: by themselves, reports look at this month alone.
    (path, name, "&period=all" if "period" in filters(each) else "")
    for path, method, each in OPERATIONS
    for name in sorted(filters(each) & REFERENCES)
    if method == "get"
]


def test_it_knows_which_inputs_name_a_row() -> None:
    found = {name for *_, each in OPERATIONS for name in filters(each) | fields(each)}
    assert found - REFERENCES == NO_REFERENCES
    variables = {part for path in schema()["paths"] for part in path.split("/") if "{" in part}
    assert variables == {"{id}"}
    assert [path for path, _, each in OPERATIONS if "move_to" in filters(each)] == [
        "/api/categories/{id}/"
    ]
    assert (len(WITH_ROW), len(WITH_CATEGORY), len(WITH_FILTER)) == (17, 9, 20)


@pytest.mark.parametrize(("path", "method", "operation"), WITH_ROW, ids=str)
def test_it_has_no_row_of_another_user(
    owner: Person, stranger: Person, path: str, method: str, operation: Json
) -> None:
    theirs = owner.rows[collection(path)]
    for body in [None, {}, *bodies(operation)]:
        with untouched(owner):
            answer = same_answer(
                lambda id, body=body: getattr(stranger.client, method)(path.format(id=id), body),
                theirs,
            )
        assert answer.status_code == 404, answer.content


@pytest.mark.parametrize(("path", "method", "operation"), WITH_CATEGORY, ids=str)
@pytest.mark.parametrize("media_type", [JSON, FORM])
def test_it_puts_nothing_into_another_users_category(
    owner: Person, stranger: Person, path: str, method: str, operation: Json, media_type: str
) -> None:
    own = path.format(id=stranger.rows[collection(path)])
    kept = ROW if media_type == FORM else {}
    kind = {"type": "income"} if collection(path) == "income" else {}
    for body in bodies(operation):
        plain = {**kept, **body, **kind}
        if collection(path) != "transactions":
            plain.pop("type", None)

        def send(category: int, plain: Json = plain) -> HttpResponse:
            fit = {"format": "multipart" if media_type == FORM else "json"}
            sent: HttpResponse = getattr(stranger.client, method)(
                own, {**plain, "category": category}, **fit
            )
            return sent

        theirs = owner.rows["categories"]
        with untouched(owner):
            answer = same_answer(send, theirs)
        assert answer.status_code == 400, answer.content
        assert [fault["attr"] for fault in answer.json()["errors"]] == ["category"]
        assert send(stranger.rows["categories"]).status_code in {200, 201}


def named(owner: Person, path: str, name: str) -> Any:
    """What a parameter of a path must say to mean a row of the owner's."""
    match name:
        case "external_id":
            return "income-alice" if collection(path) == "income" else "expense-alice"
        case "id":
            return owner.rows[collection(path)]
        case _:
            return owner.rows["categories"]


@pytest.mark.parametrize(("path", "name", "more"), WITH_FILTER, ids=str)
def test_it_finds_nothing_by_another_users_id(
    owner: Person, stranger: Person, path: str, name: str, more: str
) -> None:
    theirs = named(owner, path, name)
    url = f"{path}?{name}={{id}}{more}"
    with untouched(owner):
        answer = same_answer(lambda id: stranger.client.get(url.format(id=id)), theirs)
    assert answer.status_code == 200, answer.content
    # What the owner finds by it, so that "nothing" means something.
    assert words(owner.client.get(url.format(id=theirs)), theirs) != words(answer, theirs)


def test_it_moves_nothing_to_another_users_category(owner: Person, stranger: Person) -> None:
    own = f"/api/categories/{stranger.rows['categories']}/"
    for body in (None, {}):
        with untouched(owner):
            answer = same_answer(
                lambda id, body=body: stranger.client.delete(f"{own}?move_to={id}", body),
                owner.rows["categories"],
            )
        assert answer.status_code == 400, answer.content
        assert [fault["attr"] for fault in answer.json()["errors"]] == ["move_to"]


def test_it_shows_nothing_at_a_place_in_another_users_list(owner: Person, stranger: Person) -> None:
    url = owner.client.get("/api/transactions/?page_size=1").json()["next"]
    found = stranger.client.get(url)
    if found.status_code == 200:
        mine = {stranger.rows["expenses"], stranger.rows["income"]}
        assert {row["id"] for row in found.json()["results"]} <= mine
    else:
        assert found.status_code == 400


def test_it_repeats_no_answer_to_another_user(owner: Person, stranger: Person) -> None:
    for person in (owner, stranger):
        answer = person.client.post("/api/transactions/", ROW, HTTP_IDEMPOTENCY_KEY="one-key")
        assert answer.status_code == 201
        assert "Idempotent-Replayed" not in answer
        assert person.client.get(answer["Location"]).status_code == 200
