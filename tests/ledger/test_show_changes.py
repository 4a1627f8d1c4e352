"""What an operation changed, before and after, in the words of the API."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.entries import every_row, record, record_all
from tests.ledger.operations import (
    BUDGETS,
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

STAMPS = {"id", "version", "updated_at"}


def changes_of(client: Any, answer: Any) -> list[dict[str, Any]]:
    number = answer if isinstance(answer, int) else number_of(answer)
    return every_row(client, f"{PATH}{number}/changes/")


def own_fields(row: dict[str, Any]) -> dict[str, Any]:
    """Of a row as it is shown, what is its own and is kept for an undo."""
    joined = {"category_name", "category_emoji"}
    return {name: value for name, value in row.items() if name not in STAMPS | joined}


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


@pytest.mark.parametrize(
    ("path", "resource", "body"),
    [
        (TRANSACTIONS, "transaction", {"type": "expense", "amount": "12.5", "category": "Tea"}),
        (TRANSACTIONS, "transaction", {"type": "income", "amount": "1200", "currency": "JPY"}),
        (BUDGETS, "budget", {"amount": "1.25", "currency": "BHD", "month": "2026-03-01"}),
        (BUDGETS, "budget", {"amount": "1.25"}),
        (CATEGORIES, "category", {"name": " Lunch ", "emoji": "🥪", "color": "#aabbcc"}),
    ],
)
def test_it_shows_all_of_a_new_and_of_a_deleted_row(
    alice_client: Any, own: Household, path: str, resource: str, body: dict[str, Any]
) -> None:
    created = alice_client.post(path, body)
    row = created.json()
    entry = {"resource": resource, "id": row["id"], "count": 1}
    (new,) = changes_of(alice_client, created)
    assert own_fields(new["after"]) == own_fields(row)
    assert new == {**entry, "before": None, "after": new["after"]}
    (gone,) = changes_of(alice_client, alice_client.delete(created["Location"]))
    assert gone == {**entry, "before": new["after"], "after": None}


def test_it_shows_money_with_its_currencys_decimals(alice_client: Any) -> None:
    for currency, sent, shown in (
        ("USD", "5", "5.00"),
        ("JPY", "5", "5"),
        ("BHD", "5.1", "5.100"),
        ("CLF", "0.0001", "0.0001"),
    ):
        row = record(alice_client, amount=sent, currency=currency)
        url = f"{TRANSACTIONS}{row['id']}/"
        (edited,) = changes_of(alice_client, alice_client.patch(url, {"amount": "7"}))
        assert edited["before"] == {"amount": shown}
        assert edited["after"] == {"amount": alice_client.get(url).json()["amount"]}


def test_it_shows_of_an_edit_the_fields_that_changed(alice_client: Any, own: Household) -> None:
    body = {"description": "Black tea", "amount": "10.0", "refund": True, "external_id": None}
    (edited,) = changes_of(alice_client, alice_client.patch(own.first, body))
    assert edited == {
        "resource": "transaction",
        "id": own.rows[0],
        "count": 1,
        "before": {"description": "Green TEA", "refund": False, "external_id": "1"},
        "after": {"description": "Black tea", "refund": True, "external_id": None},
    }


def test_it_names_the_category_as_the_api_does(alice_client: Any, own: Household) -> None:
    (edited,) = changes_of(alice_client, alice_client.patch(own.first, {"category": None}))
    assert (edited["before"], edited["after"]) == ({"category": own.tea}, {"category": None})
    budget = f"{BUDGETS}{own.budgets[1]}/"
    body = {"category": None, "month": None}
    (edited,) = changes_of(alice_client, alice_client.patch(budget, body))
    assert edited["before"] == {"category": own.tea, "month": "2026-03"}
    assert edited["after"] == {"category": None, "month": None}


def test_it_keeps_what_is_ours_to_itself(alice_client: Any, own: Household) -> None:
    answer = alice_client.patch(f"{CATEGORIES}{own.tea}/", {"name": "Thé"})
    (renamed,) = changes_of(alice_client, answer)
    assert (renamed["before"], renamed["after"]) == ({"name": "Tea"}, {"name": "Thé"})
    alice_client.delete(f"{CATEGORIES}{own.tea}/?move_to=none")
    for row in every_row(alice_client, PATH):
        for change in changes_of(alice_client, row["id"]):
            shown = {**(change["before"] or {}), **(change["after"] or {})}
            assert not shown.keys() & {"name_key", "category_id", "category_number", "search_text"}
            for name in shown.keys() & {"created_at"}:
                assert shown[name].endswith("Z")


def test_it_shows_a_category_that_a_name_made_first(alice_client: Any) -> None:
    body = {"type": "expense", "amount": "1", "category": "Lunch"}
    answer = alice_client.post(TRANSACTIONS, body)
    category, row = changes_of(alice_client, answer)
    assert (category["resource"], category["id"]) == ("category", answer.json()["category"])
    assert (category["after"]["name"], row["after"]["category"]) == ("Lunch", category["id"])


def test_it_shows_what_was_done_to_many_rows_as_one(alice_client: Any, own: Household) -> None:
    answer = alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})
    moved, dropped, budgets, gone = changes_of(alice_client, answer)
    into_cake = {"before": {"category": own.tea}, "after": {"category": own.cake}}
    assert moved == {"resource": "transaction", "id": None, "count": 4, **into_cake}
    assert budgets == {"resource": "budget", "id": None, "count": 2, **into_cake}
    assert (dropped["id"], dropped["before"]["month"]) == (own.budgets[1], "2026-03")
    assert (gone["resource"], gone["id"], gone["after"]) == ("category", own.tea, None)


def test_it_names_the_only_row_of_a_move(alice_client: Any, own: Household) -> None:
    moved, *_ = changes_of(
        alice_client, alice_client.delete(f"{CATEGORIES}{own.cake}/?move_to={own.tea}")
    )
    assert (moved["id"], moved["count"]) == (own.rows[4], 1)


def test_it_shows_an_edit_of_many_in_as_few_entries_as_there_are_befores(
    alice_client: Any, own: Household
) -> None:
    body = {"filter": {"period": "all"}, "set": {"category": own.cake}, "expected_count": 6}
    entries = changes_of(alice_client, alice_client.post(f"{TRANSACTIONS}bulk/edit/", body))
    after = {"category": own.cake}
    shown = [(entry["count"], entry["before"], entry["after"]) for entry in entries]
    assert sorted(shown, key=lambda entry: entry[0]) == [
        (1, {}, {}),
        (1, {"category": None}, after),
        (4, {"category": own.tea}, after),
    ]


def test_it_shows_the_currency_and_zone_of_the_books(alice: Any, alice_client: Any) -> None:
    answer = alice_client.patch("/api/me/", {"currency": "EUR", "timezone": "Asia/Tokyo"})
    assert changes_of(alice_client, answer) == [
        {
            "resource": "book",
            "id": alice.book.pk,
            "count": 1,
            "before": {"currency": "USD", "timezone": "UTC"},
            "after": {"currency": "EUR", "timezone": "Asia/Tokyo"},
        }
    ]


def test_it_shows_an_undo_the_other_way_round(alice_client: Any, own: Household) -> None:
    merged = number_of(alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake}))
    forwards = changes_of(alice_client, merged)
    backwards = changes_of(alice_client, undone(alice_client, merged))
    turned = [{**each, "before": each["after"], "after": each["before"]} for each in backwards]
    assert turned[::-1] == forwards


def test_it_shows_nothing_of_an_operation_that_changed_nothing(alice_client: Any) -> None:
    answer = alice_client.patch("/api/me/", {"first_name": "Al"})
    number = number_of(answer)
    empty = {"count": 0, "next": None, "previous": None, "results": []}
    assert alice_client.get(f"{PATH}{number}/changes/").json() == empty


def test_it_pages_by_entries(alice: Any, alice_client: Any) -> None:
    rows = record_all(alice, [{"amount": Decimal(number)} for number in range(1, 8)])
    number = every_row(alice_client, PATH)[0]["id"]
    url = f"{PATH}{number}/changes/"
    first = alice_client.get(url, {"page_size": 3}).json()
    assert (first["count"], first["previous"]) == (7, None)
    assert first["next"] == f"http://testserver{url}?page_size=3&page=2"
    found = every_row(alice_client, url, page_size=3)
    assert [each["id"] for each in found] == rows
    assert [each["after"]["amount"] for each in found] == [f"{n}.00" for n in range(1, 8)]
    assert {each["after"]["date"] for each in found} == {date(2026, 3, 1).isoformat()}
    assert refused(alice_client.get(url, {"page": 2}), 404, "not_found")


def test_it_asks_as_much_for_many_entries_as_for_one(alice: Any, alice_client: Any) -> None:
    costs = []
    for many in (1, 40):
        record_all(alice, [{}] * many)
        number = every_row(alice_client, PATH)[0]["id"]
        with counted() as queries:
            alice_client.get(f"{PATH}{number}/changes/")
        costs.append(len(queries))
    assert costs == [4, 4]


@pytest.mark.parametrize("name", ["ordering", "kind", "resource", "cursor", "x"])
def test_it_takes_pages_alone(alice_client: Any, name: str) -> None:
    number = every_row(alice_client, PATH)[0]["id"]
    answer = alice_client.get(f"{PATH}{number}/changes/", {name: "1"})
    assert refused(answer, 400, "invalid")
    assert faults(answer) == [("query", name)]
