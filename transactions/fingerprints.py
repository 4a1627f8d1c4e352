"""What a transaction was first recorded as, in one number: how an import knows it again.

It stays as it is when the row is edited: the bank says again what it once said. The day stands in
front, so that in the index the rows of a month lie side by side.
"""

from datetime import date
from decimal import Decimal
from hashlib import blake2b

from common.money import to_units
from common.periods import EARLIEST
from common.text import fold

RECOGNISED = ("date", "amount", "currency", "type", "refund", "description")
_BITS = 46
_FIRST = EARLIEST.toordinal()


def fingerprint(
    *, date: date, amount: Decimal, currency: str, type: str, refund: bool, description: str
) -> int:
    """63 bits of the day, the amount, the currency, which way it went, and the description without
    regard to case, width and spaces; two different rows of one day share it once in 7e13."""
    way = f"{type} {refund:d}"
    return fingerprint_of(date, to_units(amount), currency, way=way, folded=fold(description))


def fingerprint_of(day: date, units: int, currency: str, *, way: str, folded: str) -> int:
    """The same for whoever has all that at hand already."""
    text = f"{way} {units} {currency} {' '.join(folded.split())}"
    digest = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
    return (day.toordinal() - _FIRST) << _BITS | digest >> (64 - _BITS)
