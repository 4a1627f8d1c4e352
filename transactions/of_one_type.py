"""`/api/expenses/` and `/api/income/`: the transactions of one type, as if there were no other."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from transactions import examples
from transactions.filters import TransactionFilter
from transactions.models import Type
from transactions.serializers import ChoiceField, TransactionInput, TransactionReplacement
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


class OfOneTypeFilter(TransactionFilter):
    type = None  # type: ignore[assignment]


class _OfOneType(TransactionViewSet):
    serializer_class = OfOneTypeInput
    replace_serializer_class = OfOneTypeReplacement
    filterset_class = OfOneTypeFilter


class ExpenseViewSet(_OfOneType):
    """Expenses of the caller's books."""

    fixed_type: ClassVar[str | None] = Type.EXPENSE


class IncomeViewSet(_OfOneType):
    """Income of the caller's books."""

    fixed_type: ClassVar[str | None] = Type.INCOME
