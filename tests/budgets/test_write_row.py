import json
from typing import Any

from budgets import rows
from budgets.serializers import BudgetInput, BudgetOutput
from tests.budgets.plans import PATH, plan


def test_it_writes_the_fields_that_the_schema_promises() -> None:
    values: dict[str, Any] = dict.fromkeys(rows.COLUMNS) | {"currency": "USD", "amount": 10_000}
    row = rows.write_row(tuple(values[column] for column in rows.COLUMNS))
    assert list(row) == list(BudgetOutput().fields)
    # Whatever goes out may come back.
    assert set(row) == BudgetInput.ignored_keys >= set(BudgetInput().fields)


def test_it_writes_one_row_the_same_wherever_it_stands(alice_client: Any) -> None:
    for fields in ({"category": "🍣", "month": "2026-11"}, {"currency": "JPY"}):
        row = plan(alice_client, "5", **fields)
        one = alice_client.get(f"{PATH}{row['id']}/")
        listed = alice_client.get(PATH)
        assert json.loads(one.content) == json.loads(listed.content)["results"][-1] == row
        assert one.content in listed.content
