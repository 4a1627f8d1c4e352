"""What a body may not set, it does not set: not in any writing operation that the schema knows.

Every key an attacker would try is put into every body, at every depth. Each is refused by its name,
or is one that the answer shows and nobody can write, and is ignored: then nothing has changed.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.answers import Json, resolve
from tests.schema.documents import operations, url_of
from tests.security.attacking import PARTS, Person, Site, code_of
from tests.security.conftest import Record
from tests.security.looking import contents
from users.models import User

LONG_AGO = "2001-01-01T00:00:00Z"
#: Of every kind of row; numbers are the victim's.
RIGHTS = {
    **dict.fromkeys(("is_staff", "is_superuser", "is_active"), True),
    **dict.fromkeys(("groups", "user_permissions", "last_login", "date_joined"), LONG_AGO),
    **dict.fromkeys(("deleted_at", "revoked_at", "rotated_at", "last_used_at"), LONG_AGO),
    **dict.fromkeys(("created_at", "updated_at", "session_salt", "epoch", "__proto__"), LONG_AGO),
    **dict.fromkeys(("total", "totals", "count", "balance", "used", "version"), 999),
    **dict.fromkeys(
        ("key", "digest", "nonce", "prefix", "password_hash", "username_key"), "x" * 43
    ),
    **dict.fromkeys(("search_text", "name_key", "category_name", "category_emoji", "kind"), "x"),
    **dict.fromkeys(("login_slot", "operation", "actor", "undoes", "undone_by"), 1),
}
OWNERS = ("owner", "owner_id", "user", "user_id", "book", "book_id", "pk", "book__owner")
#: What an answer shows and a body may repeat, so that an answer can be sent back.
SHOWN = {
    *("id", "version", "created_at", "updated_at", "category_name", "category_emoji"),
    *("prefix", "last_used_at", "key"),
}
WRITING = [
    (path, method, operation)
    for path, method, operation in operations()
    if "requestBody" in operation
]
#: By collection, a body that is right but for what is put into it.
RIGHT: dict[str, Json] = {
    "categories": {"name": "Books"},
    "transactions": {"type": "expense", "amount": "5.00", "currency": "USD", "date": "2026-03-01"},
    "expenses": {"amount": "5.00", "currency": "USD", "date": "2026-03-01"},
    "income": {"amount": "5.00", "currency": "USD", "date": "2026-03-01"},
    "budgets": {"amount": "5.00", "currency": "USD", "month": "2026-03"},
    "tokens": {"name": "phone", "scope": "read"},
    "me": {"first_name": "Mallory"},
}
STATEMENT = b"date,amount\n2026-03-01,-5.00\n"


def collection(path: str) -> str:
    return path.split("/")[2]


def known_to(operation: Json) -> set[str]:
    (media,) = operation["requestBody"]["content"].values()
    found = resolve(media["schema"].get("allOf", [media["schema"]])[0])
    return {name for name, each in found.get("properties", {}).items() if not each.get("readOnly")}


def forbidden(operation: Json, victim: Person) -> Json:
    """What an attacker adds; what the operation takes is its own affair."""
    keys = {**RIGHTS, **dict.fromkeys(OWNERS, victim.id), "id": victim.id}
    return {name: value for name, value in keys.items() if name not in known_to(operation)}


@pytest.fixture(scope="module")
def people(site: Site) -> tuple[Person, Person, dict[str, int]]:
    """The attacker, the victim, and a row of each of the attacker's collections."""
    attacker, victim = site.person(), site.person()
    rows = {}
    for person in (victim, attacker):
        for name in ("transactions", "expenses", "income", "budgets", "tokens"):
            made = site.post(f"/api/{name}/", RIGHT[name], token=person.token)
            assert made.status == 201, made.body
            rows[name] = made.json()["id"]
        looked_at = site.upload("/api/imports/", STATEMENT, dry_run=True, token=person.token)
        rows["imports"] = looked_at.json()["id"]
        rows["categories"] = site.get("/api/categories/", person.token)["results"][0]["id"]
        rows["operations"] = site.get("/api/operations/", person.token)["results"][0]["id"]
    return attacker, victim, rows


def names_refused(body: Json) -> set[str]:
    return {fault["attr"] for fault in body["errors"] if fault["code"] == "unknown"}


@pytest.mark.parametrize(
    ("path", "method", "operation"), WRITING, ids=[f"{m} {p}" for p, m, _ in WRITING]
)
def test_it_refuses_by_name_or_changes_nothing(
    site: Site,
    people: tuple[Person, Person, dict[str, int]],
    path: str,
    method: str,
    operation: Json,
    record_property: Record,
) -> None:
    attacker, victim, rows = people
    added = forbidden(operation, victim)
    url = url_of(path, rows.get(collection(path), 0))
    right = dict(RIGHT.get(collection(path), {})) if "bulk" not in path else {}
    with site.database() as alias:
        before = contents(victim.id, alias), contents(attacker.id, alias)
        if PARTS in operation["requestBody"]["content"]:
            reply = site.upload(url, STATEMENT, token=attacker.token, **added)
        else:
            reply = site.send(method.upper(), url, {**right, **added}, token=attacker.token)
        assert code_of(reply) == "400 invalid", reply.body
        ignored = set(added) - names_refused(reply.json())
        assert (contents(victim.id, alias), contents(attacker.id, alias)) == before
    assert ignored <= SHOWN, reply.body
    record_property("keys refused by name", len(added) - len(ignored))
    record_property("keys ignored", len(ignored))


def places(path: str) -> Iterator[tuple[str, Any]]:
    """Where an entry of a bulk body stands, and such a body around it."""
    yield "create.0", lambda entry, row: {"create": [{**RIGHT[collection(path)], **entry}]}
    yield "update.0", lambda entry, row: {"update": [{"amount": "6.00", **entry, "id": row}]}


def test_it_refuses_by_name_in_every_entry_of_many(
    site: Site, people: tuple[Person, Person, dict[str, int]]
) -> None:
    attacker, _, rows = people
    every = {**RIGHTS, "user": 1, "book": 1}
    added = {name: value for name, value in every.items() if name not in SHOWN}
    for name in ("transactions", "expenses", "income"):
        path = f"/api/{name}/bulk/"
        for place, body_of in places(path):
            reply = site.post(path, body_of(added, rows[name]), token=attacker.token)
            assert names_refused(reply.json()) == {f"{place}.{each}" for each in added}
        for part in ("set", "filter"):
            chosen = {"filter": {"id": rows[name]}, "set": {"notes": "x"}, "dry_run": True}
            body = {**chosen, part: {**chosen[part], **added}}
            reply = site.post(f"{path}edit/", body, token=attacker.token)
            assert names_refused(reply.json()) == {f"{part}.{each}" for each in added}


@pytest.mark.parametrize("kind", ["categories", "transactions", "expenses", "income", "budgets"])
def test_what_it_ignores_is_not_written(
    site: Site, people: tuple[Person, Person, dict[str, int]], kind: str
) -> None:
    attacker, victim, _ = people
    shown = {"id": 987_654, "version": 987_654, "created_at": LONG_AGO, "updated_at": LONG_AGO}
    right = {**RIGHT[kind], **({"month": "2027-01"} if kind == "budgets" else {})}
    right |= {"name": "Ignoring"} if kind == "categories" else {}
    made = site.post(f"/api/{kind}/", {**right, **shown}, token=attacker.token)
    assert made.status == 201, made.body
    path = f"/api/{kind}/{made.json()['id']}/"
    for method in ("PUT", "PATCH"):
        assert site.send(method, path, {**right, **shown}, token=attacker.token).status == 200
    row = site.get(path, attacker.token)
    assert {name for name in shown if row[name] == shown[name]} == set()
    assert site.send("GET", path, token=victim.token).status == 404


def test_a_token_keeps_its_scope(site: Site, attacker: Person) -> None:
    shown = {"key": "x" * 43, "prefix": "ext_1_", "created_at": LONG_AGO, "last_used_at": LONG_AGO}
    body = {"name": "reader", "scope": "read", **shown}
    made = site.post("/api/tokens/", body, token=attacker.token).json()
    assert {name for name in shown if made[name] == shown[name]} == set()
    path = f"/api/tokens/{made['id']}/"
    for method in ("PATCH", "PUT", "POST"):
        for token in (attacker.token, made["key"]):
            reply = site.send(method, path, {"scope": "write"}, token=token)
            assert reply.status in {403, 405}
    assert site.get(path, attacker.token)["scope"] == "read"
    row = {"type": "expense", "amount": "5.00"}
    assert code_of(site.post("/api/transactions/", row, token=made["key"])) == "403 read_only_token"


def test_nobody_registers_as_more_than_a_person(site: Site) -> None:
    with site.database() as alias:
        before = User.objects.using(alias).count()
        account = {"username": "root", "email": "root@example.org", "password": "correct-horse-9"}
        for name, value in {**RIGHTS, "id": 1}.items():
            reply = site.post("/api/register/", {**account, name: value})
            assert names_refused(reply.json()) == {name}
        assert User.objects.using(alias).count() == before
