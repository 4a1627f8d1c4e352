"""Files that were never meant to be read: refused in words, at once, and in little memory."""

import io
import tracemalloc
import zipfile
from itertools import islice

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imports.csv_reader import read_csv
from imports.entries import LENGTHS, Flaw, Unreadable
from imports.formats import FORMATS, read
from tests.imports.long_file import LongFile
from tests.imports.reading import file_of, mapped, read_any, reason

MIB = 1024 * 1024
CSV = b"Date,Amount\n2026-01-31,-1.50\n"
OFX = b"OFXHEADER:100\n\n<OFX><STMTTRN>"
CAMT = b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><BkToCstmrStmt><Stmt>"
QIF = b"!Type:Bank\n"


def verdict(file, most=20_000):
    """What comes of it; a failure where that took more than 20 MB."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in islice(read_any(file), most))
    except Unreadable as error:
        return str(error)
    else:
        return count
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * 10**6


@pytest.mark.parametrize(
    ("begin", "part"),
    [
        (CSV, b"2026-01-31,-1.50\n"),
        (CSV, b"2026-01-31,-1.50\r\n2026-01-31,-1.50\n2026-02-31,x\r"),
        (OFX, b"<STMTTRN>\n<DTPOSTED>20260131\n<TRNAMT>-1.50\n<NAME>Baker\n"),
        (CAMT, b"<Ntry><Amt Ccy='EUR'>1</Amt><CdtDbtInd>DBIT</CdtDbtInd></Ntry>\n"),
        (b"", b'{"date": "2026-01-31", "type": "expense", "amount": 1}\n'),
    ],
)
def test_it_reads_200_megabytes_as_they_come(begin, part):
    file = io.BufferedReader(LongFile(begin, part, 200 * MIB // len(part)))
    assert verdict(file, most=500) == 500


def test_it_finds_out_how_a_long_qif_is_written_in_little_memory():
    part = b"D01/31/2026\nT-1.50\nPBaker\n^\n"
    assert verdict(io.BufferedReader(LongFile(QIF, part, MIB // 8 // len(part)))) == 4681


@pytest.mark.parametrize(
    ("begin", "part", "size", "words"),
    [
        (CSV, b"a", 50 * MIB, "Line 3: It is longer than 256 KiB"),
        (CSV + b'2026-01-31,"', b"a\n", MIB, "Line 3: A cell is longer than 128 KiB"),
        (CSV, b'"a\n",', MIB, "Line 3: A quotation mark is opened"),
        (b"a", b",a", 20_000, "No columns are found"),
        (CSV + b"2026-01-31", b",a", 20_000, "Line 3: It has 10,001 columns, more than 200"),
        (OFX + b"<NAME>", b"a", 50 * MIB, "no end to a text"),
        (OFX, b"<", 300_000, "no end to a text"),
        (OFX + b"<N", b"a", 50 * MIB, "no end to a tag"),
        (OFX + b"<NAME>", b"&amp;", 2 * MIB, "no end to a text"),
        (CAMT, b"<a>", MIB, "too deep"),
        (CAMT + b"<Ntry>", b"<a>", MIB, "too deep"),
        (CAMT + b"<", b"a", 50 * MIB, "no end to a tag"),
        (CAMT + b"<!--", b"a", 50 * MIB, "no end to a tag"),
        (CAMT + b"<Ntry a='", b"a", 50 * MIB, "no end to a tag"),
        (CAMT + b"<Ntry>", b"a", 50 * MIB, "longer than any bank's"),
        (CAMT + b"<Ntry>", b"<a/>", 50 * MIB, "longer than any bank's"),
        (QIF + b"D", b"1", 50 * MIB, "Line 2: It is longer than 256 KiB"),
        (QIF, b"Sa\n$1\n", MIB, "Line 2: Here is a transaction to which there is no end"),
        (b"", b"{", 10 * MIB, "Line 1: It is longer than 256 KiB"),
    ],
)
def test_it_refuses_what_is_made_to_fill_the_memory(begin, part, size, words):
    assert words in verdict(io.BufferedReader(LongFile(begin, part, size // len(part))))


def test_it_lets_what_lies_between_bookings_go():
    part = b"<Bal><a>x</a></Bal>"
    file = LongFile(CAMT, part, MIB // 2 // len(part), b"</Stmt></BkToCstmrStmt></Document>")
    assert verdict(io.BufferedReader(file)) == 0


def zipped(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("statement.csv", content)
    return file


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (zipped(CSV), "This is a zip"),
        (zipped(b"0" * 10 * MIB), "This is a zip"),
        (io.BytesIO(b"%PDF-1.4\n1 0 obj"), "This is a PDF"),
        (io.BytesIO(b""), "The file is empty"),
        (io.BytesIO(b"\xef\xbb\xbf"), "No columns are found"),
        (io.BytesIO(CSV + b"2026\x00,1\n"), "Line 3: There is a NUL in it"),
        (io.BytesIO(CSV.replace(b"-1", b"\xe9\x81")), "Line 2: There are bytes in it that are not"),
        (io.BytesIO(CSV.decode().encode("utf-16-le")), "No column of the date"),
        (io.BytesIO(CSV.decode().encode("utf-16") + b"\x00\xd8"), "that are not utf-16"),
        (io.BytesIO(b"<html><body>Please sign in</body></html>"), "It is no CAMT.053: ask"),
    ],
)
def test_it_refuses_what_is_no_statement(file, words):
    assert words in verdict(file)


def test_it_reads_lines_that_end_in_every_way():
    text = "Date,Amount\r2026-01-31,-1\n2026-01-31,-2\r\n\r\r2026-01-31,-3"
    found = list(read_any(file_of(text)))
    assert [(each.line, each.amount) for each in found] == [(2, 1), (3, 2), (6, 3)]


def test_it_refuses_a_row_and_not_the_file_for_an_emoji_in_an_amount():
    found = list(read_csv(file_of("Date,Amount\n2026-01-31,5😀\n2026-01-31,5\n"), mapped()))
    assert reason(found) == "'5😀' is no amount with a decimal point."
    assert len(found) == 2


BEGINNINGS = [CSV, OFX, CAMT, QIF, b'{"date":', b"\xff\xfe", b"\xef\xbb\xbf", b"", CAMT + b"<Ntry>"]


def is_sound(row):
    """Whether all of it can be kept: no text too long, none that a database would not take."""
    if isinstance(row, Flaw):
        return bool(row.reason and row.line)
    texts = {name: getattr(row, name) for name in LENGTHS}
    return (
        row.amount > 0
        and row.type in {"expense", "income"}
        and all(len(text) <= LENGTHS[name] for name, text in texts.items())
        and b"\x00" not in "".join(texts.values()).encode()
    )


def outcome(read_all):
    """What it makes of each entry, or nothing where it refuses the file; any other exception
    fails the test."""
    try:
        return list(read_all())
    except Unreadable as error:
        return [Flaw(error.line or 1, error.reason)]


@given(begin=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=200))
@example(begin=b"", rest=b"\xff\xfe\x00")
@example(begin=QIF, rest="D1/1'²\nT5".encode())
@example(begin=OFX, rest=b"<DTPOSTED>20260131<TRNAMT>1<NAME>a\x00b")
@example(begin=OFX, rest=b"<DTPOSTED>20260131<TRNAMT>1<NAME>a<MEMO>" + b"b" * 10_001)
@example(begin=OFX, rest=b"<DTPOSTED>20260131<TRNAMT>1<FITID>" + b"b" * 256)
@example(begin=QIF, rest=b"D1/1'26\nT5\nPa\nM" + b"b" * 10_001)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_entries_flaws_or_a_refusal(begin, rest):
    assert all(map(is_sound, outcome(lambda: read_any(io.BytesIO(begin + rest)))))


@pytest.mark.parametrize("name", FORMATS)
@given(rest=st.binary(max_size=60), begin=st.sampled_from(BEGINNINGS))
@settings(max_examples=60, deadline=None)
def test_so_they_do_in_a_format_that_they_are_not_in(name, begin, rest):
    assert all(map(is_sound, outcome(lambda: read(io.BytesIO(begin + rest), name, mapped()))))
