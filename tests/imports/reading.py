"""Files of a test, in memory, and what a reader makes of them."""

import io

from imports.csv_guessing import guess_mapping
from imports.entries import Entry, Flaw, Read
from imports.formats import format_of, read
from imports.mapping import Mapping


def file_of(text: str | bytes, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding) if isinstance(text, str) else text)


def read_any(file: io.BufferedIOBase) -> Read:
    """As an upload is read: nobody says what it is."""
    name = format_of(file)
    return read(file, name, guess_mapping(file).mapping if name == "csv" else None)


def entries(found: Read) -> list[Entry]:
    """All of them; a flaw is a failure of the test."""
    rows = list(found)
    assert not [row for row in rows if isinstance(row, Flaw)]
    return [row for row in rows if isinstance(row, Entry)]


def reason(found: Read) -> str:
    """Of the one flaw that there is."""
    (flaw,) = [row for row in found if isinstance(row, Flaw)]
    return flaw.reason


def mapped(**columns: str | int) -> Mapping:
    return Mapping(columns={"date": "Date", "amount": "Amount", **columns})
