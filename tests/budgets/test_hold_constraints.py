"""What the database itself refuses, whoever writes."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from budgets.models import ALL_EXPENSES, Budget
from budgets.months import EVERY_MONTH
from users.models import User


def keep(user: User, amount: str = "5", **fields: Any) -> Budget:
    now = timezone.now()
    written = {"book": user.book, "version": 1, "created_at": now, "updated_at": now}
    return Budget.objects.create(**written, amount=Decimal(amount), currency="USD", **fields)


@pytest.mark.parametrize("number", [ALL_EXPENSES, 7])
@pytest.mark.parametrize("month", [EVERY_MONTH, "2026-11"])
def test_it_has_one_for_each_category_currency_and_month(
    alice: User, charlie: User, number: int, month: str
) -> None:
    for user in (alice, charlie):
        keep(user, category_number=number, month=month)
    with pytest.raises(IntegrityError):
        keep(alice, "6", category_number=number, month=month)


@pytest.mark.parametrize("amount", ["0", "-0.0001"])
def test_it_has_an_amount_above_zero(alice: User, amount: str) -> None:
    with pytest.raises(IntegrityError):
        keep(alice, amount)
    assert keep(alice, "0.0001").amount == Decimal("0.0001")
