"""What goes out for an import and for one of its rows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, OuterRef, Subquery

from common.columns import outgoing
from common.money import units_text
from imports.matching import rows_of
from imports.models import Import
from imports.opening import print_mapping
from transactions.models import Transaction

COLUMNS = (
    "id",
    "status",
    "failure",
    "file_name",
    "format",
    "mapping",
    "reasons",
    "currency",
    "rows",
    "new",
    "duplicates",
    "invalid",
    "created",
    "kept",
    "created_at",
)
NAMES = (*COLUMNS[:-1], "rows_url", "created_at")


def write_columns(statement: Import) -> dict[str, Any]:
    row = {name: getattr(statement, name) for name in COLUMNS}
    return {**row, "mapping": print_mapping(statement.mapping)}


def write_import(statement: Import, base: str) -> dict[str, Any]:
    """`base` is the whole URL of the list of imports."""
    row = {**write_columns(statement), "rows_url": f"{base}{statement.pk}/rows/"}
    return {name: row[name] for name in NAMES}


#: `transaction` is looked up, not stored: it can never be another one than is there.
ROW_COLUMNS = (
    "number",
    "line",
    "verdict",
    "reason",
    "duplicate_of",
    "transaction",
    "date",
    "amount",
    "currency",
    "type",
    "refund",
    "description",
    "notes",
    "external_id",
    "category",
    "category_number",
    "is_suggested",
    "suggestion_confidence",
    "suggestion_reason",
    "skip",
    "force",
)
_SUGGESTED = "suggested_category"
_ROW_NAMES = tuple(
    {"number": "row", "category_number": _SUGGESTED}.get(name, name) for name in ROW_COLUMNS
)


def row_values(statement: Import) -> Any:
    """The rows in order, as the `ROW_COLUMNS` of each."""
    made = Transaction.objects.in_book(statement.book_id).made_by_import(statement.pk)
    of_row = made.filter(import_row=OuterRef("number")).values("pk")[:1]
    rows = rows_of(statement).order_by("number").annotate(made=Subquery(of_row))
    before, after = ROW_COLUMNS[:5], ROW_COLUMNS[6:]
    return rows.values_list(*outgoing(before), F("made"), *outgoing(after))


def pages_of_rows(statement: Import, size: int) -> Iterator[list[dict[str, Any]]]:
    """All of them, with the import's id in front; each page costs the same."""
    rows, last = row_values(statement), 0
    while page := list(rows.filter(number__gt=last, number__lte=last + size)):
        yield [{"import": statement.pk, **write_row(values)} for values in page]
        last = page[-1][0]


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    row = dict(zip(_ROW_NAMES, values, strict=True))
    is_suggested = row.pop("is_suggested")
    row[_SUGGESTED] = row[_SUGGESTED] if is_suggested else None
    for name in ("currency", "type", "category"):
        row[name] = row[name] or None
    if row["amount"] is not None:
        row["amount"] = units_text(row["amount"], row["currency"])
    if row["suggestion_confidence"] is not None:
        row["suggestion_confidence"] /= 100
    return row
