"""CAMT.053: bookings, the payments in them, and XML that means harm."""

from datetime import date
from decimal import Decimal

import pytest

from imports.camt import read_camt
from imports.entries import Entry, Unreadable
from tests.imports.reading import entries, file_of, reason

PAYMENT = (
    "<TxDtls><Amt Ccy='EUR'>{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd>"
    "<RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties></TxDtls>"
)


def booking(details="", *, amount="30.00", currency="EUR", direction="DBIT", more=""):
    return (
        f"<Ntry><Amt Ccy='{currency}'>{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>"
        f"<BookgDt><Dt>2026-01-31</Dt></BookgDt>{more}<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def statement(*bookings, version="08", head=""):
    return file_of(
        f"{head}<Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}'>"
        "<BkToCstmrStmt><Stmt><Acct><Id><IBAN>DE12</IBAN></Id></Acct>"
        f"{''.join(bookings)}</Stmt></BkToCstmrStmt></Document>"
    )


@pytest.mark.parametrize("version", [f"{number:02}" for number in range(2, 9)])
def test_it_reads_a_booking_of_each_version(version):
    party = "<Pty><Nm>Baker</Nm></Pty>" if version == "08" else "<Nm>Baker</Nm>"
    details = (
        f"<TxDtls><RltdPties><Cdtr>{party}</Cdtr></RltdPties>"
        "<RmtInf><Ustrd>Two</Ustrd><Ustrd>rolls</Ustrd></RmtInf></TxDtls>"
    )
    status = "<Sts><Cd>BOOK</Cd></Sts>" if version > "04" else "<Sts>BOOK</Sts>"
    more = f"{status}<AcctSvcrRef>7</AcctSvcrRef>"
    assert entries(read_camt(statement(booking(details, more=more), version=version))) == [
        Entry(
            line=1,
            date=date(2026, 1, 31),
            amount=Decimal(30),
            type="expense",
            currency="EUR",
            description="Baker",
            notes="Two rolls",
            external_id="camt:DE12:7",
        )
    ]


def test_it_reads_the_payments_of_a_booking():
    details = PAYMENT.format(amount="10", name="A") + PAYMENT.format(amount="20", name="B")
    more = "<NtryRef>7</NtryRef>"
    found = entries(read_camt(statement(booking(details, more=more))))
    assert [(each.description, each.amount, each.external_id) for each in found] == [
        ("A", 10, "camt:DE12:7:0"),
        ("B", 20, "camt:DE12:7:1"),
    ]


def test_it_reads_a_booking_as_one_whose_payments_do_not_add_up():
    details = PAYMENT.format(amount="10", name="A") + PAYMENT.format(amount="10", name="B")
    (found,) = entries(read_camt(statement(booking(details))))
    assert found.amount == 30


def test_it_takes_the_bookings_own_word_for_which_way_it_went():
    details = PAYMENT.format(amount="30", name="A")
    (found,) = entries(read_camt(statement(booking(details, direction="CRDT"))))
    assert found.type == "income"


def test_it_leaves_out_what_is_pending():
    rows = booking(more="<Sts><Cd>PDNG</Cd></Sts>"), booking(direction="CRDT")
    assert [(each.line, each.type) for each in entries(read_camt(statement(*rows)))] == [
        (2, "income")
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (booking(amount="0.00"), "The amount is zero"),
        (booking(amount="1,50"), "'1,50' is no amount with a decimal point."),
        (booking(amount="9" * 20), "more digits than an amount can have"),
        (booking(currency="EURO"), "'EURO' is no currency of ISO 4217."),
        (booking(direction="BOTH"), "neither credit nor debit (CdtDbtInd)"),
        (booking().replace("01-31", "02-31"), "There is no day '2026-02-31' in the calendar."),
        ("<Ntry/>", "There is no amount (Amt)."),
        (booking().replace("BookgDt", "Other"), "There is no date (BookgDt)."),
    ],
)
def test_it_says_what_is_wrong_with_a_booking(row, words):
    found = list(read_camt(statement(row, booking())))
    assert words in reason(found)
    assert [each.line for each in found] == [1, 2]


LAUGHS = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>'


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (statement(booking(), head=LAUGHS), "has a DOCTYPE"),
        (statement(head='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "a DOCTYPE"),
        (statement(head='<!DOCTYPE x SYSTEM "http://localhost/x.dtd">'), "has a DOCTYPE"),
        (statement("<Ntry>&a;</Ntry>"), "no whole XML"),
        (statement("<Ntry>"), "no whole XML"),
        (file_of("<a/>"), "It is no CAMT.053: ask your bank"),
        (file_of("<Document xmlns='urn:x:camt.054.001.08'/>"), "It is no CAMT.053: ask"),
        (statement("<a>" * 100), "too deep"),
        (statement(*(f"<a{number}/>" for number in range(3000))), "too many names"),
        (statement(*(f"<a xmlns:a{n}='b'/>" for n in range(3000))), "too many names"),
        (statement(f"<!--{'x' * 1_100_000}-->"), "no end to a tag"),
        (statement(f"<Ntry>{'x' * 1_100_000}</Ntry>"), "longer than any bank's"),
        (statement(f"<Ntry>{'<a/>' * 50_000}</Ntry>"), "longer than any bank's"),
        (statement(head='<?xml version="1.0" encoding="utf-7"?>'), "an encoding that is not read"),
        (statement(head='<?xml version="1.0" encoding="rot13"?>'), "an encoding that is not read"),
        (statement(head='<?xml version="1.0" encoding="none"?>'), "an encoding that is not read"),
    ],
)
def test_it_refuses_xml_that_is_no_statement(file, words):
    with pytest.raises(Unreadable, match=words):
        list(read_camt(file))
