"""`snapshot()`: what is read twice is the same twice, and writers need not wait for it."""

from typing import Any

from django.db import connection

from categories.models import Category
from common.snapshots import snapshot
from ledger.models import Book
from tests.ledger.threads import meanwhile
from transactions.checking import drifts
from users.models import User


def names() -> list[str]:
    return sorted(Category.objects.filter(name__startswith="New").values_list("name", flat=True))


def test_it_reads_the_same_twice_while_another_commits(alice: User, alice_client: Any) -> None:
    with snapshot():
        before = (names(), Book.objects.get(owner=alice).version)
        created = meanwhile(lambda: alice_client.post("/api/categories/", {"name": "New one"}))
        assert created.status_code == 201
        assert (names(), Book.objects.get(owner=alice).version) == before == ([], 1)
    assert names() == ["New one"]


def test_it_lets_another_write_before_it_ends(alice_client: Any) -> None:
    with snapshot():
        assert names() == []
        for number in range(3):
            body = {"name": f"New {number}"}
            answer = meanwhile(lambda body=body: alice_client.post("/api/categories/", body))
            assert answer.status_code == 201
    assert len(names()) == 3


def test_it_sees_each_time_what_is_there_by_then(alice_client: Any) -> None:
    for number in range(3):
        with snapshot():
            assert len(names()) == number
        alice_client.post("/api/categories/", {"name": f"New {number}"})


def test_it_leaves_the_connection_as_it_was(alice_client: Any) -> None:
    mode = getattr(connection, "transaction_mode", None)
    with snapshot():
        names()
    assert getattr(connection, "transaction_mode", None) == mode
    assert not connection.in_atomic_block
    first = names()
    meanwhile(lambda: alice_client.post("/api/categories/", {"name": "New"}))
    assert (first, names()) == ([], ["New"])


def test_it_proves_totals_under_load(alice: User, alice_client: Any) -> None:
    body = {"type": "expense", "amount": "5.00"}
    with snapshot():
        assert names() == []
        meanwhile(lambda: alice_client.post("/api/transactions/", body))
    assert drifts(alice.book.pk) == []
