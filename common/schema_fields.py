"""How our own fields and filters are documented: registered with drf-spectacular by being imported.

A filter says its schema by `extend_schema_field`, its words by its label.
"""

from typing import Any

from drf_spectacular.drainage import get_override
from drf_spectacular.extensions import OpenApiFilterExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema

from common.periods import EARLIEST, LATEST

Json = dict[str, Any]

AMOUNT_PATTERN = r"^[0-9]{1,11}(\.[0-9]{1,8})?$"
AMOUNT_TEXT: Json = {"type": "string", "pattern": AMOUNT_PATTERN}
DAY: Json = {"type": "string", "format": "date"}
CURRENCY_IN: Json = {"type": "string", "pattern": "^[A-Za-z]{3}$"}
CURRENCY_OUT: Json = {"type": "string", "pattern": "^[A-Z]{3}$"}
SWITCH: Json = {"type": "boolean"}


def _list_of(word: str) -> Json:
    one = {"type": "string", "pattern": f"^{word}(,{word})*$"}
    return {"type": "array", "items": one, "minItems": 1}


#: Repeated, or separated by commas, or both.
IDS = _list_of("[0-9]+")
IDS_OR_NONE = _list_of("([0-9]+|none)")
WEEKDAYS = _list_of("[1-7]")


class AmountInputSchema(OpenApiSerializerFieldExtension):
    target_class = "common.fields.AmountInput"

    def get_name(self) -> str:
        return "Amount"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Json:
        return {
            "anyOf": [
                AMOUNT_TEXT,
                {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100_000_000_000},
            ],
            "description": "Above zero, with at most the currency's decimals; never rounded. "
            "A number has at most 15 digits; a string may have more.",
            "examples": ["75.50", 1200],
        }


class MoneyFieldSchema(OpenApiSerializerFieldExtension):
    target_class = "common.fields.MoneyField"

    def get_name(self) -> str:
        return "Money"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Json:
        return {
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]+)?$",
            "description": "With the currency's decimals.",
            "examples": ["1200.00", "-3.50"],
        }


class CurrencyFieldSchema(OpenApiSerializerFieldExtension):
    target_class = "common.fields.CurrencyField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Json:
        given = (
            CURRENCY_IN if direction == "request" else {"type": "string", "pattern": "^[A-Z]{3}$"}
        )
        return {**given, "description": "A code of ISO 4217.", "examples": ["USD"]}


class DayFieldSchema(OpenApiSerializerFieldExtension):
    target_class = "common.fields.DayField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Json:
        return {**DAY, "description": f"From {EARLIEST} to {LATEST}.", "examples": ["2026-02-28"]}


class IdFieldSchema(OpenApiSerializerFieldExtension):
    target_class = "common.fields.IdField"

    def map_serializer_field(self, auto_schema: AutoSchema, direction: Any) -> Json:
        return {"type": "integer", "minimum": 1, "examples": [1]}


class StrictFiltersSchema(OpenApiFilterExtension):
    target_class = "common.filters.StrictFilters"
    # Before drf-spectacular's own, which guesses from models.
    priority = 1

    def get_schema_operation_parameters(
        self, auto_schema: AutoSchema, *args: Any, **kwargs: Any
    ) -> list[Json]:
        view: Any = auto_schema.view
        filters = view.filterset_class.base_filters
        return [_parameter(name, each) for name, each in filters.items()]


def _parameter(name: str, each: Any) -> Json:
    schema = dict(get_override(each, "field", {"type": "string"}))
    if "choices" in each.extra:
        schema["enum"] = [value for value, _ in each.extra["choices"]]
    if "max_length" in each.extra:
        schema["maxLength"] = each.extra["max_length"]
    parameter = {"name": name, "in": "query", "required": False, "schema": schema}
    return parameter | ({"description": each.label} if each.label else {})
