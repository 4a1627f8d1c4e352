"""Requests and answers of transactions, as the schema shows them; a test sends every request."""

from drf_spectacular.utils import OpenApiExample

TRANSACTION_INPUTS = [
    OpenApiExample(
        "Income, in a category by its name",
        {
            "type": "income",
            "amount": 1200.00,
            "category": "Work",
            "description": "Monthly Salary",
        },
        description="The category is made where there is none; the date is today.",
        request_only=True,
    ),
    OpenApiExample(
        "An expense, in a category by its id",
        {
            "type": "expense",
            "amount": "75.50",
            "category": 1,
            "date": "2024-01-15",
            "description": "Weekly grocery shopping",
        },
        request_only=True,
    ),
    OpenApiExample(
        "A refund",
        {
            "type": "expense",
            "refund": True,
            "amount": "19.99",
            "category": "Shopping",
            "description": "Socks sent back",
        },
        description="It lowers the category's expense, and is no income.",
        request_only=True,
    ),
    OpenApiExample(
        "In another currency, with an id of your own",
        {
            "type": "expense",
            "amount": "1980",
            "currency": "JPY",
            "category": None,
            "date": "2026-02-28",
            "notes": "Two bowls of ramen 🍜",
            "external_id": "bank-2026-02-28-0007",
        },
        description="An `external_id` is taken once: whoever sends it again gets a 409.",
        request_only=True,
    ),
]
REPLACEMENT = OpenApiExample(
    "Everything anew",
    {
        "type": "expense",
        "amount": "80.00",
        "currency": "USD",
        "category": 1,
        "date": "2024-01-15",
        "description": "Weekly grocery shopping, with flowers",
    },
    request_only=True,
)
CORRECTION = OpenApiExample("Another amount", {"amount": "80.00"}, request_only=True)
OF_ONE_TYPE_INPUT = OpenApiExample(
    "Without a type: the path has it",
    {"amount": "12.80", "date": "2026-02-27", "description": "Sold at the flea market"},
    request_only=True,
)
OF_ONE_TYPE_REPLACEMENT = OpenApiExample(
    "Everything anew",
    {
        "amount": "13.20",
        "currency": "USD",
        "date": "2026-02-27",
        "description": "Sold at the flea market, two books",
    },
    request_only=True,
)
TRANSACTION = OpenApiExample(
    "A transaction",
    {
        "id": 42,
        "version": 7,
        "type": "expense",
        "amount": "75.50",
        "currency": "USD",
        "refund": False,
        "category": 1,
        "category_name": "Food",
        "category_emoji": "🍽️",
        "date": "2024-01-15",
        "description": "Weekly grocery shopping",
        "notes": "",
        "external_id": None,
        "created_at": "2024-01-15T18:04:11.482Z",
        "updated_at": "2024-01-15T18:04:11.482Z",
    },
    response_only=True,
)
TOTALS = OpenApiExample(
    "In two currencies",
    {
        "results": [
            {
                "currency": "JPY",
                "income": "0",
                "expense": "1980",
                "net": "-1980",
                "count": 1,
                "transactions_url": "http://127.0.0.1:8000/api/transactions/?currency=JPY",
            },
            {
                "currency": "USD",
                "income": "1200.00",
                "expense": "75.50",
                "net": "1124.50",
                "count": 2,
                "transactions_url": "http://127.0.0.1:8000/api/transactions/?currency=USD",
            },
        ]
    },
    response_only=True,
)

BULK_INPUT = OpenApiExample(
    "Two expenses of one evening",
    {
        "create": [
            {"type": "expense", "amount": "38.00", "category": "Food", "date": "2026-02-27"},
            {"type": "expense", "amount": "12.50", "category": "Transport", "date": "2026-02-27"},
        ],
    },
    request_only=True,
)
BULK_OF_ONE_TYPE_INPUT = OpenApiExample(
    "Two of one evening",
    {
        "create": [
            {"amount": "38.00", "category": "Food", "date": "2026-02-27"},
            {"amount": "12.50", "category": "Transport", "date": "2026-02-27"},
        ],
    },
    request_only=True,
)
BULK_DELETE_INPUT = OpenApiExample(
    "How many would go",
    {"filter": {"search": "test", "period": "all"}, "dry_run": True},
    request_only=True,
)
BULK_EDIT_INPUT = OpenApiExample(
    "How many would get a category",
    {
        "filter": {"search": "corner market", "category": "none"},
        "set": {"category": "Groceries"},
        "dry_run": True,
    },
    request_only=True,
)
COUNTED = OpenApiExample("Counted", {"dry_run": True, "count": 41}, response_only=True)
BULK = OpenApiExample(
    "One row",
    {"created": [TRANSACTION.value], "updated": [], "deleted": []},
    response_only=True,
)
