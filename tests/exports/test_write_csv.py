"""CSV for spreadsheets: whole, and harmless."""

import csv
import io

import pytest

from exports.csv_writer import armed, disarmed, write_csv
from tests.exports.listed import NASTY, make, nasty, written

HEAD = "\ufeffdate,type,amount,currency,refund,category,description,notes,external_id\r\n"


def test_it_writes_a_head_and_a_line_for_each_row():
    rows = [
        make(1, "1200.5", category="Food", description="a, b"),
        make(2, "3000", type="income", currency="JPY", external_id="bank:1"),
        make(3, refund=True, date="2026-03-02"),
    ]
    assert written(write_csv, rows).decode() == (
        f"{HEAD}"
        '2026-03-01,expense,1200.50,USD,false,Food,"a, b",,\r\n'
        "2026-03-01,income,3000,JPY,false,,,,bank:1\r\n"
        "2026-03-02,expense,10.00,USD,true,,,,\r\n"
    )


def test_books_without_a_row_are_a_head():
    assert written(write_csv).decode() == HEAD


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        ("\r", "'\r"),
        ("\n", "'\n"),
        ("'=1", "''=1"),
        ("''-1", "'''-1"),
        ("'a", "'a"),
        ("''", "''"),
        ("a=1", "a=1"),
        ("12.50", "12.50"),
        ("", ""),
    ],
)
def test_a_text_that_would_be_a_formula_has_one_more_apostrophe(text, cell):
    assert disarmed(text) == cell
    assert armed(cell) == text


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_begins_as_a_formula(text):
    row = make(description=text, notes=text, category=text, external_id=text)
    file = written(write_csv, [row]).decode("utf-8-sig")
    _, cells = csv.reader(io.StringIO(file, newline=""))
    assert [armed(cell) for cell in cells[5:]] == [text] * 4
    assert not any(cell[:1] in set("=+-@＝＋－＠\t\r\n") for cell in cells if cell)


def test_nasty_texts_do_not_add_a_row():
    rows = list(csv.reader(io.StringIO(written(write_csv, nasty()).decode(), newline="")))
    assert {len(row) for row in rows} == {9}
    assert len(rows) == len(NASTY) + 1
