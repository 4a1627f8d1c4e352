"""Planning a budget: from validated input to the fields of a row."""

from collections.abc import Mapping
from typing import Any

from budgets.models import ALL_EXPENSES, Budget
from budgets.months import EVERY_MONTH
from categories.models import Category
from categories.naming import category_named
from common.fields import check_amount
from common.problems import Problem
from ledger.writing import Unit

_KEY = ("category_number", "currency", "month")


def complete(unit: Unit, values: Mapping[str, Any], row: Budget | None) -> dict[str, Any]:
    """The model's fields for what a client sent; `row` is the one edited, None for a new one.

    Checks what depends on more than one field or row. A category by a new name is created. Raises
    ValidationError, and Problem `duplicate` where the books have such a budget already.
    """
    fields = dict(values)
    if row is None:
        fields.setdefault("currency", unit.book.currency)
    if "month" in fields:
        fields["month"] = fields["month"] or EVERY_MONTH

    def ends_as(name: str) -> Any:
        return fields[name] if name in fields else getattr(row, name)

    if fields.keys() & {"amount", "currency"}:
        check_amount(ends_as("amount"), ends_as("currency"), sent=values)
    if "category" in fields:
        fields["category_number"] = _category_number(unit, fields.pop("category"))
    _refuse_duplicate(unit, {name: ends_as(name) for name in _KEY}, row)
    return fields


def _category_number(unit: Unit, category: Category | str | None) -> int:
    if category is None:
        return ALL_EXPENSES
    if isinstance(category, str):
        category = category_named(unit, category)
    return int(category.pk)


def _refuse_duplicate(unit: Unit, key: Mapping[str, Any], row: Budget | None) -> None:
    taken = Budget.objects.in_book(unit.book.pk).filter(**key).first()
    if taken is not None and (row is None or taken.pk != row.pk):
        detail = "There is a budget for this category, currency and month already."
        raise Problem("duplicate", detail, existing=taken.pk)
