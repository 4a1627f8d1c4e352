"""Progress as JSON: every figure with the URL of the transactions behind it."""

from typing import Any

from budgets.models import ALL_EXPENSES
from budgets.months import month_name
from budgets.progress import Progress
from common.money import money_text
from transactions.links import TransactionLinks
from transactions.models import Type


def write_progress(row: Progress, links: TransactionLinks) -> dict[str, Any]:
    projected, safe = row.projected, row.safe_to_spend_per_day
    return {
        "budget": row.budget,
        "category": _category(row),
        "category_name": row.category_name,
        "category_emoji": row.category_emoji,
        "month": month_name(row.month),
        "currency": row.currency,
        "limit": money_text(row.limit, row.currency),
        "spent": money_text(row.spent, row.currency),
        "remaining": money_text(row.remaining, row.currency),
        "percent": float(row.percent),
        "over_budget": row.over_budget,
        "expected_by_today": money_text(row.expected_by_today, row.currency),
        "projected": None if projected is None else money_text(projected, row.currency),
        "safe_to_spend_per_day": None if safe is None else money_text(safe, row.currency),
        "count": row.count,
        "transactions_url": _url(row, links),
    }


def _category(row: Progress) -> int | None:
    return None if row.category == ALL_EXPENSES else row.category


def _url(row: Progress, links: TransactionLinks) -> str:
    category = _category(row)
    return links.to(
        row.month,
        currency=row.currency,
        type=Type.EXPENSE.value,
        category=None if category is None else str(category),
    )
