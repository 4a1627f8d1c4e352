"""What goes out for a category: the columns, and the JSON made of them."""

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "id",
    "version",
    "name",
    "emoji",
    "color",
    "description",
    "archived",
    "created_at",
    "updated_at",
)


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(COLUMNS, values, strict=True))


def print_snapshot(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in snapshot.items() if name in COLUMNS}
