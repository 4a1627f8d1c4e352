"""What a transaction is sent as, and what comes back."""

from datetime import date
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from categories.models import Category
from categories.naming import MAX_NAME, category_numbered, check_name
from common.fields import AmountInput, CurrencyField, DayField, MoneyField, SwitchField, TextField
from common.serializers import StrictSerializer
from ledger.writing import Unit
from transactions import examples
from transactions.models import Type
from transactions.rows import NAMES

_no_nul = ProhibitNullCharactersValidator()


class _Today:
    """The calendar day where the books are kept."""

    requires_context = True

    def __call__(self, field: serializers.Field[Any, Any, Any, Any]) -> date:
        unit: Unit = field.context["unit"]
        return unit.today


class _BookCurrency:
    """The currency that the books are kept in."""

    requires_context = True

    def __call__(self, field: serializers.Field[Any, Any, Any, Any]) -> str:
        unit: Unit = field.context["unit"]
        return unit.book.currency


@extend_schema_field(
    {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "minLength": 1, "maxLength": MAX_NAME},
        ],
        "description": "An id; or a name, whose category is made where there is none; or null.",
    }
)
class CategoryReference(serializers.Field[Any, Any, Any, Any]):
    """An id of the caller's, or a name: a string that is not all ASCII digits."""

    default_error_messages = {
        "not_found": "There is no such category in your books.",
        "invalid": "A category is an id, a name, or null.",
    }

    def run_validation(self, data: Any = serializers.empty) -> Any:
        is_form = hasattr(self.root.initial_data, "getlist")
        return super().run_validation(None if data == "" and is_form else data)

    def to_internal_value(self, data: Any) -> Category | str:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        if isinstance(data, int) or (data.isascii() and data.isdigit()):
            return self._numbered(str(data))
        name = str(data).strip()
        _no_nul(name)
        check_name(name)
        return name

    def _numbered(self, digits: str) -> Category:
        unit: Unit = self.context["unit"]
        found = category_numbered(unit, int(digits)) if len(digits) <= 18 else None
        if found is None:
            self.fail("not_found")
        return found

    def to_representation(self, value: Any) -> Any:
        return value


class ChoiceField(serializers.ChoiceField):
    """One of the choices as a string: DRF would take whatever prints like one."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


@extend_schema_serializer(examples=examples.TRANSACTION_INPUTS)
class TransactionInput(StrictSerializer):
    ignored_keys = frozenset(NAMES)

    type = ChoiceField(choices=Type.choices)
    amount = AmountInput()
    currency = CurrencyField(default=_BookCurrency())  # type: ignore[arg-type]
    refund = SwitchField(default=False)
    category = CategoryReference(default=None, allow_null=True)
    date = DayField(default=_Today())  # type: ignore[arg-type]
    description = TextField(max_length=255, allow_blank=True, default="")
    notes = TextField(max_length=10_000, allow_blank=True, default="")
    external_id = TextField(max_length=255, allow_null=True, default=None)


@extend_schema_serializer(examples=[examples.REPLACEMENT])
class TransactionReplacement(TransactionInput):
    """A PUT says everything that a default would otherwise decide anew."""

    currency = CurrencyField()
    date = DayField()


@extend_schema_serializer(examples=[examples.TRANSACTION])
class TransactionOutput(serializers.Serializer[None]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Changes whenever the row is written.")
    type = serializers.ChoiceField(choices=Type.choices)
    amount = MoneyField()
    currency = CurrencyField()
    refund = serializers.BooleanField()
    category = serializers.IntegerField(allow_null=True, help_text="Null: uncategorised.")
    category_name = serializers.CharField(allow_null=True)
    category_emoji = serializers.CharField(allow_null=True)
    date = serializers.DateField()
    description = serializers.CharField()
    notes = serializers.CharField()
    external_id = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CurrencyTotal(serializers.Serializer[None]):
    currency = CurrencyField()
    income = MoneyField()
    expense = MoneyField()
    net = MoneyField()
    count = serializers.IntegerField()
    transactions_url = serializers.URLField(help_text="The list of what adds up to these figures.")


@extend_schema_serializer(examples=[examples.TOTALS])
class TransactionTotals(serializers.Serializer[None]):
    results = CurrencyTotal(many=True)
