"""OFX: SGML without end tags, XML, and what banks make of them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.entries import Entry, Unreadable
from imports.ofx import read_ofx
from tests.imports.reading import entries, file_of, reason

HEAD = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1<ACCTID>2"
GOOD = {"DTPOSTED": "20260131", "TRNAMT": "-1.50", "FITID": "7", "NAME": "Baker"}


def sgml(**fields):
    body = "\n".join(f"<{name}>{text}" for name, text in (GOOD | fields).items() if text)
    return file_of(f"{HEAD}</BANKACCTFROM>\n<STMTTRN>\n{body}\n</STMTTRN>\n</STMTRS></OFX>")


def test_it_reads_a_transaction_without_end_tags():
    assert entries(read_ofx(sgml(MEMO="Two rolls"))) == [
        Entry(
            line=5,
            date=date(2026, 1, 31),
            amount=Decimal("1.5"),
            type="expense",
            currency="EUR",
            description="Baker",
            notes="Two rolls",
            external_id="ofx:1:2:7",
        )
    ]


def test_it_reads_transactions_whose_own_end_tags_are_missing():
    text = f"{HEAD}<STMTTRN><DTPOSTED>20260131<TRNAMT>1<STMTTRN><DTPOSTED>20260131<TRNAMT>2"
    assert [each.amount for each in entries(read_ofx(file_of(text)))] == [1, 2]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("-1,50", "1.5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("+2", "2")],
)
def test_it_takes_either_mark_before_the_decimals(text, amount):
    assert entries(read_ofx(sgml(TRNAMT=text)))[0].amount == Decimal(amount)


def test_it_takes_the_currency_of_the_amount_and_not_what_it_once_was():
    text = "<CURRENCY><CURSYM>USD</CURRENCY><ORIGCURRENCY><CURSYM>CHF</ORIGCURRENCY>"
    (found,) = entries(read_ofx(sgml(NAME=f"Baker{text}")))
    assert (found.currency, found.description) == ("USD", "Baker")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Caf&#233; &amp; Co", "Café & Co"),
        ("a & b", "a & b"),
        ("<![CDATA[a & b > c]]>", "a & b > c"),
        ("a < b", "a < b"),
        ("&lt;STMTTRN&gt;", "<STMTTRN>"),
        ("A<!-- no -->B", "AB"),
    ],
)
def test_it_reads_a_text(text, name):
    assert entries(read_ofx(sgml(NAME=text)))[0].description == name


@pytest.mark.parametrize("place", range(65_536 - 90, 65_536 + 10))
def test_it_reads_on_over_the_end_of_a_piece(place):
    text = f"{HEAD}{' ' * (place - len(HEAD))}<STMTTRN><DTPOSTED>20260131<TRNAMT>-1.50<NAME>"
    text += "<![CDATA[a & b]]>é &amp; c</NAME></STMTTRN>"
    (found,) = entries(read_ofx(file_of(text)))
    assert (found.description, found.amount) == ("a & bé & c", Decimal("1.5"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"TRNAMT": ""}, "There is no amount (TRNAMT)."),
        ({"TRNAMT": "0.00"}, "The amount is zero"),
        ({"TRNAMT": "9" * 20}, "more digits than an amount can have"),
        ({"DTPOSTED": ""}, "There is no date (DTPOSTED)."),
        ({"DTPOSTED": "20260231"}, "There is no day '20260231' in the calendar."),
        ({"NAME": "A<CURRENCY><CURSYM>XXQ</CURRENCY>"}, "'XXQ' is no currency of ISO 4217."),
    ],
)
def test_it_says_what_is_wrong_with_a_transaction(fields, words):
    assert words in reason(read_ofx(sgml(**fields)))


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE x>" + HEAD,
        '<!DOCTYPE x [<!ENTITY a "b">]>' + HEAD,
        HEAD + '<!entity lol "&lol;&lol;">',
    ],
)
def test_it_refuses_entities(text):
    with pytest.raises(Unreadable, match="defines entities of its own"):
        list(read_ofx(file_of(text)))


def test_it_refuses_what_has_no_ofx_in_it():
    with pytest.raises(Unreadable, match="There is no <OFX> in it"):
        list(read_ofx(file_of("hello")))


@given(st.lists(st.sampled_from(["<", ">", "/", "STMTTRN", "<!", "[CDATA[", "]]>", "&#0;", "é"])))
@settings(max_examples=150, deadline=None)
def test_it_reads_any_mess_of_tags(parts):
    for each in read_ofx(file_of(HEAD + "<STMTTRN>" + "".join(parts))):
        assert each.line
