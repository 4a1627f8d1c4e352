"""Serializers that refuse what they do not know."""

import copy
from collections.abc import Mapping
from itertools import islice
from typing import Any

from rest_framework import serializers

# An answer that named every key of a large body would be larger still.
_MOST_NAMED = 100
_UNKNOWN = "There is no field {!a} here. {}"


class StrictSerializer(serializers.Serializer[Any]):
    """A key that nobody takes is an error that names it: a typo must not be lost in silence.

    `ignored_keys` are those of the answer: a client may send back what it was given.
    """

    ignored_keys: frozenset[str] = frozenset()

    def get_fields(self) -> dict[str, Any]:
        """The declared fields, each a copy of our own, for it will know us as its parent.

        DRF's deep copy makes each of them anew, which takes longer than reading what was sent.
        """
        return {name: _copy_of(field) for name, field in self._declared_fields.items()}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            message = serializers.ErrorDetail("Send a JSON object.", code="invalid")
            raise serializers.ValidationError({"non_field_errors": [message]})
        unknown = (key for key in data if key not in self.fields and key not in self.ignored_keys)
        known = f"There is: {', '.join(self.fields)}." if self.fields else "It takes none."
        errors: dict[str, Any] = {
            key: [serializers.ErrorDetail(_UNKNOWN.format(key, known), code="unknown")]
            for key in islice(unknown, _MOST_NAMED)
        }
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            detail = error.detail
            errors |= detail if isinstance(detail, dict) else {"non_field_errors": detail}
        if errors:
            raise serializers.ValidationError(errors)
        return values


def _copy_of(field: Any) -> Any:
    # A field's own fields know it as their parent.
    has_its_own = isinstance(field, serializers.BaseSerializer) or hasattr(field, "child")
    if has_its_own:
        return copy.deepcopy(field)
    clone = object.__new__(type(field))
    clone.__dict__.update(field.__dict__)
    return clone
