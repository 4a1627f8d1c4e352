"""The shape of every report's answer, for the schema; `printing` writes it."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from common.fields import CurrencyField, MoneyField
from reports import examples
from transactions.models import Type


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


@extend_schema_serializer(examples=[examples.BY_CATEGORY])
class CategoryRows(Envelope):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CategoryRow(many=True)


@extend_schema_serializer(examples=[examples.MONTHLY_SUMMARY])
class MonthlySummary(Flow):
    month = serializers.IntegerField()
    year = serializers.IntegerField()
    currency = CurrencyField()
    total_income = MoneyField()
    total_expense = MoneyField()
    balance = MoneyField(help_text="The month's net.")
    by_category = CategoryRow(many=True)


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
    previous = RangeFlow(allow_null=True)
    change = Change(allow_null=True)
