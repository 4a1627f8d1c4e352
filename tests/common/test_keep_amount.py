from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import (
    AmountField,
    from_sum,
    from_units,
    money_text,
    sum_sql,
    to_units,
    units_text,
)

UNITS = st.integers(min_value=-(10**24), max_value=10**24)


@pytest.mark.parametrize(
    ("amount", "units"),
    [
        ("0.0001", 1),
        ("75.50", 755_000),
        ("-75.5", -755_000),
        ("99999999999.9999", 999_999_999_999_999),
        ("1E+2", 1_000_000),
    ],
)
def test_it_counts_units(amount: str, units: int) -> None:
    assert to_units(Decimal(amount)) == units


def test_it_refuses_what_has_no_whole_units() -> None:
    with pytest.raises(ValueError, match="more than 4 decimals"):
        to_units(Decimal("0.00001"))


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_it_gives_back_what_it_took(units: int) -> None:
    assert to_units(from_units(units)) == units


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1200", "USD", "1200.00"),
        ("1200.0000", "JPY", "1200"),
        ("1.25", "BHD", "1.250"),
        ("0.0001", "CLF", "0.0001"),
        ("0.125", "USD", "0.12"),
        ("0.135", "USD", "0.14"),
        ("0.5", "JPY", "0"),
        ("1.5", "JPY", "2"),
        ("-0.004", "USD", "0.00"),
        ("-0.005", "USD", "0.00"),
        ("-12.50", "USD", "-12.50"),
        ("900000000000000", "USD", "900000000000000.00"),
        ("1E+2", "USD", "100.00"),
    ],
)
def test_it_writes_money_with_the_decimals_of_its_currency(
    amount: str, currency: str, text: str
) -> None:
    assert money_text(Decimal(amount), currency) == text


@given(UNITS, st.sampled_from(["USD", "JPY", "BHD", "CLF"]))
def test_it_writes_units_as_it_writes_their_amount(units: int, currency: str) -> None:
    assert units_text(units, currency) == money_text(from_units(units), currency)


@given(UNITS)
def test_it_reads_the_halves_of_a_sum(units: int) -> None:
    high, low = units >> 30, units & (2**30 - 1)
    assert to_units(from_sum(f"{high}:{low}")) == units


def test_it_splits_a_sum_where_sums_overflow() -> None:
    assert sum_sql("postgresql", "total") == "SUM(total)"
    assert sum_sql("sqlite", "total") == "(SUM(total >> 30) || ':' || SUM(total & 1073741823))"


def test_it_keeps_a_null() -> None:
    field = AmountField()
    assert field.get_prep_value(None) is None
    assert field.to_python(None) is None
    assert field.get_prep_value("12.5") == 125_000
