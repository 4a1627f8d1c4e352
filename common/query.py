"""Query parameters, read strictly: a typo must not silently change what a request means."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from common.problem_handler import faults_of
from common.problems import Fault, Problem

# A filter in a body has room for many; an answer that named every one would be larger still.
_MOST_NAMED = 100


def check_query(
    query: QueryDict, known: Collection[str], repeatable: Collection[str] = frozenset()
) -> None:
    """Problem `invalid` for a parameter nobody takes, one given twice, or one with a NUL."""
    faults = list(islice(_faults(query, known, repeatable), _MOST_NAMED))
    if faults:
        raise Problem("invalid", faults=faults)


def _faults(
    query: QueryDict, known: Collection[str], repeatable: Collection[str]
) -> Iterable[Fault]:
    for name, values in query.lists():
        if name not in known:
            takes = f"There is: {', '.join(sorted(known))}." if known else "It takes none."
            detail = f"There is no parameter {name!a} here. {takes}"
            yield Fault("unknown", detail, name, "query")
        elif len(values) > 1 and name not in repeatable:
            yield Fault("repeated", "This parameter may be given once.", name, "query")
        elif any("\x00" in value for value in values):
            yield Fault("invalid", "Text may not contain NUL.", name, "query")


def read_query(serializer: serializers.BaseSerializer[Any]) -> dict[str, Any]:
    """The serializer's validated data; its errors as faults of the query."""
    if not serializer.is_valid():
        raise Problem("invalid", faults=list(faults_of(serializer.errors, place="query")))
    return dict(serializer.validated_data)
