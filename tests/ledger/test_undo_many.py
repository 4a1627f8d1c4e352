"""Undoing what was done to thousands of rows costs statements for stretches of them, not for each.

A move is put back at once, by statements over the set; where a row was written in between, row by
row, in stretches.
"""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection

from ledger.models import Operation
from tests.entries import add_category, category_id, record_all
from tests.ledger.operations import CATEGORIES, TRANSACTIONS, number_of, state_of, undone
from tests.queries import counted
from transactions.models import Transaction
from users.models import User

MANY = 5_000
A_STRETCH = 500


def fill(user: User, category: str, many: int) -> list[int]:
    """Rows in the category, each with a text of its own; their ids."""
    return record_all(
        user,
        (
            {"category": category, "date": date(2026, 3, 1 + n % 28), "description": f"No {n}"}
            for n in range(many)
        ),
    )


def merge(client: Any, category: str, into: str) -> int:
    """The operation that merges one category into the other."""
    number = category_id(client, category)
    body = {"into": category_id(client, into)}
    return number_of(client.post(f"{CATEGORIES}{number}/merge/", body))


def cost_of_undo(client: Any, number: int) -> tuple[int, int]:
    """How many statements it takes to undo it; and the operation that the undo is."""
    with counted() as queries:
        undoing = undone(client, number)
    return len(queries), undoing


def test_it_moves_few_rows_and_many_back_by_as_many_statements(
    alice: User, alice_client: Any
) -> None:
    costs = []
    for many in (50, MANY):
        fill(alice, f"Of {many}", many)
        number = merge(alice_client, f"Of {many}", "Food")
        there, undoing = cost_of_undo(alice_client, number)
        assert Transaction.objects.filter(category__name=f"Of {many}").count() == many
        back, redoing = cost_of_undo(alice_client, undoing)
        assert Transaction.objects.filter(category__name="Food").count() == many
        costs.append((there, back))
        undone(alice_client, redoing)
    assert costs[0] == costs[1]
    assert max(costs[1]) < 40


@pytest.fixture
def moved(alice: User, alice_client: Any) -> tuple[dict[str, Any], int, list[int]]:
    """Books before a move of many rows, the move, and the rows."""
    add_category(alice_client, "Tea")
    rows = fill(alice, "Tea", MANY)
    before = state_of(alice)
    return before, merge(alice_client, "Tea", "Food"), rows


def test_it_moves_rows_back_of_which_one_was_written_in_between(
    alice: User, alice_client: Any, moved: Any
) -> None:
    before, number, rows = moved
    url = f"{TRANSACTIONS}{rows[MANY // 2]}/"
    undone(alice_client, number_of(alice_client.patch(url, {"notes": "In between"})))
    cost, undoing = cost_of_undo(alice_client, number)
    assert state_of(alice) == before
    # Each stretch is read and written.
    assert cost < 2 * MANY / A_STRETCH + 40
    assert Operation.objects.get(pk=undoing).changes.count() == 2
    assert cost_of_undo(alice_client, undoing)[0] < 40


def test_it_notes_a_move_of_more_rows_than_go_in_one_entry(
    alice: User, alice_client: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("ledger.writing._ROWS_A_CHANGE", 100)
    rows = fill(alice, "Tea", 250)
    before = state_of(alice)
    number = merge(alice_client, "Tea", "Food")
    moves = Operation.objects.get(pk=number).changes.filter(resource="transaction")
    assert sorted(moves.values_list("count", flat=True)) == [50, 100, 100]
    undoing = undone(alice_client, number)
    assert state_of(alice) == before
    undone(alice_client, undone(alice_client, undoing))
    assert state_of(alice) == before
    assert Operation.objects.get(pk=number).change_count == len(rows) + 1


def test_it_puts_an_edit_of_many_back_by_stretches(alice: User, alice_client: Any) -> None:
    many = 4 * A_STRETCH
    fill(alice, "Tea", many)
    before = state_of(alice)
    body = {"filter": {"period": "all"}, "set": {"amount": "8"}, "expected_count": many}
    number = number_of(alice_client.post(f"{TRANSACTIONS}bulk/edit/", body))
    cost, _ = cost_of_undo(alice_client, number)
    assert state_of(alice) == before
    assert cost < 2 * many / A_STRETCH + 40


class Longest:
    """How long the longest statement is, with its values as JSON would escape them."""

    def __init__(self) -> None:
        self.characters = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        values = [getattr(value, "obj", value) for value in params or ()]
        length = len(sql) + len(json.dumps(values, default=str))
        self.characters = max(self.characters, length)
        return execute(sql, params, many, context)


def test_it_says_nothing_that_is_too_long_for_a_server(alice: User, alice_client: Any) -> None:
    notes = {"notes": "🍣" * 10_000}
    longest = Longest()
    with connection.execute_wrapper(longest):
        record_all(alice, [notes] * 30)
        before = state_of(alice)
        body = {"filter": {"period": "all"}, "expected_count": 30}
        number = number_of(alice_client.post(f"{TRANSACTIONS}bulk/delete/", body))
        undone(alice_client, undone(alice_client, undone(alice_client, number)))
    assert state_of(alice) == before
    assert longest.characters < 4 * 1024 * 1024
