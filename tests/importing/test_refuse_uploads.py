"""Uploads that mean no good: each is refused in words, or reported row by row, and leaves nothing.

What the readers make of such files by themselves is in tests/imports/test_refuse_files.py.
"""

import gzip
import io
import json
import zipfile

import pytest

from imports.models import Import, ImportPiece, ImportRow
from tests.entries import nothing_written
from tests.importing.importer import FORM, form
from tests.imports.uploading import PATH, booked, csv, imported, rows_of, send, url_of
from tests.refusals import faults, refused

MIB = 1024 * 1024
ROW = "2026-03-01,-3.20,Coffee"
FILE = csv(ROW).encode()
HEAD = csv().encode()
#: One part of a form that has two of the file.
FIRST = form(FILE).rpartition(b"\r\n--")[0] + b"\r\n"
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = b"<!DOCTYPE x [<!ENTITY l0 'ha'>%s]>" % b"".join(
    b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)
)
CAMT = (
    b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><BkToCstmrStmt><Stmt><Ntry>"
    b"<Amt Ccy='EUR'>1</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-03-01</Dt></BookgDt>"
    b"<AddtlNtryInf>&e;&l9;</AddtlNtryInf></Ntry></Stmt></BkToCstmrStmt></Document>"
)
OFX = (
    b'<?OFX OFXHEADER="200" VERSION="211"?><OFX><STMTTRN><DTPOSTED>20260301</DTPOSTED>'
    b"<TRNAMT>-1</TRNAMT><FITID>1</FITID><NAME>&e;&l9;</NAME></STMTTRN></OFX>"
)


def zipped(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("statement.csv", content)
    return file.getvalue()


def uploaded(client, body, kind=FORM):
    return client.generic("POST", PATH, body, kind)


def is_nothing_kept():
    return not any(model.objects.exists() for model in (Import, ImportPiece, ImportRow))


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"%PDF-1.7\n1 0 obj", "a PDF"),
        (zipped(FILE), "a zip"),
        (zipped(b"0" * 8 * MIB), "a zip"),
        (gzip.compress(b"0" * 8 * MIB), "compressed by gzip"),
        (XXE + CAMT, "DOCTYPE"),
        (LAUGHS + CAMT, "DOCTYPE"),
        (XXE + OFX, "entities of its own"),
        (LAUGHS + OFX, "entities of its own"),
        (HEAD + b"2026-03-02,-1.00," + b"a" * 3 * MIB, "Line 2: It is longer than 256 KiB"),
        (FILE.replace(b"Coffee", b"Cof\x00ee"), "Line 2: There is a NUL"),
        (b",".join([b"a"] * 10_000), "No columns are found"),
        (csv(ROW + ",a" * 10_000).encode(), "Line 2: It has 10,003 columns"),
    ],
)
def test_it_refuses_a_file(alice, alice_client, file, words):
    with nothing_written(alice):
        response = send(alice_client, file)
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "file")]
    assert words in response.json()["detail"]
    assert is_nothing_kept()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (b'2026-03-02,-1.00,"Tea\n' + b"2026-03-02,-1.00,Tea\n" * 9, "A quotation mark is opened"),
        (b"2026-03-02,-1.00,T\x00a\n", "There is a NUL"),
        (b"2026-03-02,-1.00" + b",a" * 10_000, "It has 10,002 columns"),
        (b"2026-03-02,-1.00," + b"a" * MIB, "It is longer than 256 KiB"),
    ],
)
def test_it_books_nothing_of_a_file_that_ends_badly(alice_client, end, words):
    # More than a piece is read before.
    file = csv(*(f"2026-03-01,-3.20,Coffee {n}" for n in range(6000))).encode()
    found = imported(alice_client, file + end)
    assert found["status"] == "failed"
    assert found["failure"].startswith(f"Line 6002: {words}")
    assert (found["created"], booked(alice_client)) == (0, [])
    assert alice_client.delete(url_of(found)).status_code == 204
    assert is_nothing_kept()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-02-31,-1.00,Tea,EUR", "There is no day '2026-02-31'"),
        ("2026-03-01,-12345678901234567890,Tea,EUR", "more digits than an amount can have"),
        ("2026-03-01,-1.00,Tea,XYZ", "'XYZ' is no currency"),
        ("2026-03-01,-1.50,Tea,JPY", "too many decimals"),
        ("2026-03-01,0.00,Tea,EUR", "The amount is zero"),
        ('2026-03-01,-1.00,"T"ea,EUR', "A quotation mark stands within a cell"),
        (f"2026-03-01,-1.00,{'x' * 256},EUR", "more than 255 characters"),
    ],
)
def test_it_reports_a_row_and_books_the_others(alice_client, row, words):
    text = csv(f"{ROW},EUR", row, f"{ROW},USD", head="Date,Amount,Description,Currency")
    found = imported(alice_client, text)
    assert (found["status"], found["invalid"], found["created"]) == ("committed", 1, 2)
    (invalid,) = rows_of(alice_client, found, verdict="invalid")
    assert (invalid["line"], invalid["transaction"]) == (3, None)
    assert words in invalid["reason"]


def test_it_reads_lines_that_end_in_every_way(alice_client):
    found = imported(alice_client, f"Date,Amount,Description\r\n{ROW}\r{ROW}\n\n\r{ROW}")
    assert (found["rows"], found["created"]) == (3, 3)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\March.csv", "March.csv"),
        ("a\x00b.csv", "ab.csv"),
        ("🏦 März.csv", "🏦 März.csv"),
        (f"{'ü' * 300}.csv", f"{'ü' * 251}.csv"),
        ("<script>.csv", "<script>.csv"),
    ],
)
def test_it_keeps_a_name_and_no_path(alice_client, name, kept):
    response = uploaded(alice_client, form(FILE, name=name))
    assert (response.status_code, response.json()["file_name"]) == (201, kept)


@pytest.mark.parametrize("name", ["", "..", "."])
def test_it_takes_no_file_without_a_name(alice, alice_client, name):
    with nothing_written(alice):
        response = uploaded(alice_client, form(FILE, name=name))
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "file")]


@pytest.mark.parametrize(
    ("mapping", "attr"),
    [
        ([1], "mapping"),
        ("x", "mapping"),
        (None, "mapping"),
        ({"colour": 1}, "mapping.colour"),
        ({"columns": ["date"]}, "mapping.columns"),
        ({"columns": {"date": ["x"]}}, "mapping.columns.date"),
        ({"columns": {"date": True}}, "mapping.columns.date"),
        ({"columns": {"date": -1}}, "mapping"),
        ({"columns": {"date": 10**15}}, "mapping"),
        ({"columns": {"date": "x" * 100_000}}, "mapping"),
        ({"sign": ["expense"]}, "mapping.sign"),
        ({"sign": {"expense": 1}}, "mapping.sign"),
        ({"date_format": ["YYYY-MM-DD"]}, "mapping.date_format"),
        ({"date_format": "Y" * 100_000}, "mapping.date_format"),
        ({"header": True}, "mapping.header"),
        ({"header": 10**30}, "mapping.header"),
        ({"header": 999}, "mapping"),
        ({"encoding": "utf-7"}, "mapping.encoding"),
        ({"encoding": "utf-16"}, "mapping"),
        ({"delimiter": ""}, "mapping.delimiter"),
    ],
)
def test_it_refuses_a_mapping(alice, alice_client, mapping, attr):
    with nothing_written(alice):
        response = send(alice_client, FILE, mapping=json.dumps(mapping))
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", attr)]
    assert is_nothing_kept()


@pytest.mark.parametrize(
    ("mapping", "status"),
    [
        ('{"columns":' * 100_000 + "1" + "}" * 100_000, 400),
        ('{"sign": "income", "sign": "expense"}', 400),
        ('{"header": NaN}', 400),
        ("{sign: expense}", 400),
        (json.dumps({"columns": {"date": "x" * 2 * MIB}}), 413),
        ("[" * 3 * MIB, 413),
    ],
)
def test_it_refuses_what_is_no_mapping(alice, alice_client, mapping, status):
    with nothing_written(alice):
        assert send(alice_client, FILE, mapping=mapping).status_code == status
    assert is_nothing_kept()


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (form(FILE)[:-30], FORM, 400, "invalid"),
        (form(FILE).partition(b"\r\n\r\n")[0], FORM, 400, "invalid"),
        (form(FILE), "multipart/form-data", 400, "malformed"),
        (form(FILE), "multipart/form-data; boundary=other", 400, "invalid"),
        (FIRST + form(FILE), FORM, 400, "malformed"),
        (form(FILE, file=ROW), FORM, 400, "malformed"),
        (form(FILE, dry_run="maybe"), FORM, 400, "invalid"),
        (form(FILE, currency="XYZ"), FORM, 400, "invalid"),
        (form(FILE, colour="red"), FORM, 400, "invalid"),
        (form(FILE, **{f"f{n}": "" for n in range(1001)}), FORM, 400, "malformed"),
        (b'{"file": "x"}', "application/json", 415, "unsupported_media_type"),
        (b"file=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (FILE, "text/csv", 415, "unsupported_media_type"),
        (FILE, "", 415, "unsupported_media_type"),
    ],
)
def test_it_refuses_what_is_no_upload(alice, alice_client, body, kind, status, code):
    with nothing_written(alice):
        assert refused(uploaded(alice_client, body, kind), status, code)
    assert is_nothing_kept()


@pytest.mark.parametrize("end", ["", "2026-03-02,-1.00," + "a" * 3 * MIB])
def test_it_leaves_no_file_behind(alice_client, settings, tmp_path, end):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024
    send(alice_client, csv(*[ROW] * 100) + end).close()
    assert list(tmp_path.iterdir()) == []
