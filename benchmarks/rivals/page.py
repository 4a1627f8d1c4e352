"""What the page looks like: every rival answers the bytes that the application answers."""

import base64
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

SIZE = 50
NAMES = (
    "id",
    "version",
    "type",
    "amount",
    "currency",
    "refund",
    "category",
    "category_name",
    "category_emoji",
    "date",
    "description",
    "notes",
    "external_id",
    "created_at",
    "updated_at",
)
_ID, _DATE = NAMES.index("id"), NAMES.index("date")


def money(units: int) -> str:
    """Dollars; exact, because the rows have whole cents."""
    cents = units // 100
    return f"{cents // 100}.{cents % 100:02}"


def next_url(rows: Sequence[Sequence[Any]]) -> str | None:
    """The URL of the page after these SIZE + 1 rows; None where this is the last one."""
    if len(rows) <= SIZE:
        return None
    last = rows[SIZE - 1]
    place = ["-date", False, str(last[_DATE]), last[_ID]]
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    return f"http://localhost/api/transactions/?cursor={quote(cursor)}"
