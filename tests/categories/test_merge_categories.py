"""Merging: what referred to one category refers to another, and the one is gone."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from categories.models import Category
from ledger.models import Book, Change, Tombstone
from tests.budgets.plans import PATH as BUDGETS
from tests.budgets.plans import plan, progress
from tests.conftest import client_of
from tests.entries import (
    add_category,
    category_id,
    every_row,
    ids,
    nothing_written,
    record,
    record_all,
    trace_of,
)
from tests.ledger.operations import number_of, state_of, undone
from tests.queries import counted
from tests.refusals import faults, refused
from tests.transactions.bulk import operation_of, totals
from users.models import User
from users.registration import open_account

PATH = "/api/categories/"
LIST = "/api/transactions/"


@pytest.fixture
def tea(alice_client: Any) -> dict[str, Any]:
    return add_category(alice_client, "Tea", emoji="🍵")


@pytest.fixture
def cake(alice_client: Any) -> dict[str, Any]:
    return add_category(alice_client, "Cake", emoji="🍰", color="#e07a5f", description="Sweet")


def merge(client: Any, source: int | None, target: Any) -> Any:
    return client.post(f"{PATH}{source}/merge/", {"into": target})


def merged(client: Any, source: int, target: int) -> dict[str, Any]:
    response = merge(client, source, target)
    assert response.status_code == 200, response.content
    return response.json()


def test_it_answers_with_the_category_that_stays(
    alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    assert merged(alice_client, tea["id"], cake["id"]) == {
        "category": cake,
        "moved_transactions": 0,
        "moved_budgets": 0,
        "dropped_budgets": 0,
    }
    assert alice_client.get(f"{PATH}{cake['id']}/").json() == cake


def test_it_moves_the_transactions(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    moving = [
        record(alice_client, category=tea["id"], description="Green"),
        record(alice_client, category=tea["id"], amount="4.50", refund=True),
        record(alice_client, category=tea["id"], amount="1200", currency="JPY"),
        record(alice_client, category=tea["id"], type="income", date="2024-02-29"),
    ]
    staying = [record(alice_client, category=cake["id"], amount="1.00"), record(alice_client)]
    answer = merged(alice_client, tea["id"], cake["id"])
    assert answer["moved_transactions"] == 4
    version = trace_of(alice)[0]
    rows = {row["id"]: row for row in every_row(alice_client)}
    for row in moving:
        now = rows[row["id"]]
        assert now == {
            **row,
            "category": cake["id"],
            "category_name": "Cake",
            "category_emoji": "🍰",
            "version": version,
            "updated_at": now["updated_at"],
        }
    assert [rows[row["id"]] for row in staying] == staying
    usd = ("10.00", "6.50", 4)
    assert totals(alice_client, category=cake["id"]) == {"JPY": ("0", "1200", 1), "USD": usd}
    assert totals(alice_client, category=cake["id"], search="green") == {
        "USD": ("0.00", "10.00", 1)
    }
    assert totals(alice_client, category=tea["id"]) == {}


def test_it_takes_the_category_away(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    record(alice_client, category=tea["id"])
    merged(alice_client, tea["id"], cake["id"])
    assert alice_client.get(f"{PATH}{tea['id']}/").status_code == 404
    assert refused(merge(alice_client, tea["id"], cake["id"]), 404, "not_found")
    stone = Tombstone.objects.get()
    assert (stone.book, stone.resource, stone.row) == (alice.book, "category", tea["id"])
    assert stone.version == trace_of(alice)[0]
    # Its name is free again.
    assert add_category(alice_client, "Tea")["id"] != tea["id"]


def test_it_is_one_operation(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    rows = [record(alice_client, category=tea["id"])["id"] for _ in range(3)]
    budget = plan(alice_client, category=tea["id"])
    version = trace_of(alice)[0]
    response = merge(alice_client, tea["id"], cake["id"])
    operation = operation_of(alice_client, response)
    assert (operation["kind"], operation["version"]) == ("category.merge", version + 1)
    assert (operation["change_count"], operation["undoable"]) == (5, True)
    changes = Change.objects.filter(operation=number_of(response)).order_by("resource")
    found = {each.resource: (each.row, each.rows, each.before, each.after) for each in changes}
    moved = ({"category_id": tea["id"]}, {"category_id": cake["id"]})
    assert found["transaction"] == (None, rows, *moved)
    planned = ({"category_number": tea["id"]}, {"category_number": cake["id"]})
    assert found["budget"] == (budget["id"], None, *planned)
    assert (found["category"][0], found["category"][3]) == (tea["id"], None)


def test_it_keeps_the_budgets_of_the_one_that_stays(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    kept = [
        plan(alice_client, "1.00", category=cake["id"], month="2026-11"),
        plan(alice_client, "2.00", category=cake["id"], currency="EUR"),
        plan(alice_client, "3.00"),
    ]
    moving = [
        plan(alice_client, "4.00", category=tea["id"]),
        plan(alice_client, "5.00", category=tea["id"], currency="EUR", month="2026-11"),
    ]
    dropped = [
        plan(alice_client, "6.00", category=tea["id"], month="2026-11"),
        plan(alice_client, "7.00", category=tea["id"], currency="EUR"),
    ]
    answer = merged(alice_client, tea["id"], cake["id"])
    assert (answer["moved_budgets"], answer["dropped_budgets"]) == (2, 2)
    rows = {row["id"]: row for row in alice_client.get(BUDGETS).json()["results"]}
    assert sorted(rows) == sorted(ids(kept + moving))
    assert [rows[row["id"]] for row in kept] == kept
    for row in moving:
        found = rows[row["id"]]
        assert (found["category"], found["category_name"]) == (cake["id"], "Cake")
        assert (found["amount"], found["version"]) == (row["amount"], trace_of(alice)[0])
    buried = Tombstone.objects.filter(resource="budget").order_by("row")
    assert [stone.row for stone in buried] == ids(dropped)


def test_it_takes_what_was_spent_along(
    alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    plan(alice_client, "100.00", category=cake["id"])
    record(alice_client, category=tea["id"], amount="4.20")
    record(alice_client, category=cake["id"], amount="5.00")
    merged(alice_client, tea["id"], cake["id"])
    (row,) = progress(alice_client, month="2026-03")
    assert (row["category_name"], row["spent"], row["count"]) == ("Cake", "9.20", 2)


def test_it_leaves_others_books_alone(
    alice_client: Any,
    charlie: User,
    charlie_client: Any,
    tea: dict[str, Any],
    cake: dict[str, Any],
) -> None:
    record(charlie_client, category="Tea")
    plan(charlie_client, category="Cake")
    before = state_of(charlie)
    record(alice_client, category=tea["id"])
    merged(alice_client, tea["id"], cake["id"])
    assert state_of(charlie) == before


def test_it_merges_into_one_that_is_archived(alice_client: Any, tea: dict[str, Any]) -> None:
    old = add_category(alice_client, "Old", archived=True)
    record(alice_client, category=tea["id"])
    answer = merged(alice_client, tea["id"], old["id"])
    assert (answer["category"], answer["moved_transactions"]) == (old, 1)


def test_it_merges_one_that_is_archived(alice_client: Any, cake: dict[str, Any]) -> None:
    old = add_category(alice_client, "Old", archived=True)
    record(alice_client, category=old["id"])
    assert merged(alice_client, old["id"], cake["id"])["moved_transactions"] == 1


def test_it_merges_one_after_the_other(
    alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    food = category_id(alice_client, "Food")
    record(alice_client, category=tea["id"])
    record(alice_client, category=cake["id"])
    assert merged(alice_client, tea["id"], cake["id"])["moved_transactions"] == 1
    assert merged(alice_client, cake["id"], food)["moved_transactions"] == 2
    assert totals(alice_client, category=food) == {"USD": ("0.00", "20.00", 2)}


def test_it_is_undone_whole(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    for category in (tea, tea, cake):
        record(alice_client, category=category["id"], amount="3.00")
        record(alice_client, category=category["id"], refund=True, date="2024-02-29")
    plan(alice_client, category=tea["id"])
    plan(alice_client, category=tea["id"], month="2026-11")
    plan(alice_client, category=cake["id"], month="2026-11")
    before = state_of(alice)
    number = number_of(merge(alice_client, tea["id"], cake["id"]))
    assert state_of(alice) != before
    undone(alice_client, number)
    assert state_of(alice) == before
    again = alice_client.get(f"{PATH}{tea['id']}/").json()
    assert (again["name"], again["emoji"]) == ("Tea", "🍵")
    assert again["created_at"] == tea["created_at"]


def test_it_answers_again_what_it_answered(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    record(alice_client, category=tea["id"])
    path, body = f"{PATH}{tea['id']}/merge/", {"into": cake["id"]}
    first = alice_client.post(path, body, HTTP_IDEMPOTENCY_KEY="k-1")
    with nothing_written(alice):
        again = alice_client.post(path, body, HTTP_IDEMPOTENCY_KEY="k-1")
    assert again["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.content) == (200, first.content)


def test_it_names_a_target_that_is_none(
    alice: User, alice_client: Any, charlie_client: Any, tea: dict[str, Any]
) -> None:
    record(alice_client, category=tea["id"])
    strangers = add_category(charlie_client, "Coffee")["id"]
    transaction = record(alice_client)["id"] + 10**9
    bad = [
        tea["id"], str(tea["id"]), strangers, transaction, 0, -1, 999_999_999, 10**17, 10**30,
        "9" * 5_000, 1.0, 1.5, True, None, "", "none", "Food", "１", "🍣", [], [1], {}, {"id": 1},
    ]  # fmt: skip
    with nothing_written(alice):
        for into in bad:
            response = merge(alice_client, tea["id"], into)
            assert refused(response, 400, "invalid"), into
            assert faults(response) == [("body", "into")], into


def test_it_takes_a_target_and_nothing_else(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    path = f"{PATH}{tea['id']}/merge/"
    with nothing_written(alice):
        for body, place in (
            ({}, "into"),
            ({"into": cake["id"], "name": "x"}, "name"),
            ([cake["id"]], ""),
            (cake["id"], ""),
        ):
            response = alice_client.post(path, body)
            assert refused(response, 400, "invalid"), body
            assert faults(response) == [("body", place)], body
        response = alice_client.post(f"{path}?into={cake['id']}", {})
        assert faults(response) == [("query", "into")]
        for method in ("get", "put", "patch", "delete"):
            assert refused(getattr(alice_client, method)(path), 405, "method_not_allowed")


def test_it_keeps_strangers_out(
    alice: User, charlie: User, charlie_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    theirs = add_category(charlie_client, "Coffee")["id"]
    with nothing_written(alice), nothing_written(charlie):
        for source, target in ((tea["id"], theirs), (tea["id"], cake["id"]), (999_999_999, theirs)):
            assert refused(merge(charlie_client, source, target), 404, "not_found")


def test_it_refuses_what_no_total_could_hold(
    alice: User, alice_client: Any, tea: dict[str, Any], cake: dict[str, Any]
) -> None:
    for number in (tea["id"], cake["id"]):
        category = Category.objects.get(pk=number)
        record_all(alice, [{"amount": Decimal("600000000000000"), "category": category}])
    with nothing_written(alice):
        response = merge(alice_client, tea["id"], cake["id"])
    assert refused(response, 409, "total_out_of_range")


def test_it_asks_no_more_for_many_rows(alice: User, alice_client: Any) -> None:
    food = category_id(alice_client, "Food")
    record_all(alice, [{"category": "One"}] + [{"category": "Many"}] * 200)
    costs = []
    for name in ("One", "Many"):
        with counted() as queries:
            merged(alice_client, category_id(alice_client, name), food)
        costs.append(len(queries))
    assert costs[0] == costs[1], costs


# Archived


def test_it_still_takes_and_shows_rows_when_archived(
    alice_client: Any, tea: dict[str, Any]
) -> None:
    path = f"{PATH}{tea['id']}/"
    before = record(alice_client, category=tea["id"])
    archived = alice_client.patch(path, {"archived": True}).json()
    assert archived["archived"] is True
    for category in (tea["id"], "tea"):
        assert record(alice_client, category=category)["category"] == tea["id"]
    assert alice_client.patch(f"{LIST}{before['id']}/", {"notes": "x"}).status_code == 200
    plan(alice_client, category=tea["id"])
    assert alice_client.get(LIST, {"category": tea["id"]}).json()["count"] == 3
    assert totals(alice_client, category=tea["id"]) == {"USD": ("0.00", "30.00", 3)}
    (row,) = by_category(alice_client)
    assert (row["category"], row["category_name"], row["total"]) == (tea["id"], "Tea", "30.00")
    for query, shows in (({}, True), ({"archived": "true"}, True), ({"archived": "false"}, False)):
        listed = ids(alice_client.get(PATH, {**query, "page_size": 500}).json()["results"])
        assert (tea["id"] in listed) == shows, query
    assert alice_client.patch(path, {"archived": False}).json()["archived"] is False


# Whatever is merged and moved, in whatever order


def by_category(client: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get(
        "/api/reports/by-category/", {"period": "all", "type": "expense"}
    ).json()["results"]
    return rows


#: (how, from, to): the places of categories among those that are left; to -1: uncategorised.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "delete", "edit", "undo"]),
        st.integers(0, 5),
        st.integers(-1, 5),
    ),
    min_size=1,
    max_size=8,
)
ENTRIES = st.lists(
    st.tuples(st.integers(-1, 5), st.integers(1, 999_999), st.booleans()), min_size=1, max_size=12
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(entries=ENTRIES, steps=STEPS)
def test_it_adds_up_by_category_after_any_merges_and_moves(
    transactional_db: None, entries: list[tuple[int, int, bool]], steps: list[tuple[str, int, int]]
) -> None:
    name = f"mover{Book.objects.count()}"
    user = open_account(username=name, email=f"{name}@example.org", password="correct-horse-9")
    client = client_of(user)
    left = ids([add_category(client, f"Kind {letter}") for letter in "abcdef"])
    chosen = [Category.objects.get(pk=number) for number in left]
    record_all(
        user,
        [
            {
                "category": chosen[place] if place >= 0 else None,
                "amount": Decimal(cents) / 100,
                "refund": refund,
            }
            for place, cents, refund in entries
        ],
    )
    done: list[int] = []
    for how, source, target in steps:
        step(client, done, how, numbered(client, source), numbered(client, target))
        check_report(client)


def numbered(client: Any, place: int) -> int | None:
    """The id of one of the categories that are left; None for none."""
    rows = client.get(PATH, {"search": "kind", "ordering": "name"}).json()["results"]
    return ids(rows)[place % len(rows)] if rows and place >= 0 else None


def step(client: Any, done: list[int], how: str, source: int | None, target: int | None) -> None:
    """One write, noted in `done`; nothing where it would be refused."""
    if how == "undo":
        if done:
            undone(client, done.pop())
    elif how == "edit":
        chosen = {"category": source or "none"}
        count = client.get(LIST, chosen).json()["count"]
        body = {"filter": chosen, "set": {"category": target}, "expected_count": count}
        response = client.post(f"{LIST}bulk/edit/", body)
        done += [number_of(response)] if count else []
    elif source not in {None, target}:
        if how == "delete":
            done.append(number_of(client.delete(f"{PATH}{source}/?move_to={target or 'none'}")))
        elif target is not None:
            done.append(number_of(merge(client, source, target)))


def check_report(client: Any) -> None:
    """The report's rows are those of the list, added up."""
    sums: dict[int | None, list[Any]] = {}
    for row in every_row(client):
        found = sums.setdefault(row["category"], [Decimal(0), 0])
        found[0] += Decimal(row["amount"]) * (-1 if row["refund"] else 1)
        found[1] += 1
    told = {row["category"]: [Decimal(row["total"]), row["count"]] for row in by_category(client)}
    assert told == sums
