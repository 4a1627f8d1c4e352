"""Everything of a person's as a zip, made while it is sent: it is never held whole.

Each kind of row is there as JSON, as the API shows it, and as CSV, for a spreadsheet.
"""

import csv
import io
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import Q
from django.template.loader import render_to_string

from common.columns import outgoing
from common.problems import Problem
from common.renderers import to_json
from common.snapshots import snapshot
from ledger import history
from ledger.models import Book, Change, Operation
from ledger.resources import registered
from users import tokens
from users.models import AccessToken, User
from users.serializers import profile_of

_A_PAGE = 1_000
#: At a time, of a process, which has more threads than that.
_MOST = 2
#: With these a spreadsheet takes a text for a formula, and runs it (OWASP, CSV Injection).
_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")

Page = Sequence[Mapping[str, Any]]
File = tuple[str, Iterable[bytes]]


class _Places:
    """Whose exports are under way in this process: few at a time, and one of each person's."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._lock = threading.Lock()

    def take(self, user: int) -> None:
        """Problem `unavailable` where there is none."""
        with self._lock:
            if user in self._taken or len(self._taken) >= _MOST:
                detail = "Exports are under way, yours or others': try again in a minute."
                raise Problem("unavailable", detail, headers={"Retry-After": "60"})
            self._taken.add(user)

    def leave(self, user: int) -> None:
        with self._lock:
            self._taken.discard(user)


_places = _Places()


class Export:
    """The zip, piece by piece, of the books as they were at one moment.

    Each takes a thread for as long as its reader does, so there are few at a time: Problem
    `unavailable` for one too many. Its end, or `close`, makes room.
    """

    def __init__(self, user: User) -> None:
        _places.take(user.pk)
        self._user = user.pk
        self._pieces = _pieces(user)

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        self._pieces.close()
        if self._user:
            _places.leave(self._user)
            self._user = 0


def _pieces(user: User) -> Generator[bytes]:
    with snapshot():
        yield from _zipped(_files(user, user.book), user.book.today())


def _files(user: User, book: Book) -> Iterator[File]:
    yield "README.txt", [render_to_string("users/export.txt", {"user": user}).encode()]
    yield "profile.json", [to_json(profile_of(user))]
    named = AccessToken.objects.named_of(user)
    yield (
        "tokens.json",
        _as_json(_pages(named, "created_at", outgoing(tokens.COLUMNS), tokens.write_row)),
    )
    for resource in registered():
        name = resource.model._meta.verbose_name_plural
        rows = resource.model._base_manager.filter(book=book)
        for suffix, written in (("json", _as_json), ("csv", _CSV(resource.names))):
            pages = _pages(rows, "version", outgoing(resource.columns), resource.write_row)
            yield f"{name}.{suffix}", written(pages)
    done = Operation.objects.in_book(book.pk).filter(version__gt=book.pruned_to)
    operations = _pages(done, "version", outgoing(history.COLUMNS), history.write_row)
    yield "operations.json", _as_json(operations)
    changed = Change.objects.in_book(book.pk).filter(operation__version__gt=book.pruned_to)
    yield "changes.json", _as_json(_pages(changed, "operation_id", _OF_CHANGE, _write_change))


def _pages(
    rows: Any, order: str, columns: Iterable[Any], write_row: Callable[[tuple[Any, ...]], Any]
) -> Iterator[Page]:
    """By a column that the index of their book goes on with, so that each page costs the same."""
    chosen = rows.order_by(order, "pk").values_list(order, "pk", *columns)
    page = list(chosen[:_A_PAGE])
    while page:
        yield [write_row(values[2:]) for values in page]
        last, key, *_ = page[-1]
        after = chosen.filter(
            Q(**{f"{order}__gt": last}) | Q(pk__gt=key), **{f"{order}__gte": last}
        )
        page = list(after[:_A_PAGE])


_OF_CHANGE = ("operation_id", "resource", "row", "count", "before", "after")


def _write_change(values: tuple[Any, ...]) -> dict[str, Any]:
    operation, resource, row, count, before, after = values
    change = Change(resource=resource, row=row, count=count, before=before, after=after)
    return {"operation": operation, **history.write_change(change)}


def _as_json(pages: Iterable[Page]) -> Iterator[bytes]:
    """One array, a row on each line."""
    begin = b"[\n"
    for page in pages:
        yield begin + b",\n".join(map(to_json, page))
        begin = b",\n"
    yield b"[]\n" if begin == b"[\n" else b"\n]\n"


class _CSV:
    """RFC 4180, in UTF-8 with a mark, without which a spreadsheet takes it for something else."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __call__(self, pages: Iterable[Page]) -> Iterator[bytes]:
        yield "\ufeff".encode() + _lines([self.names])
        for page in pages:
            yield _lines([_cell(value) for value in row.values()] for row in page)


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    """A text that would be run as a formula has an apostrophe before it."""
    if type(value) is str:
        return f"'{value}" if value[:1] in _FORMULA else value
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, date):  # an instant too: as the JSON has it, not as the driver prints it
        return to_json(value)[1:-1].decode()
    return value


class _Sent:
    """Where the zip is written to: it cannot be gone back in, and is emptied as it fills."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def taken(self) -> Iterator[bytes]:
        """What was written since; an empty piece would be the end of the answer."""
        taken, self._pieces = b"".join(self._pieces), []
        if taken:
            yield taken


def _zipped(files: Iterable[File], day: date) -> Iterator[bytes]:
    sent = _Sent()
    with ZipFile(cast(IO[bytes], sent), "w") as archive:
        for name, pieces in files:
            info = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)
                    yield from sent.taken()
    yield from sent.taken()
