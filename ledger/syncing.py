"""Synchronising: everything that is new since a place in the life of the books.

Without a place to begin from, all rows, resource by resource, categories first; then, and ever
after, what each operation wrote, in the order of the versions. The book's row is taken by every
writer, so whoever has read all of a version has read it for good: nothing is written into it later.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from typing import Any

from django.db.models import Q

from common.columns import outgoing
from common.indexes import by_index
from common.pagination import MAX_ID
from common.problems import Problem, invalid
from ledger.models import Book, Tombstone
from ledger.resources import Resource, registered

PAGE = 500
#: Behind the rows of its version: what was in a deleted category has been moved before.
_TOMBSTONES = 99


@dataclass(frozen=True, slots=True)
class Place:
    """All up to here has been read: of a version, the rows of a rank up to an id.

    While the first reading of all rows is under way, rank by rank, `began_at` is the version that
    the books had when it began; then it is 0.
    """

    epoch: str
    version: int
    rank: int = 0
    id: int = 0
    began_at: int = 0

    @classmethod
    def read(cls, text: str) -> "Place":
        try:
            found = cls(*json.loads(base64.b64decode(text, altchars=b"-_", validate=True)))
            if _is_sane(found):
                return found
        except (ValueError, TypeError, RecursionError, binascii.Error):
            pass
        raise invalid("since", "This is the cursor of an earlier answer.", place="query")

    @property
    def read_to(self) -> int:
        """The last version of which nothing is left: of one read in part, not even tombstones."""
        in_part = self.id != MAX_ID
        return self.began_at or self.version - in_part

    def write(self) -> str:
        parts = [self.epoch, self.version, self.rank, self.id, self.began_at]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _is_sane(place: Place) -> bool:
    numbers = (place.version, place.rank, place.id, place.began_at)
    # Not `isinstance`: true is no number.
    right = type(place.epoch) is str and all(type(number) is int for number in numbers)
    return right and min(numbers) >= 0 and max(numbers) <= MAX_ID


@dataclass(frozen=True, slots=True)
class Changes:
    changes: list[dict[str, Any]]
    place: Place
    has_more: bool


Entry = tuple[int, int, int, dict[str, Any]]
"""Version, rank, id, and what is said of it."""


def read_changes(book: Book, since: Place | None, size: int = PAGE) -> Changes:
    """What comes after the place, at most so many; read inside one snapshot with the book.

    Problem `cursor_expired` where the place is of another epoch, or older than what is kept.
    """
    if since is None:
        since = Place(book.epoch, 0, began_at=book.version)
    elif not _is_kept(since, book):
        raise Problem("cursor_expired")
    if since.began_at:
        return _first_reading(book, since, size)
    found = list(islice(merge(*_written_after(book, since, size), key=_order), size + 1))
    return _page(found, since, size, end=Place(book.epoch, book.version, _TOMBSTONES, MAX_ID))


def _is_kept(since: Place, book: Book) -> bool:
    """Whether all that comes after the place is there still."""
    is_known = since.epoch == book.epoch and max(since.version, since.began_at) <= book.version
    return is_known and since.read_to >= book.pruned_to


def _first_reading(book: Book, since: Place, size: int) -> Changes:
    found: list[Entry] = []
    for rank, resource in enumerate(registered()):
        if rank >= since.rank and len(found) <= size:
            rows = _rows(resource, book).filter(version__lte=since.began_at)
            # By version here, too: by id alone, the rows of all other books would be passed.
            rows = rows.filter(_after(since, rank) if rank == since.rank else Q())
            found += _entries(resource, rank, rows, size + 1 - len(found))
    end = Place(book.epoch, since.began_at, _TOMBSTONES, MAX_ID)
    page = _page(found, since, size, end)
    # What was written since it began comes next.
    return page if page.has_more else replace(page, has_more=book.version > since.began_at)


def _page(found: list[Entry], since: Place, size: int, end: Place) -> Changes:
    has_more, found = len(found) > size, found[:size]
    place = end
    if has_more:
        version, rank, number, _ = found[-1]
        place = replace(since, version=version, rank=rank, id=number)
    return Changes([said for *_, said in found], place, has_more)


def _order(entry: Entry) -> tuple[int, int, int]:
    return entry[:3]


def _written_after(book: Book, since: Place, size: int) -> Iterator[list[Entry]]:
    for rank, resource in enumerate(registered()):
        rows = _rows(resource, book).filter(_after(since, rank))
        yield _entries(resource, rank, rows, size + 1)
    gone = Tombstone.objects.in_book(book.pk).filter(_after(since, _TOMBSTONES))
    gone = gone.order_by("version", "pk")[: size + 1]
    yield [
        (version, _TOMBSTONES, number, _said(resource, "deleted", row, None))
        for version, number, resource, row in gone.values_list("version", "pk", "resource", "row")
    ]


def _after(since: Place, rank: int) -> Q:
    """The bound alone is a range that every engine reads from the index; the rest splits it."""
    if rank < since.rank:
        return Q(version__gt=since.version)
    bound = Q(version__gte=since.version)
    if rank > since.rank:
        return bound
    return bound & (Q(version__gt=since.version) | Q(pk__gt=since.id))


def _rows(resource: Resource, book: Book) -> Any:
    rows = resource.model._base_manager.filter(book_id=book.pk).order_by("version", "pk")
    return by_index(rows, f"{resource.name}_by_version")


def _entries(resource: Resource, rank: int, rows: Any, most: int) -> list[Entry]:
    columns = resource.columns
    places = [columns.index(name) for name in ("version", "id", "created_at", "updated_at")]
    found = []
    for values in rows.values_list(*outgoing(columns))[:most]:
        version, number, created, updated = (values[place] for place in places)
        action = "created" if created == updated else "updated"
        said = _said(resource.name, action, number, resource.write_row(values))
        found.append((version, rank, number, said))
    return found


def _said(resource: str, action: str, row: int, data: dict[str, Any] | None) -> dict[str, Any]:
    return {"resource": resource, "action": action, "id": row, "data": data}
