"""What a budget is sent as, and what comes back."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from budgets import examples
from budgets.filters import MONTH_PATTERN
from budgets.months import month_name, parse_month
from budgets.rows import NAMES
from common.fields import AmountInput, CurrencyField, MoneyField
from common.serializers import StrictSerializer
from transactions.serializers import CategoryReference


@extend_schema_field(
    {
        "type": "string",
        "pattern": f"^{MONTH_PATTERN}$",
        "description": "`YYYY-MM`, or its first day; null is every month, past ones too.",
        "examples": ["2026-11"],
    }
)
class MonthField(serializers.Field[str, Any, str, Any]):
    """A month, as its name or its first day."""

    default_error_messages = {"not_text": "A month is a string such as 2026-11, or null."}

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("not_text")
        try:
            return month_name(parse_month(data))
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from None

    def to_representation(self, value: str) -> str:
        return value


@extend_schema_serializer(examples=examples.BUDGET_INPUTS)
class BudgetInput(StrictSerializer):
    ignored_keys = frozenset(NAMES)

    category = CategoryReference(
        default=None,
        allow_null=True,
        help_text="An id; or a name, whose category is made where there is none; null is the "
        "budget over all expenses.",
    )
    amount = AmountInput()
    currency = CurrencyField(
        required=False, help_text="A code of ISO 4217; default: the profile's."
    )
    month = MonthField(default=None, allow_null=True)


@extend_schema_serializer(examples=[examples.REPLACEMENT])
class BudgetReplacement(BudgetInput):
    """A PUT says everything that a default would otherwise decide anew."""

    currency = CurrencyField()


@extend_schema_serializer(examples=[examples.BUDGET])
class BudgetOutput(serializers.Serializer[None]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Changes whenever the row is written.")
    category = serializers.IntegerField(allow_null=True, help_text="Null: over all expenses.")
    category_name = serializers.CharField(allow_null=True)
    amount = MoneyField()
    currency = CurrencyField()
    month = serializers.CharField(allow_null=True, help_text="`YYYY-MM`; null: every month.")
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class BudgetProgress(serializers.Serializer[None]):
    budget = serializers.IntegerField(help_text="The budget's id.")
    category = serializers.IntegerField(allow_null=True, help_text="Null: over all expenses.")
    category_name = serializers.CharField(allow_null=True)
    category_emoji = serializers.CharField(allow_null=True)
    month = serializers.CharField(help_text="`YYYY-MM`: the month asked for.")
    currency = CurrencyField()
    limit = MoneyField()
    spent = MoneyField(help_text="In the whole month; refunds lower it.")
    remaining = MoneyField(help_text="Negative when overspent.")
    percent = serializers.FloatField(help_text="Spent of the limit, with one decimal.")
    over_budget = serializers.BooleanField(help_text="More is spent than the limit.")
    expected_by_today = MoneyField(help_text="The limit, in equal parts for each day.")
    projected = MoneyField(
        allow_null=True, help_text="At the pace so far; null in a month to come."
    )
    safe_to_spend_per_day = MoneyField(
        allow_null=True, help_text="Today and on each day left; null but in this month."
    )
    count = serializers.IntegerField()
    transactions_url = serializers.URLField(help_text="The list of what is spent.")


@extend_schema_serializer(examples=[examples.PROGRESS])
class BudgetProgressList(serializers.Serializer[None]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = BudgetProgress(many=True)
