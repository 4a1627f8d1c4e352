"""Undo: whatever was done is taken back whole, by an operation that can be taken back as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from ledger.models import Book, Operation, Tombstone
from tests.entries import every_row, ids, record
from tests.ledger.operations import (
    BUDGETS,
    CATEGORIES,
    PATH,
    TRANSACTIONS,
    Household,
    fill,
    number_of,
    state_of,
    undo,
    undone,
)
from transactions.models import Transaction

Act = Callable[[Any, Household], Any]
LUNCH = {"type": "expense", "amount": "12.50", "date": "2026-02-28"}


def _replace(client: Any, own: Household) -> Any:
    whole = {**LUNCH, "type": "income", "currency": "BHD", "amount": "1.250"}
    return client.put(own.first, whole)


def _bulk(client: Any, own: Household) -> Any:
    """One row gives its external_id up, the next one takes it; new ones share a new category."""
    first, second, third, *_, last = own.rows
    body = {
        "create": [{**LUNCH, "category": "Lunch"}, {**LUNCH, "category": "lunch", "amount": "1"}],
        "update": [
            {"id": first, "external_id": None, "category": "Lunch"},
            {"id": second, "external_id": "1", "category": "Dinner", "refund": False},
            {"id": third, "amount": "1300", "category": None},
        ],
        "delete": [last],
    }
    return client.post(f"{TRANSACTIONS}bulk/", body)


def _bulk_edit(count: int, chosen: dict[str, Any], **fields: Any) -> Act:
    body = {"filter": chosen, "set": fields, "expected_count": count}
    return lambda client, own: client.post(f"{TRANSACTIONS}bulk/edit/", body)


def _bulk_delete(client: Any, own: Household) -> Any:
    body = {"filter": {"search": "green"}, "expected_count": 3}
    return client.post(f"{TRANSACTIONS}bulk/delete/", body)


def _merge(client: Any, own: Household) -> Any:
    return client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})


def _new(path: str, **body: Any) -> Act:
    return lambda client, own: client.post(path, body)


def _edit(**fields: Any) -> Act:
    return lambda client, own: client.patch(own.first, fields)


def _recategorise(**fields: Any) -> Act:
    return lambda client, own: client.patch(f"{CATEGORIES}{own.tea}/", fields)


def _replan(**fields: Any) -> Act:
    return lambda client, own: client.patch(f"{BUDGETS}{own.budgets[0]}/", fields)


def _profile(**fields: Any) -> Act:
    return lambda client, own: client.patch("/api/me/", fields)


ACTS: dict[str, Act] = {
    "create": _new(TRANSACTIONS, **LUNCH),
    "create in a new category": _new(TRANSACTIONS, **LUNCH, category="Lunch"),
    "create on the path of a type": _new("/api/income/", amount="5", category="Lunch"),
    "edit the amount": _edit(amount="11.00"),
    "edit the texts": _edit(description="Black tea", notes=""),
    "edit into a new category": _edit(category="Coffee", external_id="2"),
    "edit all else": _edit(currency="JPY", amount="7", date="2199-12-31", external_id=None),
    "turn into a refund": _edit(refund=True),
    "replace": _replace,
    "delete": lambda client, own: client.delete(own.first),
    "create a category": _new(CATEGORIES, name="Lunch", emoji="🥪"),
    "rename a category": _recategorise(name="Thé", emoji="", description=""),
    "change the case of a name": _recategorise(name="TEA"),
    "archive a category": _recategorise(archived=True),
    "delete an unused category": lambda client, own: client.delete(f"{CATEGORIES}{own.unused}/"),
    "delete a category and move to another": lambda client, own: client.delete(
        f"{CATEGORIES}{own.tea}/?move_to={own.cake}"
    ),
    "delete a category and move to none": lambda client, own: client.delete(
        f"{CATEGORIES}{own.tea}/?move_to=none"
    ),
    "merge": _merge,
    "bulk": _bulk,
    "edit the amount of many": _bulk_edit(5, {"currency": "USD"}, amount="8"),
    "edit the category of many": _bulk_edit(3, {"search": "green"}, category="Green"),
    "uncategorise many": _bulk_edit(3, {"search": "green"}, category=None),
    "edit the texts of many": _bulk_edit(6, {"period": "all"}, notes="Seen", description=""),
    "delete many": _bulk_delete,
    "create a budget": _new(BUDGETS, amount="5.00"),
    "create a budget in a new category": _new(BUDGETS, amount="5.00", category="Lunch"),
    "edit a budget": _replan(amount="1", month="2026-04", category=None),
    "edit a budget into a new category": _replan(category="Lunch", currency="JPY"),
    "delete a budget": lambda client, own: client.delete(f"{BUDGETS}{own.budgets[1]}/"),
    "change the currency": _profile(currency="EUR"),
    "change the time zone": _profile(timezone="Asia/Tokyo"),
    "change both": _profile(currency="JPY", timezone="Pacific/Kiritimati"),
}


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


@pytest.mark.parametrize("name", ACTS)
def test_it_undoes_and_redoes_exactly(
    alice: Any, alice_client: Any, own: Household, name: str
) -> None:
    before = state_of(alice)
    number = number_of(ACTS[name](alice_client, own))
    after = state_of(alice)
    assert after != before
    undoing = undone(alice_client, number)
    assert state_of(alice) == before
    redoing = undone(alice_client, undoing)
    assert state_of(alice) == after
    again = undone(alice_client, redoing)
    assert state_of(alice) == before
    undone(alice_client, again)
    assert state_of(alice) == after


def test_it_undoes_everything_in_reverse(alice: Any, alice_client: Any, own: Household) -> None:
    """Each act that can follow the others, then back to where it began, and there again."""
    states, numbers = [state_of(alice)], []
    follow = [each for each in ACTS if each not in {"merge", "delete a category and move to none"}]
    for name in follow:
        answer = ACTS[name](alice_client, own)
        if answer.status_code < 300:
            numbers.append(number_of(answer))
            states.append(state_of(alice))
    assert len(numbers) > 15
    undoing = []
    for number, before in zip(reversed(numbers), reversed(states[:-1]), strict=True):
        undoing.append(undone(alice_client, number))
        assert state_of(alice) == before
    for number, after in zip(reversed(undoing), states[1:], strict=True):
        undone(alice_client, number)
        assert state_of(alice) == after


def test_it_is_an_operation_of_its_own(alice: Any, alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.delete(own.first))
    answer = undo(alice_client, number)
    told = answer.json()
    version = Book.objects.get(owner=alice).version
    assert (told["kind"], told["undoes"], told["undone_by"]) == ("undo", number, None)
    assert (told["version"], told["undoable"], told["change_count"]) == (version, True, 1)
    assert answer["Operation-Id"] == str(told["id"])
    assert answer["Location"] == f"http://testserver{PATH}{told['id']}/"
    assert alice_client.get(answer["Location"]).json() == told
    assert Operation.objects.get(pk=told["id"]).actor == alice


def test_it_says_of_what_was_undone_what_undid_it(alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.delete(own.first))
    undoing = undone(alice_client, number)
    redoing = undone(alice_client, undoing)
    found = [alice_client.get(f"{PATH}{each}/").json() for each in (number, undoing, redoing)]
    assert [each["undone_by"] for each in found] == [undoing, redoing, None]
    assert [each["undoes"] for each in found] == [None, number, undoing]
    assert [each["undoable"] for each in found] == [False, False, True]


def test_it_shows_the_row_again_as_it_was(alice_client: Any, own: Household) -> None:
    before = alice_client.get(own.first).json()
    undone(alice_client, number_of(alice_client.delete(own.first)))
    after = alice_client.get(own.first).json()
    assert after.pop("version") > before.pop("version")
    assert after.pop("updated_at") > before.pop("updated_at")
    assert after == before


@pytest.mark.parametrize("word", ["green tea", "KYŌTO"])
@pytest.mark.parametrize("name", ["delete", "edit the texts", "replace", "delete many"])
def test_it_is_found_again_by_its_words(
    alice_client: Any, own: Household, name: str, word: str
) -> None:
    number = number_of(ACTS[name](alice_client, own))
    assert every_row(alice_client, search=word) == []
    undone(alice_client, number)
    assert ids(every_row(alice_client, search=word)) == [own.rows[0]]


def test_it_takes_the_category_back_that_a_name_made(alice_client: Any, own: Household) -> None:
    answer = alice_client.post(TRANSACTIONS, {**LUNCH, "category": "Lunch"})
    category, number = answer.json()["category"], number_of(answer)
    undone(alice_client, undone(alice_client, number))
    found = alice_client.get(answer["Location"]).json()
    assert (found["category"], found["category_name"]) == (category, "Lunch")


def test_it_brings_back_moved_and_dropped_budgets(alice_client: Any, own: Household) -> None:
    before = {row["id"]: row["category"] for row in every_row(alice_client, BUDGETS)}
    answer = _merge(alice_client, own)
    assert (answer.json()["moved_budgets"], answer.json()["dropped_budgets"]) == (2, 1)
    undone(alice_client, number_of(answer))
    assert {row["id"]: row["category"] for row in every_row(alice_client, BUDGETS)} == before


def test_it_leaves_a_tombstone_of_what_it_takes_away(alice: Any, alice_client: Any) -> None:
    answer = alice_client.post(TRANSACTIONS, LUNCH)
    undone(alice_client, number_of(answer))
    stone = Tombstone.objects.get()
    assert (stone.resource, stone.row) == ("transaction", answer.json()["id"])
    assert stone.version == Book.objects.get(owner=alice).version


def test_it_keeps_other_changes_of_other_rows(alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.patch(own.first, {"amount": "1"}))
    alice_client.patch(f"{TRANSACTIONS}{own.rows[1]}/", {"amount": "2"})
    kept = record(alice_client, description="Kept")
    undone(alice_client, number)
    assert alice_client.get(own.first).json()["amount"] == "10.00"
    assert alice_client.get(f"{TRANSACTIONS}{own.rows[1]}/").json()["amount"] == "2.00"
    assert alice_client.get(f"{TRANSACTIONS}{kept['id']}/").json()["description"] == "Kept"


def test_it_undoes_what_a_later_undone_operation_wrote(alice_client: Any, own: Household) -> None:
    first = number_of(alice_client.patch(own.first, {"amount": "1"}))
    second = number_of(alice_client.patch(own.first, {"amount": "2"}))
    redone = undone(alice_client, undone(alice_client, second))
    assert undo(alice_client, first).status_code == 409
    undone(alice_client, redone)
    undone(alice_client, first)
    assert alice_client.get(own.first).json()["amount"] == "10.00"


def test_it_undoes_an_edit_that_changed_nothing(
    alice: Any, alice_client: Any, own: Household
) -> None:
    before = state_of(alice)
    number = number_of(alice_client.patch(own.first, {"amount": "10.00"}))
    undone(alice_client, undone(alice_client, number))
    assert state_of(alice) == before


def test_it_undoes_the_currency_but_not_the_name(alice: Any, alice_client: Any) -> None:
    number = number_of(alice_client.patch("/api/me/", {"currency": "EUR", "first_name": "Al"}))
    undone(alice_client, number)
    profile = alice_client.get("/api/me/").json()
    assert (profile["currency"], profile["first_name"]) == ("USD", "Al")


def test_it_undoes_the_zone_after_the_currency_changed(alice_client: Any) -> None:
    number = number_of(alice_client.patch("/api/me/", {"timezone": "Asia/Tokyo"}))
    alice_client.patch("/api/me/", {"currency": "EUR"})
    undone(alice_client, number)
    profile = alice_client.get("/api/me/").json()
    assert (profile["currency"], profile["timezone"]) == ("EUR", "UTC")


def test_it_keeps_the_amount_to_the_last_decimal(alice_client: Any, own: Household) -> None:
    for currency, amount in (("CLF", "0.0001"), ("JPY", "99999999999"), ("BHD", "1.250")):
        row = record(alice_client, amount=amount, currency=currency)
        url = f"{TRANSACTIONS}{row['id']}/"
        undone(alice_client, number_of(alice_client.patch(url, {"currency": "UYW"})))
        undone(alice_client, number_of(alice_client.delete(url)))
        found = alice_client.get(url).json()
        assert (found["amount"], found["currency"]) == (amount, currency)


def test_it_answers_a_repeated_undo_again(alice: Any, alice_client: Any, own: Household) -> None:
    number, key = number_of(alice_client.delete(own.first)), {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    first = undo(alice_client, number, **key)
    alice_client.delete(own.first)
    again = undo(alice_client, number, **key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    for header in ("Operation-Id", "Location"):
        assert again[header] == first[header]
    assert Operation.objects.filter(undoes=number).count() == 1


def test_it_toggles_for_ever(alice_client: Any, own: Household) -> None:
    """However long the chain: what came before it can be undone after its end."""
    first = number_of(alice_client.patch(own.first, {"amount": "1"}))
    second = number_of(alice_client.patch(own.first, {"amount": "2"}))
    last = _toggled(Operation.objects.get(pk=undone(alice_client, second)), times=1_500)
    undone(alice_client, first)
    assert alice_client.get(own.first).json()["amount"] == "10.00"
    assert undo(alice_client, last).json()["code"] == "changed_since"


def _toggled(operation: Operation, times: int) -> int:
    """Taken back and done again so often, by rows as an undo writes them; the last one's id."""
    change = operation.changes.get()
    with transaction.atomic(durable=True):
        for _ in range(times):
            undoes, operation.key = operation.pk, f"s:{operation.pk}"
            operation.pk = change.pk = None
            operation.undoes_id, operation.version = undoes, operation.version + 1
            operation.save()
            change.operation_id = operation.pk
            change.before, change.after = change.after, change.before
            change.save()
        Transaction.objects.filter(pk=change.row).update(version=operation.version)
        Book.objects.filter(pk=operation.book_id).update(version=operation.version)
    return operation.pk
