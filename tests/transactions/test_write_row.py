import json
from typing import Any

import pytest

from categories import rows as category_rows
from categories.serializers import CategoryInput, CategoryOutput
from tests.entries import add_category, record
from transactions import rows as transaction_rows
from transactions.serializers import TransactionInput, TransactionOutput


@pytest.mark.parametrize(
    ("columns", "write_row", "output", "given"),
    [
        (category_rows.COLUMNS, category_rows.write_row, CategoryOutput, CategoryInput),
        (transaction_rows.COLUMNS, transaction_rows.write_row, TransactionOutput, TransactionInput),
    ],
)
def test_it_writes_the_fields_that_the_schema_promises(columns, write_row, output, given):
    values: dict[str, Any] = dict.fromkeys(columns) | {"currency": "USD"}
    values["amount"] = 10_000
    row = write_row(tuple(values[column] for column in columns))
    assert list(row) == list(output().fields)
    # Whatever goes out may come back.
    assert set(row) == given.ignored_keys >= set(given().fields)


def test_it_writes_one_row_the_same_wherever_it_stands(alice_client):
    row = record(alice_client, category="Food", notes="🍣", external_id="x", amount="5.5")
    one = alice_client.get(f"/api/transactions/{row['id']}/")
    listed = alice_client.get("/api/transactions/")
    assert json.loads(one.content) == json.loads(listed.content)["results"][0] == row
    assert one.content in listed.content
    category = add_category(alice_client, "🍣", emoji="👨‍👩‍👧")
    one = alice_client.get(f"/api/categories/{category['id']}/")
    assert one.content in alice_client.get("/api/categories/").content
