"""Filters of lists, bound only where one is given, and strict about what they are given."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from common.problem_handler import faults_of
from common.problems import Fault, Problem
from common.schema_fields import SWITCH

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


class StrictFilters(DjangoFilterBackend):
    """django-filter, with its errors as faults of the query."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> QuerySet[Any]:
        filterset_class = self.get_filterset_class(view, queryset)
        # Binding a form costs more than the page it filters.
        if filterset_class is None or not (
            request.query_params.keys() & filterset_class.base_filters.keys()
        ):
            return queryset
        filterset = self.get_filterset(request, queryset, view)
        if not filterset.is_valid():
            errors = filterset.errors.as_data()
            plain = {name: [m for e in found for m in e.messages] for name, found in errors.items()}
            raise Problem("invalid", faults=list(faults_of(plain, place="query")))
        view.filterset = filterset  # type: ignore[attr-defined]
        filtered: QuerySet[Any] = filterset.qs
        return filtered


class StrictOrdering(BaseFilterBackend):
    """`?ordering=` by one of the view's `orderings`, ties by id in the same direction."""

    def filter_queryset(
        self, request: Request, queryset: QuerySet[Any], view: Any
    ) -> QuerySet[Any]:
        name = ordering_of(request, view.orderings)
        sign = "-" if name.startswith("-") else ""
        return queryset.order_by(f"{sign}{view.orderings[name]}", f"{sign}id")

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


def ordering_of(request: Request, orderings: dict[str, str] | Sequence[str]) -> str:
    """The ordering asked for; the first one where none is."""
    asked = request.query_params.get("ordering")
    if asked is None:
        return next(iter(orderings))
    if asked not in orderings:
        detail = f"This can be ordered by {', '.join(orderings)}."
        raise Problem("invalid", faults=[Fault("invalid", detail, "ordering", "query")])
    return asked
