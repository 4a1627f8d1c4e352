"""What is written in a format that can be read is read as it was."""

import pytest
from hypothesis import given, settings

from exports.formats import FORMATS
from exports.rows import Row
from imports.csv_guessing import guess_mapping
from imports.entries import Entry
from imports.formats import read
from tests.exports.listed import Listed, as_entry, drawn_rows, make, nasty, written
from tests.imports.reading import entries, file_of, reason

READABLE = ["csv", "jsonl", "ofx", "qif"]


def read_back(name: str, rows: list[Row]) -> list[Entry]:
    file = file_of(written(FORMATS[name].write, rows))
    mapping = guess_mapping(file).mapping if name == "csv" else None
    return [entry._replace(line=0) for entry in entries(read(file, name, mapping))]


def in_order(name: str, rows: list[Row]) -> list[Entry]:
    """OFX and QIF have a part for each currency."""
    books = Listed(rows)
    currencies = [span.currency for span in books.spans()] if name in {"ofx", "qif"} else [None]
    found = [page for currency in currencies for page in books.pages(currency)]
    return [as_entry(row) for page in found for row in page]


@pytest.mark.parametrize("name", READABLE)
@given(rows=drawn_rows())
@settings(max_examples=60)
def test_it_reads_what_was_written(name: str, rows: list[Row]) -> None:
    if rows or name != "jsonl":  # an empty file is told to be empty
        assert read_back(name, rows) == in_order(name, rows)


@pytest.mark.parametrize("name", READABLE)
def test_it_reads_nasty_texts(name: str) -> None:
    assert read_back(name, nasty()) == in_order(name, nasty())


@pytest.mark.parametrize("name", READABLE)
def test_it_reads_refunds_and_the_largest_amount(name: str) -> None:
    rows = [
        make(1, "99999999999.99", refund=True),
        make(2, "0.0001", type="income", currency="CLF"),
        make(3, "1", notes="\x01" * 10_000, currency="JPY"),
    ]
    assert read_back(name, rows) == in_order(name, rows)


@pytest.mark.parametrize("name", ["ofx", "qif"])
@pytest.mark.parametrize(
    ("ours", "other", "words"),
    [
        ('"refund":false', '"refund":true', "A refund is money that came back"),
        ('"refund":false', '"refund":1', "The refund is true or false"),
        ('"notes":""', '"notes":7', "The notes is no text."),
        ('"notes":""', '"notes"', "It is no JSON"),
        ('"external_id":null', f'"external_id":"{"x" * 256}"', "more than 255 characters"),
    ],
)
def test_it_says_what_is_wrong_with_what_is_ours(
    name: str, ours: str, other: str, words: str
) -> None:
    file = written(FORMATS[name].write, [make(1)]).decode()
    assert words in reason(read(file_of(file.replace(ours, other)), name))


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_texts_of_our_own_csv_are_as_they_were(end: str) -> None:
    head, *_ = written(FORMATS["csv"].write).decode("utf-8-sig").split("\r\n")
    file = file_of(f"{head}{end}2026-03-01,expense,1,USD,false,, '=1 ,'=1+1,''{end}")
    (found,) = entries(read(file, "csv", guess_mapping(file).mapping))
    assert (found.description, found.notes, found.external_id) == (" '=1 ", "=1+1", "''")


def test_texts_of_other_csv_are_as_they_stand() -> None:
    file = file_of("Date,Amount,Description\n2026-03-01,-1, '=1+1 \n2026-03-02,-2,b\n")
    found = entries(read(file, "csv", guess_mapping(file).mapping))
    assert found[0].description == "'=1+1"
