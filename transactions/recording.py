"""Recording a transaction: from validated input to the fields of a row."""

from collections.abc import Collection, Mapping
from typing import Any

from rest_framework import serializers

from categories.naming import category_named
from common.fields import check_amount
from common.problems import Problem
from common.text import fold
from ledger.writing import Unit
from transactions.fingerprints import RECOGNISED, fingerprint
from transactions.models import Transaction, Type


def complete(unit: Unit, values: Mapping[str, Any], row: Transaction | None) -> dict[str, Any]:
    """The model's fields for what a client sent; `row` is the one edited, None for a new one.

    Checks what depends on more than one field or row. A category by a new name is created. Raises
    ValidationError, and Problem `duplicate` for an `external_id` that is taken.
    """
    fields = complete_alone(unit, values, row)
    external_id = fields.get("external_id")
    if external_id is not None and (row is None or row.external_id != external_id):
        refuse_taken(unit, [external_id])
    return fields


def complete_alone(
    unit: Unit, values: Mapping[str, Any], row: Transaction | None
) -> dict[str, Any]:
    """As `complete`, for whoever looks for all the `external_id`s at once."""
    fields = dict(values)

    def ends_as(name: str) -> Any:
        return fields[name] if name in fields else getattr(row, name)

    if fields.keys() & {"amount", "currency"}:
        check_amount(ends_as("amount"), ends_as("currency"), sent=fields)
    if ends_as("refund") and ends_as("type") == Type.INCOME:
        message = "Only an expense can be a refund; income that is paid back is an expense."
        at_fault = "refund" if "refund" in fields else "type"
        raise serializers.ValidationError({at_fault: [message]})
    if isinstance(fields.get("category"), str):
        fields["category"] = category_named(unit, fields["category"])
    if fields.keys() & {"description", "notes"}:
        fields["search_text"] = search_text(ends_as("description"), ends_as("notes"))
    if row is None:
        fields["fingerprint"] = fingerprint(**{name: fields[name] for name in RECOGNISED})
    return fields


def derive(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What follows from the fields."""
    return {"search_text": search_text(fields["description"], fields["notes"])}


def search_text(description: str, notes: str) -> str:
    return fold(f"{description}\n{notes}")


def refuse_taken(unit: Unit, external_ids: Collection[str]) -> None:
    """Problem `duplicate` where a row of the books has one of them."""
    own = Transaction.objects.in_book(unit.book.pk)
    taken = own.filter(external_id__in=external_ids).first() if external_ids else None
    if taken is not None:
        detail = "There is a transaction with this external_id already."
        raise Problem("duplicate", detail, existing=taken.pk)
