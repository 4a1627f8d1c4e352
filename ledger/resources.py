"""The registry of what a book holds.

A floor below cannot import a floor above it; each app tells the ledger about its own models here
(in `AppConfig.ready`), and the ledger, and whoever must act on rows above, asks the registry.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any

from django.db import models

from common.money import money_text
from ledger.models import OwnedModel

if TYPE_CHECKING:
    from ledger.writing import Unit

#: What JSON has itself.
_PLAIN = (str, int, NoneType)

Snapshot = Mapping[str, Any]
#: A row's snapshot before and after; None where it was not there.
Edit = tuple[Snapshot | None, Snapshot | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many rows point elsewhere now, and how many went because there is no place for them."""

    moved: int
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """How rows of one resource point at rows of another, and how they are moved to a third."""

    to: str
    plural: str
    field: str
    """The field of a snapshot that names the row pointed at; empty or 0 for none."""
    count: Callable[[int, int], int]
    """(book, row) -> how many rows point at it."""
    move: Callable[["Unit", int, int | None], "Moved"]
    """Point every such row at another row of the same book, or at none."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of row: its model, the fields a snapshot holds, and what follows from its edits."""

    name: str
    model: type[OwnedModel]
    snapshot_fields: tuple[str, ...]
    settle: Callable[["Unit", Iterable[Edit]], None] | None = None
    """Brings along what is derived from the rows (totals), once at the end of a unit."""
    derived: tuple[type[models.Model], ...] = ()
    """The models that `settle` writes; each has the book as `book_id`."""
    references: tuple[Reference, ...] = ()
    columns: tuple[str, ...] = ()
    """What goes out for a row, as `Outgoing` values."""
    names: tuple[str, ...] = ()
    """The keys of the JSON that `write_row` makes of them."""
    write_row: Callable[[tuple[Any, ...]], dict[str, Any]] = dict
    derive: Callable[[Mapping[str, Any]], Mapping[str, Any]] = lambda fields: {}
    """The fields that a snapshot leaves out, because they follow from those it has."""
    print_snapshot: Callable[[Snapshot], dict[str, Any]] = dict
    """A snapshot, or a part of one, in the words of the API."""
    take_back: Callable[["Unit", int, Sequence[int], Edit], bool] | None = None
    """(unit, version, rows, (now, before)): put back at once what an operation of that version did
    to many rows alike; False where they must be put back one by one."""

    def snapshot(self, row: OwnedModel) -> dict[str, Any]:
        """The row's fields as JSON keeps them."""
        return {name: _as_json(getattr(row, name), row) for name in self.snapshot_fields}

    def values(self, snapshot: Snapshot) -> dict[str, Any]:
        """The model's fields of a snapshot, or of a part of one."""
        fields: Any = self.model._meta
        return {name: fields.get_field(name).to_python(value) for name, value in snapshot.items()}


def _as_json(value: Any, row: Any) -> Any:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, Decimal):  # 75.5 and 75.50 are one amount, and no change
        return money_text(value, row.currency)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


_resources: dict[str, Resource] = {}
_by_model: dict[type[OwnedModel], Resource] = {}


def register(resource: Resource) -> None:
    _resources[resource.name] = resource
    _by_model[resource.model] = resource


def registered() -> Iterable[Resource]:
    return _resources.values()


def resource_of(model: type[OwnedModel]) -> Resource:
    return _by_model[model]


def resource_named(name: str) -> Resource:
    return _resources[name]


def references_to(name: str) -> list[Reference]:
    """Everything that may point at a row of the resource of this name."""
    return [
        reference
        for resource in _resources.values()
        for reference in resource.references
        if reference.to == name
    ]
