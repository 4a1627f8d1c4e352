"""What the API must say of budgets, worked out from plain lists of budgets and rows.

Exact fractions, no totals, no database: nothing here is shared with the application.
"""

import unicodedata
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from tests.proof.oracle import DECIMALS, Answer, Row, Span, flow, text, within


def progress(budgets: list[Row], rows: list[Row], month: Span, today: date) -> list[Answer]:
    """Of each budget that holds in the month: those over all expenses, then by name."""
    name = f"{month[0]:%Y-%m}"
    holding: dict[Any, Row] = {}
    for wanted in (None, name):  # the month's own takes the place of the other one
        for budget in budgets:
            if budget["month"] == wanted:
                holding[budget["category"], budget["currency"]] = budget
    expenses = [row for row in within(rows, month) if row["type"] == "expense"]
    ordered = sorted(holding.values(), key=in_order)
    return [pace(budget, expenses, month, today) for budget in ordered]


def in_order(budget: Row) -> tuple[bool, str, str]:
    name = unicodedata.normalize("NFKC", budget["category_name"] or "").casefold()
    return budget["category"] is not None, name, budget["currency"]


def pace(budget: Row, expenses: list[Row], month: Span, today: date) -> Answer:
    category, currency, limit = budget["category"], budget["currency"], Fraction(budget["amount"])
    own = [
        row
        for row in expenses
        if row["currency"] == currency and category in {None, row["category"]}
    ]
    spent = Fraction(flow(own)["expense"])
    so_far = Fraction(flow(within(own, (month[0], today)))["expense"])
    length = (month[1] - month[0]).days + 1
    gone = min(max((today - month[0]).days + 1, 0), length)
    projected = gone and spent + max(so_far, Fraction(0)) * (length - gone) / gone
    return {
        "budget": budget["id"],
        "category": category,
        "category_name": budget["category_name"],
        "category_emoji": budget["category_emoji"],
        "month": f"{month[0]:%Y-%m}",
        "currency": currency,
        "limit": text(limit, currency),
        "spent": text(spent, currency),
        "remaining": text(limit - spent, currency),
        "percent": round(1000 * spent / limit) / 10,
        "over_budget": spent > limit,
        "expected_by_today": text(limit * gone / length, currency),
        "projected": text(projected, currency) if gone else None,
        "safe_to_spend_per_day": safe(limit - spent, currency, (today, month[1]))
        if month[0] <= today <= month[1]
        else None,
        "count": len(own),
    }


def safe(remaining: Fraction, currency: str, left: Span) -> str:
    """An equal part for each day left, in whole coins."""
    coins = 10 ** DECIMALS[currency]
    each_day = max(remaining, Fraction(0)) / ((left[1] - left[0]).days + 1)
    return text(Fraction(floor(each_day * coins), coins), currency)
