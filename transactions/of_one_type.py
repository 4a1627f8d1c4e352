"""`/api/expenses/` and `/api/income/`: the transactions of one type, as if there were no other."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.fields import ChoiceField
from transactions import examples
from transactions.filters import TransactionFilter
from transactions.models import Type
from transactions.serializers import (
    BulkDeleteInput,
    BulkEditInput,
    BulkInput,
    TransactionEdit,
    TransactionInput,
    TransactionReplacement,
    TransactionSet,
    entries_of,
)
from transactions.views import TransactionViewSet


class _FixedType(serializers.Serializer[Any]):
    """`type` may be left out; another one than the path's is an error."""

    def validate_type(self, value: str) -> str:
        fixed = self.context["view"].fixed_type
        if value != fixed:
            raise serializers.ValidationError(f"This path takes the type {fixed} alone.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {**attrs, "type": self.context["view"].fixed_type}


@extend_schema_serializer(
    component_name="TransactionOfOneType", examples=[examples.OF_ONE_TYPE_INPUT]
)
class OfOneTypeInput(_FixedType, TransactionInput):
    type = ChoiceField(choices=Type.choices, required=False)


@extend_schema_serializer(
    component_name="TransactionOfOneTypeReplacement", examples=[examples.OF_ONE_TYPE_REPLACEMENT]
)
class OfOneTypeReplacement(_FixedType, TransactionReplacement):
    type = ChoiceField(choices=Type.choices, required=False)


class OfOneTypeEdit(_FixedType, TransactionEdit):
    pass


class OfOneTypeSet(TransactionSet):
    type = None  # type: ignore[assignment]


@extend_schema_serializer(
    component_name="TransactionBulkOfOneType", examples=[examples.BULK_OF_ONE_TYPE_INPUT]
)
class OfOneTypeBulk(BulkInput):
    create = entries_of(OfOneTypeInput)
    update = entries_of(OfOneTypeEdit)


@extend_schema_serializer(
    component_name="TransactionBulkEditOfOneType", examples=[examples.BULK_EDIT_INPUT]
)
class OfOneTypeBulkEdit(BulkEditInput):
    set = OfOneTypeSet(help_text="What each of the rows gets.")


class OfOneTypeFilter(TransactionFilter):
    type = None  # type: ignore[assignment]


class _OfOneType(TransactionViewSet):
    serializer_class = OfOneTypeInput
    replace_serializer_class = OfOneTypeReplacement
    filterset_class = OfOneTypeFilter
    request_serializers: ClassVar[Mapping[str, Any]] = {
        "bulk": OfOneTypeBulk,
        "bulk_edit": OfOneTypeBulkEdit,
        "bulk_delete": BulkDeleteInput,
    }


class ExpenseViewSet(_OfOneType):
    """Expenses of the caller's books."""

    fixed_type: ClassVar[str | None] = Type.EXPENSE


class IncomeViewSet(_OfOneType):
    """Income of the caller's books."""

    fixed_type: ClassVar[str | None] = Type.INCOME
