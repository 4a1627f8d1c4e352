"""Nobody learns of a row that is not theirs, nor touches it, by any id the API takes.

The OpenAPI schema names the places where an id can stand: paths, bodies, filters. In each of them
another user's id must get, word for word, the answer of an id that does not exist: of one that
never did, and, down to the last header, of the same one once its row is gone.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from ledger.pruning import prune
from ledger.syncing import Place
from tests.answers import ContractClient, Json, resolve, schema, whole
from tests.budgets.plans import plan
from tests.entries import add_category, category_id, nothing_written, record
from tests.schema.documents import operations, parameters
from tests.security.looking import contents
from users.models import User

#: What names a row, however deep. What is new to the schema must be put here, or below.
REFERENCES = {"category", "delete", "external_id", "filter", "id", "import", "into", "move_to"}
NO_REFERENCES = {
    "amount", "amount_max", "amount_min", "apply_suggestions", "archived", "color", "columns",
    "currency", "current_password", "cursor", "date", "date_format", "decimal", "delimiter",
    "description", "dry_run", "email", "emoji", "encoding", "end_date", "expected_count",
    "expires_at", "first_name", "force", "format", "header", "interval", "kind", "last_name",
    "month", "name", "new_password", "notes", "ordering", "over_budget", "page", "page_size",
    "password", "period", "refresh", "refund", "resource", "scope", "search", "sign", "since",
    "skip", "start_date", "timezone", "top", "type", "username", "verdict", "weekday", "year",
    # Whose link it is: tests/security/test_reset_password.py.
    "token", "uid",
}  # fmt: skip
#: What follows from the URL of a request: the tag, and the length of the answer.
OF_ONE_URL = {"ETag", "Content-Length"}
#: Neither a row has this id, nor an `external_id` this text.
NOBODYS = 987654321
ROW_OF_IMPORT = 1
JSON = "application/json"
TODAY = "2026-03-17"
ROW = {"type": "expense", "amount": "5.00", "currency": "USD", "date": "2026-03-01"}
BUDGET = {"amount": "5.00", "currency": "USD"}


@dataclass(frozen=True)
class Person:
    """Somebody, and the ids of their rows by the collection that serves them.

    `imports` is one that is looked at first, `imported` one whose rows are in the books.
    """

    user: User
    client: ContractClient
    rows: dict[str, int]

    def give_up_everything(self) -> None:
        """Their ids are then ids that do not exist, to themselves as well."""
        imported = self.rows["imported"]
        assert self.client.post(f"/api/imports/{imported}/undo/").status_code == 200
        assert self.client.delete(f"/api/imports/{imported}/").status_code == 204
        for path in ("expenses", "income", "budgets", "categories", "tokens", "imports"):
            answer = self.client.delete(f"/api/{path}/{self.rows[path]}/")
            assert answer.status_code == 204, answer.content
        prune(self.user.book.pk, before=datetime(2027, 1, 1, tzinfo=UTC))


def _with_rows(user: User, client: ContractClient) -> Person:
    category = add_category(client, f"Only {user.username}'s")["id"]
    kept = {"category": category, "date": "2026-03-01"}
    expense, income = (
        record(client, **kept, type=kind, external_id=f"{kind}-{user.username}")["id"]
        for kind in ("expense", "income")
    )
    token = client.post("/api/tokens/", {"name": f"{user.username}'s phone"}).json()["id"]
    budget = plan(client, **BUDGET, category=category, month="2026-03")["id"]
    imported, looked_at = (_imported(user, client, dry_run=dry) for dry in ("false", "true"))
    rows = {
        "operations": client.get("/api/operations/").json()["results"][0]["id"],
        "categories": category,
        "transactions": expense,
        "expenses": expense,
        "income": income,
        "budgets": budget,
        "tokens": token,
        "imports": looked_at,
        "imported": imported,
    }
    return Person(user, client, rows)


def _imported(user: User, client: ContractClient, **fields: str) -> int:
    """The id of an import of an expense and an income."""
    text = f"Date,Amount,Description\n2026-03-02,-7,{user.username}\n2026-03-02,8,{user.username}\n"
    form = {"file": SimpleUploadedFile("statement.csv", text.encode()), **fields}
    answer = client.post("/api/imports/", form, format="multipart")
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    """In the month of the rows, so that every report has something to say of them."""
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False):
        yield


@pytest.fixture
def owner(alice: User, alice_client: ContractClient) -> Person:
    return _with_rows(alice, alice_client)


@pytest.fixture
def stranger(owner: Person, charlie: User, charlie_client: ContractClient) -> Person:
    return _with_rows(charlie, charlie_client)


def collection(path: str) -> str:
    return path.split("/")[2]


def every_word(answer: HttpResponse) -> tuple[int, dict[str, str], str]:
    """All of an answer but the id of its request."""
    headers = {name: text for name, text in answer.items() if name != "X-Request-ID"}
    # An archive is no UTF-8.
    text = answer.content.decode("latin-1").replace(answer["X-Request-ID"], "<request>")
    return answer.status_code, headers, text


def got(person: Person, path: str, **headers: str) -> HttpResponse:
    """A GET, read to its end at once: what is streamed would be made up later."""
    return whole(person.client.get(path, **headers))


def words(answer: HttpResponse, named: Any) -> tuple[Any, ...]:
    """All of an answer but its request's id, and the id that its URLs repeat."""
    status, headers, text = every_word(answer)
    kept = {name: value for name, value in headers.items() if name not in OF_ONE_URL}
    repeated = rf"\b({'|'.join(sorted(REFERENCES))})={re.escape(str(named))}\b"
    return status, kept, re.sub(repeated, r"\1=<id>", text)


@contextmanager
def untouched(person: Person) -> Iterator[None]:
    before = contents(person.user.pk)
    with nothing_written(person.user):
        yield
    assert contents(person.user.pk) == before


@dataclass(frozen=True)
class Asked:
    """A request with the owner's id in it, and its answer."""

    send: Callable[[Any], HttpResponse]
    theirs: Any
    answer: HttpResponse


def ask(send: Callable[[Any], HttpResponse], theirs: Any) -> Asked:
    """The owner's id gets the answer of nobody's."""
    asked = Asked(send, theirs, send(theirs))
    assert words(asked.answer, theirs) == words(send(NOBODYS), NOBODYS)
    return asked


def ask_again_without_the_rows(owner: Person, *all_asked: Asked) -> None:
    """The same requests get the same answers once the owner's ids exist no more."""
    owner.give_up_everything()
    for asked in all_asked:
        assert every_word(asked.send(asked.theirs)) == every_word(asked.answer)


def bodies(operation: Json) -> list[Any]:
    """The schema's own examples of a body, valid but for what the test puts into them."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    return [each["value"] for each in content.get("examples", {}).values()] or [None]


def fields(operation: Json) -> set[str]:
    """The keys that a body may have, without those that are ignored."""
    return {place for place in places(operation) if "." not in place}


def places(operation: Json) -> list[str]:
    """What a body may say, however deep, in dotted words; of a list, its first entry."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    return list(_places("", content["schema"])) if content else []


def _places(place: str, found: Json) -> Iterator[str]:
    found = resolve(found.get("allOf", [found])[0])
    if found.get("type") == "array":
        yield from _places(f"{place}.0", found["items"])
    elif "properties" not in found:
        yield place.removeprefix(".")
    for name, each in found.get("properties", {}).items():
        if not each.get("readOnly"):
            yield from _places(f"{place}.{name}", each)


def last_word(place: str) -> str:
    """What stands there; the entries of a list have no name of their own."""
    return place.removesuffix(".0").rpartition(".")[2]


def with_filters(path: str, found: list[str]) -> list[str]:
    """A body's `filter` takes those of the list."""
    if "filter" not in found:
        return found
    asked = [each for where, method, each in operations() if (where, method) == (of(path), "get")]
    return [*found, *(f"filter.{name}" for name in sorted(filters(asked[0])))]


def names_a_row(place: str) -> bool:
    name = last_word(place)
    # As a value of a row it names none: it must not clash, that is all.
    return name in REFERENCES and (name != "external_id" or place.startswith("filter."))


def of(path: str) -> str:
    """The collection's own path."""
    return f"/api/{collection(path)}/"


def filters(operation: Json) -> set[str]:
    return {name for name, each in parameters(operation).items() if each["in"] == "query"}


OPERATIONS = [(path, method, each) for path, method, each in operations()]
WITH_ROW = sorted({path for path, *_ in OPERATIONS if "{id}" in path})
READING = [
    path
    for path, method, each in OPERATIONS
    if method == "get" and each.get("security") and "{id}" not in path
]
IN_BULK = [
    (path, place)
    for path, _, each in OPERATIONS
    for place in with_filters(path, places(each))
    if "." in place and names_a_row(place)
]
MATCHING = sorted(
    {path for path, _, each in OPERATIONS if "{id}" in path and "If-Match" in parameters(each)}
)
ABOUT_NO_ROW = {"/api/me/"}
WITH_CATEGORY = [entry for entry in OPERATIONS if "category" in fields(entry[2])]
WITH_FILTER = [
    (path, name)
    for path, method, each in OPERATIONS
    for name in sorted(filters(each) & REFERENCES)
    if method == "get"
]


def test_it_knows_which_inputs_name_a_row() -> None:
    found = {name for *_, each in OPERATIONS for name in filters(each)}
    found |= {last_word(place) for *_, each in OPERATIONS for place in places(each)}
    assert found - REFERENCES == NO_REFERENCES
    variables = {part for path in schema()["paths"] for part in path.split("/") if "{" in part}
    assert variables == {"{id}", "{row}"}
    assert [path for path, _, each in OPERATIONS if "move_to" in filters(each)] == [
        "/api/categories/{id}/"
    ]
    assert [path for path, _, each in OPERATIONS if "into" in fields(each)] == [
        "/api/categories/{id}/merge/"
    ]
    lengths = [len(each) for each in (WITH_ROW, WITH_CATEGORY, WITH_FILTER, IN_BULK)]
    assert lengths == [16, 13, 44, 39]


@pytest.mark.parametrize("path", WITH_ROW)
def test_it_has_no_row_of_another_user(owner: Person, stranger: Person, path: str) -> None:
    theirs = owner.rows[collection(path)]
    tag = owner.client.get(f"/api/{collection(path)}/{theirs}/")["ETag"]
    with untouched(owner):
        asked = [
            ask(partial(sent, stranger, method, path, body, header), theirs)
            for method, body in requests_to(path)
            for header in ({}, {"HTTP_IF_MATCH": tag, "HTTP_IF_NONE_MATCH": tag})
        ]
    assert {each.answer.status_code for each in asked} == {404}
    ask_again_without_the_rows(owner, *asked)


def requests_to(path: str) -> list[tuple[str, Any]]:
    """Every method of a path, with every body that the schema shows for it, and with none."""
    found: list[tuple[str, Any]] = []
    for template, method, operation in OPERATIONS:
        if template == path:
            found += [("head", None)] if method == "get" else []
            found += [(method, body) for body in [None, {}, *bodies(operation)]]
    return found


def sent(
    person: Person, method: str, path: str, body: Any, headers: dict[str, str], id: Any
) -> HttpResponse:
    url = path.format(id=id, row=ROW_OF_IMPORT)
    return whole(getattr(person.client, method)(url, body, **headers))


@pytest.mark.parametrize(
    ("path", "method", "operation"),
    WITH_CATEGORY,
    ids=[f"{method} {path}" for path, method, _ in WITH_CATEGORY],
)
def test_it_puts_nothing_into_another_users_category(
    owner: Person, stranger: Person, path: str, method: str, operation: Json
) -> None:
    own = path.format(id=stranger.rows[collection(path)], row=ROW_OF_IMPORT)

    def send(plain: Json, form: str, category: int) -> HttpResponse:
        body = {**plain, "category": category}
        answer: HttpResponse = getattr(stranger.client, method)(own, body, format=form)
        return answer

    with untouched(owner):
        asked = [
            ask(partial(send, plain, form), owner.rows["categories"])
            for number, body in enumerate(bodies(operation))
            for form, plain in fitting(collection(path), body, number)
        ]
    for each in asked:
        assert each.answer.status_code == 400, each.answer.content
        assert [fault["attr"] for fault in each.answer.json()["errors"]] == ["category"]
    ask_again_without_the_rows(owner, *asked)
    for each in asked:
        assert each.send(stranger.rows["categories"]).status_code in {200, 201}


def fitting(kind: str, body: Json, number: int) -> list[tuple[str, Json]]:
    """The body for rows of this kind, as JSON and as a form, which leaves out no field."""
    if kind == "budgets":  # a category has one for each currency and month
        json, form = ({"month": f"{year}-{number + 1:02}"} for year in (2027, 2028))
        return [("json", BUDGET | body | json), ("multipart", BUDGET | form)]
    # Where the path says the type, no body does; an external_id is taken once.
    told = set() if kind == "transactions" else {"type"}
    plain = {name: value for name, value in body.items() if name not in told}
    form = {name: value for name, value in (ROW | body).items() if name not in told}
    form.pop("external_id", None)
    return [("json", plain), ("multipart", form)]


def named(owner: Person, path: str, name: str) -> Any:
    """What a parameter of a path, or a place in its body, must say to mean a row of the owner's."""
    match last_word(name):
        case "external_id":
            kind = "income" if collection(path) == "income" else "expense"
            return f"{kind}-{owner.user.username}"
        case "import":
            return owner.rows["imported"]
        case "id" | "delete":
            return owner.rows[collection(path)]
        case _:
            return owner.rows["categories"]


@pytest.mark.parametrize("path", sorted({path for path, _ in WITH_FILTER}))
def test_it_finds_nothing_by_another_users_id(owner: Person, stranger: Person, path: str) -> None:
    asked = []
    with untouched(owner):
        for name in [name for where, name in WITH_FILTER if where == path]:
            url = f"{path}?{name}={{id}}"
            each = ask(partial(sent, stranger, "get", url, None, {}), named(owner, path, name))
            assert each.answer.status_code == 200, each.answer.content
            # What the owner finds by it, so that "nothing" means something.
            found = sent(owner, "get", url, None, {}, each.theirs)
            assert words(found, each.theirs) != words(each.answer, each.theirs)
            asked.append(each)
    ask_again_without_the_rows(owner, *asked)


@pytest.mark.parametrize(
    ("name", "send"),
    [
        ("move_to", lambda client, own, id: client.delete(f"{own}?move_to={id}")),
        ("move_to", lambda client, own, id: client.delete(f"{own}?move_to={id}", {})),
        ("into", lambda client, own, id: client.post(f"{own}merge/", {"into": id})),
    ],
)
def test_it_moves_nothing_to_another_users_category(
    owner: Person, stranger: Person, name: str, send: Callable[..., HttpResponse]
) -> None:
    own = f"/api/categories/{stranger.rows['categories']}/"
    with untouched(owner), untouched(stranger):
        asked = ask(partial(send, stranger.client, own), owner.rows["categories"])
    assert asked.answer.status_code == 400, asked.answer.content
    assert [fault["attr"] for fault in asked.answer.json()["errors"]] == [name]
    ask_again_without_the_rows(owner, asked)
    answer = asked.send(category_id(stranger.client, "Food"))
    assert answer.status_code in {200, 204}, answer.content


def body_with(path: str, place: str, own: int, id: Any) -> Json:
    """A body that names a row there, and whose other entries are right."""
    fixed = {} if collection(path) == "transactions" else {"type"}
    row = {name: value for name, value in ROW.items() if name not in fixed}
    match place.split("."):
        case ["create", _, name]:
            return {"create": [row, row | {name: id}]}
        case ["update", _, "id"]:
            return {"create": [row], "update": [{"id": id, "amount": "6.00"}]}
        case ["update", _, name]:
            return {"create": [row], "update": [{"id": own, name: id}]}
        case ["delete", _]:
            return {"create": [row], "delete": [id]}
        case ["set", name]:
            return {"filter": {"id": own}, "expected_count": 1, "set": {name: id}}
        case [_, name]:
            change = {"set": {"amount": "6.00"}} if path.endswith("edit/") else {}
            return {"filter": {name: id}, "expected_count": 1, **change}
    raise AssertionError(f"{place} is new.")


def in_bulk(
    person: Person, path: str, place: str, id: Any, *, is_dry: bool = False
) -> HttpResponse:
    body = body_with(path, place, person.rows[collection(path)], id)
    if is_dry:
        del body["expected_count"]
        body["dry_run"] = True
    answer: HttpResponse = person.client.post(path, body)
    return answer


@pytest.mark.parametrize("path", sorted({path for path, _ in IN_BULK if "edit" not in path}))
def test_it_writes_nothing_of_another_user_in_bulk(
    owner: Person, stranger: Person, path: str
) -> None:
    """Nor anything else that stands in the same body."""
    every = [place for where, place in IN_BULK if where == path and "filter" not in place]
    with untouched(owner), untouched(stranger):
        asked = {
            place: ask(partial(in_bulk, stranger, path, place), named(owner, path, place))
            for place in every
        }
    for place, each in asked.items():
        assert each.answer.status_code == 400, each.answer.content
        (fault,) = each.answer.json()["errors"]
        assert fault["attr"] == place.replace("create.0", "create.1")
    ask_again_without_the_rows(owner, *asked.values())
    for place in sorted(asked, reverse=True):  # what is updated is there until it is deleted
        answer = asked[place].send(named(stranger, path, place))
        assert answer.status_code == 200, answer.content


@pytest.mark.parametrize("path", sorted({path for path, place in IN_BULK if "filter" in place}))
def test_it_chooses_nothing_of_another_user_in_bulk(
    owner: Person, stranger: Person, path: str
) -> None:
    asked = []
    with untouched(owner), untouched(stranger):
        for place in [place for where, place in IN_BULK if where == path and "filter" in place]:
            for is_dry in (True, False):
                send = partial(in_bulk, stranger, path, place, is_dry=is_dry)
                each = ask(send, named(owner, path, place))
                assert each.answer.status_code == (200 if is_dry else 409), each.answer.content
                assert each.answer.json()["count"] == 0
                asked.append(each)
            # What the owner finds by it, so that "nothing" means something.
            found = in_bulk(owner, path, place, named(owner, path, place), is_dry=True)
            assert found.json()["count"] > 0
    ask_again_without_the_rows(owner, *asked)


def test_it_shows_nothing_at_a_place_in_another_users_list(owner: Person, stranger: Person) -> None:
    url = owner.client.get("/api/transactions/?page_size=1").json()["next"]
    with untouched(owner):
        found = stranger.client.get(url)
    mine = {stranger.rows["expenses"], stranger.rows["income"]}
    assert {row["id"] for row in found.json()["results"]} <= mine
    ask_again_without_the_rows(owner, Asked(lambda _: stranger.client.get(url), None, found))


@pytest.mark.parametrize("path", READING)
def test_it_adds_up_nothing_of_another_user(owner: Person, stranger: Person, path: str) -> None:
    shown, found = got(owner, path), got(stranger, path)
    ask_again_without_the_rows(owner, Asked(lambda _: got(stranger, path), None, found))
    # It is of their rows that the path speaks, so that "nothing" means something.
    assert path in ABOUT_NO_ROW or got(owner, path).content != shown.content


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/categories/", {"name": "Only alice's"}),
        ("/api/transactions/", {**ROW, "external_id": "expense-alice"}),
        ("/api/transactions/bulk/", {"create": [{**ROW, "external_id": "expense-alice"}]}),
        ("/api/budgets/", BUDGET),
        ("/api/budgets/", {**BUDGET, "category": "Food", "month": "2026-03"}),
    ],
    ids=[
        "name",
        "external id",
        "external id in bulk",
        "budget over everything",
        "budget of a category",
    ],
)
def test_it_clashes_with_nothing_of_another_user(
    owner: Person, stranger: Person, path: str, body: Json
) -> None:
    assert [owner.client.post(path, body).status_code for _ in "ab"][1] == 409
    before = contents(owner.user.pk)
    assert stranger.client.post(path, body).status_code in {200, 201}
    assert contents(owner.user.pk) == before


def test_it_takes_no_tag_of_another_user_for_its_own(owner: Person, stranger: Person) -> None:
    for path in READING:
        tag = got(owner, path)["ETag"]
        plain = got(stranger, path)
        assert plain["ETag"] != tag
        assert every_word(got(stranger, path, HTTP_IF_NONE_MATCH=tag)) == every_word(plain)


@pytest.mark.parametrize("amount", ["5.00", "6.00"])
def test_it_repeats_no_answer_to_another_user(owner: Person, stranger: Person, amount: str) -> None:
    """Neither for the same request with the same key, nor a refusal for another one."""
    keyed = {"HTTP_IDEMPOTENCY_KEY": "one-key"}
    assert owner.client.post("/api/transactions/", ROW, **keyed).status_code == 201
    before = contents(owner.user.pk)
    answer = stranger.client.post("/api/transactions/", ROW | {"amount": amount}, **keyed)
    assert contents(owner.user.pk) == before
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer
    assert stranger.client.get(answer["Location"]).status_code == 200


def test_it_synchronises_nobody_from_a_place_in_another_users_life(
    owner: Person, stranger: Person
) -> None:
    found = owner.client.get("/api/changes/").json()
    assert found["changes"]

    def send(cursor: str) -> HttpResponse:
        answer: HttpResponse = stranger.client.get(f"/api/changes/?since={cursor}")
        return answer

    asked = Asked(send, found["cursor"], send(found["cursor"]))
    assert asked.answer.status_code == 410, asked.answer.content
    assert every_word(send(Place("0" * 32, 1).write())) == every_word(asked.answer)
    ask_again_without_the_rows(owner, asked)
    assert send(stranger.client.get("/api/changes/").json()["cursor"]).status_code == 200


@pytest.mark.parametrize("path", MATCHING)
def test_it_matches_no_tag_of_another_user(owner: Person, stranger: Person, path: str) -> None:
    row = path.format(id=stranger.rows[collection(path)])
    tag = owner.client.get(path.format(id=owner.rows[collection(path)]))["ETag"]

    def send(method: str, body: Any, given: str) -> HttpResponse:
        answer: HttpResponse = getattr(stranger.client, method)(row, body, HTTP_IF_MATCH=given)
        return answer

    with untouched(owner), untouched(stranger):
        asked = [
            Asked(partial(send, method, body), tag, send(method, body, tag))
            for method, body in (("put", {}), ("patch", {}), ("delete", None))
        ]
        for each in asked:
            assert each.answer.status_code == 412, each.answer.content
            assert every_word(each.send('"987654321.abc"')) == every_word(each.answer)
    ask_again_without_the_rows(owner, *asked)
    # The stranger's own is taken.
    assert asked[-1].send(stranger.client.get(row)["ETag"]).status_code != 412
