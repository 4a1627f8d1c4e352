"""One deletion of all rows that a filter chooses, counted before and undone after."""

from typing import Any

import pytest
from django.db import connection

from ledger.models import Tombstone
from tests.entries import every_row, ids, nothing_written, record, record_all, trace_of
from tests.ledger.operations import number_of, state_of, undone
from tests.queries import counted
from tests.refusals import faults, refused
from tests.transactions.bulk import DELETE, EDIT, LIST, by_filter, operation_of, totals
from transactions import bulk
from users.models import User

ALL = {"period": "all"}


@pytest.fixture
def rows(alice_client: Any) -> list[dict[str, Any]]:
    return [
        record(alice_client, category="Tea", description="Green TEA", external_id="bank-1"),
        record(alice_client, category="Tea", amount="4.50", date="2026-02-28", refund=True),
        record(alice_client, amount="1200", currency="JPY", date="2024-02-29"),
        record(alice_client, type="income", amount="1200.00", description="Green card"),
    ]


def test_it_deletes_what_the_list_shows(alice: User, alice_client: Any, rows: list[Any]) -> None:
    version = trace_of(alice)[0]
    response = by_filter(alice_client, DELETE, {"search": "green"}, 2)
    operation = operation_of(alice_client, response)
    assert operation["kind"] == "transaction.bulk_delete"
    assert (operation["change_count"], operation["version"]) == (2, version + 1)
    assert sorted(ids(every_row(alice_client))) == ids(rows[1:3])
    buried = Tombstone.objects.order_by("row").values_list("resource", "row", "version")
    assert list(buried) == [("transaction", row["id"], version + 1) for row in (rows[0], rows[3])]
    assert totals(alice_client) == {"JPY": ("0", "1200", 1), "USD": ("0.00", "-4.50", 1)}


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (ALL, 4),
        ({"type": "expense", "currency": "usd"}, 2),
        ({"refund": True}, 1),
        ({"category": "none"}, 2),
        ({"weekday": [4, 6, 7], "amount_min": 10}, 3),
        ({"start_date": "2026-03-01", "end_date": "2026-03-01"}, 2),
        ({"external_id": "bank-1"}, 1),
        ({"external_id": "BANK-1"}, 0),
    ],
    ids=str,
)
def test_it_counts_first(
    alice: User, alice_client: Any, rows: list[Any], chosen: dict[str, Any], count: int
) -> None:
    query = {
        name: ",".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in chosen.items()
    }
    if "refund" in query:
        query["refund"] = "true"
    assert alice_client.get(LIST, query).json()["count"] == count
    with nothing_written(alice):
        dry = alice_client.post(DELETE, {"filter": chosen, "dry_run": True})
    assert (dry.status_code, dry.json()) == (200, {"dry_run": True, "count": count})
    assert "Operation-Id" not in dry.headers
    by_filter(alice_client, DELETE, chosen, count)
    assert alice_client.get(LIST, query).json()["count"] == 0
    assert alice_client.get(LIST).json()["count"] == 4 - count


def test_it_compares_a_number_with_all_its_digits(alice_client: Any) -> None:
    record(alice_client, amount="99999999999.99")
    for number, count in ((b"99999999999.98999999", 0), (b"99999999999.99000000", 1)):
        body = b'{"filter": {"amount_max": %s}, "dry_run": true}' % number
        response = alice_client.generic("POST", DELETE, body, "application/json")
        assert response.json() == {"dry_run": True, "count": count}, number


def test_it_deletes_nothing_where_nothing_matches(alice_client: Any, rows: list[Any]) -> None:
    response = by_filter(alice_client, DELETE, {"search": "x"}, 0)
    operation = operation_of(alice_client, response)
    assert (operation["change_count"], operation["undoable"]) == (0, False)
    assert alice_client.get(LIST).json()["count"] == 4


def test_it_frees_the_external_ids(alice_client: Any, rows: list[Any]) -> None:
    by_filter(alice_client, DELETE, ALL, 4)
    assert record(alice_client, external_id="bank-1")["external_id"] == "bank-1"


@pytest.mark.parametrize(("path", "count"), [("expenses", 3), ("income", 1)])
def test_it_deletes_the_one_type_of_its_path(
    alice_client: Any, rows: list[Any], path: str, count: int
) -> None:
    with_others = {"id": ids(rows)}
    by_filter(alice_client, f"/api/{path}/bulk/delete/", with_others, count)
    assert alice_client.get(f"/api/{path}/").json()["count"] == 0
    assert alice_client.get(LIST).json()["count"] == 4 - count


def test_it_leaves_others_books_alone(
    charlie: User, alice_client: Any, charlie_client: Any, rows: list[Any]
) -> None:
    theirs = record(charlie_client, external_id="bank-1")["id"]
    before = state_of(charlie)
    by_filter(alice_client, DELETE, {"id": [theirs]}, 0)
    by_filter(alice_client, DELETE, ALL, 4)
    assert state_of(charlie) == before


def test_it_is_undone_whole(alice: User, alice_client: Any, rows: list[Any]) -> None:
    before = state_of(alice)
    number = number_of(by_filter(alice_client, DELETE, {"category": "none"}, 2))
    assert state_of(alice) != before
    undone(alice_client, number)
    assert state_of(alice) == before


def test_it_answers_again_what_it_answered(alice: User, alice_client: Any, rows: list[Any]) -> None:
    body = {"filter": ALL, "expected_count": 4}
    first = alice_client.post(DELETE, body, HTTP_IDEMPOTENCY_KEY="k-1")
    record(alice_client)
    with nothing_written(alice):
        again = alice_client.post(DELETE, body, HTTP_IDEMPOTENCY_KEY="k-1")
    assert again["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.content) == (200, first.content)


# What is not taken, by either

BAD_FILTERS: list[tuple[Any, str]] = [
    ({}, "filter"),
    (None, "filter"),
    (..., "filter"),
    ([], "filter"),
    ("period=all", "filter"),
    (5, "filter"),
    ({"colour": "red"}, "filter.colour"),
    ({"": "x"}, "filter"),
    ({"🍣": "x"}, "filter.🍣"),
    ({"ordering": "date"}, "filter.ordering"),
    ({"page": 1}, "filter.page"),
    ({"cursor": "x"}, "filter.cursor"),
    ({"amount_min": "cheap"}, "filter.amount_min"),
    ({"amount_min": -1}, "filter.amount_min"),
    ({"amount_min": None}, "filter.amount_min"),
    ({"amount_max": 10**30}, "filter.amount_max"),
    ({"amount_max": True}, "filter.amount_max"),
    ({"amount_max": ["1", "2"]}, "filter.amount_max"),
    ({"category": "Tea"}, "filter.category"),
    ({"category": None}, "filter.category"),
    ({"category": {}}, "filter.category"),
    ({"category": []}, "filter.category"),
    ({"category": [[1]]}, "filter.category"),
    ({"id": "x"}, "filter.id"),
    ({"id": 1.5}, "filter.id"),
    ({"id": []}, "filter.id"),
    ({"id": ""}, "filter.id"),
    ({"id": list(range(1, 5_002))}, "filter.id"),
    ({"search": []}, "filter.search"),
    ({"search": ["a", "b"]}, "filter.search"),
    ({"search": "x" * 256}, "filter.search"),
    ({"search": "a\0b"}, "filter.search"),
    ({"period": "someday"}, "filter.period"),
    ({"period": ""}, "filter.period"),
    ({"period": "all", "start_date": "2026-01-01"}, "filter.period"),
    ({"start_date": "2026-02-29"}, "filter.start_date"),
    ({"start_date": "2026-02-02", "end_date": "2026-02-01"}, "filter.start_date"),
    ({"weekday": [1, 8]}, "filter.weekday"),
    ({"weekday": []}, "filter.weekday"),
    ({"type": "transfer"}, "filter.type"),
    ({"refund": 1}, "filter.refund"),
    ({"refund": "yes"}, "filter.refund"),
    ({"currency": "ſEK"}, "filter.currency"),
    ({"currency": []}, "filter.currency"),
]


@pytest.mark.parametrize("path", [DELETE, EDIT])
def test_it_names_the_filter_at_fault(
    alice: User, alice_client: Any, rows: list[Any], path: str
) -> None:
    for chosen, place in BAD_FILTERS:
        for more in ({"dry_run": True}, {"expected_count": 4}):
            body: dict[str, Any] = {"filter": chosen, **more}
            if chosen is ...:
                del body["filter"]
            if path == EDIT:
                body["set"] = {"notes": "x"}
            with nothing_written(alice):
                response = alice_client.post(path, body)
            assert refused(response, 400, "invalid"), chosen
            assert faults(response) == [("body", place)], chosen


def test_it_names_a_hundred_filters_at_most(alice: User, alice_client: Any) -> None:
    body = {"filter": {f"filter {n}": "x" for n in range(5_000)}, "dry_run": True}
    with nothing_written(alice):
        assert len(faults(alice_client.post(DELETE, body))) == 100


@pytest.mark.parametrize("path", ["expenses", "income"])
def test_it_knows_no_filter_by_type_where_the_path_has_one(
    alice: User, alice_client: Any, path: str
) -> None:
    with nothing_written(alice):
        body = {"filter": {"type": "expense"}, "dry_run": True}
        response = alice_client.post(f"/api/{path}/bulk/delete/", body)
    assert faults(response) == [("body", "filter.type")]


def test_it_refuses_another_count(alice: User, alice_client: Any, rows: list[Any]) -> None:
    for count in (0, 3, 5):
        with nothing_written(alice):
            response = alice_client.post(DELETE, {"filter": ALL, "expected_count": count})
        assert refused(response, 409, "count_mismatch")
        assert response.json()["count"] == 4
    with nothing_written(alice):
        response = alice_client.post(DELETE, {"filter": ALL})
    assert faults(response) == [("body", "expected_count")]


def test_it_takes_nothing_to_set(alice: User, alice_client: Any, rows: list[Any]) -> None:
    with nothing_written(alice):
        body = {"filter": ALL, "expected_count": 4, "set": {"notes": "x"}}
        response = alice_client.post(DELETE, body)
    assert faults(response) == [("body", "set")]


def test_it_reads_no_filter_in_a_form_or_in_the_query(
    alice: User, alice_client: Any, rows: list[Any]
) -> None:
    urlencoded = "application/x-www-form-urlencoded"
    with nothing_written(alice):
        for form, place in (
            ("filter=x&dry_run=true", "filter"),
            ("filter.period=all&dry_run=true", "filter.period"),
        ):
            response = alice_client.post(DELETE, form, content_type=urlencoded)
            assert refused(response, 400, "invalid"), form
            assert ("body", place) in faults(response), form
            assert {attr.partition(".")[0] for _, attr in faults(response)} == {"filter"}, form
        response = alice_client.post(f"{DELETE}?period=all", {"expected_count": 4})
        assert faults(response) == [("query", "period")]


def test_it_refuses_more_rows_than_it_takes(
    alice: User, alice_client: Any, rows: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST_ROWS", 3)
    for more in ({"dry_run": True}, {"expected_count": 4}):
        with nothing_written(alice):
            response = alice_client.post(DELETE, {"filter": ALL, **more})
        assert refused(response, 400, "invalid")
        assert faults(response) == [("body", "filter")]
    by_filter(alice_client, DELETE, {"type": "expense"}, 3)


def test_it_deletes_by_statements_of_500(alice: User, alice_client: Any) -> None:
    record_all(alice, [{"description": "one"}] + [{"description": "many"}] * 1_000)
    costs = []
    for search, count in (("one", 1), ("many", 1_000)):
        with counted() as queries:
            by_filter(alice_client, DELETE, {"search": search}, count)
        costs.append(len(queries))
    # DELETE, Change and Tombstone by 500; on PostgreSQL the latter two are a COPY, not counted.
    least = 1 if connection.vendor == "postgresql" else 3
    assert least <= costs[1] - costs[0] <= 16, costs
