"""Answers of the history, as the schema shows them."""

from drf_spectacular.utils import OpenApiExample

OPERATION = OpenApiExample(
    "A category that was deleted, its transactions moved",
    {
        "id": 41,
        "version": 38,
        "kind": "category.delete",
        "created_at": "2026-02-01T08:30:00.125Z",
        "undoes": None,
        "undone_by": None,
        "undoable": True,
        "change_count": 13,
    },
    response_only=True,
)
UNDONE = OpenApiExample(
    "That deletion was undone",
    {**OPERATION.value, "id": 42, "version": 39, "kind": "undo", "undoes": 41},
    response_only=True,
)
CHANGES = OpenApiExample(
    "Twelve transactions were moved, then the category was deleted",
    {
        "count": 2,
        "next": None,
        "previous": None,
        "results": [
            {
                "resource": "transaction",
                "id": None,
                "count": 12,
                "before": {"category": 13},
                "after": {"category": 1},
            },
            {
                "resource": "category",
                "id": 13,
                "count": 1,
                "before": {
                    "name": "Groceries",
                    "emoji": "🛒",
                    "color": "#2e7d32",
                    "description": "",
                    "archived": False,
                    "created_at": "2026-02-01T08:30:00.125000Z",
                },
                "after": None,
            },
        ],
    },
    response_only=True,
)
SYNC = OpenApiExample(
    "A category that was deleted",
    {
        "changes": [{"resource": "category", "action": "deleted", "id": 13, "data": None}],
        "cursor": "WyI1ZjJjIiwgMzgsIDk5LCAxNywgZmFsc2Vd",
        "has_more": False,
    },
    response_only=True,
)
