"""Money: `Decimal` in Python, a 64-bit count of 1/10000 units in the database, a string in JSON.

A `DecimalField` is a float on SQLite (999999999999.9999 comes back as 1000000000000.0000) and is
rounded silently on MariaDB; integers are exact, and so are their sums, on every engine.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.db import models
from django.db.models import Aggregate, Expression
from django.db.models.sql.compiler import SQLCompiler

from common.currencies import CURRENCIES, MAX_EXPONENT

UNITS = 10**MAX_EXPONENT
# What a single amount may be: eleven digits before the point.
MAX_AMOUNT = Decimal("99999999999.9999")
# What a kept total may be, well inside 64 bits: past it SQLite would turn it into a float.
MAX_TOTAL_UNITS = 9 * 10**18
_SPLIT_BITS = 30
_QUANTA = tuple(Decimal(1).scaleb(-exponent) for exponent in range(MAX_EXPONENT + 1))
_SCALES = {
    code: (currency.exponent, 10 ** (MAX_EXPONENT - currency.exponent))
    for code, currency in CURRENCIES.items()
}
ZERO = Decimal(0)


def to_units(amount: Decimal) -> int:
    """The exact count of 1/10000 units; ValueError where there is none."""
    units = amount * UNITS
    if units != int(units):
        raise ValueError(f"{amount} has more than {MAX_EXPONENT} decimals.")
    return int(units)


def currency_units(amount: Decimal, currency: str) -> int:
    """As `to_units`; ValueError where the currency has fewer decimals."""
    exponent, step = _SCALES[currency]
    units = amount * UNITS
    whole = int(units)
    if units != whole or whole % step:
        decimals = f"at most {exponent} decimals" if exponent else "no decimals"
        raise ValueError(f"{currency} has {decimals}.")
    return whole


def from_units(units: int) -> Decimal:
    return Decimal(int(units)).scaleb(-MAX_EXPONENT)


def money_text(amount: Decimal, currency: str) -> str:
    """The amount with the currency's decimals, half-even: `"1200.00"` USD, `"1200"` JPY."""
    quantum = _QUANTA[CURRENCIES[currency].exponent]
    rounded = amount.quantize(quantum, rounding=ROUND_HALF_EVEN)
    return str(abs(rounded) if rounded.is_zero() else rounded)


def units_text(units: int, currency: str) -> str:
    """`money_text` of so many 1/10000 units, in a fifth of the time where nothing is rounded."""
    digits, scale = _SCALES[currency]
    whole, rest = divmod(units, scale)
    if rest or units < 0:
        return money_text(from_units(units), currency)
    text = str(whole).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


class AmountField(models.Field):  # type: ignore[type-arg]
    """An exact amount: Decimal in Python, BIGINT in the database."""

    description = "An exact amount of money"

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Expression, connection: Any) -> Decimal | None:
        return None if value is None else from_sum(value)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        return None if value is None else to_units(Decimal(value))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def sum_sql(vendor: str, column: str) -> str:
    """SQL for the sum of a column of units, exact however many rows; `from_sum` reads it.

    SQLite's SUM fails past 64 bits ("integer overflow"); there the sum comes in two halves.
    """
    if vendor != "sqlite":
        return f"SUM({column})"
    low = (1 << _SPLIT_BITS) - 1
    return f"(SUM({column} >> {_SPLIT_BITS}) || ':' || SUM({column} & {low}))"


def from_sum(value: Any) -> Decimal:
    """The amount that a column of units, or `sum_sql` of it, came back as."""
    if isinstance(value, str):
        high, low = value.split(":")
        value = (int(high) << _SPLIT_BITS) + int(low)
    return from_units(value)


class MoneySum(Aggregate):
    """`sum_sql` for the ORM."""

    function = "SUM"
    output_field = AmountField()

    def get_db_converters(self, connection: Any) -> list[Any]:
        # The field's alone: Django's own conversion would take the sum for an int.
        return self.output_field.get_db_converters(connection)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **context: Any) -> Any:
        template = sum_sql("sqlite", "%(expressions)s")
        sql, params = super().as_sql(compiler, connection, template=template, **context)
        return sql, (*params, *params)
