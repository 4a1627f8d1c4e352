"""Everything of a person's as a zip."""

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from categories.models import Category
from ledger.models import Book, Change, Operation
from tests.budgets.plans import plan
from tests.entries import every_row, record, record_all
from tests.imports.uploading import looked_at
from tests.queries import counted
from tests.users.exports import EXPORT, exported, opened, sent
from tests.users.named_tokens import create
from tests.users.people import named_key, signed_in, with_header
from users import exporting
from users.exporting import Export
from users.models import AccessToken, TokenFamily, User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NAMES = [
    "README.txt",
    "profile.json",
    "tokens.json",
    "imports.json",
    "import_rows.json",
    "operations.json",
    "changes.json",
]
RESOURCES = ["categories", "transactions", "budgets"]
NASTY = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"),
    *("'=1", '="a"', "a=1", "", " ", "'"),
    *(
        'say "so"',
        "a,b;c\td",
        "two\nlines",
        "two\r\nlines",
        "\rback",
        "🍣 ☕",
        "Ñandú",
        "\u202e",
        "\ufeffx",
    ),
]


def csv_rows(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def as_cell(value: Any) -> str:
    """What a spreadsheet is to find for a value of the JSON."""
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in set("=+-@＝＋－＠\t\r\n") else text


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["id"]))


@pytest.fixture
def books(alice: User, alice_client: APIClient) -> APIClient:
    """Alice's client, whose books have something of everything."""
    entry = {"type": "expense", "amount": "1.00", "date": "2026-03-01"}
    rows = [
        entry | {"description": text, "notes": text, "external_id": f"{text}{number}"}
        for number, text in enumerate(NASTY)
    ]
    assert alice_client.post("/api/transactions/bulk/", {"create": rows}).status_code == 200
    record(alice_client, type="income", category="=Salary", amount="0.01", currency="BHD")
    record(alice_client, refund=True, category='🍣, "raw"', date="1900-01-01")
    moved = record(alice_client, category="Tea")
    alice_client.delete(f"/api/categories/{moved['category']}/?move_to=none")
    alice_client.patch(f"/api/transactions/{moved['id']}/", {"amount": "11.00"})
    plan(alice_client, category="Food")
    plan(alice_client, month="2026-11", currency="JPY", amount="9000")
    last = alice_client.get("/api/operations/").json()["results"][0]["id"]
    assert alice_client.post(f"/api/operations/{last}/undo/").status_code == 201
    alice_client.patch("/api/me/", {"timezone": "Asia/Tokyo", "first_name": "=Alice"})
    create(alice_client, name="-phone", scope="read", expires_at="2199-01-01T00:00:00Z")
    return alice_client


def test_it_is_a_zip_of_these_files(alice_client: APIClient) -> None:
    with time_machine.travel(NOON, tick=False):
        response = alice_client.get(EXPORT)
        content = b"".join(response.streaming_content)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Content-Disposition"] == 'attachment; filename="expenses-2026-11-21.zip"'
    assert "private" in response["Cache-Control"]
    tables = [f"{name}.{suffix}" for name in RESOURCES for suffix in ("json", "csv")]
    assert sorted(opened(content)) == sorted([*NAMES, *tables])
    with ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 21, 0, 0, 0)}
    readme = opened(content)["README.txt"].decode()
    assert readme.startswith("Everything of alice's, as of 2026-11-21.\n")
    for name in [*NAMES[1:], *RESOURCES]:
        assert f"\n{name} " in readme


def test_its_json_is_what_the_lists_give(books: APIClient) -> None:
    found = exported(books)
    for name in [*RESOURCES, "tokens"]:
        assert by_id(found[name]) == by_id(every_row(books, f"/api/{name}/", page_size=500))
        assert found[name]
    assert found["profile"] == books.get("/api/me/").json()


def test_it_has_what_stood_in_files(alice_client: APIClient) -> None:
    statement = looked_at(alice_client, "Date,Amount\n2026-03-01,-3.20\n2026-03-02,much\n")
    found = exported(alice_client)
    assert [{**each, "rows_url": statement["rows_url"]} for each in found["imports"]] == [statement]
    rows = every_row(alice_client, statement["rows_url"])
    assert found["import_rows"] == [{"import": statement["id"], **row} for row in rows]


def test_its_history_is_what_the_lists_give(alice: User, books: APIClient) -> None:
    Book.objects.filter(owner=alice).update(pruned_to=2)
    found = exported(books)
    operations = by_id(every_row(books, "/api/operations/", page_size=500))
    assert found["operations"] == operations
    assert operations[0]["version"] == 3
    changes = [
        {"operation": row["id"], **change}
        for row in operations
        for change in every_row(books, f"/api/operations/{row['id']}/changes/")
    ]
    assert found["changes"] == changes
    assert {change["resource"] for change in changes} >= {
        "category",
        "transaction",
        "budget",
        "book",
    }


def test_its_csv_has_the_rows_of_its_json(books: APIClient) -> None:
    files = opened(sent(books))
    for name in RESOURCES:
        file, rows = files[f"{name}.csv"], json.loads(files[f"{name}.json"])
        assert file.startswith(b"\xef\xbb\xbfid,version,")
        head, *lines = csv_rows(file)
        assert head == list(rows[0])
        assert lines == [[as_cell(row[key]) for key in head] for row in rows]
    cells = {cell for line in csv_rows(files["transactions.csv"]) for cell in line}
    assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'\r=1", "'=1", "'=Salary"} <= cells


def test_it_has_a_row_on_each_line(books: APIClient) -> None:
    lines = opened(sent(books))["transactions.json"].decode().split("\n")
    assert (lines[0], lines[-2:]) == ("[", ["]", ""])
    rows = [json.loads(line.removesuffix(",")) for line in lines[1:-2]]
    assert len(rows) == len(NASTY) + 3


_ODD = st.text(alphabet="=+-@\t\r\n\"',;\x00a")


@settings(max_examples=50)
@given(st.lists(st.tuples(st.text(), _ODD, st.none() | st.booleans() | st.integers(min_value=0))))
def test_any_text_survives(texts: list[tuple[Any, ...]]) -> None:
    rows = [dict(zip(("one", "two", "three"), row, strict=True)) for row in texts]
    pages = [rows[:3], rows[3:]] if rows[3:] else [rows] if rows else []
    assert json.loads(b"".join(exporting._as_json(pages))) == rows
    file = b"".join(exporting._CSV(("one", "two", "three"))(pages))
    head, *lines = csv_rows(file)
    assert head == ["one", "two", "three"]
    assert lines == [[as_cell(value) for value in row.values()] for row in rows]


def test_empty_books_are_a_zip_too(alice: User, alice_client: APIClient) -> None:
    for model in (Category, Change, Operation):
        model._base_manager.filter(book=alice.book).delete()
    files = opened(sent(alice_client))
    for name in [*RESOURCES, "tokens", "operations", "changes"]:
        assert json.loads(files[f"{name}.json"]) == []
    for name in RESOURCES:
        assert len(csv_rows(files[f"{name}.csv"])) == 1


def test_it_has_every_row_of_large_books(alice: User, alice_client: APIClient) -> None:
    made = record_all(alice, [{"description": f"row {number}"} for number in range(2500)])
    files = opened(sent(alice_client))
    rows = json.loads(files["transactions.json"])
    assert [row["id"] for row in rows] == made
    assert [row["description"] for row in rows] == [f"row {number}" for number in range(2500)]
    assert [line[0] for line in csv_rows(files["transactions.csv"])[1:]] == [str(n) for n in made]
    assert [change["id"] for change in json.loads(files["changes.json"])][-2500:] == made


@pytest.fixture
def in_small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_A_PAGE", 5)


def test_it_has_every_row_once_wherever_a_page_ends(
    alice: User, alice_client: APIClient, in_small_pages: None
) -> None:
    made: list[int] = []
    for rows in (4, 1, 1, 4, 2):  # written together, and so of one version
        made += record_all(alice, [{}] * rows)
        found = exported(alice_client)
        assert [row["id"] for row in found["transactions"]] == made
        assert [change["id"] for change in found["changes"]][-len(made) :] == made


def test_two_people_never_mix(
    books: APIClient, charlie_client: APIClient, in_small_pages: None
) -> None:
    for number in range(7):
        record(charlie_client, description=f"charlie's {number}", category="His hobby")
        record(books, description=f"alice's {number}", category="Her hobby")
    create(charlie_client, name="his phone")
    hers, his = (b"\n".join(opened(sent(client)).values()) for client in (books, charlie_client))
    assert (hers.count(b"alice's"), his.count(b"charlie's")) == (22, 22)
    for trace in (b"charlie", b"His hobby", b"his phone"):
        assert trace not in hers
    assert b"Her hobby" not in his


def test_it_has_no_secret(alice: User, books: APIClient) -> None:
    login, named = signed_in("alice"), named_key(alice)
    secrets = [login["token"], login["access"], login["refresh"], named]
    for token in AccessToken.objects.filter(user=alice):
        secrets += [token.nonce, token.digest]
    secrets += TokenFamily.objects.values_list("current", flat=True)
    stored = User.objects.get(pk=alice.pk)
    secrets += [stored.password, "argon2", Book.objects.get(owner=alice).epoch]
    found = b"\n".join(opened(sent(books)).values()).decode()
    assert "alice@example.org" in found
    assert [secret for secret in secrets if secret in found] == []


def test_a_named_token_may(alice: User, books: APIClient) -> None:
    client = with_header(f"Bearer {named_key(alice, scope='read')}")
    assert exported(client)["transactions"] == exported(books)["transactions"]


def test_it_costs_the_same_for_every_page(alice: User, in_small_pages: None) -> None:
    costs = []
    for rows in (5, 5, 5):
        record_all(alice, [{}] * rows)
        with counted() as said, closing(Export(alice)) as pieces:
            assert b"".join(pieces)
        costs.append(len(said))
    # A page more of transactions, as JSON and as CSV, and one of changes.
    assert [later - earlier for earlier, later in pairwise(costs)] == [3, 3]
