"""Retries: how long, of what, and what a client is told; `tests/proof` breaks every statement."""

from typing import Any

import pytest
from django.db import ProgrammingError, close_old_connections, connection, transaction

from common.problems import Problem
from ledger import retrying
from tests.ledger.breaking import (
    CONFLICTS,
    LOSSES,
    book_held,
    broken_commit,
    broken_statement,
    kill,
    killed,
)
from transactions.models import Transaction
from users.models import User

# Never kept in a Redis, so that it reads the books each time.
SUMMARY = "/api/reports/summary/"
TRANSACTIONS = "/api/transactions/"
LUNCH = {"type": "expense", "amount": "12.50", "category": "Food", "date": "2026-02-28"}
CONFLICT, LOSS = next(iter(CONFLICTS.values())), next(iter(LOSSES.values()))
any_fault = pytest.mark.parametrize("fault", [CONFLICT, LOSS], ids=["conflict", "loss"])


@pytest.mark.parametrize("headers", [{}, {"HTTP_IDEMPOTENCY_KEY": "lunch"}])
def test_it_calls_no_answer_replayed_that_was_not_asked_for_twice(
    alice_client: Any, headers: dict[str, str]
) -> None:
    with broken_commit(1, LOSS, after=True):
        answer = alice_client.post(TRANSACTIONS, LUNCH, **headers)
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


def test_it_gives_up_in_time(alice_client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(retrying, "PATIENCE", 0.1)
    with broken_statement(3, CONFLICT, always=True) as breaker:
        answer = alice_client.post(TRANSACTIONS, LUNCH)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer["Retry-After"] == "1"
    assert breaker.seen > 5
    assert Transaction.objects.count() == 0


def test_it_frees_the_key_when_it_gives_up(alice_client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(retrying, "PATIENCE", 0)
    key = {"HTTP_IDEMPOTENCY_KEY": "k-1"}
    with broken_statement(3, CONFLICT, always=True):
        assert alice_client.post(TRANSACTIONS, LUNCH, **key).status_code == 503
    answer = alice_client.post(TRANSACTIONS, LUNCH, **key)
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


def test_it_stops_at_what_breaks_fresh_connections(alice_client: Any) -> None:
    with broken_statement(3, LOSS, always=True) as breaker:
        answer = alice_client.post(TRANSACTIONS, LUNCH)
    assert answer.status_code == 503
    # The connection at hand, from the third statement on, then the first one of two fresh ones.
    assert breaker.seen == 3 + 2


def test_it_does_not_repeat_a_defect(alice_client: Any) -> None:
    defect = ProgrammingError("no such column")
    with (
        broken_statement(3, lambda: defect, always=True) as breaker,
        pytest.raises(ProgrammingError),
    ):
        alice_client.post(TRANSACTIONS, LUNCH)
    assert breaker.seen == 3


@pytest.mark.parametrize(
    "path", ["transactions/", "analytics/", "me/", "reports/summary/?period=all"]
)
@any_fault
def test_it_never_answers_500_to_a_read(alice_client: Any, fault: Any, path: str) -> None:
    for number in range(1, 10):
        with broken_statement(number, fault) as breaker:
            answer = alice_client.get(f"/api/{path}")
        if not breaker.broke:
            return
        assert (answer.status_code, answer["Retry-After"]) == (503, "1")
    raise AssertionError("The request never ended.")


def test_it_outlasts_a_lock(alice: User, alice_client: Any) -> None:
    """A real one: the book is somebody else's until this write has waited in vain once."""
    with book_held(alice.book.pk) as holder:
        answer = alice_client.post(TRANSACTIONS, LUNCH)
    assert holder.turned_away == 1
    assert answer.status_code == 201
    assert Transaction.objects.count() == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server to lose.")
class TestRealLosses:
    """The server ends the connection, and the driver says so in its own words."""

    def test_it_answers_a_read_when_the_connection_is_killed(self, alice_client: Any) -> None:
        for number in (1, 2):
            with broken_statement(number, killed) as breaker:
                answer = alice_client.get(SUMMARY)
            assert breaker.broke
            assert answer.status_code == 503
            close_old_connections()  # as a server does after every request
            assert alice_client.get(SUMMARY).status_code == 200

    def test_it_stops_when_every_connection_is_killed(self, alice: User) -> None:
        runs: list[int] = []

        def unit() -> None:
            runs.append(1)
            with transaction.atomic(durable=True), connection.cursor() as cursor:
                kill(connection)
                cursor.execute("SELECT 1")

        with pytest.raises(Problem) as caught:
            retrying.retrying(unit)
        assert caught.value.code == "unavailable"
        assert len(runs) == 3
