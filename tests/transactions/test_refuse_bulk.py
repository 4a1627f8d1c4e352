"""Bodies of many entries that are not taken: each names the place, and leaves no trace."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from tests.conftest import client_of
from tests.entries import add_category, nothing_written, record, record_all
from tests.refusals import faults, refused
from tests.transactions.bulk import LIST, PATH, new
from users.models import User


@dataclass(frozen=True)
class Rows:
    """Ids: an expense, a refund, an income, a row of another's, and another's category."""

    expense: int
    refund: int
    income: int
    strange: int
    strange_category: int


@pytest.fixture
def own(alice_client: Any, charlie_client: Any) -> Rows:
    return Rows(
        record(alice_client, amount="12.34", external_id="bank-1")["id"],
        record(alice_client, refund=True, external_id="bank-2")["id"],
        record(alice_client, type="income", amount="5")["id"],
        record(charlie_client)["id"],
        add_category(charlie_client, "Secret")["id"],
    )


def test_it_names_the_place_of_a_new_entry(alice: User, alice_client: Any, own: Rows) -> None:
    bad: list[tuple[Any, str]] = [
        (new(colour="red"), "create.3.colour"),
        (new(amount="-5"), "create.3.amount"),
        (new(amount="1.005"), "create.3.amount"),
        (new(amount="12.5", currency="JPY"), "create.3.amount"),
        (new(amount="100000000000"), "create.3.amount"),
        (new(amount=10**30), "create.3.amount"),
        (new(amount=None), "create.3.amount"),
        (new(type="income", refund=True), "create.3.refund"),
        (new(type="transfer"), "create.3.type"),
        (new(category=own.strange_category), "create.3.category"),
        (new(category="12"), "create.3.category"),
        (new(category="x" * 101), "create.3.category"),
        (new(date="2026-02-29"), "create.3.date"),
        (new(description="🍣" * 256), "create.3.description"),
        (new(notes="a\0b"), "create.3.notes"),
        (new(external_id=""), "create.3.external_id"),
        ({"amount": "5"}, "create.3.type"),
        ({"type": "expense"}, "create.3.amount"),
        (5, "create.3"),
        (None, "create.3"),
        ([], "create.3"),
        ("🍣", "create.3"),
    ]
    for entry, place in bad:
        with nothing_written(alice):
            response = alice_client.post(PATH, {"create": [new()] * 3 + [entry]})
        assert refused(response, 400, "invalid"), entry
        assert faults(response) == [("body", place)], entry


def test_it_names_the_place_of_an_update(alice: User, alice_client: Any, own: Rows) -> None:
    bad: list[tuple[Any, str]] = [
        ({"id": own.expense, "colour": "red"}, "update.1.colour"),
        ({"id": own.expense, "currency": "JPY"}, "update.1.currency"),
        ({"id": own.expense, "amount": "1.005"}, "update.1.amount"),
        ({"id": own.expense, "amount": "0.5", "currency": "JPY"}, "update.1.amount"),
        ({"id": own.expense, "amount": ""}, "update.1.amount"),
        ({"id": own.income, "refund": True}, "update.1.refund"),
        ({"id": own.expense, "type": "income", "refund": True}, "update.1.refund"),
        ({"id": own.expense, "category": own.strange_category}, "update.1.category"),
        ({"id": own.expense, "notes": None}, "update.1.notes"),
        ({"id": own.expense, "search_text": "x"}, "update.1.search_text"),
        ({"notes": "x"}, "update.1.id"),
        ({"id": None}, "update.1.id"),
        ({"id": True}, "update.1.id"),
        ({"id": "🍣"}, "update.1.id"),
        ({"id": "１"}, "update.1.id"),
        ({"id": 1.5}, "update.1.id"),
        ({"id": -1}, "update.1.id"),
        ({"id": 0}, "update.1.id"),
        ({"id": 999_999_999}, "update.1.id"),
        ({"id": 10**17}, "update.1.id"),
        ({"id": "9" * 5_000}, "update.1.id"),
        ({"id": own.strange}, "update.1.id"),
        ({"id": own.refund, "notes": "again"}, "update.1.id"),
        (own.expense, "update.1"),
    ]
    for entry, place in bad:
        with nothing_written(alice):
            body = {"update": [{"id": own.refund, "notes": "x"}, entry], "create": [new()]}
            response = alice_client.post(PATH, body)
        assert refused(response, 400, "invalid"), entry
        assert faults(response) == [("body", place)], entry


def test_it_names_the_place_of_a_deletion(alice: User, alice_client: Any, own: Rows) -> None:
    bad = [own.strange, 0, 999_999_999, "9" * 5_000, own.expense, "x", None, True, 1.0, {}, [5]]
    for number in bad:
        with nothing_written(alice):
            response = alice_client.post(PATH, {"delete": [own.expense, own.income, number]})
        assert refused(response, 400, "invalid"), number
        assert faults(response) == [("body", "delete.2")], number


def test_it_refuses_an_id_in_two_lists(alice: User, alice_client: Any, own: Rows) -> None:
    with nothing_written(alice):
        body = {"update": [{"id": own.expense}], "delete": [own.income, str(own.expense)]}
        response = alice_client.post(PATH, body)
    assert faults(response) == [("body", "delete.1")]
    assert response.json()["errors"][0]["code"] == "repeated"


def test_it_names_every_id_that_is_none(alice: User, alice_client: Any, own: Rows) -> None:
    with nothing_written(alice):
        body = {"update": [{"id": own.strange}, {"id": own.expense}], "delete": [own.income, 7**9]}
        response = alice_client.post(PATH, body)
    assert faults(response) == [("body", "update.0.id"), ("body", "delete.1")]
    assert {each["code"] for each in response.json()["errors"]} == {"not_found"}


def test_it_tells_a_strangers_row_from_no_row_by_nothing(alice_client: Any, own: Rows) -> None:
    for number in (own.strange, 999_999_999):
        response = alice_client.post(PATH, {"delete": [number]})
        assert response.json()["errors"] == [
            {
                "code": "not_found",
                "detail": "There is no such transaction in your books.",
                "attr": "delete.0",
                "in": "body",
            }
        ]


@pytest.mark.parametrize(("path", "other"), [("expenses", "income"), ("income", "expense")])
def test_it_knows_no_row_of_the_other_type(
    alice: User, alice_client: Any, own: Rows, path: str, other: str
) -> None:
    mine = [record(alice_client, f"/api/{path}/", **_typed(path))["id"] for _ in range(4)]
    theirs = getattr(own, other)
    updates = [{"id": number, "notes": "x"} for number in (*mine[:3], theirs)]
    for body, place in (
        ({"update": updates}, "update.3.id"),
        ({"delete": [*mine, theirs]}, "delete.4"),
        ({"update": [{"id": mine[0], "type": other}]}, "update.0.type"),
        ({"create": [{"amount": "1"}, {"amount": "1", "type": other}]}, "create.1.type"),
    ):
        with nothing_written(alice):
            response = alice_client.post(f"/api/{path}/bulk/", body)
        assert refused(response, 400, "invalid"), body
        assert faults(response) == [("body", place)], body


def _typed(path: str) -> dict[str, str]:
    return {"type": {"expenses": "expense", "income": "income"}[path]}


def test_it_refuses_one_external_id_in_two_entries(
    alice: User, alice_client: Any, own: Rows
) -> None:
    twice = {"id": own.income, "external_id": "new"}
    for body, place in (
        ({"create": [new(external_id="new"), new(), new(external_id="new")]}, "create.2"),
        ({"create": [new(external_id="new")], "update": [twice]}, "create.0"),
        ({"update": [twice, {"id": own.refund, "external_id": "new"}]}, "update.1"),
    ):
        with nothing_written(alice):
            response = alice_client.post(PATH, body)
        assert refused(response, 400, "invalid"), body
        assert faults(response) == [("body", f"{place}.external_id")], body


def test_it_refuses_an_external_id_that_is_taken(alice: User, alice_client: Any, own: Rows) -> None:
    for body in (
        {"create": [new(), new(external_id="bank-1")]},
        {"create": [new()], "update": [{"id": own.income, "external_id": "bank-1"}]},
        {"delete": [own.income], "update": [{"id": own.refund, "external_id": "bank-1"}]},
    ):
        with nothing_written(alice):
            response = alice_client.post(PATH, body)
        assert refused(response, 409, "duplicate"), body
        assert response.json()["existing"] == own.expense


def test_it_refuses_more_than_a_thousand(alice: User, alice_client: Any, own: Rows) -> None:
    many = [new()] * 1_001
    updates = [{"id": own.expense}] * 1_001
    for body, place in (
        ({"create": many}, "create"),
        ({"update": updates}, "update"),
        ({"delete": [own.expense] * 1_001}, "delete"),
        ({"create": many[:999], "update": updates[:1], "delete": [own.refund]}, ""),
    ):
        with nothing_written(alice):
            response = alice_client.post(PATH, body)
        assert refused(response, 400, "invalid"), place
        assert faults(response) == [("body", place)]


def test_it_refuses_a_body_without_entries(alice: User, alice_client: Any) -> None:
    for body, place in (
        ({}, ""),
        ({"create": [], "update": [], "delete": []}, ""),
        ({"delete": []}, ""),
        ([], ""),
        ([new()], ""),
        (5, ""),
        ({"create": None}, "create"),
        ({"create": {}}, "create"),
        ({"create": "x"}, "create"),
        ({"create": new()}, "create"),
        ({"update": None}, "update"),
        ({"update": 1}, "update"),
        ({"delete": None}, "delete"),
        ({"delete": 1}, "delete"),
        ({"delete": {"0": 1}}, "delete"),
        ({"create": [new()], "remove": [1]}, "remove"),
        ({"create": [new()], "dry_run": True}, "dry_run"),
    ):
        with nothing_written(alice):
            response = alice_client.post(PATH, body)
        assert refused(response, 400, "invalid"), body
        assert faults(response) == [("body", place)], body


def test_it_reads_no_entries_in_a_form(alice: User, alice_client: Any, own: Rows) -> None:
    urlencoded = "application/x-www-form-urlencoded"
    for form, place in (
        ("create=x", "create"),
        (f"create=x&delete={own.expense}", "create"),
        (f"update[0]id={own.expense}&delete={own.income}", "update[0]id"),
        ("delete=x", "delete.0"),
        ("", ""),
    ):
        with nothing_written(alice):
            response = alice_client.post(PATH, form, content_type=urlencoded)
        assert refused(response, 400, "invalid"), form
        assert faults(response) == [("body", place)], form


def test_it_refuses_what_is_no_json(alice: User, alice_client: Any) -> None:
    for body in (b"{", b'{"create": [}', b'{"create": [], "create": []}', b"[" * 40, b"\xff"):
        with nothing_written(alice):
            response = alice_client.generic("POST", PATH, body, "application/json")
        assert refused(response, 400, "malformed"), body


def test_it_names_the_place_of_text_that_cannot_be_kept(alice: User, alice_client: Any) -> None:
    for text in (rb"\u0000", rb"\ud800", rb"x\udc00"):
        body = b'{"create": [{"type": "expense", "amount": 5, "category": "a%s"}]}' % text
        with nothing_written(alice):
            response = alice_client.generic("POST", PATH, body, "application/json")
        assert refused(response, 400, "invalid"), text
        assert faults(response) == [("body", "create.0.category")], text


def test_it_names_the_faults_of_several_entries(alice: User, alice_client: Any) -> None:
    with nothing_written(alice):
        body = {"create": [new(amount="x"), new(), new(date="x", type="x")], "delete": ["x"]}
        response = alice_client.post(PATH, body)
    assert sorted(faults(response)) == [
        ("body", "create.0.amount"),
        ("body", "create.2.date"),
        ("body", "create.2.type"),
        ("body", "delete.0"),
    ]


def test_it_names_no_more_faults_than_a_body_has_entries(alice: User, alice_client: Any) -> None:
    entry = dict.fromkeys("abc", 0)
    with nothing_written(alice):
        response = alice_client.post(PATH, {"create": [entry] * 1_000})
    assert refused(response, 400, "invalid")
    assert len(faults(response)) == 1_000


def test_it_makes_no_category_for_entries_that_fail(
    alice: User, alice_client: Any, own: Rows
) -> None:
    with nothing_written(alice):
        body = {"create": [new(category="Kites"), new(category="Tea", external_id="bank-1")]}
        assert refused(alice_client.post(PATH, body), 409, "duplicate")
        body = {"create": [new(category="Kites"), new(type="income", refund=True)]}
        assert refused(alice_client.post(PATH, body), 400, "invalid")


def test_it_refuses_what_no_total_could_hold(alice: User, alice_client: Any) -> None:
    record_all(alice, [{"amount": Decimal("899999000000000")}])
    with nothing_written(alice):
        body = {"create": [new(amount="99999999999"), *[new(category="Kites")] * 10]}
        response = alice_client.post(PATH, body)
    assert refused(response, 409, "total_out_of_range")


def test_it_takes_no_parameters(alice: User, alice_client: Any) -> None:
    with nothing_written(alice):
        response = alice_client.post(f"{PATH}?dry_run=true", {"create": [new()]})
    assert faults(response) == [("query", "dry_run")]


def test_it_takes_no_other_method(alice: User, alice_client: Any) -> None:
    with nothing_written(alice):
        for method in ("get", "put", "patch", "delete"):
            assert refused(getattr(alice_client, method)(PATH), 405, "method_not_allowed"), method


def test_it_shows_strangers_nothing(
    alice: User, charlie: User, charlie_client: Any, own: Rows
) -> None:
    with nothing_written(alice), nothing_written(charlie):
        for body in ({"delete": [own.expense]}, {"update": [{"id": own.income, "notes": "x"}]}):
            assert refused(charlie_client.post(PATH, body), 400, "invalid")
    assert client_of(alice).get(LIST).json()["count"] == 3
