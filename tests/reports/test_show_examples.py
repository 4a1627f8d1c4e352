"""The schema's examples are what the reports answer, word for word.

`pytest tests/reports/test_show_examples.py --record` writes down what they answer now.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from reports import examples
from tests.conftest import client_of
from tests.entries import record
from users.registration import open_account

KEPT = Path(examples.__file__).with_suffix(".json")
HOST = "127.0.0.1:8000"
#: From July to January: the same every month, and January's own.
MONTHS = [(2023, 7), (2023, 8), (2023, 9), (2023, 10), (2023, 11), (2023, 12), (2024, 1)]
EVERY_MONTH = [
    (1, "income", "1200.00", "Salary", "Salary"),
    (3, "expense", "9.99", "Entertainment", "Music streaming"),
    (5, "expense", "25.00", "Transport", "Bus pass"),
    (13, "expense", "42.10", "Food", "Weekly groceries"),
]
JANUARY = [
    (2, "expense", "75.50", "Food", "Weekly groceries", {}),
    (4, "expense", "60.00", "Shopping", "Shoes", {}),
    (9, "expense", "60.00", "Shopping", "Shoes, sent back", {"refund": True}),
    (20, "expense", "38.00", "Food", "Dinner", {}),
    (22, "expense", "3000", "Travel", "Train to Kyoto", {"currency": "JPY"}),
]


@pytest.fixture
def reader() -> Iterator[Any]:
    """Somebody with the books of the examples, on 31 January 2024; ids are counted from 1."""
    with time_machine.travel("2024-01-31T12:00:00+00:00", tick=False):
        client = client_of(open_account(username="ann", email="", password=None))
        for year, month in MONTHS:
            for day, kind, amount, category, description in EVERY_MONTH:
                _record(client, date(year, month, day), kind, amount, category, description)
        for day, kind, amount, category, description, more in JANUARY:
            _record(client, date(2024, 1, day), kind, amount, category, description, **more)
        yield client


def _record(
    client: Any, day: date, kind: str, amount: str, category: str, description: str, **more: Any
) -> None:
    fields = {"type": kind, "amount": amount, "category": category, "description": description}
    record(client, date=day.isoformat(), **fields, **more)


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_it_shows_what_it_answers(reader: Any, pytestconfig: pytest.Config) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    for example in kept.values():
        answer = reader.get(example["path"], headers={"host": HOST})
        assert answer.status_code == 200, (example["path"], answer.content)
        if pytestconfig.getoption("record"):
            example["answer"] = answer.json()
        assert example["answer"] == answer.json(), example["path"]
    if pytestconfig.getoption("record"):
        text = json.dumps(kept, indent=1, ensure_ascii=False)
        KEPT.write_text(f"{text}\n", encoding="utf-8")
