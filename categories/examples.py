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
DEPENDENTS = OpenApiExample("In use", {"transactions": 3, "budgets": 0}, response_only=True)
