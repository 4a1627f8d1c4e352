"""Entries for the books of a test, and the proof that a refused one left no trace."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from rest_framework.test import APIClient

from ledger.models import Book, Change, Operation, Tombstone
from ledger.writing import Answer, Request, Unit, write
from transactions.models import Transaction
from transactions.recording import complete
from users.models import User


def record(client: APIClient, path: str = "/api/transactions/", **fields: Any) -> dict[str, Any]:
    """A transaction recorded over HTTP: an expense of 10.00 on 1 March 2026, unless told other."""
    plain = {"type": "expense", "amount": "10.00", "date": "2026-03-01"}
    response = client.post(path, plain | fields)
    assert response.status_code == 201, response.content
    return response.json()


def record_all(user: User, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """The ids of transactions recorded through the ledger, all in one operation."""
    made: list[Transaction] = []

    def act(unit: Unit) -> Answer:
        plain = {
            "type": "expense",
            "amount": Decimal(10),
            "currency": "USD",
            "refund": False,
            "date": date(2026, 3, 1),
            "description": "",
            "notes": "",
        }
        new = [Transaction(**complete(unit, plain | row, None)) for row in rows]
        made.extend(unit.create_all(new))
        return Answer(200, b"")

    write(Book.objects.get(owner=user).pk, act, Request.of_our_own("test"))
    return [row.pk for row in made]


def add_category(client: APIClient, name: str, **fields: Any) -> dict[str, Any]:
    response = client.post("/api/categories/", {"name": name, **fields})
    assert response.status_code == 201, response.content
    return response.json()


def category_id(client: APIClient, name: str) -> int:
    """The id of the caller's category of exactly this name."""
    rows = client.get("/api/categories/", {"page_size": 500}).json()["results"]
    return next(row["id"] for row in rows if row["name"] == name)


def every_row(client: APIClient, path: str = "/api/transactions/", **query: Any) -> list[Any]:
    """All rows of a list, by following `next`."""
    rows, url, found = [], path, client.get(path, query)
    while url:
        assert found.status_code == 200, found.content
        rows += found.json()["results"]
        url = found.json()["next"]
        found = client.get(url) if url else found
    return rows


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def _ledgers() -> list[type[Model]]:
    owned = [
        model
        for app in ("categories", "transactions", "budgets")
        for model in apps.get_app_config(app).get_models()
    ]
    return [*owned, Operation, Change, Tombstone]


def trace_of(user: User) -> tuple[int, dict[str, int]]:
    """The version of the user's books, and how many rows of each kind there are."""
    counts = {model.__name__: model._base_manager.count() for model in _ledgers()}
    return Book.objects.get(owner=user).version, counts


@contextmanager
def nothing_written(user: User) -> Iterator[None]:
    before = trace_of(user)
    yield
    assert trace_of(user) == before
