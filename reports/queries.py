"""What reports can be asked for."""

import re
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.fields import ChoiceField, CurrencyField, DayField
from common.filters import both_ways
from common.ids import MAX_IDS, parse_ids
from common.intervals import Interval
from common.periods import EARLIEST, LATEST, Period, Preset, parse_day
from common.problems import invalid
from common.ranges import Range, RangeError, preset_choices, read_range
from common.schema_fields import IDS_OR_NONE
from transactions.models import Type

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,4}", re.ASCII)
_MOST_ROWS = 1000
# One statement repeats them up to sixteen times, and SQLite takes 32,766 values in one; and every
# day of the answer repeats them in its link.
_MOST_OF_DAYS = 1000
BY_CATEGORY_ORDERINGS = list(both_ways(total="", count="", category_name=""))


@extend_schema_field(IDS_OR_NONE)
class CategoriesField(serializers.Field[Any, Any, Any, Any]):
    """Ids, repeated or separated by commas; `none` is uncategorised."""

    def __init__(self, most: int = MAX_IDS) -> None:
        help_text = "Ids, repeated or separated by commas; `none`: uncategorised."
        super().__init__(required=False, help_text=help_text)
        self.most = most

    def to_internal_value(self, data: Any) -> tuple[int, ...]:
        try:
            ids = parse_ids(data, with_none=True)
        except ValueError as error:
            raise serializers.ValidationError(str(error), code="invalid") from None
        if len(ids) > self.most:
            message = f"This takes at most {self.most} ids."
            raise serializers.ValidationError(message, code="invalid")
        return ids


class NumberField(serializers.IntegerField):
    """A whole number in ASCII digits."""

    def to_internal_value(self, data: Any) -> int:
        if not _NUMBER.fullmatch(str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class ReportQuery(serializers.Serializer[Any]):
    """Every report is in one currency."""

    currency = CurrencyField(required=False, help_text="Default: the profile's.")


class RangeQuery(ReportQuery):
    default_preset = Preset.THIS_MONTH

    start_date = DayField(required=False, help_text="The first day, `YYYY-MM-DD`.")
    end_date = DayField(required=False, help_text="The last day, inclusive.")
    period = ChoiceField(
        choices=preset_choices(), required=False, help_text="A named range instead of dates."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        dates = (attrs.pop("start_date", None), attrs.pop("end_date", None))
        preset, today = attrs.pop("period", None), self.context["today"]
        try:
            wanted = read_range(*dates, preset, default=self.default_preset, today=today)
        except RangeError as error:
            raise serializers.ValidationError({error.name: [str(error)]}) from None
        return {**attrs, "range": wanted}


class DaysQuery(RangeQuery):
    """Of a report that shows every day of its range."""

    category = CategoriesField(most=_MOST_OF_DAYS)


class AnalyticsQuery(DaysQuery):
    default_preset = Preset.LAST_30_DAYS


class CalendarQuery(DaysQuery):
    """`year=2026`, or a range; this year where neither is given."""

    default_preset = Preset.THIS_YEAR

    year = NumberField(
        required=False, min_value=EARLIEST.year, max_value=LATEST.year, help_text="A whole year."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        year = attrs.pop("year", None)
        if year is None:
            return super().validate(attrs)
        if attrs.keys() & {"start_date", "end_date", "period"}:
            raise serializers.ValidationError({"year": ["Give either a year or a range."]})
        return {**attrs, "range": Range(Period.year(year))}


class ChosenRangeQuery(RangeQuery):
    type = ChoiceField(choices=Type.choices, required=False)
    category = CategoriesField()


class TrendQuery(ChosenRangeQuery):
    interval = ChoiceField(
        choices=[each.value for each in Interval],
        default=Interval.MONTH.value,
        help_text="How long a step is; weeks are those of ISO 8601.",
    )

    def validate_interval(self, value: str) -> Interval:
        return Interval(value)


class ByCategoryQuery(ChosenRangeQuery):
    type = ChoiceField(choices=Type.choices, default=Type.EXPENSE)
    top = NumberField(
        required=False,
        min_value=1,
        max_value=_MOST_ROWS,
        help_text="So many of the largest; the others as one row.",
    )
    ordering = ChoiceField(
        choices=BY_CATEGORY_ORDERINGS,
        default="-total",
        help_text="What the rows are ordered by; a rest comes last.",
    )


@extend_schema_field({"type": "string", "pattern": "^([0-9]{1,2}|[0-9]{4}-[0-9]{2})$"})
class MonthField(serializers.CharField):
    """A month's number, or year and month."""


class MonthQuery(ReportQuery):
    """`month=1&year=2024`, or `month=2024-01`, or neither for this month."""

    month = MonthField(required=False, help_text="1 to 12, or `YYYY-MM`.")
    year = NumberField(required=False, min_value=EARLIEST.year, max_value=LATEST.year)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        month, year = attrs.pop("month", None), attrs.pop("year", None)
        if month is None and year is None:
            today = self.context["today"]
            return {**attrs, "month": Period.month(today.year, today.month)}
        return {**attrs, "month": _month(month, year)}


def _month(month: str | None, year: int | None) -> Period:
    if month is None:
        raise serializers.ValidationError({"month": ["Give the month as well, 1 to 12."]})
    whole = _MONTH.fullmatch(month)
    if whole:
        if year is not None:
            message = "The month names a year already: give one of the two."
            raise serializers.ValidationError({"year": [message]})
        return _first_day(f"{month}-01")
    if not (_NUMBER.fullmatch(month) and 1 <= int(month) <= 12):
        raise serializers.ValidationError({"month": ["A month is 1 to 12, or such as 2026-02."]})
    if year is None:
        raise serializers.ValidationError({"year": ["Give the year of the month as well."]})
    return Period.month(year, int(month))


def _first_day(text: str) -> Period:
    try:
        day = parse_day(text)
    except ValueError:
        message = "A month is such as 2026-02, from 1900-01 to 2199-12."
        raise serializers.ValidationError({"month": [message]}) from None
    return Period.month(day.year, day.month)


def too_long(wanted: Range, message: str) -> Exception:
    """The problem of a range that a report does not take."""
    return invalid("period" if wanted.is_all else "end_date", message, place="query")
