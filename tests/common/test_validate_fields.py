from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.exceptions import ErrorDetail, ValidationError

from common.fields import (
    AmountInput,
    CurrencyField,
    DayField,
    SwitchField,
    TextField,
    check_decimals,
)
from common.parsers import parse_json

NOT_TEXT = [None, True, 5, 1.5, [], ["a"], {}, {"a": 1}]


def codes(refusal: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    found: Any = refusal.value.detail
    return [detail.code for detail in found if isinstance(detail, ErrorDetail)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("75.50", "75.50"),
        ("1", "1"),
        ("007", "7"),
        ("0.0001", "0.0001"),
        ("99999999999.99999999", "99999999999.99999999"),
        ("1.00000000", "1"),
    ],
)
def test_it_takes_an_amount_as_text(text: str, amount: str) -> None:
    assert AmountInput().run_validation(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("75.50", "75.50"),
        ("1200.00", "1200"),
        ("1200", "1200"),
        ("0.1", "0.1"),
        ("1234567890.12345", "1234567890.12345"),
        ("99999999999.9999", "99999999999.9999"),
    ],
)
def test_it_takes_an_amount_as_a_number(text: str, amount: str) -> None:
    assert AmountInput().run_validation(parse_json(text.encode())) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "75.50 ", " 75.50", "+5", "-5", "-0", "1e3", "1E3", "1_000", "1,000", "1,5",
        "１２",
        "٣", "²", "NaN", "Infinity", "0x10", "5.", ".5", "1.2.3", "100000000000",
        "1.000000001", "$5", "five", "5\n", "5\x00", "9" * 5000, "🍣",
    ],
)  # fmt: skip
def test_it_refuses_an_amount_that_is_none(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        AmountInput().run_validation(text)
    assert codes(refusal) == ["invalid"]


@pytest.mark.parametrize("value", ["0", "0.00", "000", "0.00000000", 0, parse_json(b"0.00")])
def test_it_refuses_an_amount_of_nothing(value: Any) -> None:
    with pytest.raises(ValidationError) as refusal:
        AmountInput().run_validation(value)
    assert codes(refusal) == ["not_positive"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-5", "invalid"),
        ("1e3", "invalid"),
        ("1.5e1", "invalid"),
        ("100000000000", "invalid"),
        ("1.000000001", "invalid"),
        ("12345678901.23456", "too_precise"),
        ("9" * 16, "too_precise"),
        ("9" * 5000, "too_precise"),
        ("1.000000000000001", "too_precise"),
    ],
)
def test_it_refuses_a_number_that_is_no_amount(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        AmountInput().run_validation(parse_json(text.encode()))
    assert codes(refusal) == [code]


@pytest.mark.parametrize("value", [None, True, False, [], ["5"], {}, {"amount": 5}, 5.5])
def test_it_refuses_another_type_for_an_amount(value: Any) -> None:
    with pytest.raises(ValidationError):
        AmountInput().run_validation(value)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("0.01", "USD"), ("5.0000", "JPY"), ("1.250", "BHD"), ("0.0001", "CLF"), ("3.10", "DEM")],
)
def test_it_takes_the_decimals_of_a_currency(amount: str, currency: str) -> None:
    check_decimals(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1.005", "USD", "USD has at most 2 decimals."),
        ("1.5", "JPY", "JPY has no decimals."),
        ("1.2345", "BHD", "BHD has at most 3 decimals."),
        ("1.00001", "CLF", "CLF has at most 4 decimals."),
        ("99999999999.99999999", "USD", "USD has at most 2 decimals."),
    ],
)
def test_it_refuses_decimals_that_a_currency_has_not(
    amount: str, currency: str, words: str
) -> None:
    with pytest.raises(ValidationError, match=words) as refusal:
        check_decimals(Decimal(amount), currency)
    assert codes(refusal) == ["too_precise"]


@pytest.mark.parametrize(("text", "code"), [("usd", "USD"), ("Jpy", "JPY"), ("DEM", "DEM")])
def test_it_takes_a_currency(text: str, code: str) -> None:
    assert CurrencyField().run_validation(text) == code


@pytest.mark.parametrize(
    "value", ["", "US", "USDT", "XAU", "XXX", "ZZZ", " USD", "USD\n", "uſd", "🍣", *NOT_TEXT]
)
def test_it_refuses_what_is_no_currency(value: Any) -> None:
    with pytest.raises(ValidationError):
        CurrencyField().run_validation(value)


def test_it_takes_a_day() -> None:
    assert DayField().run_validation("2024-02-29") == date(2024, 2, 29)
    assert DayField().run_validation("1900-01-01") == date(1900, 1, 1)
    assert DayField().run_validation("2199-12-31") == date(2199, 12, 31)


@pytest.mark.parametrize(
    "value",
    [
        "", "2026-02-29", "2026-13-01", "2026-2-1", "20260201", "2026-W01-1", "1899-12-31",
        "2200-01-01", "0000-00-00", "2026-02-01T00:00:00Z", "2026-02-01 ", "today",
        "２０２６-02-01",
        *NOT_TEXT,
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_day(value: Any) -> None:
    with pytest.raises(ValidationError):
        DayField().run_validation(value)


@pytest.mark.parametrize(
    ("value", "on"), [(True, True), (False, False), ("true", True), ("False", False)]
)
def test_it_takes_a_switch(value: Any, on: bool) -> None:
    assert SwitchField().run_validation(value) is on


@pytest.mark.parametrize("value", [None, 0, 1, "1", "yes", "on", "t", "", "null", [], {}, [True]])
def test_it_refuses_what_is_no_switch(value: Any) -> None:
    with pytest.raises(ValidationError):
        SwitchField().run_validation(value)


def test_it_keeps_text_as_it_was_sent() -> None:
    assert TextField().run_validation(" 🍣 \u200f\u202e ") == " 🍣 \u200f\u202e "


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", *NOT_TEXT])
def test_it_refuses_what_is_no_text(value: Any) -> None:
    with pytest.raises(ValidationError):
        TextField().run_validation(value)
