"""What is exported and imported by somebody else is the same books again."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.entries import every_row, record
from tests.exports.listed import NASTY
from tests.imports.uploading import LIST, imported
from tests.transactions.exports import sent

FORMATS = ("csv", "jsonl", "ofx", "qif")
KEYS = (
    "type",
    "amount",
    "currency",
    "refund",
    "category_name",
    "date",
    "description",
    "notes",
    "external_id",
)


def fill(client: APIClient) -> None:
    """Everything that a transaction can be, in three currencies, and texts that break files."""
    texts = [*NASTY, "<OFX>", "\n!Type:Bank\n^"]
    entries = [
        {"type": "expense", "amount": "1.50", "date": "2026-03-01", "description": text[:255]}
        | {"notes": text, "external_id": f"{number} {text}"[:255]}
        for number, text in enumerate(texts)
    ]
    answer = client.post(f"{LIST}bulk/", {"create": entries})
    assert answer.status_code == 200, answer.content
    record(client, refund=True, category="=Food 🍣", currency="BHD", amount="1.250")
    record(client, type="income", category="Salary", currency="JPY", amount="900")
    for _ in range(2):
        record(client, type="income", currency="JPY", amount="900", date="2026-01-31")


def books_of(client: APIClient) -> list[str]:
    return sorted(str([row[key] for key in KEYS]) for row in every_row(client))


def totals_of(client: APIClient) -> Any:
    found = client.get(f"{LIST}totals/").json()["results"]
    return [{key: row[key] for key in row if key != "transactions_url"} for row in found]


@pytest.mark.parametrize("name", FORMATS)
def test_it_gives_equal_books_and_totals(
    alice_client: APIClient, charlie_client: APIClient, name: str
) -> None:
    fill(alice_client)
    found = imported(charlie_client, sent(alice_client, f"format={name}"), name=f"books.{name}")
    assert (found["invalid"], found["duplicates"]) == (0, 0)
    assert books_of(charlie_client) == books_of(alice_client)
    assert totals_of(charlie_client) == totals_of(alice_client)


@pytest.mark.parametrize("name", FORMATS)
def test_it_adds_nothing_to_the_books_it_is_from(alice_client: APIClient, name: str) -> None:
    fill(alice_client)
    before = books_of(alice_client)
    found = imported(alice_client, sent(alice_client, f"format={name}"), name=f"books.{name}")
    assert (found["new"], found["created"]) == (0, 0)
    assert books_of(alice_client) == before
