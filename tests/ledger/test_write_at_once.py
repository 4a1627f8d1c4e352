"""Eight writers at once: nobody is turned away, nothing is lost, and the totals stay true."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from ledger.models import Book, Operation
from tests.conftest import client_of
from tests.ledger.threads import at_once
from transactions.checking import drifts
from transactions.models import Transaction
from users.models import User

ACTS = 10
LIST = "/api/transactions/"
CATEGORIES = ("Rent", "Tea", "Books")


@dataclass
class Writer:
    """Writes at random, and remembers what it was told."""

    client: Any
    dice: random.Random
    kept: set[int] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)
    writes: int = 0

    def run(self) -> "Writer":
        acts = [self.create, self.create, self.edit, self.delete, self.move]
        for _ in range(ACTS):
            self.dice.choice(acts)()
        return self

    def send(self, method: str, url: str, body: Any = None) -> Any:
        answer = getattr(self.client, method)(url, body)
        self.statuses.add(answer.status_code)
        self.writes += answer.status_code < 300
        return answer

    def create(self) -> None:
        body = {
            "type": self.dice.choice(["expense", "income"]),
            "amount": f"{self.dice.randint(1, 9999)}.{self.dice.randint(10, 99)}",
            "category": self.dice.choice(CATEGORIES),
            "date": f"2026-0{self.dice.randint(1, 3)}-15",
        }
        self.kept.add(self.send("post", LIST, body).json()["id"])

    def edit(self) -> None:
        if self.kept:
            body = {"amount": f"{self.dice.randint(1, 99)}", "date": "2026-01-31"}
            self.send("patch", f"{LIST}{self.dice.choice(sorted(self.kept))}/", body)

    def delete(self) -> None:
        if len(self.kept) > 3:
            gone = self.dice.choice(sorted(self.kept))
            self.send("delete", f"{LIST}{gone}/")
            self.kept.discard(gone)

    def move(self) -> None:
        """Delete a category that everybody uses; the next create makes it anew."""
        found = self.client.get(f"/api/categories/?search={self.dice.choice(CATEGORIES)}").json()
        for row in found["results"]:
            self.send("delete", f"/api/categories/{row['id']}/?move_to=none")


def write_at_once(clients: list[Any]) -> list[Writer]:
    writers = [Writer(client, random.Random(number)) for number, client in enumerate(clients)]
    return at_once(len(writers), lambda number: writers[number].run())


def assert_nothing_is_lost(writers: list[Writer], owner: User) -> None:
    """No answer but the expected ones, every row kept, a version for every write, true totals."""
    book = Book.objects.get(owner=owner)
    assert set().union(*(writer.statuses for writer in writers)) <= {200, 201, 204, 404}
    rows = set(Transaction.objects.in_book(book.pk).values_list("pk", flat=True))
    assert rows == set().union(*(writer.kept for writer in writers))
    assert book.version == 1 + sum(writer.writes for writer in writers)
    versions = Operation.objects.in_book(book.pk).order_by("version")
    assert list(versions.values_list("version", flat=True)) == list(range(1, book.version + 1))
    assert drifts(book.pk) == []


@pytest.mark.parametrize("books", [1, 2])
def test_it_serves_eight_writers(alice: User, charlie: User, books: int) -> None:
    owners = [alice, charlie][:books]
    clients = [client_of(owners[number % books]) for number in range(8)]
    writers = write_at_once(clients)
    for place, owner in enumerate(owners):
        assert_nothing_is_lost(writers[place::books], owner)
