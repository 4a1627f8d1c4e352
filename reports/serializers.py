"""The shape of every report's answer, for the schema; `printing` writes it."""

from typing import Any

from drf_spectacular.utils import (
    PolymorphicProxySerializer,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers

from common.fields import CurrencyField, MoneyField
from reports import examples
from reports.calendar import HIGHEST_LEVEL
from reports.insights import Code, Severity
from transactions.models import Type


@extend_schema_field({"type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$"})
class WeekField(serializers.CharField):
    """A week of ISO 8601."""


class Flow(serializers.Serializer[Any]):
    income = MoneyField()
    expense = MoneyField()
    net = MoneyField()
    count = serializers.IntegerField()
    transactions_url = serializers.URLField()


class RangeFlow(Flow):
    start_date = serializers.DateField()
    end_date = serializers.DateField()


class DayFlow(Flow):
    date = serializers.DateField()


class Difference(serializers.Serializer[Any]):
    amount = MoneyField()
    percent = serializers.FloatField(allow_null=True, help_text="Null where nothing was before.")


class Change(serializers.Serializer[Any]):
    income = Difference()
    expense = Difference()
    net = Difference()


class Envelope(serializers.Serializer[Any]):
    currency = CurrencyField()
    start_date = serializers.DateField(allow_null=True)
    end_date = serializers.DateField(allow_null=True)


@extend_schema_serializer(examples=[examples.SUMMARY])
class Summary(Envelope, Flow):
    average_daily_expense = MoneyField()
    previous = RangeFlow(allow_null=True)
    change = Change(allow_null=True)


class CategoryRow(serializers.Serializer[Any]):
    category = serializers.IntegerField(allow_null=True)
    category_name = serializers.CharField(allow_null=True)
    category_emoji = serializers.CharField(allow_null=True)
    type = serializers.ChoiceField(choices=Type.choices)
    rest = serializers.BooleanField(help_text="All categories that `top` left out.")
    total = MoneyField()
    share = serializers.FloatField(allow_null=True, help_text="Percent of the type's sum.")
    count = serializers.IntegerField()
    average = MoneyField()
    transactions_url = serializers.URLField()


class Rows(serializers.Serializer[Any]):
    """A page of a report's rows."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


@extend_schema_serializer(examples=[examples.BY_CATEGORY])
class CategoryRows(Envelope, Rows):
    results = CategoryRow(many=True)


class TrendStep(RangeFlow):
    cumulative_net = MoneyField(help_text="The net from the first day of the range on.")


@extend_schema_serializer(examples=[examples.TRENDS])
class TrendSteps(Envelope, Rows):
    results = TrendStep(many=True)


class InAndOut(serializers.Serializer[Any]):
    income = MoneyField()
    expense = MoneyField()
    count = serializers.IntegerField()
    transactions_url = serializers.URLField()


class CalendarDay(InAndOut):
    date = serializers.DateField()
    level = serializers.IntegerField(
        min_value=0,
        max_value=HIGHEST_LEVEL,
        help_text="0 without an expense, else its quarter among the range's days with one.",
    )


class CalendarPeak(serializers.Serializer[Any]):
    date = serializers.DateField()
    expense = MoneyField()


@extend_schema_serializer(examples=[examples.CALENDAR])
class Calendar(Envelope):
    days = CalendarDay(many=True, help_text="Every day of the range.")
    peak = CalendarPeak(allow_null=True, help_text="The day of the greatest expense.")


class WeekdayFlow(InAndOut):
    weekday = serializers.IntegerField(
        min_value=1, max_value=7, help_text="1 (Monday) to 7 (Sunday)."
    )


class WeekFlow(InAndOut):
    week = WeekField()
    start_date = serializers.DateField()
    end_date = serializers.DateField()


class WeeklyHighest(serializers.Serializer[Any]):
    weekday = serializers.IntegerField(min_value=1, max_value=7)
    week = WeekField()


@extend_schema_serializer(examples=[examples.WEEKLY])
class Weekly(Envelope):
    weekdays = WeekdayFlow(many=True, help_text="All seven.")
    weeks = WeekFlow(many=True, help_text="Every week of the range, cut to it.")
    highest = WeeklyHighest(
        allow_null=True, help_text="Where most was spent, or came in where `type` is income."
    )


class CurrencyFlow(Flow):
    currency = CurrencyField()


@extend_schema_serializer(examples=[examples.CURRENCIES])
class Currencies(Rows):
    start_date = serializers.DateField(allow_null=True)
    end_date = serializers.DateField(allow_null=True)
    results = CurrencyFlow(many=True)


@extend_schema_serializer(examples=[examples.MONTHLY_SUMMARY])
class MonthlySummary(Flow):
    month = serializers.IntegerField()
    year = serializers.IntegerField()
    currency = CurrencyField()
    total_income = MoneyField()
    total_expense = MoneyField()
    balance = MoneyField(help_text="The month's net.")
    by_category = CategoryRow(many=True)


class _OfDays(serializers.Serializer[Any]):
    start_date = serializers.DateField()
    end_date = serializers.DateField()
    count = serializers.IntegerField()


class _OfCategory(_OfDays):
    category = serializers.IntegerField(allow_null=True)
    category_name = serializers.CharField(allow_null=True)


class BudgetInsight(_OfCategory):
    """Of `budget_exceeded`; the category is null for the budget over all expenses."""

    budget = serializers.IntegerField()
    limit = MoneyField()
    spent = MoneyField()


class BudgetPaceInsight(BudgetInsight):
    """Of `budget_will_be_exceeded`."""

    projected = MoneyField(
        help_text="What the month would end at; its largest expense, and what is charged once a "
        "month, are no part of the pace."
    )
    passed_on = serializers.DateField(help_text="The day on which the limit would be passed.")


class MonthInsight(_OfDays):
    """Of `month_below_zero`."""

    income = MoneyField()
    expense = MoneyField()
    net = MoneyField()


class UsualInsight(_OfCategory):
    """Of `category_above_usual` and `category_stopped`; the category is null for uncategorised."""

    total = MoneyField()
    usual = MoneyField(help_text="The median of a month.")


class ShareInsight(_OfCategory):
    """Of `largest_category`."""

    total = MoneyField()
    share = serializers.FloatField(help_text="Percent of this month's expenses.")


class WeekendInsight(_OfDays):
    """Of `weekend_spending`."""

    total = MoneyField()
    share = serializers.FloatField(help_text="Percent of the expenses of these days.")


class SingleExpense(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    date = serializers.DateField()
    amount = MoneyField()
    description = serializers.CharField()


class BiggestInsight(_OfDays):
    """Of `biggest_expenses`."""

    total = MoneyField()
    transactions = SingleExpense(many=True)


class SubscriptionInsight(_OfDays):
    """Of `likely_subscription`: from the first to the latest charge."""

    merchant = serializers.CharField(help_text="As the latest charge describes it.")
    amount = MoneyField(help_text="The latest charge.")
    total = MoneyField()


class PriceInsight(SubscriptionInsight):
    """Of `price_increased`."""

    before = MoneyField()
    percent = serializers.FloatField()


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="InsightData",
        # Before one comes whatever has all of its fields: clients take the first that fits.
        serializers=[
            BudgetPaceInsight,
            BudgetInsight,
            MonthInsight,
            UsualInsight,
            ShareInsight,
            WeekendInsight,
            BiggestInsight,
            PriceInsight,
            SubscriptionInsight,
        ],
        resource_type_field_name=None,
    )
)
class InsightDataField(serializers.JSONField):
    """One of the shapes above, by the insight's code."""


class InsightRow(serializers.Serializer[Any]):
    code = serializers.ChoiceField(choices=[(each.value, each.name) for each in Code])
    severity = serializers.ChoiceField(choices=[(each.value, each.name) for each in Severity])
    message = serializers.CharField(help_text="In plain words, amounts and days included.")
    data = InsightDataField(  # type: ignore[assignment]  # a name of DRF's own
        help_text="What the message says, by `code`."
    )
    transactions_url = serializers.URLField(help_text="The list of what it is about.")


@extend_schema_serializer(examples=[examples.INSIGHTS])
class Insights(Rows):
    currency = CurrencyField()
    date = serializers.DateField(help_text="The user's today, by which they were found.")
    results = InsightRow(many=True)


@extend_schema_serializer(examples=[examples.ANALYTICS])
class Analytics(Envelope):
    balance = MoneyField(help_text="Of all time, as the next four.")
    total_income = MoneyField()
    total_expense = MoneyField()
    count = serializers.IntegerField()
    transactions_url = serializers.URLField()
    last_7_days = RangeFlow()
    last_30_days = RangeFlow()
    last_365_days = RangeFlow()
    by_category = CategoryRow(many=True)
    daily = DayFlow(many=True)
    current = Flow(help_text="Of the range.")
    previous = RangeFlow(allow_null=True)
    change = Change(allow_null=True)
