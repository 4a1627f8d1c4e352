"""What a transaction is sent as, and what comes back."""

from datetime import date
from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from categories.models import Category
from categories.naming import MAX_NAME, category_numbered, check_name
from common.fields import (
    AmountInput,
    ChoiceField,
    CountField,
    CurrencyField,
    DayField,
    IdField,
    MoneyField,
    SwitchField,
    TextField,
)
from common.serializers import StrictSerializer
from ledger.writing import Unit
from transactions import examples
from transactions.bulk import MOST_ENTRIES
from transactions.models import Type
from transactions.rows import NAMES

_no_nul = ProhibitNullCharactersValidator()


class _Today:
    """The calendar day where the books are kept."""

    requires_context = True

    def __call__(self, field: serializers.Field[Any, Any, Any, Any]) -> date:
        unit: Unit = field.context["unit"]
        return unit.today


class _BookCurrency:
    """The currency that the books are kept in."""

    requires_context = True

    def __call__(self, field: serializers.Field[Any, Any, Any, Any]) -> str:
        unit: Unit = field.context["unit"]
        return unit.book.currency


@extend_schema_field(
    {
        "anyOf": [
            {"type": "integer", "minimum": 1},
            {"type": "string", "minLength": 1, "maxLength": MAX_NAME},
        ],
        "description": "An id; or a name, whose category is made where there is none; or null.",
    }
)
class CategoryReference(serializers.Field[Any, Any, Any, Any]):
    """An id of the caller's, or a name: a string that is not all ASCII digits."""

    default_error_messages = {
        "not_found": "There is no such category in your books.",
        "invalid": "A category is an id, a name, or null.",
    }

    def run_validation(self, data: Any = serializers.empty) -> Any:
        is_form = hasattr(self.root.initial_data, "getlist")
        return super().run_validation(None if data == "" and is_form else data)

    def to_internal_value(self, data: Any) -> Category | str:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        if isinstance(data, int) or (data.isascii() and data.isdigit()):
            return self._numbered(str(data))
        name = str(data).strip()
        _no_nul(name)
        check_name(name)
        return name

    def _numbered(self, digits: str) -> Category:
        unit: Unit = self.context["unit"]
        found = category_numbered(unit, int(digits)) if len(digits) <= 18 else None
        if found is None:
            self.fail("not_found")
        return found

    def to_representation(self, value: Any) -> Any:
        return value


class _Entries(serializers.ListSerializer[Any]):
    """A list in JSON: of what a form has by that name, DRF would make an empty one."""

    def get_value(self, dictionary: Any) -> Any:
        return dictionary.get(self.field_name, serializers.empty)


@extend_schema_serializer(examples=examples.TRANSACTION_INPUTS)
class TransactionInput(StrictSerializer):
    ignored_keys = frozenset(NAMES)

    class Meta:
        list_serializer_class = _Entries

    type = ChoiceField(choices=Type.choices)
    amount = AmountInput()
    currency = CurrencyField(default=_BookCurrency())  # type: ignore[arg-type]
    refund = SwitchField(default=False)
    category = CategoryReference(default=None, allow_null=True)
    date = DayField(default=_Today())  # type: ignore[arg-type]
    description = TextField(max_length=255, allow_blank=True, default="")
    notes = TextField(max_length=10_000, allow_blank=True, default="")
    external_id = TextField(max_length=255, allow_null=True, default=None)


@extend_schema_serializer(examples=[examples.REPLACEMENT])
class TransactionReplacement(TransactionInput):
    """A PUT says everything that a default would otherwise decide anew."""

    currency = CurrencyField()
    date = DayField()


@extend_schema_serializer(examples=[examples.TRANSACTION])
class TransactionOutput(serializers.Serializer[None]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Changes whenever the row is written.")
    type = serializers.ChoiceField(choices=Type.choices)
    amount = MoneyField()
    currency = CurrencyField()
    refund = serializers.BooleanField()
    category = serializers.IntegerField(allow_null=True, help_text="Null: uncategorised.")
    category_name = serializers.CharField(allow_null=True)
    category_emoji = serializers.CharField(allow_null=True)
    date = serializers.DateField()
    description = serializers.CharField()
    notes = serializers.CharField()
    external_id = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CurrencyTotal(serializers.Serializer[None]):
    currency = CurrencyField()
    income = MoneyField()
    expense = MoneyField()
    net = MoneyField()
    count = serializers.IntegerField()
    transactions_url = serializers.URLField(help_text="The list of what adds up to these figures.")


@extend_schema_serializer(examples=[examples.TOTALS])
class TransactionTotals(serializers.Serializer[None]):
    results = CurrencyTotal(many=True)


class _PartOfTransaction(TransactionInput):
    """What is left out stays as it is."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required, field.default = False, serializers.empty
        return fields


class TransactionEdit(_PartOfTransaction):
    """An entry of `update`: a row's id, and the fields that change."""

    ignored_keys = frozenset(NAMES) - {"id"}

    id = IdField()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["id"].required = True
        return fields


class TransactionSet(_PartOfTransaction):
    """The fields that many rows get alike: all but `external_id`, which no two may share."""

    ignored_keys = frozenset()

    external_id = None  # type: ignore[assignment]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError("Name at least one field.")
        return attrs


def entries_of(serializer_class: type[TransactionInput]) -> Any:
    # Counted before any of them is looked at.
    many: Any = serializer_class
    return many(many=True, default=list, max_length=MOST_ENTRIES)


class _Bulk(StrictSerializer):
    """At most 1,000 entries in all, and no id twice."""

    delete = serializers.ListField(child=IdField(), default=list, max_length=MOST_ENTRIES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        number = sum(len(entries) for entries in attrs.values())
        if not number:
            raise serializers.ValidationError("Give at least one of create, update and delete.")
        if number > MOST_ENTRIES:
            message = f"These are {number} entries; one request takes {MOST_ENTRIES}."
            raise serializers.ValidationError(message)
        return attrs


@extend_schema_serializer(component_name="TransactionBulk", examples=[examples.BULK_INPUT])
class BulkInput(_Bulk):
    create = entries_of(TransactionInput)
    update = entries_of(TransactionEdit)


@extend_schema_serializer(examples=[examples.BULK])
class TransactionBulkResult(serializers.Serializer[None]):
    created = TransactionOutput(many=True)
    updated = TransactionOutput(many=True)
    deleted = serializers.ListField(child=serializers.IntegerField())


@extend_schema_serializer(
    component_name="TransactionBulkDelete", examples=[examples.BULK_DELETE_INPUT]
)
class BulkDeleteInput(StrictSerializer):
    filter = serializers.DictField(help_text="The list's filters, but for pages and ordering.")
    expected_count = CountField(
        required=False, help_text="How many rows; required without `dry_run`."
    )
    dry_run = SwitchField(default=False, help_text="Count, and change nothing.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["dry_run"] and "expected_count" not in attrs:
            message = "Say how many rows you expect: a dry_run counts them."
            raise serializers.ValidationError({"expected_count": [message]})
        return attrs


@extend_schema_serializer(component_name="TransactionBulkEdit", examples=[examples.BULK_EDIT_INPUT])
class BulkEditInput(BulkDeleteInput):
    set = TransactionSet(help_text="What each of the rows gets.")


@extend_schema_serializer(examples=[examples.COUNTED])
class Counted(serializers.Serializer[None]):
    dry_run = serializers.BooleanField()
    count = serializers.IntegerField(help_text="How many rows were, or would be, written.")
