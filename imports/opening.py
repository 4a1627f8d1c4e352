"""Opening an import: what is uploaded is looked at, and kept to be read."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from common.problems import Problem, invalid
from imports.entries import Unreadable
from imports.formats import format_of, read
from imports.mapping import FIELDS, Mapping
from imports.models import Import, Status
from imports.shapes import keep_corrections, mapping_of_file
from imports.stored_file import pieces_of, store_file, stored_file
from ledger.writing import Unit

_LONGEST_NAME = 255
_OF_QIF = frozenset({"date_format"})


@dataclass(frozen=True, slots=True)
class Upload:
    """`mapping` is what the person says of it, all that is left out is guessed; `currency` is that
    of rows which do not say, empty for the books' own."""

    file: BinaryIO
    name: str
    mapping: AnyMapping[str, Any]
    currency: str = ""
    dry_run: bool = False


def open_import(unit: Unit, upload: Upload) -> Import:
    """The import, to be read; Problem `invalid` for what no bank gives out."""
    try:
        name = format_of(upload.file)
        mapping, reasons = _mapping(unit, name, upload)
        _try_to_read(upload.file, name, mapping)
    except Unreadable as error:
        raise invalid("mapping" if upload.mapping else "file", str(error)) from None
    statement = Import(
        book_id=unit.book.pk,
        created_at=unit.now,
        file_name=upload.name[-_LONGEST_NAME:],
        format=name,
        mapping=mapping and kept_mapping(name, mapping),
        reasons=reasons,
        currency=upload.currency or unit.book.currency,
        status=Status.READING,
        commits=not upload.dry_run,
    )
    statement.save(force_insert=True)
    store_file(statement, upload.file)
    return statement


def _mapping(unit: Unit, name: str, upload: Upload) -> tuple[Mapping | None, list[str]]:
    _check_given(name, upload.mapping)
    if name != "csv":
        return (Mapping().corrected(upload.mapping) if upload.mapping else None), []
    return mapping_of_file(unit.book.pk, upload.file, upload.mapping)


def _check_given(name: str, given: AnyMapping[str, Any]) -> None:
    """Problem `invalid`, with the key at fault, for what is no mapping, or none of this format."""
    takes = {"csv": given.keys(), "qif": _OF_QIF}.get(name, frozenset())
    strange = sorted(given.keys() - takes)
    if strange:
        one = "a `date_format` alone" if name == "qif" else "no mapping"
        raise invalid(f"mapping.{strange[0]}", f"A file in this format ({name}) takes {one}.")
    try:
        Mapping().corrected(given)
    except ValueError as error:
        key, detail = error.args
        raise invalid(f"mapping.{key}", detail) from None


def kept_mapping(name: str, mapping: Mapping) -> dict[str, Any]:
    """What of it matters to the format."""
    values = mapping.as_json()
    return values if name == "csv" else {key: values[key] for key in _OF_QIF}


def print_mapping(kept: AnyMapping[str, Any] | None) -> dict[str, Any] | None:
    """With null for what does not matter to the format."""
    if kept is None:
        return None
    shown = {key: kept.get(key) for key in Mapping().as_json()}
    columns = kept.get("columns")
    if columns is not None:  # in an order of ours: some engines keep JSON in their own
        shown["columns"] = {name: columns[name] for name in FIELDS if name in columns}
    return shown


def _try_to_read(file: BinaryIO, name: str, mapping: Mapping | None) -> None:
    """Unreadable where not even a first row can be looked for: without a column of the date."""
    file.seek(0)
    next(read(file, name, mapping), None)
    file.seek(0)


def correct_mapping(unit: Unit, statement: Import, given: AnyMapping[str, Any]) -> None:
    """Have it read again; for files with its columns the correction is remembered."""
    if statement.status not in {Status.READY, Status.FAILED}:
        raise Problem("wrong_state", f"It is {statement.status}: only a ready one is read again.")
    if not pieces_of(statement).exists():
        raise Problem("wrong_state", "It failed when it was committed: upload the file again.")
    _check_given(statement.format, given)
    before = statement.mapping or {}
    mapping = Mapping().corrected(before).corrected(given)
    with stored_file(statement) as file:
        try:
            _try_to_read(file, statement.format, mapping)
        except Unreadable as error:
            raise invalid("mapping", str(error)) from None
        if statement.format == "csv":
            keep_corrections(unit.book.pk, file, given)
    statement.mapping = kept_mapping(statement.format, mapping)
    statement.reasons, statement.failure = [], ""
    statement.status, statement.commits, statement.done_to = Status.READING, False, 0
    statement.new = statement.duplicates = statement.invalid = 0
    statement.save(force_update=True)
