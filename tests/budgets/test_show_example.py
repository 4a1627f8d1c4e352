import json
from typing import Any

import time_machine

from budgets.examples import PROGRESS as EXAMPLE
from tests.budgets.plans import PROGRESS, plan
from tests.conftest import client_of
from tests.entries import record
from users.models import User


def test_it_answers_what_the_schema_shows(alice: User) -> None:
    with time_machine.travel("2026-11-20T12:00:00+00:00", tick=False):
        client = client_of(alice)
        budget = plan(client, "400.00", category="Food")
        for day in range(1, 11):
            record(client, category="Food", date=f"2026-11-{day:02}", amount="25.00")
        record(client, category="Food", date="2026-11-20", amount="50.00")
        record(client, category="Food", date="2026-11-30", amount="10.00")
        answer = client.get(PROGRESS).json()
    shown: dict[str, Any] = json.loads(
        json.dumps(EXAMPLE.value)
        .replace('"budget": 3', f'"budget": {budget["id"]}')
        .replace('"category": 1', f'"category": {budget["category"]}')
        .replace("&category=1&", f"&category={budget['category']}&")
        .replace("http://127.0.0.1:8000", "http://testserver")
    )
    assert answer == shown
