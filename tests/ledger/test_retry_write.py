"""Retries: whatever breaks, wherever it breaks, one request leaves one trace."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, close_old_connections, connection, transaction

from categories.models import Category
from common.problems import Problem
from ledger import retrying
from ledger.models import Operation
from tests.conftest import PASSWORD
from tests.ledger.breaking import (
    CONFLICTS,
    LOSSES,
    book_held,
    broken_commit,
    broken_statement,
    kill,
    killed_at,
)
from transactions.models import Transaction
from users.models import AccessToken, User

TRANSACTIONS = "/api/transactions/"
LUNCH = {"type": "expense", "amount": "12.50", "category": "Food", "date": "2026-02-28"}
#: What a request reads before its unit of work begins is not run again: the client is told to.
READS_FIRST = ("users_accesstoken", "users_user")
CONFLICT, LOSS = next(iter(CONFLICTS.values())), next(iter(LOSSES.values()))
any_fault = pytest.mark.parametrize("fault", [CONFLICT, LOSS], ids=["conflict", "loss"])


def break_every_statement(
    fault: Any, request: Callable[[], Any], check: Callable[[Any], None]
) -> None:
    """Run the request with its first statement broken, then its second, until none is left."""
    for number in range(1, 100):
        with broken_statement(number, fault) as breaker:
            answer = request()
        if answer.status_code == 503:
            assert any(table in breaker.broke for table in READS_FIRST), breaker.broke
            assert answer["Retry-After"] == "1"
            answer = request()
        check(answer)
        if not breaker.broke:
            assert number > 7
            return
    raise AssertionError("The request never ended.")


@any_fault
def test_it_creates_one_row_whichever_statement_breaks(alice_client: Any, fault: Any) -> None:
    made: list[int] = []

    def check(answer: Any) -> None:
        assert answer.status_code == 201
        made.append(answer.json()["id"])
        assert Transaction.objects.count() == len(made)

    break_every_statement(fault, lambda: alice_client.post(TRANSACTIONS, LUNCH), check)
    assert len(set(made)) == len(made)


@any_fault
def test_it_edits_once_whichever_statement_breaks(alice_client: Any, fault: Any) -> None:
    row = alice_client.post(TRANSACTIONS, LUNCH).json()
    url = f"{TRANSACTIONS}{row['id']}/"
    versions = [row["version"]]

    def check(answer: Any) -> None:
        assert answer.status_code == 200
        versions.append(answer.json()["version"])
        assert versions[-1] == versions[-2] + 1

    break_every_statement(fault, lambda: alice_client.patch(url, {"amount": "1.00"}), check)
    assert Operation.objects.filter(kind="transaction.update").count() == versions[-1] - 2


@any_fault
def test_it_deletes_once_whichever_statement_breaks(alice_client: Any, fault: Any) -> None:
    urls = [
        f"{TRANSACTIONS}{alice_client.post(TRANSACTIONS, LUNCH).json()['id']}/" for _ in "1" * 20
    ]
    left = iter(list(urls))
    current: list[str] = [next(left)]

    def check(answer: Any) -> None:
        assert answer.status_code == 204
        assert alice_client.get(current[0]).status_code == 404
        current[0] = next(left)

    break_every_statement(fault, lambda: alice_client.delete(current[0]), check)
    assert Operation.objects.filter(kind="transaction.delete").count() == urls.index(current[0])


@any_fault
def test_it_moves_a_category_once_whichever_statement_breaks(
    alice: User, alice_client: Any, fault: Any
) -> None:
    def old() -> str:
        row = alice_client.post(TRANSACTIONS, {**LUNCH, "category": "Old"}).json()
        return f"/api/categories/{row['category']}/?move_to=none"

    current = [old()]

    def check(answer: Any) -> None:
        assert answer.status_code == 204
        assert not Category.objects.filter(name="Old").exists()
        current[0] = old()

    break_every_statement(fault, lambda: alice_client.delete(current[0]), check)
    assert Transaction.objects.exclude(category=None).count() == 1  # the last one, not yet moved


@any_fault
def test_it_registers_once_whichever_statement_breaks(anonymous_client: Any, fault: Any) -> None:
    names = [f"eve{number}" for number in range(100)]

    def register() -> Any:
        body = {"username": names[0], "email": f"{names[0]}@example.org", "password": PASSWORD}
        return anonymous_client.post("/api/register/", body)

    def check(answer: Any) -> None:
        assert answer.status_code == 201
        owner = User.objects.get(username=names.pop(0))
        assert answer.json()["id"] == owner.pk
        assert Category.objects.in_book(owner.book.pk).count() == 12
        assert AccessToken.objects.filter(user=owner).count() == 1

    break_every_statement(fault, register, check)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("key", [{}, {"HTTP_IDEMPOTENCY_KEY": "k-1"}], ids=["own", "client's"])
@any_fault
def test_it_writes_once_when_the_commit_breaks(
    alice_client: Any, monkeypatch: Any, fault: Any, key: dict[str, str], *, after: bool
) -> None:
    with broken_commit(monkeypatch, fault, after=after):
        answer = alice_client.post(TRANSACTIONS, LUNCH, **key)
    assert answer.status_code == 201
    row = Transaction.objects.get()
    assert (answer.json()["id"], answer.json()["version"]) == (row.pk, 2)
    assert answer["Operation-Id"] == str(Operation.objects.get(version=2).pk)


def test_it_calls_no_answer_replayed_that_was_not_asked_for_twice(
    alice_client: Any, monkeypatch: Any
) -> None:
    with broken_commit(monkeypatch, LOSS, after=True):
        answer = alice_client.post(TRANSACTIONS, LUNCH)
    assert "Idempotent-Replayed" not in answer.headers


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_it_registers_once_when_a_commit_breaks(
    anonymous_client: Any, monkeypatch: Any, number: int, *, after: bool
) -> None:
    body = {"username": "eve", "email": "eve@example.org", "password": PASSWORD}
    with broken_commit(monkeypatch, LOSS, after=after, number=number) as done:
        answer = anonymous_client.post("/api/register/", body)
    assert done["commits"] > number
    assert answer.status_code == 201
    owner = User.objects.get()
    assert (answer.json()["id"], Operation.objects.count()) == (owner.pk, 1)
    assert AccessToken.objects.filter(user=owner).count() == 1


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

    def test_it_writes_once_when_the_connection_is_killed(self, alice_client: Any) -> None:
        for number in range(2, 20):
            with killed_at(number) as killer:
                answer = alice_client.post(TRANSACTIONS, LUNCH)
            assert answer.status_code == 201
            assert Transaction.objects.count() == number - 1
            if not killer.fired:
                return
        raise AssertionError("The request never ended.")

    def test_it_answers_a_read_when_the_connection_is_killed(self, alice_client: Any) -> None:
        for number in (1, 2):
            with killed_at(number) as killer:
                answer = alice_client.get("/api/analytics/")
            assert killer.fired
            assert answer.status_code == 503
            close_old_connections()  # as a server does after every request
            assert alice_client.get("/api/analytics/").status_code == 200

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
