"""Many transactions at once, all or nothing: entries of a body, or what a filter chooses."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from rest_framework import serializers

from common.parsers import JSONNumber
from common.problem_handler import faults_of
from common.problems import Fault, Problem, invalid
from ledger.writing import Unit
from transactions.models import Transaction
from transactions.querysets import TransactionQuerySet
from transactions.recording import complete, complete_alone, refuse_taken

MOST_ENTRIES = 1_000
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Written:
    created: Sequence[Transaction]
    updated: Sequence[Transaction]
    deleted: Sequence[int]


def write_entries(unit: Unit, own: TransactionQuerySet, entries: Mapping[str, Any]) -> Written:
    """Delete, then update, then create: what one gives up, the next may take.

    The entries are validated, but for what depends on the rows; `own` are those that may be named.
    Problem `invalid` with a fault for each that is wrong, dotted (`update.3.id`); `duplicate` for
    an `external_id` that is taken.
    """
    changes = [(entry["id"], _without_id(entry)) for entry in entries["update"]]
    rows = _rows(own, [number for number, _ in changes], entries["delete"])
    _refuse_twice(update=[values for _, values in changes], create=entries["create"])
    if entries["delete"]:
        unit.delete_all([rows[number] for number in entries["delete"]])
    updated = []
    for place, (number, values) in enumerate(changes):
        with _at(f"update.{place}"):
            updated.append(unit.update(rows[number], complete(unit, values, rows[number])))
    created = []
    for place, values in enumerate(entries["create"]):
        with _at(f"create.{place}"):
            created.append(Transaction(**complete_alone(unit, values, None)))
    refuse_taken(unit, [row.external_id for row in created if row.external_id is not None])
    if created:
        unit.create_all(created)
    return Written(created, updated, entries["delete"])


def _without_id(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "id"}


def _rows(
    own: TransactionQuerySet, update: Sequence[int], delete: Sequence[int]
) -> dict[int, Transaction]:
    """The rows that are named, each once."""
    places = [(f"update.{place}.id", number) for place, number in enumerate(update)]
    places += [(f"delete.{place}", number) for place, number in enumerate(delete)]
    numbers = {number for _, number in places}
    found = {row.pk: row for row in own.filter(pk__in=numbers).select_related("category")}
    seen: set[int] = set()
    faults = []
    for place, number in places:
        if number in seen:
            faults.append(Fault("repeated", "This id is named twice.", place))
        elif number not in found:
            message = "There is no such transaction in your books."
            faults.append(Fault("not_found", message, place))
        seen.add(number)
    if faults:
        raise Problem("invalid", faults=faults)
    return found


def _refuse_twice(**several: Sequence[Mapping[str, Any]]) -> None:
    """One external_id in two entries: neither is in the books yet for the other to be found."""
    seen: set[str] = set()
    for name, entries in several.items():
        for place, values in enumerate(entries):
            mark = values.get("external_id")
            if mark is not None and mark in seen:
                raise invalid(f"{name}.{place}.external_id", "Two entries have this external_id.")
            seen.add(mark or "")


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Where an entry stands, for what is found wrong with it as a whole."""
    try:
        yield
    except serializers.ValidationError as error:
        faults = [_moved(fault, place) for fault in faults_of(error.detail)]
        raise Problem("invalid", faults=faults) from None


def _moved(fault: Fault, place: str) -> Fault:
    attr = f"{place}.{fault.attr}" if fault.attr else place
    return Fault(fault.code, fault.detail, attr)


# By a filter


def query_of(chosen: Mapping[str, Any]) -> QueryDict:
    """A filter in a body as the query that the list would take."""
    if not chosen:
        raise invalid("filter", 'Name what is meant; {"period": "all"} is everything.')
    query = QueryDict(mutable=True)
    for name, value in chosen.items():
        query.setlist(name, [_word(name, each) for each in _several(name, value)])
    return query


def _several(name: str, value: Any) -> list[Any]:
    if value == []:  # a query that gives nothing asks for everything
        raise invalid(f"filter.{name}", "This list is empty: name at least one.")
    return value if isinstance(value, list) else [value]


def _word(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, JSONNumber):
        return value.text
    if not isinstance(value, str | int):
        raise invalid(f"filter.{name}", "A filter is a string, a number, true or false, or a list.")
    return str(value)


@contextmanager
def in_filter() -> Iterator[None]:
    """Faults of a query as those of a body's `filter`."""
    try:
        yield
    except Problem as problem:
        faults = [_moved(fault, "filter") for fault in problem.faults]
        raise Problem("invalid", faults=faults) if faults else problem from None


def chosen_rows(rows: TransactionQuerySet, expected: int | None) -> list[Transaction]:
    """The rows that a filter chooses, by id.

    Problem `invalid` for too many, `count_mismatch` where there are not as many as expected.
    """
    found = list(rows.order_by("pk")[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        detail = f"This chooses more than {MOST_ROWS} rows: choose fewer, then the others."
        raise invalid("filter", detail)
    if expected is not None and len(found) != expected:
        detail = f"{len(found)} rows match now, not {expected}."
        raise Problem("count_mismatch", detail, count=len(found))
    return found


def edit_rows(unit: Unit, rows: Sequence[Transaction], values: Mapping[str, Any]) -> None:
    """Set the fields in all of them; a category by a new name is created once."""
    alike: dict[tuple[Any, ...], list[Transaction]] = defaultdict(list)
    for row in rows:
        with _at("set"):
            alike[tuple(complete(unit, values, row).items())].append(row)
    for fields, those in alike.items():
        unit.update_all(those, dict(fields))
