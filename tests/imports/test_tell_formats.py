"""Which format a file is in, whatever it is called."""

import pytest

from imports.entries import Unreadable
from imports.formats import format_of
from tests.imports.reading import file_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Date,Amount\n", "csv"),
        ("OFXHEADER:100\n\n<OFX>", "ofx"),
        ("\n\n  ofxheader:100", "ofx"),
        ('<?xml version="1.0"?><?OFX OFXHEADER="200"?><OFX>', "ofx"),
        ("<?xml version='1.0'?><Document>", "camt"),
        ("!Type:Bank\nD1/1'26\n", "qif"),
        ("### made by hand\n!Option:MDY\n!type:Bank\n", "qif"),
        ('{"date": "2026-01-31"}', "jsonl"),
        ("[{}]", "jsonl"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_goes_by_what_stands_in_it(text, name, encoding):
    assert format_of(file_of(text, encoding)) == name


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04\x14\x00", "a zip, or a spreadsheet of Excel: save it as CSV"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet of Excel: save it as CSV"),
        (b"\x1f\x8b\x08", "compressed by gzip: unpack it first"),
        (b"\x89PNG\r\n", "a picture"),
        (b"", "The file is empty"),
        (b" \r\n\x00", "The file is empty"),
    ],
)
def test_it_says_what_is_none_of_a_banks_formats(start, words):
    with pytest.raises(Unreadable, match=words):
        format_of(file_of(start))


def test_it_leaves_the_file_at_its_start():
    file = file_of("Date,Amount\n" * 50_000)
    format_of(file)
    assert file.tell() == 0
