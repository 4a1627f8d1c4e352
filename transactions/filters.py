"""The one filter grammar of transactions: the list, its totals, and every `transactions_url`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django_filters import FilterSet
from drf_spectacular.utils import extend_schema_field

from common.currencies import CURRENCIES, MAX_EXPONENT
from common.filters import (
    MAX_SEARCH,
    ChoiceFilter,
    DayFilter,
    StrictFormField,
    SwitchFilter,
    clean_given,
)
from common.ids import parse_ids
from common.periods import Preset
from common.problems import invalid
from common.ranges import ALL, Range, RangeError, preset_choices, read_range
from common.schema_fields import AMOUNT_TEXT, CURRENCY_IN, IDS, IDS_OR_NONE, WEEKDAYS
from common.text import fold
from transactions.models import Type
from transactions.querysets import TransactionQuerySet
from transactions.totals import Scope

_AMOUNT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,8})?", re.ASCII)
_UNIT = Decimal(1).scaleb(-MAX_EXPONENT)


class AmountFormField(StrictFormField):
    def to_python(self, value: Any) -> Any:
        if value is None:
            return None
        if not _AMOUNT.fullmatch(value):
            message = "An amount is a number such as 75.50, without sign or separators."
            raise forms.ValidationError(message, code="invalid")
        return Decimal(value)


class CurrencyFormField(StrictFormField):
    def to_python(self, value: Any) -> Any:
        # ſ would be an S in upper case.
        if value is not None and not (value.isascii() and value.upper() in CURRENCIES):
            message = "A currency is a code of ISO 4217 such as USD, EUR or JPY."
            raise forms.ValidationError(message, code="invalid")
        return value and value.upper()


class TextFormField(StrictFormField, forms.CharField):
    """Text; the empty one is a value, which nothing may have."""


class _ListWidget(forms.Widget):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if name in data else None


class IdsFormField(StrictFormField):
    """Ids, repeated or separated by commas."""

    widget = _ListWidget
    with_none = False

    def to_python(self, value: Any) -> Any:
        try:
            return None if value is None else parse_ids(value, with_none=self.with_none)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


class WeekdaysFormField(StrictFormField):
    """Days of the week, repeated or separated by commas."""

    widget = _ListWidget

    def to_python(self, value: Any) -> Any:
        words = [word.strip() for each in value or () for word in each.split(",")]
        if not set(words) <= set("1234567"):
            raise forms.ValidationError("A weekday is 1 (Monday) to 7 (Sunday).", code="invalid")
        return value and tuple(sorted({int(word) for word in words}))


class CategoriesFormField(IdsFormField):
    with_none = True


@extend_schema_field(AMOUNT_TEXT)
class AmountFilter(django_filters.Filter):
    field_class = AmountFormField


@extend_schema_field(CURRENCY_IN)
class CurrencyFilter(django_filters.Filter):
    field_class = CurrencyFormField


@extend_schema_field(WEEKDAYS)
class WeekdaysFilter(django_filters.Filter):
    field_class = WeekdaysFormField


class TextFilter(django_filters.CharFilter):
    field_class = TextFormField


@extend_schema_field(IDS)
class IdsFilter(django_filters.Filter):
    field_class = IdsFormField


@extend_schema_field(IDS_OR_NONE)
class CategoriesFilter(django_filters.Filter):
    field_class = CategoriesFormField


# Named here, because in the class below `type` is a field.
Filters = type[FilterSet]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which transactions a request speaks of."""

    range: Range = ALL
    type: str | None = None
    categories: tuple[int, ...] | None = None
    currency: str | None = None
    others: Q | None = None
    """What totals are not kept by."""

    @classmethod
    def of(cls, filters: Filters, query: QueryDict, today: date) -> "Selection":
        """What the query asks for; Problem `invalid` where it cannot be understood."""
        given = clean_given(filters, query)
        if not given:
            return cls()
        dates = (given.get("start_date"), given.get("end_date"), given.get("period"))
        try:
            found = read_range(*dates, default=Preset.ALL, today=today)
        except RangeError as error:
            raise invalid(error.name, str(error), place="query") from None
        return cls(
            range=found,
            type=given.get("type"),
            categories=given.get("category"),
            currency=given.get("currency"),
            others=_others(given),
        )

    def rows(self, queryset: TransactionQuerySet) -> TransactionQuerySet:
        queryset = queryset.filter(**self.lookups())
        if self.categories is not None and self._category is None:
            queryset = queryset.in_categories(self.categories)
        return queryset if self.others is None else queryset.filter(self.others)

    @property
    def is_plain(self) -> bool:
        """Nothing is asked for but what `lookups` says."""
        return self.others is None and (self.categories is None or self._category is not None)

    def lookups(self) -> dict[str, Any]:
        """What compares one column with one value."""
        bounds = self.range.bounds
        found = {
            "date__gte": bounds and bounds.start,
            "date__lt": bounds and bounds.end,
            "type": self.type,
            "currency": self.currency,
            "category_id": self._category,
        }
        return {lookup: value for lookup, value in found.items() if value is not None}

    @property
    def _category(self) -> int | None:
        """The one category asked for; None for no, many, or uncategorised."""
        return self.categories[0] or None if self.categories and len(self.categories) == 1 else None

    def scope(self, book: int) -> Scope | None:
        """Where totals are kept by everything that is asked for, those totals."""
        if self.others is not None:
            return None
        return Scope(book, self.currency, self.type, self.categories)


class TransactionFilter(FilterSet):
    """The parameters, as the schema shows them and `Selection.of` reads them."""

    start_date = DayFilter(label="The first day, `YYYY-MM-DD`.")
    end_date = DayFilter(label="The last day, inclusive.")
    period = ChoiceFilter(choices=preset_choices(), label="A named range instead of dates.")
    type = ChoiceFilter(choices=Type.choices, label="Expenses or income alone.")
    category = CategoriesFilter(
        label="Ids, repeated or separated by commas; `none`: uncategorised."
    )
    currency = CurrencyFilter(label="A code of ISO 4217.")
    refund = SwitchFilter(label="`true`: refunds alone; `false`: none.")
    amount_min = AmountFilter(label="At least this amount.")
    amount_max = AmountFilter(label="At most this amount.")
    search = django_filters.CharFilter(
        max_length=MAX_SEARCH, strip=False, label="A phrase in description or notes, in any case."
    )
    weekday = WeekdaysFilter(label="1 (Monday) to 7 (Sunday), repeated or separated by commas.")
    id = IdsFilter(label="Ids, repeated or separated by commas.")
    external_id = TextFilter(
        max_length=255, strip=False, empty_value=None, label="Exactly this `external_id`."
    )
    # Python's own word, which no attribute can be written as.
    locals()["import"] = IdsFilter(label="Ids of imports: what they made.")


def _others(given: Mapping[str, Any]) -> Q | None:
    """Amounts are compared as they are: a bound finer than any amount lies between two of them."""
    lowest, highest = given.get("amount_min"), given.get("amount_max")
    conditions = {
        "refund": given.get("refund"),
        "amount__gte": lowest if lowest is None else lowest.quantize(_UNIT, ROUND_CEILING),
        "amount__lte": highest if highest is None else highest.quantize(_UNIT, ROUND_FLOOR),
        "search_text__contains": fold(given.get("search") or "") or None,
        "date__iso_week_day__in": given.get("weekday"),
        "id__in": given.get("id"),
        "external_id": given.get("external_id"),
        "import_id__in": given.get("import"),
    }
    asked = {name: value for name, value in conditions.items() if value is not None}
    return Q(**asked) if asked else None
