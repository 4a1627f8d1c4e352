"""The currencies that amounts may be in: ISO 4217, current or withdrawn since 1990.

Withdrawn ones stay because old books exist. Codes for which ISO gives no minor unit (gold,
special drawing rights, "no currency") are left out: no amount could be rounded in them.
Source: the lists of SIX, the ISO 4217 maintenance agency, published on 2026-01-01;
`currency_table` says where each column comes from.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from common.currency_table import CURRENT, WITHDRAWN

# Columns of amounts are as wide as this; a test holds it to the table.
MAX_EXPONENT = 4


@dataclass(frozen=True, slots=True)
class Currency:
    """One ISO 4217 currency; `exponent` is its number of decimals, 0 to `MAX_EXPONENT`."""

    code: str
    exponent: int
    name: str
    # "2023-01", the month in which ISO dropped it; None while it is current.
    withdrawn: str | None


CURRENCIES: Mapping[str, Currency] = MappingProxyType(
    {code: Currency(code, exponent, name, None) for code, exponent, name in CURRENT}
    | {code: Currency(code, exponent, name, month) for code, exponent, name, month in WITHDRAWN}
)


def exponent_of(code: str) -> int:
    """Decimals of the currency with this upper-case code; KeyError when there is none."""
    return CURRENCIES[code].exponent
