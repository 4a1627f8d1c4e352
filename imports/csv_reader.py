"""CSV (RFC 4180, and what banks and spreadsheets make of it), read by a mapping, row by row.

A table whose columns are those of our own exports gives their texts back as they were.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import BinaryIO

from common.currencies import CURRENCIES
from exports.csv_writer import HEADER, armed
from imports.amounts import DateFormat, read_amount
from imports.entries import LENGTHS, Entry, Flaw, Read, Unreadable, checked_length
from imports.mapping import MOST_COLUMNS, TYPES, Mapping
from imports.text import LONGEST_LINE, lines_of

_UNCLOSED = "A quotation mark is opened in this row that is never closed: close it."
_TOO_LONG = "A cell is longer than 128 KiB: see whether a quotation mark is not closed."

Row = list[str]
#: In this order, with the texts as LENGTHS has them; what has no column is empty, as the last cell.
_READ = ("date", "amount", "debit", "credit", "type", "currency", "refund", *LENGTHS)
_ABSENT = -1


def read_csv(file: BinaryIO, mapping: Mapping) -> Read:
    """An entry or a flaw for each row that is not empty; Unreadable for what is no such table."""
    rows = _rows(file, mapping)
    read = _RowReader(mapping, _head(rows, mapping.header) if mapping.header else [])
    for line, row in rows:
        yield row if isinstance(row, Flaw) else read(line, row)


def _head(rows: Iterator[tuple[int, Row | Flaw]], header: int) -> Row:
    """The row that names the columns; those before it are read past."""
    for line, row in rows:
        if line >= header:
            return row if isinstance(row, list) else []
    raise Unreadable(f"There is no line {header}, which `header` says names the columns.")


class _Lines:
    """Those of a file, counted within each row: a quotation that is open runs on to the end."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.begin = 1
        self._number = self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, "")
        self._number += 1
        # The parser asks for more than one line of a row only within a quotation.
        if (self._size and not line) or self._size > LONGEST_LINE:
            raise Unreadable(_UNCLOSED, self.begin)
        self._size += len(line)
        if not line:
            raise StopIteration
        return line

    def end_row(self) -> None:
        self.begin, self._size = self._number + 1, 0


def _rows(file: BinaryIO, mapping: Mapping) -> Iterator[tuple[int, Row | Flaw]]:
    """Those that are not empty, each with the line that it begins at."""
    lines = _Lines(lines_of(file, mapping.encoding))
    # Strict: what a quotation mark within a cell takes in with it must not become an entry.
    reader = csv.reader(lines, delimiter=mapping.delimiter, strict=True)
    row: Row | Flaw | None
    while True:
        begin = lines.begin
        try:
            row = next(reader, None)
        except csv.Error as error:
            if "limit" in str(error):
                raise Unreadable(_TOO_LONG, begin) from None
            row = Flaw(begin, 'A quotation mark stands within a cell: write it twice, as in "".')
        if row is None:
            return
        lines.end_row()
        if isinstance(row, list) and len(row) > MOST_COLUMNS:
            raise Unreadable(f"It has {len(row):,} columns, more than {MOST_COLUMNS}.", begin)
        if isinstance(row, Flaw) or any(map(str.strip, row)):
            yield begin, row


class _RowReader:
    """What each row says, with the places of the columns found once."""

    def __init__(self, mapping: Mapping, head: Row) -> None:
        self._mapping = mapping
        self._places = {
            name: _place(column, head, name) for name, column in mapping.columns.items()
        }
        if "date" not in self._places:
            raise Unreadable("The mapping names no column of the date.")
        if not self._places.keys() & {"amount", "debit", "credit"}:
            raise Unreadable("The mapping names no column of the amount, nor of debit and credit.")
        self._cells = itemgetter(*(self._places.get(name, _ABSENT) for name in _READ))
        self._width = max(self._places.values()) + 1
        self._clean = armed if tuple(head) == HEADER else str.strip
        self._date = lru_cache(maxsize=1_000)(DateFormat(mapping.date_format).read)
        self._is_one = "amount" in self._places

    def __call__(self, line: int, row: Row) -> Entry | Flaw:
        try:
            return self._entry(line, self._cells(self._texts(row)))
        except ValueError as error:
            return Flaw(line, str(error))

    def _texts(self, row: Row) -> Row:
        """As many as there are columns, and an empty one for what has no column."""
        texts = [*map(self._clean, row), ""]
        if len(texts) <= self._width:
            texts += [""] * (self._width + 1 - len(texts))
        return texts

    def _entry(self, line: int, texts: tuple[str, ...]) -> Entry:
        day, single, debit, credit, given, currency, refund, *named = texts
        amount = self._one_amount(single) if self._is_one else self._of_two(debit, credit)
        kind = self._type(given, amount)
        if not amount:
            raise ValueError("The amount is zero, so that there is nothing to book.")
        for name, text in zip(LENGTHS, named, strict=True):
            checked_length(name, text)
        description, notes, category, external_id = named
        return Entry(
            line,
            self._date(day),
            abs(amount),
            kind,
            kind == "expense" and refund.lower() == "true",
            _currency(currency) if currency else "",
            description,
            notes,
            category,
            external_id,
        )

    def _one_amount(self, text: str) -> Decimal:
        if not text:
            raise ValueError("There is no amount.")
        return read_amount(text, self._mapping.decimal)

    def _of_two(self, debit: str, credit: str) -> Decimal:
        """What came in less what went out; whichever way round the sign of a debit is."""
        if not debit and not credit:
            raise ValueError("There is neither a debit nor a credit.")
        amounts = [read_amount(text or "0", self._mapping.decimal) for text in (debit, credit)]
        if all(amounts):
            raise ValueError("There is both a debit and a credit.")
        return amounts[1] - abs(amounts[0])

    def _type(self, given: str, amount: Decimal) -> str:
        if given and self._is_one and given.lower() in TYPES:
            return TYPES[given.lower()]
        plain = self._mapping.sign if self._is_one else "income"
        return plain if amount > 0 else "expense" if plain == "income" else "income"


def _place(column: str | int, head: Row, name: str) -> int:
    if isinstance(column, int):
        if not 1 <= column <= MOST_COLUMNS:
            raise Unreadable(f"Column {column} of the {name} is none: they count from 1.")
        return column - 1
    names = [each.strip() for each in head]
    if column.strip() not in names:
        # As many as can be read by a person.
        names = names[:40]
        there = ", ".join(filter(None, names)) or "none, for `header` is 0"
        raise Unreadable(f"There is no column {column!r} for the {name}. There is: {there}.")
    return names.index(column.strip())


def _currency(text: str) -> str:
    code = text.upper()
    if code and code not in CURRENCIES:
        raise ValueError(f"{text!r} is no currency of ISO 4217.")
    return code
