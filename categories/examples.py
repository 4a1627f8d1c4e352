"""Requests and answers of categories, as the schema shows them; a test sends every request."""

from drf_spectacular.utils import OpenApiExample

CATEGORY_INPUT = OpenApiExample(
    "A category", {"name": "Groceries", "emoji": "🛒", "color": "#2e7d32"}, request_only=True
)
CATEGORY = OpenApiExample(
    "A category",
    {
        "id": 13,
        "version": 2,
        "name": "Groceries",
        "emoji": "🛒",
        "color": "#2e7d32",
        "description": "",
        "archived": False,
        "created_at": "2026-02-01T08:30:00.125Z",
        "updated_at": "2026-02-01T08:30:00.125Z",
    },
    response_only=True,
)
MERGE_INPUT = OpenApiExample("Into Food", {"into": 1}, request_only=True)
MERGED = OpenApiExample(
    "Into Food",
    {
        "category": {
            "id": 1,
            "version": 1,
            "name": "Food",
            "emoji": "🍽️",
            "color": "#e07a5f",
            "description": "",
            "archived": False,
            "created_at": "2026-01-01T09:00:00Z",
            "updated_at": "2026-01-01T09:00:00Z",
        },
        "moved_transactions": 12,
        "moved_budgets": 1,
        "dropped_budgets": 0,
    },
    response_only=True,
)
DEPENDENTS = OpenApiExample("In use", {"transactions": 3, "budgets": 0}, response_only=True)
