"""XLSX, read by another program's library: days are days, amounts are numbers, texts are texts."""

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from exports import xlsx
from exports.csv_writer import HEADER
from exports.xlsx import write_xlsx
from tests.exports.listed import Listed, make, nasty, written

HEAD = list(HEADER)


def opened(rows=()):
    return openpyxl.load_workbook(io.BytesIO(written(write_xlsx, rows)))


def test_it_writes_days_numbers_and_texts():
    sheet = opened([make(1, "1200.5", category="Food", external_id="7", refund=True)]).active
    head, row = sheet.iter_rows(values_only=True)
    assert list(head) == HEAD
    assert row[0].isoformat() == "2026-03-01T00:00:00"
    assert row[1:] == ("expense", 1200.5, "USD", True, "Food", None, None, "7")
    assert [cell.data_type for cell in sheet[2]] == list("dsnsbsnns")


@pytest.mark.parametrize("day", ["1900-01-01", "1900-02-28", "1900-03-01", "2199-12-31"])
def test_it_writes_every_day(day):
    (cell,) = opened([make(1, date=day)]).active["A"][1:]
    assert (f"{cell.value:%Y-%m-%d}", cell.number_format) == (day, "yyyy-mm-dd")


@pytest.mark.parametrize(
    ("currency", "amount", "shown"),
    [
        ("USD", "99999999999.99", "#,##0.00"),
        ("JPY", "99999999999", "#,##0"),
        ("BHD", "0.001", "#,##0.000"),
        ("CLF", "99999999999.9999", "#,##0.0000"),
    ],
)
def test_it_writes_an_amount_to_its_last_digit(currency, amount, shown):
    (cell,) = opened([make(1, amount, currency=currency)]).active["C"][1:]
    assert (f"{cell.value:.15g}", cell.number_format) == (amount, shown)


def test_it_writes_nasty_texts_as_texts():
    for row, cells in zip(nasty(), opened(nasty()).active.iter_rows(min_row=2), strict=True):
        texts = [None if cell.value is None else unescape(cell.value) for cell in cells[5:]]
        wanted = (row.category, row.description, row.notes, row.external_id)
        assert texts == [text or None for text in wanted]
        assert all(cell.data_type in "sn" and cell.hyperlink is None for cell in cells[5:])


def test_its_head_stays_and_filters():
    sheet = opened([make(1), make(2)]).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == (
        "A2",
        "A1:I3",
        "Transactions",
    )
    assert all(10 < sheet.column_dimensions[letter].width < 60 for letter in "ACFGHI")


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    sheets = opened([make(number) for number in range(1, 6)]).worksheets
    assert [sheet.title for sheet in sheets] == [
        "Transactions",
        "Transactions 2",
        "Transactions 3",
    ]
    assert [sheet.max_row for sheet in sheets] == [3, 3, 2]
    assert [[cell.value for cell in sheet[1]] for sheet in sheets] == [HEAD] * 3


def test_books_without_a_row_are_a_head():
    assert list(opened().active.iter_rows(values_only=True)) == [tuple(HEAD)]


def test_it_leaves_no_file_behind(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pieces = write_xlsx(Listed([make(1)]))
    assert next(pieces)
    assert list(tmp_path.iterdir())
    pieces.close()
    assert not list(tmp_path.iterdir())
