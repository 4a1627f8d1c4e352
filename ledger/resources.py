"""The registry of what a book holds.

A floor below cannot import a floor above it; each app tells the ledger about its own models here
(in `AppConfig.ready`), and the ledger, and whoever must act on rows above, asks the registry.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from common.money import from_units, to_units
from ledger.models import OwnedModel

if TYPE_CHECKING:
    from ledger.writing import Unit

Snapshot = Mapping[str, Any]
#: A row's snapshot before and after; None where it was not there.
Edit = tuple[Snapshot | None, Snapshot | None]


@dataclass(frozen=True, slots=True)
class Reference:
    """How rows of one resource point at rows of another, and how they are moved to a third."""

    to: str
    plural: str
    count: Callable[[int, int], int]
    """(book, row) -> how many rows point at it."""
    move: Callable[["Unit", int, int | None], None]
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

    def snapshot(self, row: OwnedModel) -> dict[str, Any]:
        """The row's fields as JSON keeps them."""
        return {name: _as_json(getattr(row, name)) for name in self.snapshot_fields}


def _as_json(value: Any) -> Any:
    if isinstance(value, Decimal):  # 75.5 and 75.50 are one amount, and no change
        value = from_units(to_units(value))
    return value if value is None or isinstance(value, str | int | bool) else str(value)


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
