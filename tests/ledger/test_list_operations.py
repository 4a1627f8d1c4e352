"""The list of operations: what was done to the books, when, and what took it back."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.entries import add_category, every_row, ids, nothing_written, record
from tests.ledger.operations import (
    CATEGORIES,
    PATH,
    TRANSACTIONS,
    Household,
    fill,
    number_of,
    undone,
)
from tests.queries import counted
from tests.refusals import faults, refused


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-03-17T12:00:00+00:00", tick=False) as travelled:
        yield travelled


def listed(client: Any, **query: Any) -> list[Any]:
    answer = client.get(PATH, query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def kinds(client: Any, **query: Any) -> list[str]:
    return [row["kind"] for row in listed(client, **query)]


def test_it_begins_with_the_opening_of_the_books(alice_client: Any) -> None:
    (row,) = listed(alice_client)
    assert row == {
        "id": row["id"],
        "version": 1,
        "kind": "book.open",
        "created_at": "2026-03-17T12:00:00Z",
        "undoes": None,
        "undone_by": None,
        "undoable": False,
        "change_count": 12,
    }


def test_it_names_each_kind_the_latest_first(alice_client: Any, own: Household) -> None:
    row = f"{TRANSACTIONS}{own.rows[4]}/"
    alice_client.patch(own.first, {"amount": "1"})
    alice_client.put(own.first, {**alice_client.get(own.first).json(), "amount": "2"})
    alice_client.delete(row)
    alice_client.patch(f"{CATEGORIES}{own.cake}/", {"archived": True})
    alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})
    alice_client.delete(f"{CATEGORIES}{own.cake}/?move_to=none")
    alice_client.post(f"{TRANSACTIONS}bulk/", {"delete": own.rows[:1]})
    body = {"filter": {"period": "all"}, "expected_count": 4}
    alice_client.post(f"{TRANSACTIONS}bulk/edit/", {**body, "set": {"notes": "x"}})
    alice_client.post(f"{TRANSACTIONS}bulk/delete/", body)
    number = number_of(alice_client.patch("/api/me/", {"currency": "EUR"}))
    undone(alice_client, number)
    assert kinds(alice_client)[:11] == [
        "undo",
        "profile.update",
        "transaction.bulk_delete",
        "transaction.bulk_edit",
        "transaction.bulk",
        "category.delete",
        "category.merge",
        "category.update",
        "transaction.delete",
        "transaction.update",
        "transaction.update",
    ]
    assert kinds(alice_client)[11:] == (
        ["budget.create"] * 4 + ["transaction.create"] * 6 + ["category.create"] * 2 + ["book.open"]
    )


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


def test_it_counts_the_rows_that_were_written(alice_client: Any, own: Household) -> None:
    alice_client.post(TRANSACTIONS, {"type": "expense", "amount": "1", "category": "Lunch"})
    alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})
    alice_client.patch("/api/me/", {"currency": "EUR", "timezone": "Asia/Tokyo"})
    alice_client.patch("/api/me/", {"first_name": "Al"})
    counts = [row["change_count"] for row in listed(alice_client)][:4]
    # The profile's name; the book; four transactions, three budgets and the category; a new one.
    assert counts == [0, 1, 4 + 3 + 1, 2]


def test_it_says_what_undid_what(alice_client: Any, own: Household) -> None:
    first = number_of(alice_client.delete(own.first))
    second = undone(alice_client, first)
    third = undone(alice_client, second)
    named = number_of(alice_client.patch("/api/me/", {"first_name": "Al"}))
    names = ("id", "undoes", "undone_by", "undoable")
    assert [tuple(row[name] for name in names) for row in listed(alice_client)][:4] == [
        (named, None, None, False),
        (third, second, None, True),
        (second, first, third, False),
        (first, None, second, False),
    ]


def test_it_shows_one_as_the_list_does(alice_client: Any, own: Household) -> None:
    for row in listed(alice_client, page_size=3):
        assert alice_client.get(f"{PATH}{row['id']}/").json() == row


def test_it_shows_nobody_elses(alice_client: Any, charlie_client: Any, own: Household) -> None:
    assert kinds(charlie_client) == ["book.open"]
    (theirs,) = listed(charlie_client)
    assert theirs["id"] not in ids(listed(alice_client))
    missing = refused(alice_client.get(f"{PATH}{theirs['id']}/"), 404, "not_found")
    assert missing
    assert refused(alice_client.get(f"{PATH}{theirs['id']}/changes/"), 404, "not_found")


# Filters


def test_it_filters_by_kind(alice_client: Any, own: Household) -> None:
    assert kinds(alice_client, kind="category.create") == ["category.create"] * 2
    assert kinds(alice_client, kind="category") == kinds(alice_client, kind="CATEGORY.CREATE") == []
    answer = alice_client.get(PATH, {"kind": "transaction.create", "page_size": 2}).json()
    assert answer["count"] == 6


def test_it_filters_by_what_was_changed(alice_client: Any, own: Household) -> None:
    merged = number_of(alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake}))
    body = {"type": "expense", "amount": "1", "category": "Lunch"}
    with_category = number_of(alice_client.post(TRANSACTIONS, body))
    booked = number_of(alice_client.patch("/api/me/", {"currency": "EUR"}))
    by_resource = {
        name: ids(listed(alice_client, resource=name))
        for name in ("category", "transaction", "budget", "book")
    }
    assert by_resource["book"] == [booked]
    assert by_resource["category"][:2] == [with_category, merged]
    assert by_resource["transaction"][:2] == [with_category, merged]
    assert by_resource["budget"][0] == merged
    sizes = {name: len(found) for name, found in by_resource.items()}
    assert sizes == {"category": 5, "transaction": 8, "budget": 5, "book": 1}


def test_it_combines_filters(alice_client: Any, own: Household) -> None:
    query = {"resource": "budget", "kind": "budget.create", "period": "this_month"}
    assert kinds(alice_client, **query) == ["budget.create"] * 4
    assert kinds(alice_client, **query | {"period": "last_month"}) == []


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("UTC", "2026-03-01T23:59:59.999999+00:00", "2026-03-02T00:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-03-01T09:59:59.999999+00:00", "2026-03-01T10:00:00+00:00"),
        ("America/New_York", "2026-03-02T04:59:59.999999+00:00", "2026-03-02T05:00:00+00:00"),
        ("Asia/Kathmandu", "2026-03-01T18:14:59.999999+00:00", "2026-03-01T18:15:00+00:00"),
    ],
)
def test_it_knows_the_day_where_the_books_are_kept(
    alice_client: Any, clock: Any, zone: str, before: str, after: str
) -> None:
    alice_client.patch("/api/me/", {"timezone": zone})
    clock.move_to(before)
    first = number_of(alice_client.post(CATEGORIES, {"name": "Before midnight"}))
    clock.move_to(after)
    second = number_of(alice_client.post(CATEGORIES, {"name": "After midnight"}))
    category = {"kind": "category.create"}
    on_first = listed(alice_client, start_date="2026-03-01", end_date="2026-03-01", **category)
    on_second = listed(alice_client, start_date="2026-03-02", end_date="2026-03-02", **category)
    assert (ids(on_first), ids(on_second)) == ([first], [second])
    assert ids(listed(alice_client, end_date="2026-03-01", **category)) == [first]
    assert ids(listed(alice_client, start_date="2026-03-02", **category)) == [second]


def test_it_begins_a_day_that_has_no_midnight(alice_client: Any, clock: Any) -> None:
    """On 4 November 2018 the clocks of São Paulo went from 23:59:59 to 01:00."""
    alice_client.patch("/api/me/", {"timezone": "America/Sao_Paulo"})
    numbers = []
    for moment in ("2018-11-04T02:59:59+00:00", "2018-11-04T03:00:00+00:00"):
        clock.move_to(moment)
        numbers.append(number_of(alice_client.post(CATEGORIES, {"name": moment})))
    query = {"start_date": "2018-11-04", "end_date": "2018-11-04"}
    assert ids(listed(alice_client, **query)) == numbers[1:]


def test_it_knows_named_periods(alice_client: Any, clock: Any) -> None:
    days = {
        "2025-12-31": {"last_365_days", "last_year"},
        "2026-02-15": {"last_365_days", "this_year", "last_month"},
        "2026-03-10": {"last_30_days", "last_365_days", "this_month", "this_year"},
        "2026-03-11": {"last_7_days", "last_30_days", "last_365_days", "this_month", "this_year"},
    }
    numbers = {}
    for day in days:
        clock.move_to(f"{day}T12:00:00+00:00")
        numbers[number_of(alice_client.post(CATEGORIES, {"name": f"Of {day}"}))] = day
    clock.move_to("2026-03-17T12:00:00+00:00")
    for period in sorted(set.union(*days.values())):
        rows = listed(alice_client, period=period, kind="category.create")
        found = {numbers[row["id"]] for row in rows}
        assert found == {day for day, periods in days.items() if period in periods}, period
    assert len(listed(alice_client, period="all")) == 5


def test_it_takes_the_whole_calendar(alice_client: Any) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        alice_client.patch("/api/me/", {"timezone": zone})
        query = {"start_date": "1900-01-01", "end_date": "2199-12-31"}
        assert len(listed(alice_client, **query)) == len(listed(alice_client))


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"resource": "transactions"}, "resource"),
        ({"resource": ""}, "resource"),
        ({"kind": "x" * 41}, "kind"),
        ({"kind": "a\x00b"}, "kind"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"end_date": "yesterday"}, "end_date"),
        ({"start_date": "1899-12-31"}, "start_date"),
        ({"end_date": "2200-01-01"}, "end_date"),
        ({"start_date": "2026-03-02", "end_date": "2026-03-01"}, "start_date"),
        ({"period": "this_month", "start_date": "2026-03-01"}, "period"),
        ({"period": "today"}, "period"),
        ({"ordering": "created_at"}, "ordering"),
        ({"page_size": "0"}, "page_size"),
        ({"page": "-1"}, "page"),
        ({"undoable": "true"}, "undoable"),
        ({"kind": ["undo", "undo"]}, "kind"),
    ],
)
def test_it_names_what_it_does_not_take(alice_client: Any, query: Any, name: str) -> None:
    answer = alice_client.get(PATH, query)
    assert refused(answer, 400, "invalid")
    assert faults(answer) == [("query", name)]


# Pages and tags


def test_it_pages(alice_client: Any, own: Household) -> None:
    whole = listed(alice_client)
    assert len(whole) == 13
    assert every_row(alice_client, PATH, page_size=4) == whole
    first = alice_client.get(PATH, {"page_size": 4}).json()
    assert (first["count"], first["previous"]) == (13, None)
    assert first["next"] == f"http://testserver{PATH}?page_size=4&page=2"
    last = alice_client.get(PATH, {"page_size": 4, "page": 4}).json()
    assert (last["count"], last["next"], len(last["results"])) == (13, None, 1)
    assert refused(alice_client.get(PATH, {"page_size": 4, "page": 5}), 404, "not_found")


def test_it_keeps_filters_in_its_links(alice_client: Any, own: Household) -> None:
    query = {"kind": "transaction.create", "page_size": 4}
    assert ids(every_row(alice_client, PATH, **query)) == ids(
        listed(alice_client, kind=query["kind"])
    )
    assert len(every_row(alice_client, PATH, **query)) == 6


def test_it_is_ordered_by_version_either_way(alice_client: Any, own: Household) -> None:
    forwards = [row["version"] for row in listed(alice_client, ordering="version")]
    assert forwards == list(range(1, 14))
    assert [row["version"] for row in listed(alice_client)] == forwards[::-1]
    assert [row["version"] for row in listed(alice_client, ordering="-version")] == forwards[::-1]


def test_it_asks_as_much_of_a_long_list_as_of_a_short_one(alice_client: Any) -> None:
    with counted() as few:
        listed(alice_client)
    for number in range(20):
        undone(alice_client, number_of(alice_client.post(CATEGORIES, {"name": f"No {number}"})))
    with counted() as many:
        assert len(listed(alice_client)) == 41
    assert len(few) == len(many) == 3


def test_it_has_a_new_tag_once_something_is_undone(alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.delete(own.first))
    urls = [PATH, f"{PATH}{number}/", f"{PATH}{number}/changes/"]
    tags = [alice_client.get(url)["ETag"] for url in urls]
    assert [tag.startswith('W/"') for tag in tags] == [True, False, True]
    for url, tag in zip(urls, tags, strict=True):
        assert alice_client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
    undone(alice_client, number)
    for url, tag in zip(urls, tags, strict=True):
        assert alice_client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_it_cannot_be_written(alice: Any, alice_client: Any) -> None:
    (row,) = listed(alice_client)
    with nothing_written(alice):
        for method in ("put", "patch", "delete"):
            answer = getattr(alice_client, method)(f"{PATH}{row['id']}/", {})
            assert refused(answer, 405, "method_not_allowed")
        assert refused(alice_client.post(PATH, {}), 405, "method_not_allowed")


def test_it_notes_a_replayed_write_once(alice_client: Any) -> None:
    for _ in range(2):
        add_key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
        answer = alice_client.post(CATEGORIES, {"name": "Tea"}, **add_key)
        assert answer.status_code == 201
    assert kinds(alice_client) == ["category.create", "book.open"]


def test_it_lists_what_each_write_answered_as_its_operation(alice_client: Any) -> None:
    answer = alice_client.post(CATEGORIES, {"name": "Tea"})
    assert listed(alice_client)[0]["id"] == number_of(answer)
    assert listed(alice_client)[0]["version"] == answer.json()["version"]
    assert add_category(alice_client, "Cake")["version"] == 3
    assert record(alice_client)["version"] == 4
