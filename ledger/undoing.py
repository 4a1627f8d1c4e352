"""Undo: an operation taken back by another one, which can be taken back itself.

What an operation changed is put back as it was, ids included, or nothing is: no row that it wrote
may have been written since, but by operations that were themselves taken back.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any

from django.db.models import Q, UniqueConstraint

from common.problems import Problem
from ledger.models import Change, Operation, OwnedModel
from ledger.resources import Resource, references_to, resource_named
from ledger.writing import Unit

#: The resource of a change of the book itself: its currency and time zone.
BOOK = "book"
#: What opens the books has nothing before it.
_FIRST = "book.open"
#: So many of the rows that stand in the way are named.
_MOST_NAMED = 100
_A_STATEMENT = 500

#: Of one resource and one kind, so that it is known which of their members are null.
Changes = Sequence[Any]


def is_undoable(kind: str, change_count: int, undone_by: int | None) -> bool:
    """Whether it may be tried; rows that have changed since can still stand in its way."""
    return change_count > 0 and undone_by is None and kind != _FIRST


def undo(unit: Unit, operation: Operation) -> None:
    """Take the operation back; Problem `changed_since`, with the rows, where that is too late.

    Problem `wrong_state` for one that is taken back already or changed nothing, `duplicate` where
    what would come back has been made anew, and `in_use` where something newer refers to what
    would go.
    """
    if operation.version <= unit.book.pruned_to:
        raise Problem("not_found")  # a part of its changes may be gone already
    undone_by = Operation.objects.in_book(unit.book.pk).filter(undoes=operation).first()
    if not is_undoable(operation.kind, operation.change_count, undone_by and undone_by.pk):
        detail = "It is undone already." if undone_by else "There is nothing in it to undo."
        raise Problem("wrong_state", detail)
    unit.undoes = operation.pk
    changes = Change.objects.in_book(unit.book.pk).filter(operation=operation).order_by("-pk")
    # Backwards: what was made first may be referred to by what was made later.
    for (name, kind), those in groupby(changes, key=lambda each: (each.resource, _kind(each))):
        if name == BOOK:
            _restore_book(unit, list(those))
        else:
            _TAKE_BACK[kind](unit, resource_named(name), list(those), operation)


def _kind(change: Change) -> str:
    if change.before is None:
        return "created"
    return "deleted" if change.after is None else "updated"


def _restore_book(unit: Unit, changes: Changes) -> None:
    for change in changes:
        if any(getattr(unit.book, name) != value for name, value in change.after.items()):
            _refuse(BOOK, [unit.book.pk])
        unit.change_book(change.before)


def _take_back_created(
    unit: Unit, resource: Resource, changes: Changes, operation: Operation
) -> None:
    numbers = [row for change in changes for row in change.rows or [change.row]]
    rows = _rows_as_left(unit, resource, numbers, operation)
    for row in rows:
        uses = {
            each.plural: each.count(unit.book.pk, row.pk) for each in references_to(resource.name)
        }
        if any(uses.values()):
            detail = f"{row} is in use by what was recorded later."
            raise Problem("in_use", detail, **dict[str, Any](uses))
    unit.delete_all(rows)


def _take_back_deleted(
    unit: Unit, resource: Resource, changes: Changes, operation: Operation
) -> None:
    befores = {change.row: resource.values(change.before) for change in changes}
    _refuse_dangling(unit, resource, befores)
    _refuse_there(unit, resource, list(befores))
    _refuse_taken(unit, resource, befores, resource.snapshot_fields)
    model: Any = resource.model
    unit.restore_all(
        [model(pk=row, **values, **resource.derive(values)) for row, values in befores.items()]
    )


def _take_back_updated(
    unit: Unit, resource: Resource, changes: Changes, operation: Operation
) -> None:
    befores = {row: change.before for change in changes for row in change.rows or [change.row]}
    _refuse_dangling(unit, resource, befores)
    if _at_once(unit, resource, changes, list(befores), operation):
        return
    rows = _rows_as_left(unit, resource, list(befores), operation)
    backs = {row: resource.values(before) for row, before in befores.items()}
    ends = {row.pk: _fields(resource, row) | backs[row.pk] for row in rows}
    _refuse_taken(unit, resource, ends, set().union(*backs.values()))
    alike: dict[tuple[Any, ...], list[OwnedModel]] = defaultdict(list)
    for row in rows:
        derived = resource.derive(ends[row.pk])
        # What is right already would have each row written by a statement of its own.
        back = backs[row.pk] | {
            name: value for name, value in derived.items() if getattr(row, name) != value
        }
        alike[tuple(sorted(back.items()))].append(row)
    for both, those in alike.items():
        unit.update_all(those, dict(both))


def _fields(resource: Resource, row: OwnedModel) -> dict[str, Any]:
    return {name: getattr(row, name) for name in resource.snapshot_fields}


def _at_once(
    unit: Unit, resource: Resource, changes: Changes, rows: list[int], operation: Operation
) -> bool:
    """Whether what was done to all rows alike could be put back by the resource's own way."""
    first = changes[0]
    alike = all((each.before, each.after) == (first.before, first.after) for each in changes)
    if resource.take_back is None or not alike:
        return False
    return resource.take_back(unit, operation.version, rows, (first.after, first.before))


_TAKE_BACK = {
    "created": _take_back_created,
    "updated": _take_back_updated,
    "deleted": _take_back_deleted,
}


# What stands in the way


def _rows_as_left(
    unit: Unit, resource: Resource, numbers: Sequence[int], operation: Operation
) -> list[OwnedModel]:
    """The rows, in their order; refused where one was written since, or is gone."""
    owned = resource.model._base_manager.filter(book_id=unit.book.pk)
    found = {
        row.pk: row for chosen in _in_statements(numbers) for row in owned.filter(pk__in=chosen)
    }
    later = {row for row in numbers if row in found and found[row].version != operation.version}
    changed = {row for row in numbers if row not in found}
    changed |= _changed_since(unit, resource, later, operation) if later else set()
    _refuse(resource.name, sorted(changed))
    return [found[number] for number in numbers]


def _changed_since(
    unit: Unit, resource: Resource, rows: set[int], operation: Operation
) -> set[int]:
    """Those of the rows that a later operation wrote which was not taken back in its turn."""
    counts = _operations_that_count(unit, operation)
    later = Change.objects.in_book(unit.book.pk).filter(
        resource=resource.name, operation_id__gt=operation.pk
    )
    changed: set[int] = set()
    for number, row, several in later.values_list("operation_id", "row", "rows"):
        if counts(number):
            changed |= rows & set(several or [row])
    return changed


def _operations_that_count(unit: Unit, operation: Operation) -> Callable[[int], bool]:
    """Whether a later operation left anything behind.

    Not if it was taken back; nor if it took back one that is later as well, for then neither did.
    """
    undoing = Operation.objects.in_book(unit.book.pk).exclude(undoes=None)
    undoes = dict(undoing.filter(pk__gt=operation.pk).values_list("pk", "undoes_id"))
    undone_by = {target: number for number, target in undoes.items()}

    def is_in_effect(number: int) -> bool:
        taken_back = False
        while number in undone_by:  # and what took it back may have been taken back, and so on
            number, taken_back = undone_by[number], not taken_back
        return not taken_back

    def counts(number: int) -> bool:
        return is_in_effect(number) and undoes.get(number, 0) <= operation.pk

    return counts


def _refuse_there(unit: Unit, resource: Resource, numbers: Sequence[int]) -> None:
    owned = resource.model._base_manager.filter(book_id=unit.book.pk)
    for chosen in _in_statements(numbers):
        there = owned.filter(pk__in=chosen).values_list("pk", flat=True)
        _refuse(resource.name, sorted(there))


def _refuse_dangling(
    unit: Unit, resource: Resource, befores: Mapping[Any, Mapping[str, Any]]
) -> None:
    """What comes back must not point at rows that are gone."""
    for reference in resource.references:
        wanted = {values.get(reference.field) or 0 for values in befores.values()} - {0}
        target = resource_named(reference.to)
        owned = target.model._base_manager.filter(book_id=unit.book.pk)
        there = set(owned.filter(pk__in=wanted).values_list("pk", flat=True))
        _refuse(target.name, sorted(wanted - there))


def _refuse_taken(
    unit: Unit, resource: Resource, ends: Mapping[Any, Mapping[str, Any]], written: Collection[str]
) -> None:
    """What rows end as must not meet what is unique and was made anew.

    `written` are the fields that are put back: what is unique in others is so still.
    """
    owned = resource.model._base_manager.filter(book_id=unit.book.pk)
    for fields in _unique_fields(resource.model):
        if set(fields).isdisjoint(written):
            continue
        keys = {
            row: {name: values[name] for name in fields}
            for row, values in ends.items()
            if all(values[name] is not None for name in fields)
        }
        for chosen in _in_statements(list(keys)):
            taken = owned.filter(_any_of(keys[row] for row in chosen)).exclude(pk__in=list(keys))
            found = taken.first()
            if found is not None:
                raise Problem("duplicate", f"There is one like it now: {found}.", existing=found.pk)


def _unique_fields(model: type[OwnedModel]) -> Iterator[tuple[str, ...]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(name for name in constraint.fields if name != "book")


def _any_of(keys: Iterable[Mapping[str, Any]]) -> Q:
    """One of the keys; of a single field by IN, which every engine reads from the index."""
    several = list(keys)
    if len(several[0]) == 1:
        (name,) = several[0]
        return Q(**{f"{name}__in": [key[name] for key in several]})
    return reduce(or_, (Q(**key) for key in several))


def _in_statements(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), _A_STATEMENT):
        yield rows[first : first + _A_STATEMENT]


def _refuse(resource: str, rows: Sequence[int]) -> None:
    """Problem `changed_since` where there are any."""
    if rows:
        named = [{"resource": resource, "id": row} for row in rows[:_MOST_NAMED]]
        raise Problem("changed_since", rows=named)
