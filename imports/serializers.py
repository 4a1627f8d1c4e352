"""What imports are sent as, and what comes back."""

from collections.abc import Mapping as AnyMapping
from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers
from rest_framework.exceptions import ParseError

from common.fields import ChoiceField, CurrencyField, MoneyField, SwitchField, TextField
from common.parsers import parse_json
from common.problems import Problem
from common.serializers import StrictSerializer
from imports import examples
from imports.amounts import DATE_FORMATS, DECIMALS
from imports.mapping import DELIMITERS, FIELDS
from imports.models import FORMATS, Status, Verdict
from imports.rows import NAMES
from imports.text import ENCODINGS
from transactions.models import Type
from transactions.serializers import CategoryReference

_COLUMN = [{"type": "string"}, {"type": "integer", "minimum": 1}]
_HEADER = "The line that names the columns, from 1; 0 for none."
_DATE = f"Such as {', '.join(DATE_FORMATS[:5])}."
_SIGN = "What an amount without a minus is."


@extend_schema_field({"anyOf": _COLUMN})
class ColumnField(serializers.Field[Any, Any, Any, Any]):
    """By its name in the header, or by its number from 1."""


@extend_schema_field({"anyOf": [*_COLUMN, {"type": "null"}]})
class ColumnInput(ColumnField):
    """The same; null for none."""


class ImportColumnsInput(StrictSerializer):
    """Which column holds what: its name in the header, or its number from 1; null for none."""

    locals().update({name: ColumnInput(required=False) for name in FIELDS})


class ImportMappingInput(StrictSerializer):
    """How a CSV says what it says; of a QIF file, `date_format` alone. Null is as if left out."""

    encoding = ChoiceField(choices=ENCODINGS, allow_null=True, required=False)
    delimiter = ChoiceField(choices=DELIMITERS, allow_null=True, required=False)
    header = serializers.IntegerField(
        min_value=0, max_value=1000, allow_null=True, required=False, help_text=_HEADER
    )
    date_format = TextField(allow_null=True, required=False, help_text=_DATE)
    decimal = ChoiceField(choices=DECIMALS, allow_null=True, required=False)
    sign = ChoiceField(choices=Type.choices, allow_null=True, required=False, help_text=_SIGN)
    columns = ImportColumnsInput(allow_null=True, required=False)


class ImportMappingOutput(serializers.Serializer[None]):
    """How the file is read. What does not matter to its format is null."""

    encoding = ChoiceField(choices=ENCODINGS, allow_null=True)
    delimiter = ChoiceField(choices=DELIMITERS, allow_null=True)
    header = serializers.IntegerField(min_value=0, allow_null=True, help_text=_HEADER)
    date_format = serializers.CharField(allow_null=True, help_text=_DATE)
    decimal = ChoiceField(choices=DECIMALS, allow_null=True)
    sign = ChoiceField(choices=Type.choices, allow_null=True, help_text=_SIGN)
    columns = serializers.DictField(
        child=ColumnField(), allow_null=True, help_text="By what it holds: its name, or its number."
    )


def _parsed(text: str) -> Any:
    """None for what is no JSON."""
    try:
        return parse_json(text.encode())
    except (ParseError, Problem):
        return None


@extend_schema_field(ImportMappingInput)
class MappingInput(serializers.Field[Any, Any, Any, Any]):
    """An object; in a form, its JSON. It is checked against the file, by `Mapping`."""

    # In double braces, for it is a pattern.
    default_error_messages = {"invalid": 'This is a JSON object: {{"sign": "expense"}}.'}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        value = _parsed(data) if isinstance(data, str) else data
        if not isinstance(value, AnyMapping):
            self.fail("invalid")
        return {key: part for key, part in value.items() if part is not None}

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_serializer(component_name="ImportUpload", examples=[examples.UPLOAD_INPUT])
class UploadInput(StrictSerializer):
    file = serializers.FileField(
        help_text="CSV, OFX or QFX, QIF, CAMT.053 or JSON lines, up to 25 MiB. Which it is, is "
        "told from what stands in it.",
    )
    dry_run = SwitchField(default=False, help_text="Look at it first: it is not committed yet.")
    mapping = MappingInput(default=dict, help_text="What is left out is guessed.")
    currency = CurrencyField(
        required=False, help_text="Of rows that do not say; else the books' own."
    )


@extend_schema_serializer(component_name="ImportCorrection", examples=[examples.CORRECTION_INPUT])
class CorrectionInput(StrictSerializer):
    ignored_keys = frozenset(NAMES) - {"mapping"}

    mapping = MappingInput(help_text="What is left out stays as it is.")


@extend_schema_serializer(examples=[examples.READY, examples.READING])
class ImportOutput(serializers.Serializer[None]):
    id = serializers.IntegerField()
    status = serializers.ChoiceField(choices=Status.choices)
    failure = serializers.CharField(help_text="Why it failed; empty where it did not.")
    file_name = serializers.CharField()
    format = serializers.ChoiceField(choices=FORMATS)
    mapping = ImportMappingOutput(allow_null=True, help_text="Null for formats that need none.")
    reasons = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the mapping was concluded from where that was not plain.",
    )
    currency = CurrencyField(help_text="Of rows that do not say.")
    rows = serializers.IntegerField(help_text="How many have been read.")
    new = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    invalid = serializers.IntegerField()
    created = serializers.IntegerField(help_text="How many transactions it has made by now.")
    kept = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Transactions that stayed when it was undone: they were edited since.",
    )
    rows_url = serializers.URLField()
    created_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[examples.ROW])
class ImportRowOutput(serializers.Serializer[None]):
    row = serializers.IntegerField(help_text="Counted from 1.")
    line = serializers.IntegerField(
        help_text="Where it begins in the file; of CAMT.053, which booking it is."
    )
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    reason = serializers.CharField(help_text="Why; empty where there is nothing to say.")
    duplicate_of = serializers.IntegerField(
        allow_null=True, help_text="The transaction that the books have; null if none is meant."
    )
    transaction = serializers.IntegerField(
        allow_null=True, help_text="What it became; null if nothing yet, or no longer."
    )
    date = serializers.DateField(allow_null=True, help_text="Null in an invalid row, as the rest.")
    amount = MoneyField(allow_null=True)
    currency = CurrencyField(allow_null=True)
    type = serializers.ChoiceField(choices=Type.choices, allow_null=True)
    refund = serializers.BooleanField()
    description = serializers.CharField()
    notes = serializers.CharField()
    external_id = serializers.CharField(allow_null=True, help_text="The bank's own.")
    category = serializers.CharField(
        allow_null=True, help_text="The name that the file, or you, gave; made where there is none."
    )
    suggested_category = serializers.IntegerField(
        allow_null=True, help_text="An id; applied only where the commit says so."
    )
    suggestion_confidence = serializers.FloatField(
        allow_null=True, help_text="From 0 to 1: of n earlier ones, k in it, k / (n + 1)."
    )
    suggestion_reason = serializers.CharField()
    skip = serializers.BooleanField(help_text="It is left out of the commit.")
    force = serializers.BooleanField(help_text="It is booked although it is a duplicate.")


@extend_schema_serializer(examples=[examples.ROWS])
class ImportRows(serializers.Serializer[None]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ImportRowOutput(many=True)


@extend_schema_serializer(component_name="ImportRowEdit", examples=[examples.ROW_INPUT])
class RowInput(StrictSerializer):
    ignored_keys = frozenset(ImportRowOutput._declared_fields) - {"skip", "force", "category"}

    skip = SwitchField(required=False)
    force = SwitchField(required=False)
    category = CategoryReference(allow_null=True, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Give at least one of skip, force and category.")
        return attrs


@extend_schema_serializer(component_name="ImportCommit")
class CommitInput(StrictSerializer):
    apply_suggestions = SwitchField(
        default=False, help_text="Rows without a category get the one that is suggested."
    )
