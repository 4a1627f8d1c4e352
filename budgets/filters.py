"""The filters of the budgets' list, and of their progress."""

from typing import Any

import django_filters
from django import forms
from drf_spectacular.utils import extend_schema_field

from budgets.months import EVERY_MONTH, month_name, parse_month
from common.filters import StrictFormField, SwitchFilter
from common.ids import NONE
from common.periods import Period
from ledger.querysets import OwnedQuerySet
from transactions.filters import CategoriesFilter, CurrencyFilter

MONTH_PATTERN = "(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])(-01)?"


class MonthFormField(StrictFormField):
    def to_python(self, value: Any) -> Period | None:
        try:
            return None if value is None else parse_month(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


class MonthNameFormField(MonthFormField):
    """The month as budgets have it; `none` for every month."""

    def to_python(self, value: Any) -> Any:
        if value == NONE:
            return EVERY_MONTH
        month = super().to_python(value)
        return month and month_name(month)


@extend_schema_field({"type": "string", "pattern": f"^{MONTH_PATTERN}$"})
class MonthFilter(django_filters.Filter):
    field_class = MonthFormField


@extend_schema_field({"type": "string", "pattern": f"^({MONTH_PATTERN}|none)$"})
class MonthNameFilter(django_filters.Filter):
    field_class = MonthNameFormField

    def filter(self, queryset: OwnedQuerySet, value: str | None) -> OwnedQuerySet:
        """Django-filter's own takes the empty value for none at all."""
        return queryset if value is None else queryset.filter(month=value)


class BudgetFilter(django_filters.FilterSet):
    month = MonthNameFilter(label="Those of this month, `YYYY-MM`; `none`: of every month.")
    category = CategoriesFilter(
        field_name="category_number",
        lookup_expr="in",
        label="Ids, repeated or separated by commas; `none`: over all expenses.",
    )
    currency = CurrencyFilter(label="A code of ISO 4217.")


class ProgressFilter(django_filters.FilterSet):
    """The parameters, as the schema shows them and the view reads them."""

    month = MonthFilter(label="`YYYY-MM`; default: this month.")
    category = CategoriesFilter(
        label="Ids, repeated or separated by commas; `none`: over all expenses."
    )
    currency = CurrencyFilter(label="A code of ISO 4217.")
    over_budget = SwitchFilter(label="`true`: where more is spent than the limit; `false`: others.")
