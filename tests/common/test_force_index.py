"""Stretches of long lists begin where they begin, on MySQL's kin as well."""

from typing import Any

import pytest
from django.db import connection

from tests.conftest import client_of
from tests.entries import record_all
from tests.queries import counted
from users.models import User

FORCED = "FORCE INDEX (`{}`)"


def reads_of(alice: User, *urls: str) -> list[str]:
    """The statements that read transactions."""
    client = client_of(alice)
    with counted() as queries:
        for url in urls:
            answer = client.get(url)
            b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200
    statements: list[str] = list(queries)
    table = connection.ops.quote_name("transactions_transaction")
    return [sql for sql in statements if f"FROM {table}" in sql and "ORDER BY" in sql]


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("transactions/?page_size=2", "transaction_by_date"),
        ("transactions/?page_size=2&type=expense&start_date=2026-01-01", "transaction_by_date"),
        ("transactions/export/", "transaction_by_date"),
        ("changes/", "transaction_by_version"),
        ("me/export/", "transaction_by_version"),
    ],
)
def test_it_reads_from_the_index_that_the_order_is_of(alice: User, path: str, index: str) -> None:
    record_all(alice, [{}] * 3)
    found = reads_of(alice, f"/api/{path}")
    assert found
    for sql in found:
        assert (FORCED.format(index) in sql) == (connection.vendor == "mysql")


def test_it_goes_on_in_a_category_from_its_own(alice: User, alice_client: Any) -> None:
    body = {"type": "expense", "amount": "5.00", "category": "Food"}
    rows = [alice_client.post("/api/transactions/", body).json() for _ in range(3)]
    first = f"/api/transactions/?page_size=2&category={rows[0]['category']}"
    second = alice_client.get(first).json()["next"]
    assert len(alice_client.get(second).json()["results"]) == 1
    for sql in reads_of(alice, first, second):
        assert ("transaction_by_category" in sql) == (connection.vendor == "mysql")


@pytest.mark.parametrize("query", ["search=tea", "id=1", "external_id=x", "import=1"])
def test_it_leaves_other_questions_to_the_engine(alice: User, query: str) -> None:
    for sql in reads_of(alice, f"/api/transactions/?{query}"):
        assert "FORCE" not in sql
