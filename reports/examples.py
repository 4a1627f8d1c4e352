"""Answers of reports, as the schema shows them: one salary, two purchases of January 2024."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiExample

_LIST = "http://127.0.0.1:8000/api/transactions/"
_JANUARY = ("2024-01-01", "2024-01-31")
_DECEMBER = ("2023-12-01", "2023-12-31")


def _url(days: tuple[str, str] | None = None, **filters: str) -> str:
    ends = {"start_date": days[0], "end_date": days[1]} if days else {}
    return f"{_LIST}?{urlencode({'currency': 'USD', **filters, **ends})}"


def _flow(days: tuple[str, str] | None, income: str, expense: str, net: str, count: int) -> Any:
    return {
        "income": income,
        "expense": expense,
        "net": net,
        "count": count,
        "transactions_url": _url(days),
    }


def _ranged(days: tuple[str, str], *figures: Any) -> Any:
    return {"start_date": days[0], "end_date": days[1], **_flow(days, *figures)}


def _row(category: int, name: str, emoji: str, total: str, share: float) -> Any:
    return {
        "category": category,
        "category_name": name,
        "category_emoji": emoji,
        "type": "expense",
        "rest": False,
        "total": total,
        "share": share,
        "count": 1,
        "average": total,
        "transactions_url": _url(_JANUARY, type="expense", category=str(category)),
    }


_ROWS = [
    _row(1, "Food", "🍽️", "75.50", 75.1),
    _row(5, "Transport", "🚌", "25.00", 24.9),
]
_SALARY = {
    **_row(11, "Salary", "💼", "1200.00", 100.0),
    "type": "income",
    "transactions_url": _url(_JANUARY, type="income", category="11"),
}
_FIGURES = ("1200.00", "100.50", "1099.50", 3)
_NOTHING = ("0.00", "0.00", "0.00", 0)
_COMPARISON = {
    "previous": _ranged(_DECEMBER, *_NOTHING),
    "change": {
        "income": {"amount": "1200.00", "percent": None},
        "expense": {"amount": "100.50", "percent": None},
        "net": {"amount": "1099.50", "percent": None},
    },
}
_ENVELOPE = {"currency": "USD", "start_date": _JANUARY[0], "end_date": _JANUARY[1]}

SUMMARY = OpenApiExample(
    "January 2024",
    {
        **_ENVELOPE,
        **_flow(_JANUARY, *_FIGURES),
        "average_daily_expense": "3.24",
        **_COMPARISON,
    },
    response_only=True,
)
BY_CATEGORY = OpenApiExample(
    "Expenses of January 2024",
    {**_ENVELOPE, "count": 2, "next": None, "previous": None, "results": _ROWS},
    response_only=True,
)
MONTHLY_SUMMARY = OpenApiExample(
    "January 2024",
    {
        "month": 1,
        "year": 2024,
        "currency": "USD",
        "total_income": "1200.00",
        "total_expense": "100.50",
        "balance": "1099.50",
        **_flow(_JANUARY, *_FIGURES),
        "by_category": [_SALARY, *_ROWS],
    },
    response_only=True,
)


def _daily() -> list[Any]:
    """The last three days of January; a real answer has every day of its range."""
    days = [(date(2024, 1, 29) + timedelta(days=n)).isoformat() for n in range(3)]
    return [{"date": day, **_flow((day, day), *_NOTHING)} for day in days]


ANALYTICS = OpenApiExample(
    "An overview, shortened to three days",
    {
        "currency": "USD",
        "start_date": "2024-01-29",
        "end_date": "2024-01-31",
        "balance": "1099.50",
        "total_income": "1200.00",
        "total_expense": "100.50",
        "count": 3,
        "transactions_url": _url(),
        "last_7_days": _ranged(("2024-01-25", "2024-01-31"), *_NOTHING),
        "last_30_days": _ranged(("2024-01-02", "2024-01-31"), *_FIGURES),
        "last_365_days": _ranged(("2023-02-01", "2024-01-31"), *_FIGURES),
        "by_category": [],
        "daily": _daily(),
        "previous": _ranged(("2024-01-26", "2024-01-28"), *_NOTHING),
        "change": {
            "income": {"amount": "0.00", "percent": None},
            "expense": {"amount": "0.00", "percent": None},
            "net": {"amount": "0.00", "percent": None},
        },
    },
    response_only=True,
)
