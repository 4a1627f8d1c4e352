"""Many entries in one body: all or nothing, as one operation."""

from typing import Any

import pytest
from django.db import connection

from ledger.models import Tombstone
from tests.entries import add_category, category_id, ids, nothing_written, record, trace_of
from tests.ledger.operations import number_of, state_of, undone
from tests.queries import counted
from tests.transactions.bulk import LIST, PATH, new, operation_of, shown, totals, written
from users.models import User

FULL = {
    "type": "expense",
    "amount": "12.00",
    "currency": "EUR",
    "refund": True,
    "category": "Food",
    "date": "2024-02-29",
    "description": "Lunch",
    "notes": "With Bo",
    "external_id": "bank-7",
}


def test_it_creates_updates_and_deletes_as_one_operation(alice: User, alice_client: Any) -> None:
    first, second, third = (record(alice_client, amount=f"{n}.00") for n in (1, 2, 3))
    version = trace_of(alice)[0]
    body = {
        "create": [new(amount="4.5"), new(type="income", amount="5", currency="JPY")],
        "update": [
            {"id": second["id"], "amount": "20"},
            {"id": first["id"], "description": "Tea 🍵"},
        ],
        "delete": [third["id"]],
    }
    response = alice_client.post(PATH, body)
    found = response.json()
    assert found["deleted"] == [third["id"]]
    assert [row["amount"] for row in found["created"]] == ["4.50", "5"]
    assert [row["amount"] for row in found["updated"]] == ["20.00", "1.00"]
    assert ids(found["updated"]) == [second["id"], first["id"]]
    for row in found["created"] + found["updated"]:
        assert row == shown(alice_client, row["id"])
        assert row["version"] == version + 1
    assert alice_client.get(f"{LIST}{third['id']}/").status_code == 404
    operation = operation_of(alice_client, response)
    assert (operation["kind"], operation["change_count"]) == ("transaction.bulk", 5)
    assert operation["version"] == trace_of(alice)[0] == version + 1
    assert totals(alice_client) == {"JPY": ("5", "0", 1), "USD": ("0.00", "25.50", 3)}


def test_it_takes_each_kind_of_entry_alone(alice_client: Any) -> None:
    created = written(alice_client, create=[new()])
    assert (len(created["created"]), created["updated"], created["deleted"]) == (1, [], [])
    number = created["created"][0]["id"]
    updated = written(alice_client, update=[{"id": str(number), "notes": "x"}])
    assert (updated["created"], updated["updated"][0]["notes"]) == ([], "x")
    deleted = written(alice_client, delete=[str(number)])
    assert deleted == {"created": [], "updated": [], "deleted": [number]}


def test_it_fills_in_what_a_new_entry_leaves_out(alice_client: Any) -> None:
    (row,) = written(alice_client, create=[{"type": "expense", "amount": 5}])["created"]
    alone = alice_client.post(LIST, {"type": "expense", "amount": 5}).json()
    for name in ("id", "version", "created_at", "updated_at"):
        del row[name], alone[name]
    assert row == alone


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", "expense"),
        ("amount", "3.33"),
        ("currency", "USD"),
        ("refund", False),
        ("category", None),
        ("date", "2020-02-29"),
        ("description", ""),
        ("notes", "🍣"),
        ("external_id", None),
    ],
)
def test_it_updates_one_field_and_leaves_the_rest(
    alice_client: Any, field: str, value: Any
) -> None:
    row = record(alice_client, **FULL)
    (updated,) = written(alice_client, update=[{"id": row["id"], field: value}])["updated"]
    expected = {**row, field: value}
    if field == "category":
        expected |= {"category_name": None, "category_emoji": None}
    assert updated == expected | {name: updated[name] for name in ("version", "updated_at")}
    assert updated == shown(alice_client, row["id"])


def test_it_leaves_everything_where_an_entry_names_nothing_else(alice_client: Any) -> None:
    row = record(alice_client, **FULL)
    (updated,) = written(alice_client, update=[{"id": row["id"]}])["updated"]
    assert updated == {**row, "version": row["version"] + 1, "updated_at": updated["updated_at"]}


def test_it_takes_back_the_rows_it_gave(alice_client: Any) -> None:
    row = record(alice_client, **FULL)
    (updated,) = written(alice_client, update=[{**row, "amount": "13.00"}])["updated"]
    assert updated == {
        **row,
        "amount": "13.00",
        "version": updated["version"],
        "updated_at": updated["updated_at"],
    }


def test_it_makes_a_category_of_a_new_name_once(alice_client: Any) -> None:
    row = record(alice_client)
    response = alice_client.post(
        PATH,
        {
            "create": [new(category="Kites"), new(category=" KITES ")],
            "update": [{"id": row["id"], "category": "kites"}],
        },
    )
    found = response.json()
    kites = category_id(alice_client, "kites")
    assert {each["category"] for each in found["created"] + found["updated"]} == {kites}
    # Updates come first, and with them the way that the name is written.
    assert {each["category_name"] for each in found["created"]} == {"kites"}
    assert operation_of(alice_client, response)["change_count"] == 4
    assert totals(alice_client, category=kites) == {"USD": ("0.00", "30.00", 3)}


def test_it_moves_rows_between_categories_by_id(alice_client: Any) -> None:
    tea, cake = (add_category(alice_client, name)["id"] for name in ("Tea", "Cake"))
    row = record(alice_client, category=tea)
    written(alice_client, update=[{"id": row["id"], "category": cake}])
    assert totals(alice_client, category=tea) == {}
    assert totals(alice_client, category=cake) == {"USD": ("0.00", "10.00", 1)}


def test_it_finds_what_an_entry_says_now(alice_client: Any) -> None:
    row = record(alice_client, description="Green tea", notes="From Kyōto")
    written(alice_client, update=[{"id": row["id"], "description": "Black TEA"}])
    for search, count in (("green", 0), ("black tea", 1), ("kyōto", 1)):
        assert alice_client.get(LIST, {"search": search}).json()["count"] == count, search


def test_it_lets_an_external_id_that_is_given_up_be_taken(alice_client: Any) -> None:
    first, second, third = (record(alice_client, external_id=f"bank-{n}") for n in (1, 2, 3))
    found = written(
        alice_client,
        create=[new(external_id="bank-2")],
        update=[
            {"id": second["id"], "external_id": "bank-1"},
            {"id": third["id"], "external_id": None},
        ],
        delete=[first["id"]],
    )
    assert [row["external_id"] for row in found["updated"]] == ["bank-1", None]
    assert found["created"][0]["external_id"] == "bank-2"


def test_it_hands_an_external_id_on_in_the_order_of_the_entries(alice_client: Any) -> None:
    first, second = record(alice_client, external_id="bank-1"), record(alice_client)
    found = written(
        alice_client,
        update=[
            {"id": first["id"], "external_id": None},
            {"id": second["id"], "external_id": "bank-1"},
        ],
    )
    assert [row["external_id"] for row in found["updated"]] == [None, "bank-1"]


def test_it_buries_what_it_deletes(alice: User, alice_client: Any) -> None:
    rows = [record(alice_client)["id"] for _ in range(3)]
    written(alice_client, delete=rows[1:])
    buried = Tombstone.objects.filter(book=alice.book).order_by("row")
    assert [(each.resource, each.row) for each in buried] == [
        ("transaction", number) for number in rows[1:]
    ]
    assert {each.version for each in buried} == {trace_of(alice)[0]}


@pytest.mark.parametrize("kind", ["expense", "income"])
def test_it_writes_the_one_type_of_its_path(alice_client: Any, kind: str) -> None:
    path = {"expense": "/api/expenses/", "income": "/api/income/"}[kind]
    row, gone = (record(alice_client, path, type=kind) for _ in range(2))
    found = written(
        alice_client,
        f"{path}bulk/",
        create=[{"amount": "1"}, {"amount": "2", "type": kind}],
        update=[{"id": row["id"], "amount": "3"}],
        delete=[gone["id"]],
    )
    assert {each["type"] for each in found["created"] + found["updated"]} == {kind}
    assert alice_client.get(path).json()["count"] == 3


def test_it_takes_a_thousand_entries(alice_client: Any) -> None:
    numbers = ids(written(alice_client, create=[new()] * 1_000)["created"])
    assert totals(alice_client) == {"USD": ("0.00", "10000.00", 1_000)}
    found = written(
        alice_client,
        create=[new(amount="1.00")] * 300,
        update=[{"id": number, "amount": "2.00"} for number in numbers[:300]],
        delete=numbers[300:700],
    )
    assert [len(rows) for rows in found.values()] == [300, 300, 400]
    assert totals(alice_client) == {"USD": ("0.00", "3900.00", 900)}


def test_it_answers_again_what_it_answered(alice: User, alice_client: Any) -> None:
    row = record(alice_client)
    body = {"create": [new()], "delete": [row["id"]]}
    first = alice_client.post(PATH, body, HTTP_IDEMPOTENCY_KEY="k-1")
    with nothing_written(alice):
        again = alice_client.post(PATH, body, HTTP_IDEMPOTENCY_KEY="k-1")
        other = alice_client.post(PATH, {"create": [new()]}, HTTP_IDEMPOTENCY_KEY="k-1")
    assert again["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.content) == (200, first.content)
    assert number_of(again) == number_of(first)
    assert other.status_code == 422


def test_it_is_undone_whole(alice: User, alice_client: Any) -> None:
    first, second, third = (record(alice_client, external_id=f"bank-{n}") for n in (1, 2, 3))
    before = state_of(alice)
    body = {
        "create": [new(category="Kites", external_id="bank-3")],
        "update": [
            {"id": first["id"], "external_id": None, "amount": "1"},
            {"id": second["id"], "external_id": "bank-1", "category": "Kites"},
        ],
        "delete": [third["id"]],
    }
    number = number_of(alice_client.post(PATH, body))
    assert state_of(alice) != before
    undone(alice_client, number)
    assert state_of(alice) == before


def test_it_leaves_others_books_alone(
    charlie: User, alice_client: Any, charlie_client: Any
) -> None:
    record(charlie_client, external_id="bank-1", category="Kites")
    before = state_of(charlie)
    found = written(alice_client, create=[new(external_id="bank-1", category="Kites")])
    assert found["created"][0]["category"] == category_id(alice_client, "Kites")
    assert state_of(charlie) == before


def test_it_reads_all_the_rows_at_once_and_deletes_them_by_the_hundred(alice_client: Any) -> None:
    numbers = ids(written(alice_client, create=[new()] * 900)["created"])
    costs = {}
    for count in (1, 899):
        chosen, numbers = numbers[:count], numbers[count:]
        with counted() as queries:
            written(alice_client, delete=chosen)
        costs[count] = len(queries)
    # DELETE, Change and Tombstone by 500; on PostgreSQL the latter two are a COPY, not counted.
    least = 1 if connection.vendor == "postgresql" else 3
    assert least <= costs[899] - costs[1] <= 16, costs


def test_it_looks_for_all_new_external_ids_at_once(alice_client: Any) -> None:
    costs = []
    for marks in (["a"], [f"bank-{n}" for n in range(50)]):
        with counted() as queries:
            rows = written(alice_client, create=[new(external_id=mark) for mark in marks])
        costs.append(len(queries))
        with counted() as queries:
            written(alice_client, update=rows["created"])
        costs[-1] += len(queries) - len(marks)
    assert costs[0] == costs[1], costs


def test_it_updates_by_one_statement_for_each_row(alice_client: Any) -> None:
    numbers = ids(written(alice_client, create=[new()] * 100)["created"])
    costs = {}
    for count in (1, 100):
        with counted() as queries:
            body = [{"id": number, "notes": str(count)} for number in numbers[:count]]
            written(alice_client, update=body)
        costs[count] = len(queries)
    assert costs[100] - costs[1] == 99, costs
