"""Recording a transaction: from validated input to the fields of a row."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from categories.naming import category_named
from common.fields import check_decimals
from common.problems import Problem
from common.text import fold
from ledger.writing import Unit
from transactions.models import Transaction, Type


def complete(unit: Unit, values: Mapping[str, Any], row: Transaction | None) -> dict[str, Any]:
    """The model's fields for what a client sent; `row` is the one edited, None for a new one.

    Checks what depends on more than one field or row. A category by a new name is created. Raises
    ValidationError, and Problem `duplicate` for an `external_id` that is taken.
    """
    fields = dict(values)

    def ends_as(name: str) -> Any:
        return fields[name] if name in fields else getattr(row, name)

    if fields.keys() & {"amount", "currency"}:
        _check_amount(ends_as("amount"), ends_as("currency"), sent=fields)
    if ends_as("refund") and ends_as("type") == Type.INCOME:
        message = "Only an expense can be a refund; income that is paid back is an expense."
        at_fault = "refund" if "refund" in fields else "type"
        raise serializers.ValidationError({at_fault: [message]})
    if fields.get("external_id") is not None:
        _refuse_taken(unit, fields["external_id"], row)
    if isinstance(fields.get("category"), str):
        fields["category"] = category_named(unit, fields["category"])
    if fields.keys() & {"description", "notes"}:
        fields["search_text"] = fold(f"{ends_as('description')}\n{ends_as('notes')}")
    return fields


def _check_amount(amount: Any, currency: str, *, sent: Mapping[str, Any]) -> None:
    try:
        check_decimals(amount, currency)
    except serializers.ValidationError as error:
        at_fault = "amount" if "amount" in sent else "currency"
        raise serializers.ValidationError({at_fault: error.detail}) from None


def _refuse_taken(unit: Unit, external_id: str, row: Transaction | None) -> None:
    taken = Transaction.objects.in_book(unit.book.pk).filter(external_id=external_id).first()
    if taken is not None and (row is None or taken.pk != row.pk):
        detail = "There is a transaction with this external_id already."
        raise Problem("duplicate", detail, existing=taken.pk)
