"""What goes out for a transaction: the columns, and the JSON made of them."""

from collections.abc import Mapping
from typing import Any

from common.money import units_text

COLUMNS = (
    "id",
    "version",
    "type",
    "amount",
    "currency",
    "refund",
    "category_id",
    "category__name",
    "category__emoji",
    "date",
    "description",
    "notes",
    "external_id",
    "created_at",
    "updated_at",
)
NAMES = tuple("category" if name == "category_id" else name.replace("__", "_") for name in COLUMNS)

#: Of a snapshot, what undoing needs and nobody asks for.
_INNER = {"fingerprint", "import_id", "import_row"}


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(NAMES, values, strict=True))
    row["amount"] = units_text(row["amount"], row["currency"])
    return row


def print_snapshot(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    printed = {name: value for name, value in snapshot.items() if name not in _INNER}
    if "category_id" in printed:
        printed = {
            "category" if name == "category_id" else name: value for name, value in printed.items()
        }
    if snapshot.get("import_id") is not None:
        printed["import"] = snapshot["import_id"]
    return printed
