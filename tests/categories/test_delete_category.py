from decimal import Decimal

import pytest

from categories.models import Category
from ledger.models import Change, Operation, Tombstone
from ledger.writing import Answer, Request, write
from tests.budgets.plans import PATH as BUDGETS
from tests.budgets.plans import plan, progress
from tests.entries import add_category, category_id, ids, nothing_written, record, trace_of
from tests.refusals import faults, refused
from transactions.models import Transaction


@pytest.fixture
def tea(alice_client):
    return add_category(alice_client, "Tea")


@pytest.fixture
def path(tea):
    return f"/api/categories/{tea['id']}/"


def totals(client, **query):
    return client.get("/api/transactions/totals/", query).json()["results"]


def test_it_deletes_what_nothing_uses(alice, alice_client, tea, path):
    before = trace_of(alice)[0]
    response = alice_client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert alice_client.get(path).status_code == 404
    tombstone = Tombstone.objects.get()
    assert (tombstone.book, tombstone.resource, tombstone.row) == (
        alice.book,
        "category",
        tea["id"],
    )
    assert tombstone.version == before + 1
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.before["name"], change.after) == ("Tea", None)


def test_it_counts_what_uses_it(alice_client, charlie_client, path):
    record(charlie_client, category="Tea")
    assert alice_client.get(f"{path}dependents/").json() == {"transactions": 0, "budgets": 0}
    for _ in range(3):
        record(alice_client, category="Tea")
    assert alice_client.get(f"{path}dependents/").json() == {"transactions": 3, "budgets": 0}


def test_it_refuses_while_in_use(alice, alice_client, tea, path):
    record(alice_client, category=tea["id"])
    record(alice_client, category=tea["id"], type="income")
    with nothing_written(alice):
        response = alice_client.delete(path)
    assert refused(response, 409, "in_use")
    assert (response.json()["transactions"], response.json()["budgets"]) == (2, 0)
    assert alice_client.get(path).status_code == 200


def test_it_moves_what_uses_it_to_another_category_first(alice, alice_client, tea, path):
    food = category_id(alice_client, "Food")
    mine = [record(alice_client, category=tea["id"], date=f"2026-0{n}-05") for n in (1, 2)]
    record(alice_client, category=food, date="2026-01-05")
    response = alice_client.delete(f"{path}?move_to={food}")
    assert response.status_code == 204
    shown = alice_client.get(f"/api/transactions/{mine[0]['id']}/").json()
    assert (shown["category"], shown["category_name"]) == (food, "Food")
    assert shown["version"] == trace_of(alice)[0] > mine[0]["version"]
    (usd,) = totals(alice_client, category=food)
    assert (usd["expense"], usd["count"]) == ("30.00", 3)


def test_it_leaves_what_uses_it_uncategorised(alice_client, tea, path):
    mine = record(alice_client, category=tea["id"], amount="4.20")
    record(alice_client, amount="1.00", refund=True, category=tea["id"])
    assert alice_client.delete(f"{path}?move_to=none").status_code == 204
    shown = alice_client.get(f"/api/transactions/{mine['id']}/").json()
    assert [shown[name] for name in ("category", "category_name", "category_emoji")] == [None] * 3
    (usd,) = totals(alice_client, category="none")
    assert (usd["expense"], usd["count"]) == ("3.20", 2)
    assert totals(alice_client, category=tea["id"]) == []


def test_it_writes_a_move_down_as_one_change(alice_client, tea, path):
    food = category_id(alice_client, "Food")
    for _ in range(2):
        record(alice_client, category=tea["id"])
    response = alice_client.delete(f"{path}?move_to={food}")
    operation = Operation.objects.get(pk=response["Operation-Id"])
    moved, gone = operation.changes.order_by("pk")
    assert (moved.resource, moved.row) == ("transaction", None)
    assert (moved.before, moved.after) == ({"category_id": tea["id"]}, {"category_id": food})
    assert (gone.resource, gone.row) == ("category", tea["id"])
    assert Transaction.objects.filter(version=operation.version).count() == 2


def test_it_counts_its_budgets(alice, alice_client, charlie_client, tea, path):
    plan(charlie_client, category="Tea")
    plan(alice_client)
    plan(alice_client, category="Food")
    assert alice_client.get(f"{path}dependents/").json() == {"transactions": 0, "budgets": 0}
    plan(alice_client, category=tea["id"])
    plan(alice_client, category=tea["id"], month="2026-11")
    assert alice_client.get(f"{path}dependents/").json() == {"transactions": 0, "budgets": 2}
    record(alice_client, category=tea["id"])
    with nothing_written(alice):
        response = alice_client.delete(path)
    assert refused(response, 409, "in_use")
    assert (response.json()["transactions"], response.json()["budgets"]) == (1, 2)


def test_it_is_in_use_by_a_budget_alone(alice, alice_client, tea, path):
    budget = plan(alice_client, category=tea["id"])
    with nothing_written(alice):
        response = alice_client.delete(path)
    assert refused(response, 409, "in_use")
    assert (response.json()["transactions"], response.json()["budgets"]) == (0, 1)
    assert alice_client.delete(f"{BUDGETS}{budget['id']}/").status_code == 204
    assert alice_client.delete(path).status_code == 204


def test_it_moves_its_budgets_where_there_is_none_yet(alice, alice_client, tea, path):
    food = category_id(alice_client, "Food")
    kept = [
        plan(alice_client, "1.00", category=food, month="2026-11"),
        plan(alice_client, "2.00", category=food, currency="EUR"),
        plan(alice_client, "3.00"),
    ]
    moved = plan(alice_client, "4.00", category=tea["id"])
    plan(alice_client, "5.00", category=tea["id"], month="2026-11")
    plan(alice_client, "6.00", category=tea["id"], currency="EUR")
    also = plan(alice_client, "7.00", category=tea["id"], currency="EUR", month="2026-11")
    assert alice_client.delete(f"{path}?move_to={food}").status_code == 204
    version = trace_of(alice)[0]
    rows = {row["id"]: row for row in alice_client.get(BUDGETS).json()["results"]}
    assert [rows[row["id"]] for row in kept] == kept
    assert sorted(rows) == sorted(ids([*kept, moved, also]))
    for row in (moved, also):
        found = rows[row["id"]]
        assert (found["category"], found["category_name"]) == (food, "Food")
        assert (found["amount"], found["version"]) == (row["amount"], version)


def test_it_moves_what_is_spent_along(alice_client, tea, path):
    food = category_id(alice_client, "Food")
    plan(alice_client, "100.00", category=tea["id"])
    record(alice_client, category=tea["id"], amount="4.20")
    record(alice_client, category=food, amount="5.00")
    alice_client.delete(f"{path}?move_to={food}")
    (row,) = progress(alice_client, month="2026-03")
    assert (row["category_name"], row["spent"], row["count"]) == ("Food", "9.20", 2)


def test_it_takes_its_budgets_along_where_nothing_takes_them(alice, alice_client, tea, path):
    whole = plan(alice_client, "100.00", month="2026-11")
    gone = [plan(alice_client, category=tea["id"], month=month) for month in (None, "2026-11")]
    record(alice_client, category=tea["id"], amount="4.20", date="2026-11-05")
    response = alice_client.delete(f"{path}?move_to=none")
    assert response.status_code == 204
    assert alice_client.get(BUDGETS).json()["results"] == [whole]
    assert [row["spent"] for row in progress(alice_client, month="2026-11")] == ["4.20"]
    buried = Tombstone.objects.filter(resource="budget").order_by("row")
    assert [tomb.row for tomb in buried] == ids(gone)
    changes = Change.objects.filter(operation=response["Operation-Id"], resource="budget")
    assert [change.before["category_number"] for change in changes] == [tea["id"]] * 2
    assert [change.after for change in changes] == [None] * 2


def test_it_may_be_told_where_to_move_nothing(alice_client, path):
    assert alice_client.delete(f"{path}?move_to=none").status_code == 204


def test_it_names_a_target_that_is_none(alice, alice_client, charlie_client, tea, path):
    record(alice_client, category=tea["id"])
    strangers = add_category(charlie_client, "Coffee")["id"]
    bad = [
        strangers,
        tea["id"],
        0,
        -1,
        "",
        "None",
        "null",
        "Food",
        "1.0",
        "１",
        "9" * 19,
        "9" * 5000,
    ]
    with nothing_written(alice):
        for move_to in bad:
            response = alice_client.delete(f"{path}?move_to={move_to}")
            assert refused(response, 400, "invalid"), move_to
            assert faults(response) == [("query", "move_to")], move_to


def test_it_takes_one_target(alice, alice_client, path):
    with nothing_written(alice):
        response = alice_client.delete(f"{path}?move_to=none&move_to=none")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", "move_to")]


def test_it_takes_a_target_nowhere_else(alice_client, path):
    for response in (
        alice_client.get(f"{path}?move_to=none"),
        alice_client.patch(f"{path}?move_to=none", {}),
        alice_client.get("/api/categories/?move_to=none"),
    ):
        assert refused(response, 400, "invalid")
        assert faults(response) == [("query", "move_to")]


def test_it_refuses_a_move_that_no_total_could_hold(alice, alice_client, tea, path):
    food = category_id(alice_client, "Food")

    def act(unit):
        for category in (tea["id"], food):
            unit.create(
                Transaction(
                    type="expense",
                    amount=Decimal("600000000000000"),
                    currency="USD",
                    category=Category.objects.get(pk=category),
                    date="2026-03-01",
                )
            )
        return Answer(200, b"")

    write(alice.book.pk, act, Request.of_our_own("test"))
    with nothing_written(alice):
        response = alice_client.delete(f"{path}?move_to={food}")
    assert refused(response, 409, "total_out_of_range")
    assert alice_client.delete(f"{path}?move_to=none").status_code == 204


def test_it_keeps_strangers_out(alice, alice_client, charlie_client, tea, path):
    missing = charlie_client.get("/api/categories/999999/").json()
    with nothing_written(alice):
        for response in (
            charlie_client.get(path),
            charlie_client.put(path, {"name": "Mine"}),
            charlie_client.patch(path, {"name": "Mine"}),
            charlie_client.delete(path),
            charlie_client.delete(f"{path}?move_to=none"),
            charlie_client.get(f"{path}dependents/"),
        ):
            assert refused(response, 404, "not_found")
            assert {**response.json(), "request_id": ""} == {**missing, "request_id": ""}
