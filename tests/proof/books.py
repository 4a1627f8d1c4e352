"""The books behind a server, read from its database past the server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import dj_database_url
from django.db import connections

from ledger.models import Book, Change, Operation, Tombstone
from ledger.resources import registered
from tests.serving import Server

SERVED = "served"
#: By resource and id: the version, and the fields as the ledger keeps them.
Rows = dict[tuple[str, int], tuple[int, dict[str, Any]]]


@contextmanager
def served_database(server: Server, blocker: Any) -> Iterator[str]:
    """The alias of a connection to it; `blocker` is pytest-django's, which would forbid that."""
    name = dj_database_url.parse(server.environment["DATABASE_URL"])["NAME"]
    connections.settings[SERVED] = {**connections["default"].settings_dict, "NAME": name}
    try:
        with blocker.unblock():
            yield SERVED
    finally:
        with blocker.unblock():
            connections[SERVED].close()
        del connections[SERVED], connections.settings[SERVED]


@dataclass(frozen=True)
class Contents:
    """The only book of a database, with everything that was ever done to it."""

    version: int
    operations: list[Operation]
    changes: list[Change]
    tombstones: set[tuple[int, str, int]]
    rows: Rows

    @property
    def by_key(self) -> Mapping[str, Operation]:
        """The clients' operations by the Idempotency-Key that they came under."""
        return {
            each.key.removeprefix("c:"): each
            for each in self.operations
            if each.key.startswith("c:")
        }

    def replayed(self) -> Rows:
        """The rows that there must be when nothing but the changes happened, each as a whole."""
        versions = {operation.pk: operation.version for operation in self.operations}
        rows: Rows = {}
        for change in sorted(self.changes, key=lambda each: (versions[each.operation_id], each.pk)):
            _apply(rows, change, versions[change.operation_id])
        return rows

    def deleted(self) -> set[tuple[int, str, int]]:
        """The tombstones that there must be."""
        versions = {operation.pk: operation.version for operation in self.operations}
        return {
            (versions[each.operation_id], each.resource, each.row)
            for each in self.changes
            if each.row is not None and each.after is None
        }


def _apply(rows: Rows, change: Change, version: int) -> None:
    if change.row is None:  # one change for every row that was like `before`
        for place, (_, fields) in list(rows.items()):
            if place[0] == change.resource and change.before.items() <= fields.items():
                rows[place] = version, fields | change.after
        return
    place = change.resource, change.row
    if change.after is None:
        del rows[place]
        return
    before = rows.get(place, (0, {}))[1]
    assert all(before[name] == value for name, value in (change.before or {}).items()), change
    rows[place] = version, before | change.after


def read(alias: str) -> Contents:
    """Everything, at a time when nobody writes."""
    rows = {
        (resource.name, row.pk): (row.version, resource.snapshot(row))
        for resource in registered()
        for row in resource.model._base_manager.using(alias)
    }
    return Contents(
        version=Book.objects.using(alias).get().version,
        operations=list(Operation.objects.using(alias).order_by("version")),
        changes=list(Change.objects.using(alias)),
        tombstones=set(Tombstone.objects.using(alias).values_list("version", "resource", "row")),
        rows=rows,
    )
