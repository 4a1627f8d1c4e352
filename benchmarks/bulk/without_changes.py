"""A single POST with its `Change` row, and one that leaves it away: what the history costs."""

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

from benchmarks.asking import LIST, PAYMENT, payment
from benchmarks.bulk.books import Books
from benchmarks.from_rows.racing import race
from ledger.writing import Unit


def _note_for_totals_alone(unit: Unit, resource: str, row: int, before: Any, after: Any) -> None:
    unit._edits[resource].append((before, after))


def race_posts(books: Books, *, rounds: int, seconds: float) -> dict[str, Any]:
    """`post` and `post without its change`, each with its rates and CPU."""
    body = payment([books.others[2]])

    def post() -> None:
        answer = books.client.post(LIST, body, content_type=PAYMENT)
        assert answer.status_code == 201, answer.content

    calls: dict[str, Callable[[], None]] = {
        "post": post,
        "post without its change": patch.object(Unit, "_note", _note_for_totals_alone)(post),
    }
    found = race(calls, rounds=rounds, seconds=seconds)
    books.check_totals()
    return found
