"""Filters of lists, bound only where one is given, and strict about what they are given."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from common.periods import parse_day
from common.problem_handler import faults_of
from common.problems import Fault, Problem
from common.schema_fields import DAY, SWITCH

MAX_SEARCH = 255


class StrictFormField(forms.Field):
    """A field whose empty value is a mistake, not an absence."""

    empty_values = [None]


class SwitchFormField(StrictFormField):
    """true or false, as JSON writes them."""

    def to_python(self, value: Any) -> bool | None:
        if value is None:
            return None
        if value not in {"true", "false"}:
            raise forms.ValidationError("This is true or false.", code="invalid")
        return bool(value == "true")


@extend_schema_field(SWITCH)
class SwitchFilter(django_filters.Filter):
    field_class = SwitchFormField


class DayFormField(StrictFormField):
    def to_python(self, value: Any) -> Any:
        try:
            return None if value is None else parse_day(value)
        except ValueError as error:
            raise forms.ValidationError(str(error), code="invalid") from None


class ChoiceFormField(StrictFormField):
    def __init__(self, *, choices: Any = (), **options: Any) -> None:
        super().__init__(**options)
        self.choices = choices

    def to_python(self, value: Any) -> Any:
        allowed = [choice for choice, _ in self.choices]
        if value is not None and value not in allowed:
            raise forms.ValidationError(f"This is one of {', '.join(allowed)}.", code="invalid")
        return value


@extend_schema_field(DAY)
class DayFilter(django_filters.Filter):
    field_class = DayFormField


@extend_schema_field({"type": "string"})
class ChoiceFilter(django_filters.Filter):
    field_class = ChoiceFormField


def clean_given(filters: type[django_filters.FilterSet], query: QueryDict) -> dict[str, Any]:
    """The parameters that are given, each read by its filter's own field.

    For whoever asks nothing else of a filter set: a bound one copies all its filters and builds
    the fields of all of them, which takes longer than the page. Problem `invalid` for bad values.
    """
    values, faults = {}, []
    for name, declared in filters.base_filters.items():
        field = declared.field
        if name not in query:
            continue
        try:
            values[name] = field.clean(field.widget.value_from_datadict(query, {}, name))
        except forms.ValidationError as error:
            faults += [Fault("invalid", message, name, "query") for message in error.messages]
    if faults:
        raise Problem("invalid", faults=faults)
    return values


class StrictFilters(DjangoFilterBackend):
    """django-filter, with its errors as faults of the query."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        filterset_class = self.get_filterset_class(view, queryset)
        if filterset_class is None or not (
            request.query_params.keys() & filterset_class.base_filters.keys()
        ):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            errors = filterset.errors.as_data()
            plain = {name: [m for e in found for m in e.messages] for name, found in errors.items()}
            raise Problem("invalid", faults=list(faults_of(plain, place="query")))
        filtered: QuerySet[Any] = filterset.qs
        return filtered


class StrictOrdering(BaseFilterBackend):
    """`?ordering=` by one of the view's `orderings`, ties by id in the same direction."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        return in_order(queryset, view.orderings, ordering_of(request, view.orderings))

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        names = list(view.orderings)
        schema = {"type": "string", "enum": names, "default": names[0]}
        description = "What the rows are ordered by; `-` for descending. Ties by id."
        return [
            {
                "name": "ordering",
                "in": "query",
                "required": False,
                "schema": schema,
                "description": description,
            }
        ]


def both_ways(**columns: str) -> dict[str, str]:
    """The names that `ordering` takes, with and without `-`, and the column of each."""
    return {f"{sign}{name}": column for name, column in columns.items() for sign in ("", "-")}


def in_order(queryset: QuerySet[Any], orderings: Mapping[str, str], name: str) -> QuerySet[Any]:
    """Ordered as `name` says, ties by id in the same direction."""
    sign = "-" if name.startswith("-") else ""
    return queryset.order_by(f"{sign}{orderings[name]}", f"{sign}id")


def ordering_of(request: Request, orderings: dict[str, str] | Sequence[str]) -> str:
    """The ordering asked for; the first one where none is."""
    asked = request.query_params.get("ordering")
    if asked is None:
        return next(iter(orderings))
    if asked not in orderings:
        detail = f"This can be ordered by {', '.join(orderings)}."
        raise Problem("invalid", faults=[Fault("invalid", detail, "ordering", "query")])
    return asked
