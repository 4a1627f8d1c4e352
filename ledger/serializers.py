"""The shape of the history's answers, for the schema; `history` and `syncing` write them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from common.schema_parts import ref
from ledger import examples

#: What a client keeps of the books, and what has a history.
SYNCED = ("category", "transaction", "budget")
RESOURCES = (*SYNCED, "book")
ACTIONS = ("created", "updated", "deleted")


@extend_schema_serializer(examples=[examples.OPERATION])
class OperationOutput(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Of the books, by this operation.")
    kind = serializers.CharField(help_text="Such as `transaction.create`.")
    created_at = serializers.DateTimeField()
    undoes = serializers.IntegerField(allow_null=True, help_text="The operation it took back.")
    undone_by = serializers.IntegerField(allow_null=True, help_text="What took it back.")
    undoable = serializers.BooleanField(
        help_text="It can be tried: rows that were written later may still stand in the way."
    )
    change_count = serializers.IntegerField(help_text="How many rows it wrote.")


@extend_schema_field({"type": "object", "additionalProperties": True})
class PartOfRow(serializers.JSONField):
    """The changed fields of a row; all of a new or a deleted one."""


class ChangeRow(serializers.Serializer[Any]):
    resource = serializers.ChoiceField(choices=RESOURCES)
    id = serializers.IntegerField(allow_null=True, help_text="Null: of `count` rows alike.")
    count = serializers.IntegerField()
    before = PartOfRow(allow_null=True)
    after = PartOfRow(allow_null=True)


@extend_schema_serializer(examples=[examples.CHANGES])
class ChangeRows(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = ChangeRow(many=True)


@extend_schema_field({"anyOf": [ref("schemas", name.title()) for name in SYNCED]})
class SyncedRow(serializers.JSONField):
    """The row as its list has it."""


class SyncedChange(serializers.Serializer[Any]):
    resource = serializers.ChoiceField(choices=SYNCED)
    action = serializers.ChoiceField(choices=ACTIONS)
    id = serializers.IntegerField()
    data = SyncedRow(  # type: ignore[assignment]  # a name of DRF's own
        allow_null=True, help_text="The row as its list has it; null once deleted."
    )


@extend_schema_serializer(examples=[examples.SYNC])
class SyncedChanges(serializers.Serializer[Any]):
    changes = SyncedChange(many=True)
    cursor = serializers.CharField(help_text="Where to go on from: `?since=`.")
    has_more = serializers.BooleanField(help_text="There is more already.")
