"""What goes out for a budget: the columns, and the JSON made of them."""

from collections.abc import Mapping
from typing import Any

from common.money import units_text

COLUMNS = (
    "id",
    "version",
    "category_number",
    "category__name",
    "amount",
    "currency",
    "month",
    "created_at",
    "updated_at",
)
_NAMED = {"category_number": "category", "category__name": "category_name"}
NAMES = tuple(_NAMED.get(name, name) for name in COLUMNS)


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(NAMES, values, strict=True))
    row["category"] = row["category"] or None
    row["month"] = row["month"] or None
    row["amount"] = units_text(row["amount"], row["currency"])
    return row


def print_snapshot(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    printed = {_NAMED.get(name, name): value for name, value in snapshot.items()}
    return printed | {
        name: printed[name] or None for name in printed.keys() & {"category", "month"}
    }
