"""CAMT.053, the bank-to-customer statement of ISO 20022, in its versions 001.02 to 001.08.

After the message definition reports "Bank-to-Customer Cash Management". What is booked counts, not
what is pending; a booking of several payments that says what each came to is read as these.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import BinaryIO

# Its shapes alone: what parses is defusedxml's.
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # nosec B405

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from common.currencies import CURRENCIES
from imports.amounts import DateFormat, read_amount
from imports.entries import Entry, Flaw, Read, Unreadable, checked_length
from imports.text import sample_of

#: Also within names of their own, as "ISO:camt.053.001.02:APC:STUZZA:payments:003" of Austria's.
_NAMESPACE = "camt.053.001."
_DAY = DateFormat("YYYY-MM-DD")
_A_PIECE = 16 * 1024
#: Far more than any booking has; what has more is made to fill the memory.
_DEEPEST, _MOST_NAMES, _LONGEST = 64, 2000, 1024 * 1024
_AN_ELEMENT = 64
#: Document, BkToCstmrStmt, Stmt, and in it accounts and bookings.
_FLOOR = 4


def read_camt(file: BinaryIO) -> Read:
    """An entry or a flaw for each booking, or for each payment of one that says what each came to.

    `line` is which booking of the file it is: XML has no lines to speak of.
    """
    sample_of(file)
    for number, (account, booking) in enumerate(_bookings(file), start=1):
        yield from _of_booking(number, booking, account)


def _bookings(file: BinaryIO) -> Iterator[tuple[str, Element]]:
    """Each with the account that it is of."""
    kept = _Kept()
    parser = DefusedXMLParser(target=kept, forbid_dtd=True)
    idle = 0
    while piece := file.read(_A_PIECE):
        before = kept.events
        _feed(parser, piece)
        idle = idle + len(piece) if kept.events == before else 0
        if idle > _LONGEST:
            raise Unreadable("It is no CAMT.053: there is no end to a tag.")
        yield from kept.taken()
    _feed(parser, None)
    yield from kept.taken()


def _feed(parser: DefusedXMLParser, piece: bytes | None) -> None:
    """None ends it."""
    try:
        if piece is None:
            parser.close()
        else:
            parser.feed(piece)
    except ParseError as error:
        raise Unreadable(f"It is no whole XML ({error}): download it again.") from None
    except DefusedXmlException:
        raise Unreadable("It has a DOCTYPE, which no bank's statement has.") from None
    except (LookupError, ValueError):
        raise Unreadable("It is in an encoding that is not read: save it in UTF-8.") from None


class _Kept:
    """What is kept of the XML: the account, one booking after the other, and nothing else."""

    def __init__(self) -> None:
        self.events = 0
        self._path: list[str] = []
        self._names: set[str] = set()
        self._builder: TreeBuilder | None = None
        self._size = 0
        self._account = ""
        self._found: list[tuple[str, Element]] = []

    def taken(self) -> list[tuple[str, Element]]:
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, name = tag.rpartition("}")
        if not self._path and _NAMESPACE not in namespace:
            raise Unreadable("It is no CAMT.053: ask your bank for that, or for CSV.")
        self._names.update((name, *attributes))
        self._path.append(name)
        if len(self._path) > _DEEPEST or len(self._names) > _MOST_NAMES:
            raise Unreadable("It is no CAMT.053: it has too many names, or is too deep.")
        if len(self._path) == _FLOOR and name in {"Acct", "Ntry"}:
            self._builder, self._size = TreeBuilder(), 0
        if self._builder:
            self._builder.start(name, {"Ccy": attributes.get("Ccy", "")})
        self._count(_AN_ELEMENT)

    def data(self, text: str) -> None:
        if self._builder:
            self._builder.data(text)
        self._count(len(text))

    def end(self, tag: str) -> None:
        self.events += 1
        is_whole = self._builder is not None and len(self._path) == _FLOOR
        name = self._path.pop()
        if self._builder:
            self._builder.end(name)
        if self._builder and is_whole:
            self._keep(name, self._builder.close())
            self._builder = None

    def start_ns(self, prefix: str, namespace: str) -> None:
        self._names.add(f"xmlns:{prefix}")

    def close(self) -> None:
        """For the parser's sake."""

    def _keep(self, name: str, element: Element) -> None:
        if name == "Acct":
            self._account = _text(element, "Id/IBAN") or _text(element, "Id/Othr/Id")
        else:
            self._found.append((self._account, element))

    def _count(self, size: int) -> None:
        self.events += 1
        self._size += size if self._builder else 0
        if self._size > _LONGEST:
            raise Unreadable("A booking is longer than any bank's: this is no CAMT.053.")


def _of_booking(number: int, booking: Element, account: str) -> Iterator[Entry | Flaw]:
    status = _text(booking, "Sts/Cd") or _text(booking, "Sts")
    if status not in {"BOOK", ""}:
        return
    payments = booking.findall("NtryDtls/TxDtls")
    try:
        parts = _parts(booking, payments)
        for place, (payment, amount) in enumerate(parts):
            part = f":{place}" if len(parts) > 1 else ""
            yield _entry(number, booking, payment, amount, account, part)
    except ValueError as error:
        yield Flaw(number, str(error))


def _parts(booking: Element, payments: list[Element]) -> list[tuple[Element, Element]]:
    """The payments with what each came to, where that adds up; else the booking as one."""
    whole = booking.find("Amt")
    if whole is None:
        raise ValueError("There is no amount (Amt).")
    # An element without children counts as nothing, so `or` would not do.
    named = [[*each.findall("Amt"), *each.findall("AmtDtls/TxAmt/Amt")] for each in payments]
    found = [amounts[0] for amounts in named if amounts]
    if len(found) == len(payments) > 1 and _sum(found) == _amount(whole):
        return list(zip(payments, found, strict=True))
    return [(payments[0] if len(payments) == 1 else booking, whole)]


def _sum(amounts: list[Element]) -> Decimal:
    return sum((_amount(each) for each in amounts), Decimal(0))


def _amount(element: Element) -> Decimal:
    return read_amount(element.text or "", ".")


def _entry(
    number: int, booking: Element, payment: Element, amount: Element, account: str, part: str
) -> Entry:
    currency = amount.get("Ccy", "")
    if currency not in CURRENCIES:
        raise ValueError(f"{currency!r} is no currency of ISO 4217.")
    if not _amount(amount):
        raise ValueError("The amount is zero, so that there is nothing to book.")
    # Of a booking that is read as one, its own word counts and not that of a payment in it.
    came_in = _direction(payment if part else booking, booking) == "CRDT"
    name, info = _party(payment, came_in=came_in), _said(booking, payment)
    return Entry(
        number,
        _day(booking),
        _amount(amount),
        "income" if came_in else "expense",
        currency=currency,
        description=(name or info)[:255],
        notes=info[:10_000] if name else "",
        external_id=_reference(booking, account, part),
    )


def _said(booking: Element, payment: Element) -> str:
    """What it was for: in words, else by the payee's number, else in the bank's words."""
    words = " ".join(filter(None, (each.text for each in payment.findall("RmtInf/Ustrd"))))
    found = words.strip() or _text(payment, "RmtInf/Strd/CdtrRefInf/Ref")
    return found or _text(payment, "AddtlTxInf") or _text(booking, "AddtlNtryInf")


def _direction(*elements: Element) -> str:
    found = next(filter(None, (_text(each, "CdtDbtInd") for each in elements)), "")
    if found not in {"CRDT", "DBIT"}:
        raise ValueError("It says neither credit nor debit (CdtDbtInd).")
    return found


def _party(payment: Element, *, came_in: bool) -> str:
    """Whom it came from, or went to; since 001.08 a party is one floor further down."""
    role = "Dbtr" if came_in else "Cdtr"
    places = (f"{each}{floor}" for each in (role, f"Ultmt{role}") for floor in ("", "/Pty"))
    found = (_text(payment, f"RltdPties/{place}/Nm") for place in places)
    return next(filter(None, found), "")


def _day(booking: Element) -> date:
    for place in ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm"):
        if text := _text(booking, place):
            return _DAY.read(text[:10])
    raise ValueError("There is no date (BookgDt).")


def _reference(booking: Element, account: str, part: str) -> str:
    """The bank's own number, which is unique within the account."""
    found = _text(booking, "AcctSvcrRef") or _text(booking, "NtryRef")
    return checked_length("external_id", f"camt:{account}:{found}{part}") if found else ""


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()
