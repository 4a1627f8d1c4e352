"""OFX as any program reads it: by XML, knowing nothing of what is ours in it."""

from decimal import Decimal

from defusedxml.ElementTree import fromstring

from exports.ofx import write_ofx
from tests.exports.listed import NASTY, make, nasty, written


def statements(rows=()):
    root = fromstring(written(write_ofx, rows))
    assert root.tag == "OFX"
    return root.findall("BANKMSGSRSV1/STMTTRNRS/STMTRS")


def test_it_writes_a_statement_for_each_currency():
    rows = [
        make(1, "10.00"),
        make(2, "2.50", refund=True, date="2026-03-05"),
        make(3, "100", currency="JPY", type="income"),
    ]
    yen, dollars = statements(rows)
    assert [yen.findtext("CURDEF"), dollars.findtext("CURDEF")] == ["JPY", "USD"]
    amounts = [each.text for each in dollars.iter("TRNAMT")]
    assert amounts == ["-10.00", "2.50"]
    assert dollars.findtext("LEDGERBAL/BALAMT") == "-7.50"
    assert yen.findtext("LEDGERBAL/BALAMT") == "100"
    span = [dollars.findtext(f"BANKTRANLIST/{tag}")[:8] for tag in ("DTSTART", "DTEND")]
    assert span == ["20260301", "20260305"]


def test_it_writes_a_transaction():
    text = "A description that is longer than the 32 of a name"
    (found,) = statements([make(7, description=text, notes="two\nlines")])[0].iter("STMTTRN")
    told = {each.tag: each.text for each in found if each.tag != "EXPTRACK.DATA"}
    assert told == {
        "TRNTYPE": "DEBIT",
        "DTPOSTED": "20260301120000",
        "TRNAMT": "-10.00",
        "FITID": "7",
        "NAME": "A description that is longer tha",
        "MEMO": "two lines",
    }


def test_nasty_texts_are_texts():
    (statement,) = statements(nasty())
    found = list(statement.iter("STMTTRN"))
    assert [each.findtext("FITID") for each in found] == [
        str(number) for number in range(1, len(NASTY) + 1)
    ]
    assert all(each.tag != "STMTTRN" for one in found for each in one)
    assert all(len(each.text) <= 32 for each in statement.iter("NAME"))
    assert statement.findtext("LEDGERBAL/BALAMT") == str(Decimal("-10.00") * len(NASTY))


def test_books_without_a_row_are_a_statement_without_one():
    (statement,) = statements()
    assert statement.findtext("CURDEF") == "USD"
    assert statement.findtext("LEDGERBAL/BALAMT") == "0.00"
    assert not list(statement.iter("STMTTRN"))
