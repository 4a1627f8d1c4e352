"""What a category is sent as, and what comes back."""

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from categories import examples
from categories.naming import HEX_COLOR, MAX_NAME, check_name
from categories.rows import COLUMNS
from common.fields import IdField, SwitchField, TextField
from common.serializers import StrictSerializer


@extend_schema_serializer(examples=[examples.CATEGORY_INPUT])
class CategoryInput(StrictSerializer):
    ignored_keys = frozenset(COLUMNS)

    name = TextField(max_length=MAX_NAME, validators=[check_name], trim_whitespace=True)
    emoji = TextField(max_length=32, allow_blank=True, default="")
    color = TextField(max_length=7, allow_blank=True, default="", validators=[HEX_COLOR])
    description = TextField(max_length=255, allow_blank=True, default="")
    archived = SwitchField(default=False)


@extend_schema_serializer(examples=[examples.CATEGORY])
class CategoryOutput(serializers.Serializer[None]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Changes whenever the row is written.")
    name = serializers.CharField()
    emoji = serializers.CharField()
    color = serializers.CharField(help_text="`#rrggbb` or empty.")
    description = serializers.CharField()
    archived = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


@extend_schema_serializer(examples=[examples.DEPENDENTS])
class Dependents(serializers.Serializer[None]):
    transactions = serializers.IntegerField()
    budgets = serializers.IntegerField()


@extend_schema_serializer(examples=[examples.MERGE_INPUT])
class MergeInput(StrictSerializer):
    into = IdField(help_text="The category that stays.")


@extend_schema_serializer(examples=[examples.MERGED])
class Merged(serializers.Serializer[None]):
    category = CategoryOutput(help_text="The one that stays.")
    moved_transactions = serializers.IntegerField()
    moved_budgets = serializers.IntegerField()
    dropped_budgets = serializers.IntegerField(help_text="The other one has its own.")
