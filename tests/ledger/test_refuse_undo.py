"""What stands in the way of an undo is named, and then nothing is written."""

from typing import Any

import pytest

from ledger.models import Book, Change, Operation
from ledger.writing import Answer, Request, write
from tests.entries import add_category, every_row, nothing_written, record, record_all
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
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import named_key, with_header
from transactions.models import Transaction

LUNCH = {"type": "expense", "amount": "12.50", "date": "2026-02-28"}


@pytest.fixture
def own(alice_client: Any) -> Household:
    return fill(alice_client)


@pytest.fixture
def refusal(alice: Any, alice_client: Any) -> Any:
    """Tries to undo an operation, holds the answer to the code, and gives its own words."""

    def refusal(number: int, code: str) -> Any:
        before = state_of(alice)
        with nothing_written(alice):
            answer = undo(alice_client, number)
        assert refused(answer, 409, code)
        assert "Operation-Id" not in answer.headers
        assert state_of(alice) == before
        return answer.json()

    return refusal


def transactions(*rows: int) -> list[dict[str, Any]]:
    return [{"resource": "transaction", "id": row} for row in rows]


# Written since


@pytest.mark.parametrize("verb", ["post", "patch"])
def test_it_refuses_what_was_edited_since(alice_client: Any, refusal: Any, verb: str) -> None:
    answer = alice_client.post(TRANSACTIONS, LUNCH)
    row, url = answer.json()["id"], answer["Location"]
    if verb == "patch":
        answer = alice_client.patch(url, {"amount": "1"})
    alice_client.patch(url, {"description": "Soup"})
    assert refusal(number_of(answer), "changed_since")["rows"] == transactions(row)


def test_it_refuses_what_was_deleted_since(alice_client: Any, own: Household, refusal: Any) -> None:
    number = number_of(alice_client.patch(own.first, {"amount": "1"}))
    alice_client.delete(own.first)
    assert refusal(number, "changed_since")["rows"] == transactions(own.rows[0])


def test_it_refuses_an_edit_whose_edit_was_undone_and_redone(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    number = number_of(alice_client.patch(own.first, {"amount": "1"}))
    later = number_of(alice_client.patch(own.first, {"amount": "2"}))
    undone(alice_client, undone(alice_client, later))
    assert refusal(number, "changed_since")["rows"] == transactions(own.rows[0])


def test_it_refuses_to_redo_what_was_edited_since(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    undoing = undone(alice_client, number_of(alice_client.patch(own.first, {"amount": "1"})))
    alice_client.patch(own.first, {"notes": "Later"})
    assert refusal(undoing, "changed_since")["rows"] == transactions(own.rows[0])


def test_it_refuses_to_redo_in_another_order(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    first = number_of(alice_client.patch(own.first, {"amount": "1"}))
    second = number_of(alice_client.patch(own.first, {"amount": "2"}))
    last_undone = undone(alice_client, second)
    first_undone = undone(alice_client, first)
    assert refusal(last_undone, "changed_since")["rows"] == transactions(own.rows[0])
    undone(alice_client, first_undone)
    undone(alice_client, last_undone)
    assert alice_client.get(own.first).json()["amount"] == "2.00"


def test_it_names_of_many_rows_those_that_stand_in_the_way(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    body = {"filter": {"period": "all"}, "set": {"notes": "Seen"}, "expected_count": 6}
    number = number_of(alice_client.post(f"{TRANSACTIONS}bulk/edit/", body))
    alice_client.patch(f"{TRANSACTIONS}{own.rows[4]}/", {"notes": ""})
    alice_client.delete(f"{TRANSACTIONS}{own.rows[1]}/")
    rows = refusal(number, "changed_since")["rows"]
    assert rows == transactions(own.rows[1], own.rows[4])


def test_it_names_a_hundred_at_most(alice: Any, alice_client: Any, refusal: Any) -> None:
    rows = record_all(alice, [{}] * 120)
    number = Operation.objects.get(kind="test").pk
    body = {"filter": {"period": "all"}, "set": {"notes": "Seen"}, "expected_count": 120}
    alice_client.post(f"{TRANSACTIONS}bulk/edit/", body)
    assert refusal(number, "changed_since")["rows"] == transactions(*rows[:100])


@pytest.mark.parametrize("way", ["merge", "move_to"])
def test_it_refuses_a_move_of_which_a_row_was_edited(
    alice_client: Any, own: Household, refusal: Any, way: str
) -> None:
    url = f"{CATEGORIES}{own.tea}/"
    if way == "merge":
        number = number_of(alice_client.post(f"{url}merge/", {"into": own.cake}))
    else:
        number = number_of(alice_client.delete(f"{url}?move_to={own.cake}"))
    alice_client.patch(f"{TRANSACTIONS}{own.rows[2]}/", {"notes": "Later"})
    assert refusal(number, "changed_since")["rows"] == transactions(own.rows[2])


def test_it_does_not_take_one_row_for_another(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    """Two groups of one operation end in one category; of one group the row has changed."""
    one, two = own.rows[:2]
    update = [{"id": one, "category": "Lunch"}, {"id": two, "category": "Dinner"}]
    number = number_of(alice_client.post(f"{TRANSACTIONS}bulk/", {"update": update}))
    undoing = undone(alice_client, number)  # which brings both of them back into Tea
    alice_client.patch(f"{TRANSACTIONS}{one}/", {"category": own.cake})
    assert refusal(undoing, "changed_since")["rows"] == transactions(one)


def test_it_refuses_a_category_that_was_renamed_since(alice_client: Any, refusal: Any) -> None:
    answer = alice_client.post(CATEGORIES, {"name": "Lunch"})
    number, row = number_of(answer), answer.json()["id"]
    alice_client.patch(answer["Location"], {"archived": True})
    assert refusal(number, "changed_since")["rows"] == [{"resource": "category", "id": row}]


def test_it_refuses_a_budget_that_was_edited_since(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    url = f"{BUDGETS}{own.budgets[0]}/"
    number = number_of(alice_client.patch(url, {"amount": "1"}))
    alice_client.patch(url, {"amount": "2"})
    rows = refusal(number, "changed_since")["rows"]
    assert rows == [{"resource": "budget", "id": own.budgets[0]}]


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [("currency", "EUR", "JPY"), ("timezone", "Asia/Tokyo", "Europe/Berlin")],
)
def test_it_refuses_what_the_books_are_kept_in_once_it_changed(
    alice: Any, alice_client: Any, refusal: Any, name: str, first: str, second: str
) -> None:
    number = number_of(alice_client.patch("/api/me/", {name: first}))
    alice_client.patch("/api/me/", {name: second})
    rows = refusal(number, "changed_since")["rows"]
    assert rows == [{"resource": "book", "id": alice.book.pk}]


# Gone, used or made anew since


@pytest.mark.parametrize("what", ["an edit", "a deletion", "a move"])
def test_it_refuses_to_point_at_a_category_that_is_gone(
    alice_client: Any, own: Household, refusal: Any, what: str
) -> None:
    if what == "an edit":
        answer = alice_client.patch(own.first, {"category": own.cake})
    elif what == "a deletion":
        answer = alice_client.delete(own.first)
    else:
        body = {"filter": {"id": own.rows[0]}, "set": {"category": None}, "expected_count": 1}
        answer = alice_client.post(f"{TRANSACTIONS}bulk/edit/", body)
    alice_client.delete(f"{CATEGORIES}{own.tea}/?move_to={own.cake}")
    rows = refusal(number_of(answer), "changed_since")["rows"]
    assert rows == [{"resource": "category", "id": own.tea}]


@pytest.mark.parametrize("verb", ["patch", "delete"])
def test_it_refuses_a_budget_whose_category_is_gone(
    alice_client: Any, own: Household, refusal: Any, verb: str
) -> None:
    url = f"{BUDGETS}{own.budgets[2]}/"
    answer = alice_client.patch(url, {"category": None}) if verb == "patch" else None
    number = number_of(answer or alice_client.delete(url))
    alice_client.delete(f"{CATEGORIES}{own.tea}/?move_to=none")
    rows = refusal(number, "changed_since")["rows"]
    assert rows == [{"resource": "category", "id": own.tea}]


def test_it_refuses_to_take_a_category_that_is_used(alice_client: Any, refusal: Any) -> None:
    answer = alice_client.post(TRANSACTIONS, {**LUNCH, "category": "Lunch"})
    record(alice_client, category="Lunch")
    record(alice_client, category="Lunch", type="income")
    alice_client.post(BUDGETS, {"amount": "5", "category": "Lunch"})
    problem = refusal(number_of(answer), "in_use")
    assert (problem["transactions"], problem["budgets"]) == (2, 1)


def test_it_refuses_a_name_that_was_taken_since(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    renaming = number_of(alice_client.patch(f"{CATEGORIES}{own.tea}/", {"name": "Thé"}))
    deleting = number_of(alice_client.delete(f"{CATEGORIES}{own.unused}/"))
    tea = add_category(alice_client, "ＴＥＡ")["id"]
    other = add_category(alice_client, "other")["id"]
    assert refusal(renaming, "duplicate")["existing"] == tea
    assert refusal(deleting, "duplicate")["existing"] == other


@pytest.mark.parametrize("verb", ["patch", "delete"])
def test_it_refuses_an_external_id_that_was_taken_since(
    alice_client: Any, own: Household, refusal: Any, verb: str
) -> None:
    answer = alice_client.patch(own.first, {"external_id": None}) if verb == "patch" else None
    number = number_of(answer or alice_client.delete(own.first))
    taker = record(alice_client, external_id="1")
    assert refusal(number, "duplicate")["existing"] == taker["id"]


@pytest.mark.parametrize("fields", [{"category": None}, {"month": "2030-01"}, {"currency": "BHD"}])
def test_it_refuses_a_budget_that_was_made_anew(
    alice_client: Any, own: Household, refusal: Any, fields: dict[str, Any]
) -> None:
    """An edit of one of the three that are unique together: the other two count as they are."""
    number = number_of(alice_client.patch(f"{BUDGETS}{own.budgets[0]}/", fields))
    taker = alice_client.post(BUDGETS, {"amount": "1", "category": own.tea, "currency": "USD"})
    assert refusal(number, "duplicate")["existing"] == taker.json()["id"]


def test_it_refuses_a_deleted_budget_that_was_made_anew(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    number = number_of(alice_client.delete(f"{BUDGETS}{own.budgets[0]}/"))
    taker = alice_client.post(BUDGETS, {"amount": "1", "category": own.tea})
    assert refusal(number, "duplicate")["existing"] == taker.json()["id"]


def test_it_refuses_to_merge_again_into_a_new_budget(
    alice_client: Any, own: Household, refusal: Any
) -> None:
    answer = alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake})
    undoing = undone(alice_client, number_of(answer))
    body = {"amount": "1", "category": own.cake, "currency": "EUR"}
    taker = alice_client.post(BUDGETS, body).json()["id"]
    assert refusal(undoing, "duplicate")["existing"] == taker


def test_it_refuses_to_take_a_total_out_of_range(alice: Any, alice_client: Any) -> None:
    row = record(alice_client, amount="11")
    number = number_of(alice_client.delete(f"{TRANSACTIONS}{row['id']}/"))
    record_all(alice, [{"amount": 899_999_999_999_990}])
    with nothing_written(alice):
        assert refused(undo(alice_client, number), 409, "total_out_of_range")


# In the wrong state


def test_it_undoes_once(alice_client: Any, own: Household, refusal: Any) -> None:
    number = number_of(alice_client.delete(own.first))
    undoing = undone(alice_client, number)
    assert refusal(number, "wrong_state")["detail"] == "It is undone already."
    undone(alice_client, undoing)  # redone, by an operation that can be undone in its turn
    assert refusal(number, "wrong_state")["detail"] == "It is undone already."


def test_it_refuses_what_changed_nothing_of_the_books(
    alice: Any, alice_client: Any, refusal: Any
) -> None:
    number = number_of(alice_client.patch("/api/me/", {"first_name": "Al"}))
    assert refusal(number, "wrong_state")["detail"] == "There is nothing in it to undo."
    write(alice.book.pk, lambda unit: Answer(200, b""), Request.of_our_own("totals.fix"))
    refusal(Operation.objects.get(kind="totals.fix").pk, "wrong_state")


def test_it_does_not_undo_the_opening_of_the_books(alice: Any, refusal: Any) -> None:
    refusal(Operation.objects.get(kind="book.open").pk, "wrong_state")


# Whose and which


def test_it_hides_the_operations_of_others(
    alice: Any, alice_client: Any, charlie_client: Any
) -> None:
    number = number_of(charlie_client.post(TRANSACTIONS, LUNCH))
    with nothing_written(alice):
        theirs, missing = undo(alice_client, number), undo(alice_client, number + 1_000)
    assert refused(theirs, 404, "not_found")
    plain = [{**each.json(), "request_id": ""} for each in (theirs, missing)]
    assert plain[0] == plain[1]
    assert Transaction.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "00", "9" * 18, str(2**63), "9" * 19, "1" * 400])
def test_it_finds_no_such_number(alice: Any, alice_client: Any, number: str) -> None:
    with nothing_written(alice):
        for path in ("undo/", "changes/", ""):
            method = alice_client.post if path == "undo/" else alice_client.get
            assert refused(method(f"{PATH}{number}/{path}"), 404, "not_found"), path


@pytest.mark.parametrize("number", ["-1", "x", "1.0", "1e3", "１", "%00", "none"])
def test_it_finds_no_such_path(alice: Any, alice_client: Any, number: str) -> None:
    with nothing_written(alice):
        assert refused(alice_client.post(f"{PATH}{number}/undo/"), 404, "not_found")


def test_it_takes_no_body_and_no_parameters(alice: Any, alice_client: Any, own: Household) -> None:
    url = f"{PATH}{number_of(alice_client.delete(own.first))}/undo/"
    with nothing_written(alice):
        unknown = alice_client.post(url, {"dry_run": True})
        assert refused(unknown, 400, "invalid")
        assert faults(unknown) == [("body", "dry_run")]
        assert faults(alice_client.post(f"{url}?dry_run=true")) == [("query", "dry_run")]
        for body in ("[]", "null", '"x"', "1"):
            answer = alice_client.post(url, body, content_type="application/json")
            assert refused(answer, 400, "invalid"), body
        broken = alice_client.post(url, "{", content_type="application/json")
        assert refused(broken, 400, "malformed")
    assert alice_client.post(url, {}).status_code == 201


def test_it_is_a_post_alone(alice: Any, alice_client: Any, own: Household) -> None:
    url = f"{PATH}{number_of(alice_client.delete(own.first))}/undo/"
    with nothing_written(alice):
        for method in ("get", "put", "patch", "delete"):
            assert refused(getattr(alice_client, method)(url), 405, "method_not_allowed")


def test_it_needs_a_token_that_may_write(alice: Any, alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.delete(own.first))
    reader = with_header(f"Token {named_key(alice, scope='read')}")
    with nothing_written(alice):
        assert refused(undo(reader, number), 403, "read_only_token")
        assert reader.get(f"{PATH}{number}/changes/").status_code == 200
        assert refused(undo(with_header("Token nobody's"), number), 401, "token_not_valid")
    writer = with_header(f"Token {named_key(alice, scope='write')}")
    assert undo(writer, number).status_code == 201


# Repeated, and at once


def test_it_leaves_the_key_of_a_refused_undo_free(alice_client: Any, own: Household) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    number = number_of(alice_client.patch(own.first, {"amount": "1"}))
    later = number_of(alice_client.patch(own.first, {"amount": "2"}))
    assert undo(alice_client, number, **key).status_code == 409
    undone(alice_client, later)
    assert undo(alice_client, number, **key).status_code == 201


def test_it_refuses_the_key_of_another_undo(alice: Any, alice_client: Any, own: Household) -> None:
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    first = number_of(alice_client.delete(own.first))
    second = number_of(alice_client.delete(f"{TRANSACTIONS}{own.rows[1]}/"))
    assert undo(alice_client, first, **key).status_code == 201
    with nothing_written(alice):
        assert refused(undo(alice_client, second, **key), 422, "key_reused")
        again = alice_client.post(f"{PATH}{first}/undo/", {"x": 1}, **key)
        assert refused(again, 422, "key_reused")


def test_it_undoes_once_however_many_ask_at_once(
    alice: Any, alice_client: Any, own: Household
) -> None:
    number = number_of(alice_client.post(f"{CATEGORIES}{own.tea}/merge/", {"into": own.cake}))
    version = Book.objects.get(owner=alice).version
    answers = at_once(20, lambda _: undo(alice_client, number))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {answer.json().get("code") for answer in answers} == {None, "wrong_state"}
    assert Book.objects.get(owner=alice).version == version + 1
    assert Operation.objects.get(undoes=number).change_count == 4 + 3 + 1


def test_it_answers_all_who_ask_at_once_with_one_key(alice_client: Any, own: Household) -> None:
    number = number_of(alice_client.delete(own.first))
    answers = at_once(20, lambda _: undo(alice_client, number, HTTP_IDEMPOTENCY_KEY="k-1"))
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (201, answers[0].content)
    }
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 19
    assert Operation.objects.get(undoes=number).changes.count() == 1
    assert len(every_row(alice_client)) == 6
    assert Change.objects.filter(operation__undoes=number).count() == 1
