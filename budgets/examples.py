"""Requests and answers of budgets, as the schema shows them; a test sends every request."""

from drf_spectacular.utils import OpenApiExample

BUDGET_INPUTS = [
    OpenApiExample(
        "For a category, every month",
        {"category": "Food", "amount": "400.00"},
        description="In the profile's currency; past months have it too.",
        request_only=True,
    ),
    OpenApiExample(
        "For a category, in one month",
        {"category": 1, "amount": "650.00", "currency": "USD", "month": "2026-12"},
        description="It overrides the every-month budget of the category.",
        request_only=True,
    ),
    OpenApiExample(
        "Over all expenses",
        {"category": None, "amount": 2500, "currency": "USD", "month": None},
        request_only=True,
    ),
]
REPLACEMENT = OpenApiExample(
    "Everything anew",
    {"category": 1, "amount": "450.00", "currency": "USD", "month": "2026-11"},
    request_only=True,
)
CORRECTION = OpenApiExample("Another amount", {"amount": "420.00"}, request_only=True)
BUDGET = OpenApiExample(
    "A budget",
    {
        "id": 3,
        "version": 9,
        "category": 1,
        "category_name": "Food",
        "amount": "400.00",
        "currency": "USD",
        "month": None,
        "created_at": "2026-11-01T08:30:00.125Z",
        "updated_at": "2026-11-01T08:30:00.125Z",
    },
    response_only=True,
)
PROGRESS = OpenApiExample(
    "On the 20th of a month of 30 days",
    {
        "count": 1,
        "next": None,
        "previous": None,
        "results": [
            {
                "budget": 3,
                "category": 1,
                "category_name": "Food",
                "category_emoji": "🍽️",
                "month": "2026-11",
                "currency": "USD",
                "limit": "400.00",
                "spent": "310.00",
                "remaining": "90.00",
                "percent": 77.5,
                "over_budget": False,
                "expected_by_today": "266.67",
                "projected": "460.00",
                "safe_to_spend_per_day": "8.18",
                "count": 12,
                "transactions_url": "http://127.0.0.1:8000/api/transactions/?currency=USD"
                "&type=expense&category=1&start_date=2026-11-01&end_date=2026-11-30",
            }
        ],
    },
    description="Of the 310.00, 10.00 are dated later in the month: 310.00 + 300.00 / 20 × 10.",
    response_only=True,
)
