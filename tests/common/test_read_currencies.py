from dataclasses import FrozenInstanceError

import pytest

from common.currencies import CURRENCIES, MAX_EXPONENT, Currency, exponent_of
from common.currency_table import CURRENT, WITHDRAWN


@pytest.mark.parametrize(
    ("code", "exponent"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("UGX", 0),
        ("HUF", 2),
        ("MGA", 2),
        ("BHD", 3),
        ("IQD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("UYW", 4),
    ],
)
def test_it_gives_the_decimals_of_a_current_currency(code: str, exponent: int) -> None:
    assert exponent_of(code) == exponent
    assert CURRENCIES[code].withdrawn is None


@pytest.mark.parametrize(
    ("code", "exponent", "withdrawn"),
    [
        ("DEM", 2, "2002-03"),
        ("ITL", 0, "2002-03"),
        ("FRF", 2, "2002-03"),
        ("ESP", 0, "2002-03"),
        ("YDD", 3, "1991-09"),
        ("ZWD", 2, "2008-08"),
        ("VEF", 2, "2018-08"),
        ("HRK", 2, "2023-01"),
        ("SLL", 2, "2023-12"),
        ("ZWL", 2, "2024-09"),
        ("ANG", 2, "2025-03"),
        ("BGN", 2, "2026-01"),
        ("YUD", 2, "1990-01"),
    ],
)
def test_it_keeps_a_withdrawn_currency(code: str, exponent: int, withdrawn: str) -> None:
    assert exponent_of(code) == exponent
    assert CURRENCIES[code].withdrawn == withdrawn


@pytest.mark.parametrize("code", ["SLE", "XCG", "ZWG", "XAD", "VED", "BYN"])
def test_it_knows_the_latest_codes(code: str) -> None:
    assert CURRENCIES[code].withdrawn is None


@pytest.mark.parametrize("code", ["XAU", "XAG", "XDR", "XSU", "XTS", "XXX", "XFU", "XFO"])
def test_it_leaves_out_what_has_no_minor_unit(code: str) -> None:
    assert code not in CURRENCIES


@pytest.mark.parametrize("code", ["ZWC", "BRC", "ALK", "UYN", "ILP"])
def test_it_leaves_out_what_was_withdrawn_before_1990(code: str) -> None:
    assert code not in CURRENCIES


@pytest.mark.parametrize("code", ["", "usd", "US", "USDT", "BTC", "ZZZ", " USD"])
def test_it_refuses_an_unknown_code(code: str) -> None:
    with pytest.raises(KeyError):
        exponent_of(code)


def test_it_names_the_currency_in_english() -> None:
    assert CURRENCIES["GBP"] == Currency("GBP", 2, "Pound Sterling", None)
    assert CURRENCIES["DEM"] == Currency("DEM", 2, "Deutsche Mark", "2002-03")


def test_it_has_every_code_of_the_table_once() -> None:
    assert (len(CURRENT), len(WITHDRAWN), len(CURRENCIES)) == (165, 94, 259)


def test_it_holds_only_well_formed_rows() -> None:
    for key, currency in CURRENCIES.items():
        assert key == currency.code
        assert len(key) == 3
        assert key.isascii()
        assert key.isalpha()
        assert key.isupper()
        assert currency.name == currency.name.strip() != ""
        assert currency.withdrawn is None or "1990-01" <= currency.withdrawn <= "2026-01"


def test_it_needs_no_more_decimals_than_the_maximum() -> None:
    assert {currency.exponent for currency in CURRENCIES.values()} == {0, 2, 3, 4}
    assert MAX_EXPONENT == 4


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CURRENCIES["BTC"] = CURRENCIES["USD"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        CURRENCIES["USD"].exponent = 3  # type: ignore[misc]
