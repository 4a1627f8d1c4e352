"""CSV (RFC 4180, and what banks and spreadsheets make of it), read by a mapping, row by row."""

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from common.currencies import CURRENCIES
from imports.amounts import DateFormat, read_amount
from imports.entries import LENGTHS, Entry, Flaw, Read, Unreadable, checked_length
from imports.mapping import MOST_COLUMNS, TYPES, Mapping
from imports.text import LONGEST_LINE, lines_of

_UNCLOSED = "A quotation mark is opened in this row that is never closed: close it."
_TOO_LONG = "A cell is longer than 128 KiB: see whether a quotation mark is not closed."

Row = list[str]


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
        if isinstance(row, Flaw) or any(cell.strip() for cell in row):
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
        self._date = DateFormat(mapping.date_format)
        self._amount: Callable[[Row], Decimal] = (
            self._one_amount if "amount" in self._places else self._of_two
        )

    def __call__(self, line: int, row: Row) -> Entry | Flaw:
        try:
            return Entry(line, **self._values(row))
        except ValueError as error:
            return Flaw(line, str(error))

    def _values(self, row: Row) -> dict[str, Any]:
        amount = self._amount(row)
        kind = self._type(row, amount)
        if not amount:
            raise ValueError("The amount is zero, so that there is nothing to book.")
        texts = {name: self._text(row, name) for name in LENGTHS}
        return {
            **texts,
            "date": self._date.read(self._text(row, "date")),
            "amount": abs(amount),
            "type": kind,
            "refund": kind == "expense" and self._text(row, "refund").lower() == "true",
            "currency": _currency(self._text(row, "currency")),
        }

    def _text(self, row: Row, name: str) -> str:
        place = self._places.get(name)
        text = row[place].strip() if place is not None and place < len(row) else ""
        return checked_length(name, text) if name in LENGTHS else text

    def _one_amount(self, row: Row) -> Decimal:
        text = self._text(row, "amount")
        if not text:
            raise ValueError("There is no amount.")
        return read_amount(text, self._mapping.decimal)

    def _of_two(self, row: Row) -> Decimal:
        """What came in less what went out; whichever way round the sign of a debit is."""
        debit, credit = self._text(row, "debit"), self._text(row, "credit")
        if not debit and not credit:
            raise ValueError("There is neither a debit nor a credit.")
        amounts = [read_amount(text or "0", self._mapping.decimal) for text in (debit, credit)]
        if all(amounts):
            raise ValueError("There is both a debit and a credit.")
        return amounts[1] - abs(amounts[0])

    def _type(self, row: Row, amount: Decimal) -> str:
        given = self._text(row, "type").lower()
        if given in TYPES and "amount" in self._places:
            return TYPES[given]
        plain = self._mapping.sign if "amount" in self._places else "income"
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
