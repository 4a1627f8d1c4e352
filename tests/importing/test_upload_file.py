"""What an upload answers, how its file is understood, and what is refused."""

import json

import pytest

from tests.entries import every_row, nothing_written
from tests.imports.uploading import (
    DAY,
    LIST,
    PATH,
    again,
    booked,
    counts,
    csv,
    imported,
    looked_at,
    rows_of,
    send,
    url_of,
)
from tests.refusals import faults, refused

OWN = '{"date":"2026-03-01","amount":"3.20","type":"expense","description":"Coffee"}'
CAMT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Acct>'
    "<Id><IBAN>DE1</IBAN></Id></Acct><Ntry><Amt Ccy='USD'>3.20</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
    "<Sts>BOOK</Sts><BookgDt><Dt>2026-03-01</Dt></BookgDt><AddtlNtryInf>Coffee</AddtlNtryInf>"
    "</Ntry></Stmt></BkToCstmrStmt></Document>"
)


def test_it_answers_with_the_import(alice_client):
    response = send(alice_client, csv(*DAY), name="March.csv")
    found = response.json()
    assert response.status_code == 201
    assert response["Location"].endswith(url_of(found))
    assert found == again(alice_client, found)
    assert found["rows_url"].endswith(url_of(found, "rows"))
    assert (found["status"], found["failure"], found["kept"]) == ("committed", "", [])
    assert (found["file_name"], found["format"], found["currency"]) == ("March.csv", "csv", "USD")
    assert (found["rows"], *counts(found)) == (3, 3, 0, 0, 3)
    assert booked(alice_client) == [
        ("2026-03-01", "-3.20", "Coffee"),
        ("2026-03-01", "-900.00", "Rent"),
        ("2026-03-02", "1500.00", "Wages"),
    ]


def test_it_lists_imports_the_latest_first(alice_client):
    made = [looked_at(alice_client, csv(row)) for row in DAY]
    assert every_row(alice_client, PATH, page_size=2) == made[::-1]
    assert every_row(alice_client, PATH, ordering="created_at") == made


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Date,Amount,Description\n2026-03-01,-3.20,Coffee\n", "csv"),
        ("!Type:Bank\nD2026-03-01\nT-3.20\nPCoffee\n^\n", "qif"),
        (
            "<OFX><CURDEF>USD<STMTTRN><DTPOSTED>20260301<TRNAMT>-3.20<FITID>1<NAME>Coffee</OFX>",
            "ofx",
        ),
        (CAMT, "camt"),
        (OWN, "jsonl"),
    ],
)
def test_it_tells_the_format_by_what_stands_in_it(alice_client, text, name):
    assert imported(alice_client, text, name="a.dat")["format"] == name
    assert booked(alice_client) == [("2026-03-01", "-3.20", "Coffee")]


def test_it_only_looks_where_it_is_told_so(alice, alice_client):
    text = csv(f"{DAY[0]},Brand new", head="Date,Amount,Description,Category")
    version, state = alice.book.version, alice_client.get("/api/transactions/totals/").json()
    looked_at(alice_client, text)
    assert booked(alice_client) == []
    assert alice_client.get("/api/transactions/totals/").json() == state
    names = [row["name"] for row in every_row(alice_client, "/api/categories/", page_size=500)]
    assert "Brand new" not in names
    changes = alice_client.get("/api/changes/").json()["changes"]
    assert {change["resource"] for change in changes} == {"category"}
    assert max(change["data"]["version"] for change in changes) <= version


def test_it_says_what_it_guessed_and_why(alice_client):
    text = "Buchungstag;Betrag;Kunde\n03.04.2026;3,20;Kaffee\n05.04.2026;1.900,00;Miete\n"
    found = looked_at(alice_client, text)
    assert found["mapping"] == {
        "encoding": "utf-8",
        "delimiter": ";",
        "header": 1,
        "date_format": "DD.MM.YYYY",
        "decimal": ",",
        "sign": "expense",
        "columns": {"date": "Buchungstag", "amount": "Betrag", "description": "Kunde"},
    }
    assert [reason[:25] for reason in found["reasons"]] == [
        "Column 3 looks like the d",
        "No amount has a minus: al",
    ]


def test_it_takes_a_mapping_with_the_file(alice_client):
    mapping = {"date_format": "MM/DD/YYYY", "sign": "income", "columns": {"description": "Who"}}
    text = csv("03/04/2026,5.00,Aunt", head="Day,Amount,Who")
    found = looked_at(alice_client, text, mapping=json.dumps(mapping))
    (row,) = rows_of(alice_client, found)
    assert (row["date"], row["type"], row["description"]) == ("2026-03-04", "income", "Aunt")


def test_it_knows_no_mapping_of_formats_that_need_none(alice_client):
    assert looked_at(alice_client, OWN)["mapping"] is None


@pytest.mark.parametrize(
    ("mapping", "at_fault"),
    [
        ({"sign": "minus"}, "mapping.sign"),
        ({"header": -1}, "mapping.header"),
        ({"columns": {"dates": "Date"}}, "mapping.columns.dates"),
        ({"columns": {"date": ["Date"]}}, "mapping.columns.date"),
        ({"date_format": "soon"}, "mapping.date_format"),
        ({"colour": "red"}, "mapping.colour"),
        ({"columns": {"date": "No such column"}}, "mapping"),
        ([], "mapping"),
    ],
)
def test_it_names_the_part_of_the_mapping_that_is_wrong(alice, alice_client, mapping, at_fault):
    with nothing_written(alice):
        response = send(alice_client, csv(*DAY), mapping=json.dumps(mapping))
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", at_fault)]
    assert every_row(alice_client, PATH) == []


@pytest.mark.parametrize("text", ["", "%PDF-1.7", "PK\x03\x04", "nothing\nof\na\ntable\n"])
def test_it_names_the_file_where_no_bank_wrote_it(alice, alice_client, text):
    with nothing_written(alice):
        response = send(alice_client, text)
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "file")]


def test_it_names_each_field_that_is_wrong(alice_client):
    response = alice_client.post(
        PATH, {"dry_run": "maybe", "currency": "ABC", "colour": "red"}, format="multipart"
    )
    assert refused(response, 400, "invalid")
    names = {name for _, name in faults(response)}
    assert names == {"file", "dry_run", "currency", "colour"}


def test_it_takes_nothing_but_a_form(alice_client):
    assert refused(alice_client.post(PATH, {"file": "a"}), 415, "unsupported_media_type")


def test_it_fails_where_there_is_nothing_to_book(alice_client):
    found = imported(alice_client, csv())
    assert (found["status"], found["rows"], found["created"]) == ("failed", 0, 0)
    assert found["failure"] == "There is nothing in it to book."
    assert alice_client.delete(url_of(found)).status_code == 204


def test_it_books_in_the_currency_that_is_given_or_the_rows_own(alice_client):
    head = "Date,Amount,Currency,Description"
    text = csv("2026-03-01,-1,EUR,A", "2026-03-01,-2,,B", "2026-03-01,-1.5,JPY,C", head=head)
    found = imported(alice_client, text, currency="CHF")
    assert counts(found) == (2, 0, 1, 2)
    rows = rows_of(alice_client, found)
    assert [row["currency"] for row in rows] == ["EUR", "CHF", None]
    assert (rows[2]["verdict"], rows[2]["line"]) == ("invalid", 4)
    assert rows[2]["reason"].startswith("1.5 has too many decimals")


def test_it_reports_rows_that_no_books_could_hold_and_books_the_others(alice_client):
    text = csv("2026-02-31,-1,A", "2026-03-01,-123456789012,B", "2026-03-01,-1.00,C")
    found = imported(alice_client, text)
    assert counts(found) == (1, 0, 2, 1)
    rows = rows_of(alice_client, found, verdict="invalid")
    assert [(row["row"], row["line"]) for row in rows] == [(1, 2), (2, 3)]
    assert all(row["reason"] and row["date"] is None is row["amount"] for row in rows)
    assert booked(alice_client) == [("2026-03-01", "-1.00", "C")]


def test_it_puts_rows_into_the_categories_that_the_file_names(alice_client):
    head = "Date,Amount,Description,Category"
    text = csv("2026-03-01,-1,A,food", "2026-03-01,-2,B,Skiing", "2026-03-01,-3,C,123", head=head)
    found = imported(alice_client, text)
    names = {row["description"]: row["category_name"] for row in every_row(alice_client, LIST)}
    assert names == {"A": "Food", "B": "Skiing", "C": None}
    numbers = rows_of(alice_client, found)[2]
    assert (numbers["verdict"], numbers["category"]) == ("new", None)
    assert numbers["reason"].startswith("“123” becomes no category")


def test_it_refuses_more_categories_than_anybody_has(alice_client):
    head = "Date,Amount,Description,Category"
    rows = (f"2026-03-01,-1,A,Name {number}" for number in range(1_001))
    found = imported(alice_client, csv(*rows, head=head))
    assert (found["status"], found["created"]) == ("failed", 0)
    assert found["failure"].startswith("It has more than 1,000 categories")
    assert booked(alice_client) == []
