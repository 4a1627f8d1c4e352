"""Everything of a person's as a zip, made while it is sent: it is never held whole.

Each kind of row is there as JSON, as the API shows it, and as CSV, for a spreadsheet.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import render_to_string

from common.columns import outgoing
from common.indexes import by_index
from common.pagination import Keyset
from common.renderers import to_json
from common.snapshots import snapshot
from common.stretches import stretches
from exports.csv_writer import FORMULA, MARK, lines
from exports.places import Sent
from imports.models import Import
from imports.rows import pages_of_rows, write_columns
from ledger import history
from ledger.models import Book, Change, Operation
from ledger.resources import registered
from users import tokens
from users.models import AccessToken, User
from users.serializers import profile_of

_A_PAGE = 1_000

Page = Sequence[Mapping[str, Any]]
File = tuple[str, Iterable[bytes]]


class Export(Sent):
    """The zip, piece by piece, of the books as they were at one moment."""

    def __init__(self, user: User) -> None:
        super().__init__(user.pk, _pieces(user))


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
        rows = by_index(
            resource.model._base_manager.filter(book=book), f"{resource.name}_by_version"
        )
        for suffix, written in (("json", _as_json), ("csv", _CSV(resource.names))):
            pages = _pages(rows, "version", outgoing(resource.columns), resource.write_row)
            yield f"{name}.{suffix}", written(pages)
    statements = list(Import.objects.in_book(book.pk).order_by("pk"))
    yield "imports.json", _as_json([[write_columns(each) for each in statements]])
    staged = (page for each in statements for page in pages_of_rows(each, _A_PAGE))
    yield "import_rows.json", _as_json(staged)
    done = Operation.objects.in_book(book.pk).filter(version__gt=book.pruned_to)
    done = by_index(done, "operation_version_is_unique")
    operations = _pages(done, "version", outgoing(history.COLUMNS), history.write_row)
    yield "operations.json", _as_json(operations)
    changed = Change.objects.in_book(book.pk).filter(operation__version__gt=book.pruned_to)
    yield "changes.json", _as_json(_pages(changed, "operation_id", _OF_CHANGE, _write_change))


def _pages(
    rows: Any, order: str, columns: Iterable[Any], write_row: Callable[[tuple[Any, ...]], Any]
) -> Iterator[Page]:
    """By a column that the index of their book goes on with, so that each page costs the same."""
    chosen = rows.values_list(order, "pk", *columns)
    first = Keyset(order, ascending=True, limit=_A_PAGE)
    for page in stretches(lambda stretch: list(stretch.rows(chosen)), first, itemgetter(0, 1)):
        yield [write_row(values[2:]) for values in page]


_OF_CHANGE = ("operation_id", "resource", "row", "count", "before", "after")


def _write_change(values: tuple[Any, ...]) -> dict[str, Any]:
    operation, resource, row, count, before, after = values
    change = Change(resource=resource, row=row, count=count, before=before, after=after)
    return {"operation": operation, **history.write_change(change)}


def _as_json(pages: Iterable[Page]) -> Iterator[bytes]:
    """One array, a row on each line."""
    begin = b"[\n"
    for page in filter(None, pages):
        yield begin + b",\n".join(map(to_json, page))
        begin = b",\n"
    yield b"[]\n" if begin == b"[\n" else b"\n]\n"


class _CSV:
    def __init__(self, names: Sequence[str]) -> None:
        self.names = names

    def __call__(self, pages: Iterable[Page]) -> Iterator[bytes]:
        yield MARK + lines([self.names])
        for page in pages:
            yield lines([_cell(value) for value in row.values()] for row in page)


def _cell(value: Any) -> Any:
    """A text that would be run as a formula has an apostrophe before it."""
    if type(value) is str:
        return f"'{value}" if value[:1] in FORMULA else value
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
