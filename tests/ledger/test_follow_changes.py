"""`GET /api/changes/`: all that there is at first, and after that what is new."""

from typing import Any

import pytest
import time_machine

from tests.budgets.plans import plan
from tests.entries import add_category, every_row, ids, record, record_all
from tests.ledger.operations import (
    BUDGETS,
    CATEGORIES,
    TRANSACTIONS,
    Household,
    fill,
    number_of,
    undone,
)
from tests.ledger.replica import CHANGES, Replica, in_pages_of, lists, over_http, said
from tests.queries import counted
from users.models import User

LUNCH = {"type": "expense", "amount": "12.50", "date": "2026-02-28"}
ORDER = ["category", "transaction", "budget"]
STARTERS = 12


@pytest.fixture
def own(alice_client: Any) -> Household:
    """14 categories, 6 transactions and 4 budgets."""
    return fill(alice_client)


@pytest.fixture
def replica(alice_client: Any, own: Household) -> Replica:
    """It has all that there is."""
    replica = Replica()
    replica.follow(over_http(alice_client))
    return replica


def news(replica: Replica, client: Any) -> list[tuple[str, str, int]]:
    return said(replica.follow(over_http(client)))


# The first time


def test_it_begins_with_everything(alice_client: Any, own: Household) -> None:
    replica = Replica()
    (page,) = replica.follow(over_http(alice_client))
    assert replica.rows == lists(alice_client)
    assert [len(rows) for rows in replica.rows.values()] == [14, 6, 4]
    assert [each["resource"] for each in page["changes"]] == (
        ["category"] * 14 + ["transaction"] * 6 + ["budget"] * 4
    )


def test_it_begins_with_the_starter_categories(alice_client: Any) -> None:
    (page,) = Replica().follow(over_http(alice_client))
    assert len(page["changes"]) == STARTERS


@pytest.mark.parametrize(
    ("size", "pages"), [(1, 24), (5, 5), (14, 2), (20, 2), (23, 2), (24, 1), (25, 1)]
)
def test_it_begins_in_pages(
    alice: User, alice_client: Any, own: Household, size: int, pages: int
) -> None:
    replica = Replica()
    found = replica.follow(in_pages_of(alice, size))
    assert replica.rows == lists(alice_client)
    assert len(found) == pages
    assert {len(page["changes"]) for page in found[:-1]} <= {size}
    named = [resource for resource, *_ in said(found)]
    assert named == sorted(named, key=ORDER.index)
    assert len(named) == 24


def test_it_says_what_was_written_while_it_began(
    alice: User, alice_client: Any, own: Household
) -> None:
    replica, fetch = Replica(), in_pages_of(alice, 23)
    replica.take(fetch)
    new = add_category(alice_client, "Late")["id"]
    alice_client.delete(f"{CATEGORIES}{own.unused}/")
    page = replica.take(fetch)
    assert page["has_more"]
    assert said([page]) == [("budget", "created", own.budgets[3])]
    page = replica.take(fetch)
    assert said([page]) == [("category", "created", new), ("category", "deleted", own.unused)]
    assert not page["has_more"]
    assert replica.rows == lists(alice_client)


# And then


@pytest.mark.parametrize(
    ("resource", "path", "body", "edit"),
    [
        ("category", CATEGORIES, {"name": "Late", "emoji": "🌙"}, {"archived": True}),
        ("transaction", TRANSACTIONS, {**LUNCH, "category": "Tea"}, {"notes": "At noon"}),
        ("transaction", "/api/expenses/", {"amount": "7", "currency": "JPY"}, {"refund": True}),
        (
            "budget",
            BUDGETS,
            {"amount": "5", "month": "2026-02", "category": "Tea"},
            {"amount": "6"},
        ),
    ],
)
def test_it_follows_a_row(
    alice_client: Any, replica: Replica, resource: str, path: str, body: Any, edit: Any
) -> None:
    created = alice_client.post(path, body).json()
    assert news(replica, alice_client) == [(resource, "created", created["id"])]
    assert replica.rows[resource][created["id"]] == created
    updated = alice_client.patch(f"{path}{created['id']}/", edit).json()
    assert news(replica, alice_client) == [(resource, "updated", created["id"])]
    assert replica.rows[resource][created["id"]] == updated
    alice_client.delete(f"{path}{created['id']}/")
    assert news(replica, alice_client) == [(resource, "deleted", created["id"])]
    assert replica.rows == lists(alice_client)


def test_it_goes_by_the_order_of_the_writes(
    alice_client: Any, replica: Replica, own: Household
) -> None:
    budget = plan(alice_client, currency="CHF")["id"]
    row = record(alice_client, category="New one")
    alice_client.delete(f"{BUDGETS}{own.budgets[0]}/")
    alice_client.patch(f"{CATEGORIES}{own.cake}/", {"color": "#ffffff"})
    assert news(replica, alice_client) == [
        ("budget", "created", budget),
        ("category", "created", row["category"]),
        ("transaction", "created", row["id"]),
        ("budget", "deleted", own.budgets[0]),
        ("category", "updated", own.cake),
    ]


def test_it_sends_what_was_written_twice_once(
    alice_client: Any, replica: Replica, own: Household
) -> None:
    alice_client.patch(own.first, {"amount": "1"})
    late = record(alice_client)["id"]
    alice_client.patch(own.first, {"amount": "2"})
    assert news(replica, alice_client) == [
        ("transaction", "created", late),
        ("transaction", "updated", own.rows[0]),
    ]
    assert replica.rows["transaction"][own.rows[0]]["amount"] == "2.00"


def test_it_tells_of_a_row_that_came_and_went(alice_client: Any, replica: Replica) -> None:
    row = record(alice_client)["id"]
    alice_client.delete(f"{TRANSACTIONS}{row}/")
    assert news(replica, alice_client) == [("transaction", "deleted", row)]


def test_it_does_not_send_the_rows_of_a_renamed_category(
    alice_client: Any, replica: Replica, own: Household
) -> None:
    alice_client.patch(f"{CATEGORIES}{own.tea}/", {"name": "Thé", "emoji": "☕"})
    assert news(replica, alice_client) == [("category", "updated", own.tea)]
    assert replica.joined() == lists(alice_client)
    assert replica.rows != lists(alice_client)


@pytest.mark.parametrize("size", [1, 2, 500])
@pytest.mark.parametrize("target", ["none", "cake"])
def test_it_moves_rows_before_their_category_goes(
    alice: User, alice_client: Any, replica: Replica, own: Household, target: str, size: int
) -> None:
    where = own.cake if target == "cake" else target
    answer = alice_client.delete(f"{CATEGORIES}{own.tea}/?move_to={where}")
    assert answer.status_code == 204
    found = said(replica.follow(in_pages_of(alice, size)))
    assert found[:4] == [("transaction", "updated", row) for row in own.rows[:4]]
    assert found[-1] == ("category", "deleted", own.tea)
    assert {resource for resource, *_ in found[4:-1]} == {"budget"}
    assert replica.rows == lists(alice_client)


def test_it_follows_a_merge_and_its_undo(
    alice_client: Any, replica: Replica, own: Household
) -> None:
    merged = alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})
    found = news(replica, alice_client)
    assert found[-1] == ("category", "deleted", own.tea)
    assert ("budget", "deleted", own.budgets[1]) in found
    assert replica.rows == lists(alice_client)
    undone(alice_client, number_of(merged))
    found = news(replica, alice_client)
    assert found[0] == ("category", "updated", own.tea)
    assert replica.rows == lists(alice_client)


@pytest.mark.parametrize("looks_between", [True, False])
def test_it_brings_back_what_an_undo_did(
    alice_client: Any, replica: Replica, own: Household, looks_between: bool
) -> None:
    number = number_of(alice_client.delete(own.first))
    if looks_between:
        assert news(replica, alice_client) == [("transaction", "deleted", own.rows[0])]
        assert own.rows[0] not in replica.rows["transaction"]
    undone(alice_client, number)
    assert news(replica, alice_client)[-1] == ("transaction", "updated", own.rows[0])
    assert replica.rows == lists(alice_client)


def test_it_goes_on_from_any_cursor_again(
    alice_client: Any, replica: Replica, own: Household
) -> None:
    """What was lost on the way is sent again."""
    cursor = replica.cursor
    row = record(alice_client)["id"]
    for _ in range(2):
        replica.cursor = cursor
        assert news(replica, alice_client) == [("transaction", "created", row)]


# Nothing new


def test_it_says_nothing_where_nothing_is_new(alice_client: Any, replica: Replica) -> None:
    page = over_http(alice_client)(replica.cursor)
    assert page == {"changes": [], "cursor": replica.cursor, "has_more": False}


def test_it_says_nothing_of_the_profile(alice_client: Any, replica: Replica) -> None:
    alice_client.patch("/api/me/", {"currency": "EUR"})
    assert news(replica, alice_client) == []


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)  # at midnight everything has changed
def test_it_is_not_sent_twice(alice_client: Any) -> None:
    replica = Replica()
    replica.follow(over_http(alice_client))
    query = {"since": replica.cursor}
    first = alice_client.get(CHANGES, query)
    with counted() as queries:
        again = alice_client.get(CHANGES, query, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, len(queries)) == (304, 1)
    row = record(alice_client)["id"]
    answer = alice_client.get(CHANGES, query, HTTP_IF_NONE_MATCH=first["ETag"])
    assert [each["id"] for each in answer.json()["changes"]] == [row]


# Many


def test_it_pages_what_one_operation_wrote(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    entries = [{**LUNCH, "category": "Bulk", "notes": f"{number}"} for number in range(700)]
    done = alice_client.post(f"{TRANSACTIONS}bulk/", {"create": entries})
    assert done.status_code == 200, done.content
    made = ids(done.json()["created"])
    first, last = replica.follow(over_http(alice_client))
    assert (len(first["changes"]), len(last["changes"])) == (500, 201)
    assert said([first])[0][:2] == ("category", "created")
    assert said([first, last])[1:] == [("transaction", "created", row) for row in made]
    assert replica.joined() == lists(alice_client)

    fresh = Replica()
    pages = fresh.follow(over_http(alice_client))
    assert [len(page["changes"]) for page in pages] == [500, 225]
    assert fresh.rows == replica.rows


def test_it_pages_what_one_operation_deleted(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    made = record_all(alice, [{"description": "Many"}] * 700)
    replica.follow(over_http(alice_client))
    body = {"filter": {"search": "many"}, "expected_count": 700}
    number = number_of(alice_client.post(f"{TRANSACTIONS}bulk/delete/", body))
    pages = replica.follow(over_http(alice_client))
    assert [len(page["changes"]) for page in pages] == [500, 200]
    assert said(pages) == [("transaction", "deleted", row) for row in made]
    undone(alice_client, number)
    assert [len(page["changes"]) for page in replica.follow(over_http(alice_client))] == [500, 200]
    assert replica.rows == lists(alice_client)


def test_it_does_not_lose_what_an_edit_takes_ahead(
    alice: User, alice_client: Any, replica: Replica
) -> None:
    """Of one operation, half is read when the other half is written again."""
    made = record_all(alice, [{"description": "Many"}] * 9)
    fetch = in_pages_of(alice, 4)
    replica.take(fetch)
    for row in (made[0], made[5]):
        alice_client.patch(f"{TRANSACTIONS}{row}/", {"notes": "Seen"})
    alice_client.delete(f"{TRANSACTIONS}{made[6]}/")
    found = said(replica.follow(fetch))
    assert [number for *_, number in found] == [
        made[4],
        made[7],
        made[8],
        made[0],
        made[5],
        made[6],
    ]
    assert replica.rows == lists(alice_client)


# Whose


def test_it_shows_nobody_elses(
    alice_client: Any, replica: Replica, charlie: User, charlie_client: Any
) -> None:
    other = Replica()
    other.follow(over_http(charlie_client))
    assert other.rows == lists(charlie_client)
    record(alice_client, category="Secret")
    assert news(other, charlie_client) == []
    row = record(charlie_client)["id"]
    assert news(other, charlie_client) == [("transaction", "created", row)]
    assert row not in {number for *_, number in news(replica, alice_client)}
    assert replica.rows == lists(alice_client)


# What it costs


def test_it_asks_for_a_page_with_at_most_six_queries(
    alice: User, alice_client: Any, own: Household, charlie_client: Any
) -> None:
    """The sign-in, the book, and one for each resource, and for the tombstones afterwards."""
    with counted() as queries:
        first = alice_client.get(CHANGES).json()
    assert len(queries) == 5, queries
    record_all(alice, [{}] * 600)
    alice_client.delete(own.first)
    cursor = first["cursor"]
    for _ in range(3):
        with counted() as queries:
            cursor = alice_client.get(CHANGES, {"since": cursor}).json()["cursor"]
        assert len(queries) == 6, queries


def test_it_asks_for_a_full_first_page_no_more_than_it_needs(
    alice: User, alice_client: Any
) -> None:
    record_all(alice, [{}] * 600)
    with counted() as queries:
        alice_client.get(CHANGES)
    assert len(queries) == 4, queries


def test_it_lists_each_row_once(alice_client: Any, own: Household) -> None:
    (page,) = Replica().follow(over_http(alice_client))
    numbers = [each["id"] for each in page["changes"] if each["resource"] == "transaction"]
    assert sorted(numbers) == sorted(ids(every_row(alice_client)))
