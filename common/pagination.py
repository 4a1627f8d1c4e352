"""Pages by number, and pages by cursor that cost the same at any depth. No number breaks them."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NoReturn, Protocol
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from common.money import from_units
from common.network import whole_url
from common.problems import Fault, Problem

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 500
# Past this row a page by number would read everything before it: the cursor does not.
LAST_ROW_BY_NUMBER = 10_000
_LONGEST_NUMBER = 9
MAX_ID = 2**63 - 1


def _refuse(name: str, detail: str) -> NoReturn:
    raise Problem("invalid", faults=[Fault("invalid", detail, name, "query")])


def _number(query: QueryDict, name: str, default: int) -> int:
    """A positive number; one too long to matter is the largest that does."""
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and text.strip("0")):
        _refuse(name, "This is a whole number from 1 up.")
    digits = text.lstrip("0")
    return int(digits) if len(digits) <= _LONGEST_NUMBER else 10**_LONGEST_NUMBER


def page_size(query: QueryDict) -> int:
    return min(_number(query, "page_size", DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE)


def _link(request: Request, **changes: str | None) -> str:
    kept = [pair for pair in request.query_params.lists() if pair[0] not in changes]
    given = [(name, [value]) for name, value in changes.items() if value is not None]
    query = urlencode([*kept, *given], doseq=True)
    return whole_url(request, f"{request.path}?{query}" if query else request.path)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the whole URLs of its neighbours."""

    rows: Sequence[Any]
    count: int | None
    next: str | None
    previous: str | None

    def as_json(self, results: Sequence[Any]) -> dict[str, Any]:
        return {
            "count": self.count,
            "next": self.next,
            "previous": self.previous,
            "results": results,
        }


class Sliceable(Protocol):
    def __getitem__(self, part: slice) -> Any: ...


def numbered_page(
    rows: Sliceable,
    count: int,
    request: Request,
    *,
    last_row: int | None = None,
    beyond: Callable[[Any], str] | None = None,
) -> Page:
    """The page that `?page=` and `?page_size=` ask for; 404 past the end.

    Where pages by number end at `last_row`, `beyond` gives the URL of what follows a row.
    """
    query = request.query_params
    size, number = page_size(query), _number(query, "page", 1)
    first = (number - 1) * size
    if last_row is not None and first + size > last_row and number > 1:
        _refuse("page", f"Pages by number end at row {last_row}: follow `next` without `page`.")
    if first >= count and number > 1:
        raise Problem("not_found", f"Page {number} is past the end.")
    found = list(rows[first : first + size])
    following = _link(request, page=str(number + 1)) if first + size < count else None
    if following and found and beyond and last_row is not None and first + 2 * size > last_row:
        following = beyond(found[-1])
    return Page(
        rows=found,
        count=count,
        next=following,
        previous=_link(request, page=str(number - 1)) if number > 1 else None,
    )


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in an ordered list: before or after the row with this value and id."""

    ordering: str
    backward: bool
    value: str
    id: int

    @classmethod
    def read(cls, text: str, ordering: str) -> "Cursor":
        try:
            found = cls(*json.loads(base64.urlsafe_b64decode(text.encode("ascii"))))
            kinds = (type(found.backward), type(found.id))
            if kinds == (bool, int) and found.ordering == ordering and 0 <= found.id <= MAX_ID:
                return found
        except (ValueError, TypeError, RecursionError, binascii.Error):
            pass
        _refuse("cursor", "This cursor does not belong to this list: start again without it.")

    def write(self) -> str:
        parts = [self.ordering, self.backward, self.value, self.id]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


_UNITS = re.compile(r"[0-9]{1,18}", re.ASCII)


def _read_amount(text: str) -> Decimal:
    if not _UNITS.fullmatch(text):
        raise ValueError(text)
    return from_units(int(text))


def _read_instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)


_READERS: dict[type, Any] = {
    date: date.fromisoformat,
    datetime: _read_instant,
    Decimal: _read_amount,
}


@dataclass(frozen=True, slots=True)
class Keyset:
    """A stretch of an ordered list: so many rows from its start, or from beyond a value and id."""

    column: str
    ascending: bool
    limit: int
    value: Any = None
    id: Any = None

    def rows(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.id is not None:
            queryset = queryset.filter(self._beyond())
        sign = "" if self.ascending else "-"
        return queryset.order_by(f"{sign}{self.column}", f"{sign}id")[: self.limit]

    def _beyond(self) -> Q:
        past = "gt" if self.ascending else "lt"
        # The bound alone is a range that every engine reads from the index; the rest splits ties.
        bound = Q(**{f"{self.column}__{past}e": self.value})
        return bound & (Q(**{f"{self.column}__{past}": self.value}) | Q(**{f"id__{past}": self.id}))


def cursor_page(
    read: Callable[[Keyset], list[tuple[Any, ...]]],
    request: Request,
    ordering: str,
    *,
    kind: type,
    columns: Sequence[str],
    count: Callable[[], int],
) -> Page:
    """A page by keyset on (ordering, id); `kind` is the ordered field's type.

    `read` gives the `columns` of a stretch of the list, as `Outgoing` values. The first page has
    the count; later ones have null, because counting costs more than reading.
    """
    size = page_size(request.query_params)
    text = request.query_params.get("cursor")
    cursor = None if text is None else Cursor.read(text, ordering)
    backward = cursor is not None and cursor.backward
    rows = read(_stretch(cursor, ordering, kind, limit=size + 1))
    more, rows = len(rows) > size, rows[:size]
    if backward:
        rows.reverse()
    counted = count() if cursor is None else None
    if not rows:  # the rows before or after the cursor were deleted: from here, start again
        again = _link(request, cursor=None) if backward else None
        return Page(rows, counted, next=again, previous=None)

    def place(row: tuple[Any, ...], *, backward: bool) -> str:
        return cursor_link(request, ordering, columns, row, backward=backward)

    has_next, has_previous = (True, more) if backward else (more, cursor is not None)
    return Page(
        rows=rows,
        count=counted,
        next=place(rows[-1], backward=False) if has_next else None,
        previous=place(rows[0], backward=True) if has_previous else None,
    )


def cursor_link(
    request: Request,
    ordering: str,
    columns: Sequence[str],
    row: tuple[Any, ...],
    *,
    backward: bool = False,
) -> str:
    """The whole URL of what lies after the row, or before it."""
    value = row[columns.index(ordering.lstrip("-"))]
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # as MySQL's driver gives it
    mark = Cursor(ordering, backward, str(value), row[columns.index("id")])
    return _link(request, cursor=mark.write(), page=None)


def _stretch(cursor: Cursor | None, ordering: str, kind: type, *, limit: int) -> Keyset:
    """What a page reads of the list; a page back is read the other way round."""
    backward = cursor is not None and cursor.backward
    start = Keyset(ordering.lstrip("-"), ordering.startswith("-") == backward, limit)
    return start if cursor is None else replace(start, value=_value(cursor, kind), id=cursor.id)


def _value(cursor: Cursor, kind: type) -> Any:
    try:
        return _READERS[kind](cursor.value)
    except (ValueError, TypeError, ArithmeticError):
        _refuse("cursor", "This cursor does not belong to this list: start again without it.")
