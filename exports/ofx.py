"""OFX 2.2 (XML): a statement for each currency, read by other programs and, whole, by ours.

After "Open Financial Exchange Specification 2.2", sections 2.3, 2.7 and 11.4. A NAME has 32
characters and a MEMO 255, and there is no place for a category: EXPTRACK.DATA, an element of our
own as section 2.7 allows them, holds all that as JSON. Whoever does not know it passes over it.
"""

from collections.abc import Iterator
from datetime import date
from html import escape

from common.money import from_units, money_text, units_text
from exports.rows import Books, Row, Span
from exports.texts import json_line, one_line, rest_of

OWN_TAG = "EXPTRACK.DATA"
_NAME, _MEMO = 32, 255
_OK = "<STATUS><CODE>0</CODE><SEVERITY>INFO</SEVERITY></STATUS>"
_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>
<OFX>
<SIGNONMSGSRSV1><SONRS>{ok}<DTSERVER>{today}</DTSERVER><LANGUAGE>ENG</LANGUAGE></SONRS>\
</SIGNONMSGSRSV1>
<BANKMSGSRSV1>
"""
_BEGIN = """<STMTTRNRS><TRNUID>0</TRNUID>{ok}<STMTRS><CURDEF>{currency}</CURDEF>
<BANKACCTFROM><BANKID>EXPTRACK</BANKID><ACCTID>{currency}</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE>\
</BANKACCTFROM>
<BANKTRANLIST><DTSTART>{start}</DTSTART><DTEND>{end}</DTEND>
"""
_END = """</BANKTRANLIST>
<LEDGERBAL><BALAMT>{balance}</BALAMT><DTASOF>{end}</DTASOF></LEDGERBAL>
</STMTRS></STMTTRNRS>
"""
_TAIL = "</BANKMSGSRSV1>\n</OFX>\n"


def write_ofx(books: Books) -> Iterator[bytes]:
    """Books without a row give a statement without one."""
    yield _HEAD.format(ok=_OK, today=_noon(books.today)).encode()
    for span in books.spans() or [Span(books.currency, books.today, books.today)]:
        yield from _statement(books, span)
    yield _TAIL.encode()


def _statement(books: Books, span: Span) -> Iterator[bytes]:
    start, end = _noon(span.start), _noon(span.end)
    yield _BEGIN.format(ok=_OK, currency=span.currency, start=start, end=end).encode()
    balance = 0
    for page in books.pages(span.currency):
        balance += sum(row.amount if row.came_in else -row.amount for row in page)
        yield "".join(map(_transaction, page)).encode()
    amount = money_text(from_units(balance), span.currency)
    yield _END.format(balance=amount, end=end).encode()


def _transaction(row: Row) -> str:
    kind, sign = ("CREDIT", "") if row.came_in else ("DEBIT", "-")
    name, memo = one_line(row.description)[:_NAME], one_line(row.notes)[:_MEMO]
    return (
        f"<STMTTRN><TRNTYPE>{kind}</TRNTYPE><DTPOSTED>{_noon(row.date)}</DTPOSTED>"
        f"<TRNAMT>{sign}{units_text(row.amount, row.currency)}</TRNAMT><FITID>{row.id}</FITID>"
        f"{_element('NAME', name)}{_element('MEMO', memo)}"
        f"{_element(OWN_TAG, json_line(rest_of(row)))}</STMTTRN>\n"
    )


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>" if text else ""


def _noon(day: date | str) -> str:
    """By midnight of Greenwich, programs further west would show the day before."""
    return str(day).replace("-", "") + "120000"
