"""Looking at the beginning of a CSV file until it is clear how to read it, and saying why."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import BinaryIO

from exports.csv_writer import HEADER
from imports.amounts import guess_date_formats, guess_decimal, has_sign, is_amount
from imports.csv_names import field_of
from imports.entries import LENGTHS, Unreadable
from imports.mapping import DELIMITERS, MOST_COLUMNS, TYPES, Mapping
from imports.text import decode_sample, guess_encoding, sample_of

_ROWS = 200
#: Banks put so much before the names of the columns, at most.
_PREAMBLE = 40
_AMOUNTS = ("amount", "debit", "credit")

Row = list[str]


@dataclass
class Guess:
    """A mapping, and in words what it was concluded from where that was not plain."""

    mapping: Mapping
    reasons: list[str] = field(default_factory=list)

    @property
    def sure(self) -> dict[str, str]:
        """Of what depends on the rows that happen to be there, that which no reason doubts."""
        found = {"sign": self.mapping.sign, "date_format": self.mapping.date_format}
        return {
            name: value
            for name, value in found.items()
            if not any(f"`{name}`" in reason for reason in self.reasons)
        }


def guess_mapping(file: BinaryIO) -> Guess:
    """Unreadable where there is no table in it with a date and an amount."""
    encoding = guess_encoding(file)
    sample = decode_sample(sample_of(file), encoding)
    if sample.partition("\n")[0].rstrip("\r") == ",".join(HEADER):  # an export of ours
        return Guess(Mapping(encoding, columns={name: name for name in HEADER}))
    delimiter, rows = _table(sample)
    if not rows:
        raise Unreadable("No columns are found: separate them by commas, semicolons or tabs.")
    width = _width(rows)
    head = _header(rows, width)
    body = [row for line, row in rows if line > (head[0] if head else 0) and len(row) >= width]
    reasons: list[str] = []
    columns = _columns(head[1] if head else [], body, reasons)
    amounts = [cell for name in _AMOUNTS for cell in _cells(body, columns.get(name))]
    mapping = Mapping(
        encoding=encoding,
        delimiter=delimiter,
        header=head[0] if head else 0,
        date_format=_date_format(_cells(body, columns["date"]), reasons),
        decimal=guess_decimal(amounts),
        sign=_sign(amounts, columns, reasons),
        columns=_named(columns, head[1] if head else []),
    )
    return Guess(mapping, reasons)


def _table(text: str) -> tuple[str, list[tuple[int, Row]]]:
    """The delimiter that gives the most rows the same number of columns; and its rows, each with
    the line that it begins at."""
    tables = {delimiter: list(_rows(text, delimiter)) for delimiter in DELIMITERS}

    def likelihood(delimiter: str) -> tuple[int, int, bool]:
        widths = Counter(len(row) for _, row in tables[delimiter])
        times, width = max(((times, width) for width, times in widths.items()), default=(0, 0))
        # A comma that does as well as another mark stands before decimals.
        return times, width, delimiter != ","

    best = max(DELIMITERS, key=likelihood)
    return best, tables[best]


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, Row]]:
    """Those of more than one column."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for row in reader:
            if 1 < len(row) <= MOST_COLUMNS and any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num
            if before > _ROWS:
                return
    except csv.Error:  # the rest of the sample is one quotation: the reader will say so
        return


def _width(rows: Sequence[tuple[int, Row]]) -> int:
    widths = Counter(len(row) for _, row in rows)
    return max(widths, key=lambda width: (widths[width], width))


def _known(row: Row) -> int:
    """How many fields its cells are the names of."""
    return len({found[0] for cell in row if (found := field_of(cell))})


def _header(rows: Sequence[tuple[int, Row]], width: int) -> tuple[int, Row] | None:
    """The row of the most names that are known, two at least; else the first of the table, where
    no digit is in it."""
    best = max(rows[:_PREAMBLE], key=lambda each: _known(each[1]))
    if _known(best[1]) >= 2:
        return best
    first = next(each for each in rows if len(each[1]) >= width)
    has_digits = any(character.isdigit() for cell in first[1] for character in cell)
    return None if has_digits else first


def _columns(names: Row, body: Sequence[Row], reasons: list[str]) -> dict[str, int]:
    """Which column each field is in, by its name, or by what stands in it."""
    columns = _by_name(names, body)
    kinds = [cell.lower() in TYPES for cell in _cells(body, columns.get("type"))]
    if kinds.count(True) * 2 <= len(kinds):
        columns.pop("type", None)  # how it was paid, not which way it went
    _add_by_content(columns, body, reasons)
    missing = [] if "date" in columns else ["date"]
    missing += [] if columns.keys() & set(_AMOUNTS) else ["amount"]
    if missing:
        raise Unreadable(
            f"No column of the {' and the '.join(missing)} is found: say in `mapping` which it is."
        )
    return columns


def _by_name(names: Row, body: Sequence[Row]) -> dict[str, int]:
    """For each field the column whose name says it best; for a text one that is in use."""
    best: dict[str, tuple[int, int]] = {}
    for number, name in enumerate(names):
        field, place = field_of(name) or ("", 0)
        is_used = field and (field not in LENGTHS or bool(_cells(body, number)))
        if is_used and (field not in best or place < best[field][0]):
            best[field] = (place, number)
    columns = {field: number for field, (_, number) in best.items()}
    if "notes" in columns and "description" not in columns:
        columns["description"] = columns.pop("notes")
    return columns


def _cells(body: Sequence[Row], number: int | None) -> list[str]:
    """What stands in a column, where anything does."""
    if number is None:
        return []
    cells = (row[number].strip() for row in body if number < len(row))
    return [cell for cell in cells if cell]


def _add_by_content(columns: dict[str, int], body: Sequence[Row], reasons: list[str]) -> None:
    """Date, amount and description, where no name gives them away."""
    for name, holds in (
        ("date", guess_date_formats),
        ("amount", _are_amounts),
        ("description", _are_words),
    ):
        if name in columns or (name == "amount" and columns.keys() & set(_AMOUNTS)):
            continue
        free = (n for n in range(max(map(len, body), default=0)) if n not in columns.values())
        number = next((n for n in free if holds(_cells(body, n))), None)
        if number is not None:
            columns[name] = number
            reasons.append(f"Column {number + 1} looks like the {name}.")


def _are_amounts(cells: Sequence[str]) -> bool:
    decimal = guess_decimal(cells)
    good = [cell for cell in cells if is_amount(cell, decimal)]
    # Whole numbers without a sign may be anything.
    return len(good) * 2 > len(cells) and any(has_sign(c) or "." in c or "," in c for c in good)


def _are_words(cells: Sequence[str]) -> bool:
    """More than codes of three letters, as a currency is."""
    return any(len(cell) > 3 and any(map(str.isalpha, cell)) for cell in cells)


def _named(columns: AnyMapping[str, int], names: Row) -> dict[str, str | int]:
    """By the name, where just one column has it; else by its number."""
    bare = [name.strip() for name in names]
    return {
        field: bare[number]
        if number < len(bare) and bare[number] and bare.count(bare[number]) == 1
        else number + 1
        for field, number in columns.items()
    }


def _date_format(cells: Sequence[str], reasons: list[str]) -> str:
    found = guess_date_formats(cells)
    if len(found) > 1:
        reasons.append(
            f"The days could be {' or '.join(found)}: {cells[0][:40]} is read as {found[0]}. Set "
            "`date_format` if that is wrong."
        )
    return found[0] if found else "YYYY-MM-DD"


def _sign(amounts: Sequence[str], columns: AnyMapping[str, int], reasons: list[str]) -> str:
    has_direction = columns.keys() & {"debit", "credit", "type"}
    if has_direction or not amounts or any(map(has_sign, amounts)):
        return "income"
    reasons.append(
        'No amount has a minus: all are read as expenses. Set `sign` to "income" if that is wrong.'
    )
    return "expense"
