"""One edit of all rows that a filter chooses, counted before and undone after."""

from datetime import date
from typing import Any

import pytest
import time_machine

from ledger.models import Change
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
from tests.transactions.bulk import EDIT, LIST, by_filter, operation_of, shown, totals
from users.models import User

ALL = {"period": "all"}


@pytest.fixture
def rows(alice_client: Any) -> list[dict[str, Any]]:
    """Of both types, in three currencies, on several days, in and out of categories."""
    return [
        record(alice_client, category="Tea", description="Green TEA", external_id="bank-1"),
        record(alice_client, category="Tea", amount="4.50", date="2026-02-28", refund=True),
        record(alice_client, amount="1200", currency="JPY", date="2024-02-29", notes="寿司 🍣"),
        record(alice_client, type="income", amount="1200.00", category="Work", date="2026-02-02"),
        record(alice_client, amount="1.250", currency="BHD", date="2025-12-31", notes="50% off"),
        record(alice_client, amount="0.01", category="Cake", description="Green cake"),
    ]


#: A filter in a body, and the query that asks the list for the same; {tea}, {cake}: ids.
FILTERS: list[tuple[dict[str, Any], str, int]] = [
    ({"period": "all"}, "period=all", 6),
    ({"type": "income"}, "type=income", 1),
    ({"category": "{tea}"}, "category={tea}", 2),
    ({"category": ["{tea}", "{cake}"]}, "category={tea}&category={cake}", 3),
    ({"category": "{tea},none"}, "category={tea},none", 4),
    ({"category": "none"}, "category=none", 2),
    ({"category": ["none", "999999999"]}, "category=none,999999999", 2),
    ({"currency": "jpy"}, "currency=jpy", 1),
    ({"refund": True}, "refund=true", 1),
    ({"refund": False, "currency": "USD"}, "refund=false&currency=USD", 3),
    ({"refund": "true"}, "refund=true", 1),
    ({"amount_min": 1.25, "amount_max": "10"}, "amount_min=1.25&amount_max=10", 3),
    ({"amount_max": 0.01}, "amount_max=0.01", 1),
    ({"amount_min": 1200}, "amount_min=1200", 2),
    ({"amount_min": "10.00000001"}, "amount_min=10.00000001", 2),
    ({"search": "green"}, "search=green", 2),
    ({"search": "🍣"}, "search=🍣", 1),
    ({"search": "50%"}, "search=50%25", 1),
    ({"weekday": [6, 7]}, "weekday=6,7", 3),
    ({"weekday": "1"}, "weekday=1", 1),
    ({"start_date": "2026-01-01"}, "start_date=2026-01-01", 4),
    (
        {"start_date": "2024-02-29", "end_date": "2025-12-31"},
        "start_date=2024-02-29&end_date=2025-12-31",
        2,
    ),
    ({"external_id": "bank-1"}, "external_id=bank-1", 1),
    ({"external_id": "nobody's"}, "external_id=nobody's", 0),
]


@pytest.mark.parametrize(("chosen", "query", "count"), FILTERS, ids=lambda each: str(each))
def test_it_chooses_what_the_list_shows(
    alice: User,
    alice_client: Any,
    charlie_client: Any,
    rows: list[Any],
    chosen: dict[str, Any],
    query: str,
    count: int,
) -> None:
    record(charlie_client, description="Green", external_id="bank-1")
    own = {"{tea}": str(rows[0]["category"]), "{cake}": str(rows[5]["category"])}
    for word, number in own.items():
        query = query.replace(word, number)
        chosen = {name: _filled(value, word, number) for name, value in chosen.items()}
    listed = sorted(ids(every_row(alice_client, f"{LIST}?{query}")))
    assert len(listed) == count
    with nothing_written(alice):
        asked = {"filter": chosen, "set": {"notes": "Seen"}, "dry_run": True}
        dry = alice_client.post(EDIT, asked)
    assert (dry.status_code, dry.json()) == (200, {"dry_run": True, "count": count})
    by_filter(alice_client, EDIT, chosen, count, set={"notes": "Seen"})
    seen = ids([row for row in every_row(alice_client) if row["notes"] == "Seen"])
    assert sorted(seen) == listed


def _filled(value: Any, word: str, number: str) -> Any:
    if isinstance(value, list):
        return [_filled(each, word, number) for each in value]
    return value.replace(word, number) if isinstance(value, str) else value


def test_it_chooses_by_ids(alice_client: Any, rows: list[Any]) -> None:
    numbers = ids(rows)
    for chosen, count in (
        (numbers[:3], 3),
        ([str(numbers[0]), numbers[0], 999_999_999], 1),
        (f"{numbers[1]},{numbers[2]}", 2),
        (numbers[4], 1),
        (0, 0),
    ):
        by_filter(alice_client, EDIT, {"id": chosen}, count, set={"notes": "x"})


def test_it_chooses_the_days_of_this_month(alice: User, alice_client: Any) -> None:
    with time_machine.travel("2026-03-31T12:00:00+00:00", tick=False):
        record_all(alice, [{"date": date(2026, *day)} for day in ((3, 1), (3, 31), (4, 1))])
        by_filter(alice_client, EDIT, {"period": "this_month"}, 2, set={"notes": "x"})


def test_it_counts_and_changes_nothing(alice: User, alice_client: Any, rows: list[Any]) -> None:
    before = state_of(alice)
    with nothing_written(alice):
        for more in ({}, {"expected_count": 6}):
            body = {"filter": ALL, "set": {"category": "Kites"}, "dry_run": True, **more}
            response = alice_client.post(EDIT, body)
            assert (response.status_code, response.json()) == (200, {"dry_run": True, "count": 6})
            assert "Operation-Id" not in response.headers
    assert state_of(alice) == before


def test_it_is_one_operation(alice: User, alice_client: Any, rows: list[Any]) -> None:
    version = trace_of(alice)[0]
    response = by_filter(alice_client, EDIT, {"search": "green"}, 2, set={"category": "Kites"})
    operation = operation_of(alice_client, response)
    assert operation["kind"] == "transaction.bulk_edit"
    assert (operation["change_count"], operation["version"]) == (3, version + 1)
    for row in (rows[0], rows[5]):
        edited = shown(alice_client, row["id"])
        assert edited == {
            **row,
            "category": category_id(alice_client, "Kites"),
            "category_name": "Kites",
            "category_emoji": "",
            "version": version + 1,
            "updated_at": edited["updated_at"],
        }
    assert shown(alice_client, rows[1]["id"]) == rows[1]


def test_it_writes_down_what_many_have_alike_once(alice_client: Any, rows: list[Any]) -> None:
    tea, cake = rows[0]["category"], rows[5]["category"]
    response = by_filter(alice_client, EDIT, {"category": [tea, cake]}, 3, set={"category": None})
    changes = Change.objects.filter(operation=number_of(response)).order_by("count")
    assert [(each.count, each.before, each.after) for each in changes] == [
        (1, {"category_id": cake}, {"category_id": None}),
        (2, {"category_id": tea}, {"category_id": None}),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "3.00"),
        ("category", None),
        ("date", "2020-02-29"),
        ("description", "Black tea"),
        ("notes", ""),
        ("refund", True),
    ],
)
def test_it_sets_one_field_and_leaves_the_rest(
    alice_client: Any, rows: list[Any], field: str, value: Any
) -> None:
    by_filter(alice_client, EDIT, {"search": "green"}, 2, set={field: value})
    for row in (rows[0], rows[5]):
        edited = shown(alice_client, row["id"])
        expected = {**row, field: value}
        if field == "category":
            expected |= {"category_name": None, "category_emoji": None}
        assert edited == expected | {name: edited[name] for name in ("version", "updated_at")}


def test_it_sets_several_fields(alice_client: Any, rows: list[Any]) -> None:
    fields = {"currency": "EUR", "amount": "7", "date": "2026-01-01", "refund": False}
    by_filter(alice_client, EDIT, {"type": "expense"}, 5, set=fields)
    assert totals(alice_client, currency="EUR") == {"EUR": ("0.00", "35.00", 5)}
    assert totals(alice_client, type="expense", start_date="2026-01-02") == {}


def test_it_turns_expenses_into_income(alice_client: Any, rows: list[Any]) -> None:
    by_filter(alice_client, EDIT, {"search": "green"}, 2, set={"type": "income"})
    assert totals(alice_client, search="green") == {"USD": ("10.01", "0.00", 2)}


def test_it_sets_a_category_by_name_id_or_none(alice_client: Any, rows: list[Any]) -> None:
    kites = add_category(alice_client, "Kites", archived=True)["id"]
    for category, number in ((kites, kites), ("work", rows[3]["category"]), (None, None)):
        by_filter(alice_client, EDIT, {"search": "green"}, 2, set={"category": category})
        found = alice_client.get(LIST, {"search": "green"}).json()["results"]
        assert {row["category"] for row in found} == {number}
    by_filter(alice_client, EDIT, ALL, 6, set={"category": "Brand new"})
    assert totals(alice_client, category=category_id(alice_client, "Brand new")).keys() == {
        "BHD",
        "JPY",
        "USD",
    }


def test_it_finds_the_new_texts(alice_client: Any, rows: list[Any]) -> None:
    by_filter(alice_client, EDIT, {"search": "green"}, 2, set={"description": "Ｂｌａｃｋ"})
    by_filter(alice_client, EDIT, {"search": "寿司"}, 1, set={"notes": "Sushi"})
    for search, count in (("green", 0), ("black", 2), ("寿司", 0), ("sushi", 1), ("50%", 1)):
        assert alice_client.get(LIST, {"search": search}).json()["count"] == count, search


def test_it_edits_nothing_where_nothing_matches(alice: User, alice_client: Any) -> None:
    response = by_filter(alice_client, EDIT, {"search": "x"}, 0, set={"category": "Kites"})
    operation = operation_of(alice_client, response)
    assert (operation["change_count"], operation["undoable"]) == (0, False)
    assert alice_client.get("/api/categories/", {"search": "Kites"}).json()["count"] == 0


@pytest.mark.parametrize(("path", "count"), [("expenses", 5), ("income", 1)])
def test_it_edits_the_one_type_of_its_path(
    alice_client: Any, rows: list[Any], path: str, count: int
) -> None:
    by_filter(alice_client, f"/api/{path}/bulk/edit/", ALL, count, set={"notes": "Seen"})
    seen = [row for row in every_row(alice_client) if row["notes"] == "Seen"]
    assert sorted(ids(seen)) == sorted(ids(every_row(alice_client, f"/api/{path}/")))
    assert len(seen) == count
    numbers = {"id": ids(rows)}
    by_filter(alice_client, f"/api/{path}/bulk/edit/", numbers, count, set={"notes": "x"})


def test_it_is_undone_whole(alice: User, alice_client: Any, rows: list[Any]) -> None:
    before = state_of(alice)
    fields = {"category": "Kites", "description": "Kite", "date": "2026-01-01"}
    number = number_of(by_filter(alice_client, EDIT, ALL, 6, set=fields))
    assert state_of(alice) != before
    undone(alice_client, number)
    assert state_of(alice) == before


def test_it_answers_again_what_it_answered(alice: User, alice_client: Any, rows: list[Any]) -> None:
    body = {"filter": {"search": "green"}, "set": {"description": "x"}, "expected_count": 2}
    first = alice_client.post(EDIT, body, HTTP_IDEMPOTENCY_KEY="k-1")
    with nothing_written(alice):
        again = alice_client.post(EDIT, body, HTTP_IDEMPOTENCY_KEY="k-1")
        anew = alice_client.post(EDIT, body, HTTP_IDEMPOTENCY_KEY="k-2")
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert refused(anew, 409, "count_mismatch")


def test_it_keeps_no_answer_of_a_dry_run(alice_client: Any, rows: list[Any]) -> None:
    body = {"filter": {"search": "green"}, "set": {"notes": "x"}, "dry_run": True}
    for _ in range(2):
        response = alice_client.post(EDIT, body, HTTP_IDEMPOTENCY_KEY="k-1")
        assert (response.status_code, "Idempotent-Replayed" in response.headers) == (200, False)
    real = {**body, "dry_run": False, "expected_count": 2}
    assert alice_client.post(EDIT, real, HTTP_IDEMPOTENCY_KEY="k-1").status_code == 200


# What is not taken


def refused_edit(alice: User, client: Any, status: int, code: str, **body: Any) -> Any:
    asked = {"filter": ALL, "set": {"notes": "x"}, "expected_count": 6, **body}
    given = {name: value for name, value in asked.items() if value is not ...}
    with nothing_written(alice):
        response = client.post(EDIT, given)
    assert refused(response, status, code), body
    return response


BAD_SETS: list[tuple[Any, str]] = [
    ({}, "set"),
    (None, "set"),
    (..., "set"),
    ([], "set"),
    ("x", "set"),
    ({"colour": "red"}, "set.colour"),
    ({"id": 5}, "set.id"),
    ({"version": 5}, "set.version"),
    ({"category_name": "Tea"}, "set.category_name"),
    ({"external_id": "x"}, "set.external_id"),
    ({"external_id": None}, "set.external_id"),
    ({"amount": "-5"}, "set.amount"),
    ({"amount": "0.001"}, "set.amount"),
    ({"amount": None}, "set.amount"),
    ({"amount": 10**30}, "set.amount"),
    ({"currency": "XXX"}, "set.currency"),
    ({"currency": "JPY"}, "set.currency"),
    ({"refund": True}, "set.refund"),
    ({"refund": "yes"}, "set.refund"),
    ({"type": "income"}, "set.type"),
    ({"type": "transfer"}, "set.type"),
    ({"category": 999_999_999}, "set.category"),
    ({"category": "12"}, "set.category"),
    ({"category": ""}, "set.category"),
    ({"category": []}, "set.category"),
    ({"date": "2026-02-29"}, "set.date"),
    ({"description": "🍣" * 256}, "set.description"),
    ({"notes": None}, "set.notes"),
    ({"notes": "a\0b"}, "set.notes"),
]


def test_it_names_the_field_at_fault(alice: User, alice_client: Any, rows: list[Any]) -> None:
    for fields, place in BAD_SETS:
        response = refused_edit(alice, alice_client, 400, "invalid", set=fields)
        assert faults(response) == [("body", place)], fields


def test_it_refuses_a_strangers_category(
    alice: User, alice_client: Any, charlie_client: Any, rows: list[Any]
) -> None:
    theirs = add_category(charlie_client, "Secret")["id"]
    response = refused_edit(alice, alice_client, 400, "invalid", set={"category": theirs})
    assert faults(response) == [("body", "set.category")]


@pytest.mark.parametrize("path", ["expenses", "income"])
def test_it_sets_no_type_where_the_path_has_one(
    alice: User, alice_client: Any, rows: list[Any], path: str
) -> None:
    for kind in ("expense", "income"):
        body = {"filter": ALL, "set": {"type": kind}, "dry_run": True}
        with nothing_written(alice):
            response = alice_client.post(f"/api/{path}/bulk/edit/", body)
        assert faults(response) == [("body", "set.type")]


def test_it_asks_how_many_rows_are_expected(
    alice: User, alice_client: Any, rows: list[Any]
) -> None:
    for count in (..., None, "6", 6.0, 6.5, True, -1, [], {}, "🍣", "９" * 3, 10**30):
        response = refused_edit(alice, alice_client, 400, "invalid", expected_count=count)
        assert faults(response) == [("body", "expected_count")], count
    for count in (5, 7, 0, 10**17):
        response = refused_edit(alice, alice_client, 409, "count_mismatch", expected_count=count)
        assert response.json()["count"] == 6


def test_it_refuses_another_count_where_nothing_matches(alice: User, alice_client: Any) -> None:
    response = refused_edit(alice, alice_client, 409, "count_mismatch", filter={"search": "x"})
    assert response.json()["count"] == 0


def test_it_says_true_or_false_of_a_dry_run(alice: User, alice_client: Any) -> None:
    for value in (None, 1, "yes", "", []):
        response = refused_edit(alice, alice_client, 400, "invalid", dry_run=value)
        assert faults(response) == [("body", "dry_run")], value


def test_it_takes_no_other_key(alice: User, alice_client: Any) -> None:
    response = refused_edit(alice, alice_client, 400, "invalid", ids=[1])
    assert faults(response) == [("body", "ids")]


def test_it_writes_as_many_statements_for_500_as_for_one(alice: User, alice_client: Any) -> None:
    record_all(alice, [{"description": "one"}] + [{"description": "many"}] * 1_000)
    costs = []
    for search, count in (("one", 1), ("many", 1_000)):
        with counted() as queries:
            by_filter(alice_client, EDIT, {"search": search}, count, set={"date": "2026-01-01"})
        costs.append(len(queries))
    assert costs[1] - costs[0] == 1, costs
