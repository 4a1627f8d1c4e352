"""Whatever the books hold, a budget's figures follow from the very rows that it links to."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from categories.models import Category
from tests.budgets.plans import plan, progress
from tests.entries import record_all
from tests.reports import oracle
from tests.reports.links import rows_behind
from users.models import User

modest = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]


@pytest.fixture
def planned(client: Any, alice: User) -> Any:
    """300 rows of two years and four currencies; budgets for every month and for some."""
    categories = list(Category.objects.in_book(alice.book.pk).order_by("pk")[:3])
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    dice = random.Random(11)
    rows = oracle.random_entries(dice, categories, number=300, first=first, last=last)
    record_all(alice, [row.fields() for row in rows])
    for category in (None, *(each.pk for each in categories)):
        for currency in oracle.DECIMALS:
            plan(client, str(dice.randint(1, 10**5)), category=category, currency=currency)
        plan(client, "1", category=category, month=dice.choice(MONTHS))
    return client


def spent_in(rows: list[dict[str, Any]]) -> Decimal:
    assert {row["type"] for row in rows} <= {"expense"}
    amounts = [Decimal(row["amount"]) * (-1 if row["refund"] else 1) for row in rows]
    return sum(amounts, Decimal(0))


def check_row(client: Any, row: dict[str, Any]) -> None:
    rows = rows_behind(client, row["transactions_url"])
    limit, spent = Decimal(row["limit"]), spent_in(rows)
    assert Decimal(row["spent"]) == spent
    assert row["count"] == len(rows)
    assert {each["currency"] for each in rows} <= {row["currency"]}
    assert {each["date"][:7] for each in rows} <= {row["month"]}
    assert Decimal(row["remaining"]) == limit - spent
    assert row["over_budget"] == (spent > limit)
    # Python rounds a fraction half to even.
    assert row["percent"] == float(round(Fraction(spent) / Fraction(limit) * 1000)) / 10


def test_it_equals_the_rows_that_it_links_to(planned: Any) -> None:
    @modest
    @given(month=st.sampled_from(MONTHS), over=st.sampled_from(["true", "false", None]))
    def check(month: str, over: str | None) -> None:
        query = {"month": month} | ({} if over is None else {"over_budget": over})
        for row in progress(planned, page_size=500, **query):
            check_row(planned, row)

    check()


def test_it_is_over_all_what_it_is_by_category(planned: Any) -> None:
    """Where every category has a budget; what is uncategorised is the difference."""
    for month in MONTHS[::5]:
        rows = progress(planned, month=month, currency="JPY")
        whole, *parts = (Decimal(row["spent"]) for row in rows)
        url = rows[0]["transactions_url"] + "&category=none"
        assert whole == sum(parts) + spent_in(rows_behind(planned, url))
