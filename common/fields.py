"""Serializer fields that take what the contract takes, and nothing that merely looks like it."""

import re
from collections.abc import Container
from datetime import date
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from common.currencies import CURRENCIES
from common.parsers import JSONNumber
from common.periods import parse_day

_AMOUNT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,8})?", re.ASCII)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)
_MAX_NUMBER_DIGITS = 15
_LONGEST_ID = 18


class TextField(serializers.CharField):
    """A string; a number is not one. Outer spaces are the client's own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **options})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            raise serializers.ValidationError("This must be a string.", code="invalid")
        return super().run_validation(data)


class SwitchField(serializers.BooleanField):
    """true or false; in a form also their words. 1 and "yes" in JSON are a mistake."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool):
            return data
        if isinstance(data, str) and data.lower() in {"true", "false"}:
            return data.lower() == "true"
        raise serializers.ValidationError("This must be true or false.", code="invalid")


class ChoiceField(serializers.ChoiceField):
    """One of the choices as a string: DRF would take whatever prints like one."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            message = f"This is one of {', '.join(map(str, self.choices))}."
            raise serializers.ValidationError(message, code="invalid_choice")
        return super().to_internal_value(data)


class InstantField(serializers.DateTimeField):
    """An instant of RFC 3339, with its zone: what is meant by one without is a guess."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            message = "This is an instant such as 2027-01-31T12:00:00Z."
            raise serializers.ValidationError(message, code="invalid")
        try:
            return super().to_internal_value(value.upper())  # Django knows no z
        except OverflowError:  # the first or the last day of all, in another zone
            raise serializers.ValidationError("This is out of range.", code="invalid") from None


class AmountInput(serializers.Field[Decimal, Any, Any, Any]):
    """Money in: a string or a number as written, above zero, never rounded."""

    default_error_messages = {
        "invalid": "An amount is a number such as 75.50: up to 11 digits, then up to 8 decimals, "
        "without sign, exponent or separators.",
        "too_precise": "Send amounts of more than 15 digits as a string: a JSON number loses them.",
        "not_positive": "An amount is above zero.",
    }

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, bool) or not isinstance(data, str | int | JSONNumber):
            self.fail("invalid")
        text = data.text if isinstance(data, JSONNumber) else str(data)
        if not isinstance(data, str) and sum(map(str.isdigit, text)) > _MAX_NUMBER_DIGITS:
            self.fail("too_precise")
        if not _AMOUNT.fullmatch(text):
            self.fail("invalid")
        amount = Decimal(text)
        if amount <= 0:
            self.fail("not_positive")
        return amount

    def to_representation(self, value: Decimal) -> str:
        return str(value)


def check_decimals(amount: Decimal, currency: str) -> None:
    """ValidationError where the amount has more decimals than its currency."""
    exponent = CURRENCIES[currency].exponent
    if amount != round(amount, exponent):
        decimals = f"at most {exponent} decimals" if exponent else "no decimals"
        raise serializers.ValidationError(f"{currency} has {decimals}.", code="too_precise")


def check_amount(amount: Decimal, currency: str, *, sent: Container[str]) -> None:
    """`check_decimals`, with the fault at `amount` where it was sent, else at `currency`."""
    try:
        check_decimals(amount, currency)
    except serializers.ValidationError as error:
        at_fault = "amount" if "amount" in sent else "currency"
        raise serializers.ValidationError({at_fault: error.detail}) from None


class MoneyField(serializers.CharField):
    """Money out: a string with the currency's decimals."""


class CurrencyField(serializers.Field[str, Any, str, Any]):
    """An ISO 4217 code; upper-cased on the way in."""

    default_error_messages = {
        "invalid": "A currency is a code of ISO 4217 such as USD, EUR or JPY.",
    }

    def to_internal_value(self, data: Any) -> str:
        code = data.upper() if isinstance(data, str) and data.isascii() else ""
        if code not in CURRENCIES:
            self.fail("invalid")
        return code

    def to_representation(self, value: str) -> str:
        return value


class DayField(serializers.Field[date, Any, str, Any]):
    """A calendar day, `YYYY-MM-DD`."""

    default_error_messages = {
        "invalid": "A date is a day of the calendar such as 2026-02-28, from 1900-01-01 to "
        "2199-12-31.",
    }

    def to_internal_value(self, data: Any) -> date:
        try:
            return parse_day(data)
        except (TypeError, ValueError):
            self.fail("invalid")

    def to_representation(self, value: date) -> str:
        return value.isoformat()


class CountField(serializers.IntegerField):
    """A number of things: 5, but neither "5" nor 5.0."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, **options})

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class IdField(serializers.Field[int, Any, int, Any]):
    """An id: a number, or its ASCII digits."""

    default_error_messages = {"invalid": "This is an id, such as 12."}

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int | str):
            self.fail("invalid")
        text = str(data)
        if not (text.isascii() and text.isdigit()):
            self.fail("invalid")
        # What is too long to be one is nobody's, as any unknown one is.
        return int(text) if len(text) <= _LONGEST_ID else 0

    def to_representation(self, value: int) -> int:
        return value
