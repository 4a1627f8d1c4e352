"""Everything of a person's as a zip, made while it is sent: it is never held whole.

Each kind of row is there as JSON, as the API shows it, and as CSV, for a spreadsheet.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string

from common.columns import outgoing
from common.renderers import to_json
from common.snapshots import snapshot
from ledger import history
from ledger.models import Book, Change, Operation
from ledger.resources import registered
from users import tokens
from users.models import AccessToken, User
from users.serializers import profile_of

_A_PAGE = 1_000
_ENOUGH_TO_SEND = 64 * 1024
#: With these a spreadsheet takes a text for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]
File = tuple[str, Iterable[bytes]]


def export(user: User) -> Iterator[bytes]:
    """The zip, piece by piece, of the books as they were at one moment."""
    with snapshot():
        yield from _zipped(_files(user), user.book.today())


def _files(user: User) -> Iterator[File]:
    yield "README.txt", [render_to_string("users/export.txt", {"user": user}).encode()]
    yield "profile.json", [to_json(profile_of(user))]
    named = AccessToken.objects.named_of(user)
    yield "tokens.json", _as_json(_rows(named, tokens.COLUMNS, tokens.write_row))
    for resource in registered():
        name = str(resource.model._meta.verbose_name_plural)
        rows = resource.model._default_manager.in_book(user.book.pk)  # type: ignore[attr-defined]
        for suffix, written in (("json", _as_json), ("csv", _CSV(resource.names))):
            yield f"{name}.{suffix}", written(_rows(rows, resource.columns, resource.write_row))
    operations = Operation.objects.in_book(user.book.pk).filter(version__gt=user.book.pruned_to)
    yield "operations.json", _as_json(_rows(operations, history.COLUMNS, history.write_row))
    yield "changes.json", _as_json(_changes(user.book))


def _rows(rows: Any, columns: Iterable[str], write_row: Any) -> Iterator[Row]:
    """By id, in pages that cost the same however far they lie."""
    chosen = rows.order_by("pk").values_list("pk", *outgoing(columns))
    last = 0
    while page := list(chosen.filter(pk__gt=last)[:_A_PAGE]):
        for _, *values in page:
            yield write_row(tuple(values))
        last = page[-1][0]


def _changes(book: Book) -> Iterator[Row]:
    """What the operations changed."""
    kept = Change.objects.in_book(book.pk).filter(operation__version__gt=book.pruned_to)
    chosen = kept.order_by("pk")
    last = 0
    while page := list(chosen.filter(pk__gt=last)[:_A_PAGE]):
        for change in page:
            yield {"operation": change.operation_id, **history.write_change(change)}
        last = page[-1].pk


def _as_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """One array, a row on each line."""
    before = b"[\n"
    for row in rows:
        yield before + to_json(row)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


class _CSV:
    """RFC 4180, in UTF-8 with a mark, without which a spreadsheet takes it for something else."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)

    def __call__(self, rows: Iterable[Row]) -> Iterator[bytes]:
        yield "\ufeff".encode()
        head = dict(zip(self.names, self.names, strict=True))
        for row in chain([head], rows):
            line = io.StringIO()
            csv.writer(line).writerow([_cell(row[name]) for name in self.names])
            yield line.getvalue().encode()


def _cell(value: Any) -> Any:
    """A text that would be run as a formula has an apostrophe before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class _Sent:
    """Where the zip is written to: it cannot be gone back in, and is emptied as it fills."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.length = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self.length += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits anywhere."""

    def take(self) -> bytes:
        taken, self._pieces, self.length = b"".join(self._pieces), [], 0
        return taken


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
                    if sent.length >= _ENOUGH_TO_SEND:
                        yield sent.take()
    yield sent.take()
