"""A spreadsheet of Excel (ECMA-376), whose days and amounts are days and numbers.

A workbook is a zip whose parts refer to each other: it is written to a temporary file, row by row,
and sent from there. Amounts have 15 digits at most, which is what a spreadsheet's numbers hold.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xlsxwriter import Workbook

from common.currencies import MAX_EXPONENT, exponent_of
from common.money import from_units
from exports.csv_writer import HEADER
from exports.rows import Books, Row

#: The head is one more, and no sheet has more than 2**20.
MOST_ROWS = 2**20 - 1
_WIDTHS = (11, 9, 16, 9, 8, 20, 40, 40, 24)
_A_PIECE = 64 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(books: Books) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="export-") as folder:
        file = Path(folder) / "export.xlsx"
        _write(file, books)
        with file.open("rb") as written:
            while piece := written.read(_A_PIECE):
                yield piece


def _write(file: Path, books: Books) -> None:
    workbook = Workbook(file, {**_OPTIONS, "tmpdir": str(file.parent)})
    workbook.use_zip64()
    moment = datetime(books.today.year, books.today.month, books.today.day)  # noqa: DTZ001
    workbook.set_properties({"created": moment})
    sheets = _Sheets(workbook)
    for page in books.pages():
        for row in page:
            sheets.add(row)
    sheets.close()


class _Sheets:
    """As many as the rows need, each with the same head."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._bold = workbook.add_format({"bold": True, "bottom": 1})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._money = [
            workbook.add_format({"num_format": "#,##0" + ("." + "0" * digits if digits else "")})
            for digits in range(MAX_EXPONENT + 1)
        ]
        self._number = 0
        self._begin()

    def add(self, row: Row) -> None:
        if self._line == MOST_ROWS:
            self._end()
            self._begin()
        self._line += 1
        line, sheet = self._line, self._sheet
        money = self._money[exponent_of(row.currency)]
        sheet.write_datetime(line, 0, date.fromisoformat(str(row.date)), self._day)
        sheet.write_string(line, 1, row.type)
        # As a Decimal it is written digit by digit.
        sheet.write_number(line, 2, from_units(row.amount), money)
        sheet.write_string(line, 3, row.currency)
        sheet.write_boolean(line, 4, bool(row.refund))
        texts = (row.category, row.description, row.notes, row.external_id)
        for column, text in enumerate(texts, start=5):
            if text:
                sheet.write_string(line, column, text)

    def close(self) -> None:
        self._end()
        self._workbook.close()

    def _begin(self) -> None:
        self._number += 1
        name = "Transactions" if self._number == 1 else f"Transactions {self._number}"
        self._sheet, self._line = self._workbook.add_worksheet(name), 0
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.freeze_panes(1, 0)
        for column, title in enumerate(HEADER):
            self._sheet.write_string(0, column, title, self._bold)

    def _end(self) -> None:
        self._sheet.autofilter(0, 0, self._line, len(HEADER) - 1)
