"""Requests and answers of imports, as the schema shows them; a test sends every request."""

from typing import Any

from drf_spectacular.utils import OpenApiExample

STATEMENT = """Buchungstag;Betrag;Text
26.02.2026;-3,80;Kaffee am Markt
26.02.2026;-3,80;Kaffee am Markt
27.02.2026;-42,10;REWE Markt 0815
28.02.2026;2.400,00;Gehalt Februar
"""
UPLOAD_INPUT = OpenApiExample(
    "A statement, to be looked at first",
    {"file": STATEMENT, "dry_run": True, "currency": "EUR"},
    description="The two coffees are two transactions, however often the file is sent.",
    media_type="multipart/form-data",
    request_only=True,
)
CORRECTION_INPUT = OpenApiExample(
    "Amounts without a minus are expenses", {"mapping": {"sign": "expense"}}, request_only=True
)
ROW_INPUT = OpenApiExample("Another category", {"category": "Groceries"}, request_only=True)
COMMIT_INPUT = OpenApiExample(
    "With the categories that are suggested", {"apply_suggestions": True}, request_only=True
)
_READY = {
    "id": 1,
    "status": "ready",
    "failure": "",
    "file_name": "statement.csv",
    "format": "csv",
    "mapping": {
        "encoding": "utf-8",
        "delimiter": ";",
        "header": 1,
        "date_format": "DD.MM.YYYY",
        "decimal": ",",
        "sign": "income",
        "columns": {"date": "Buchungstag", "amount": "Betrag", "description": "Text"},
    },
    "reasons": [],
    "currency": "EUR",
    "rows": 4,
    "new": 4,
    "duplicates": 0,
    "invalid": 0,
    "created": 0,
    "kept": [],
    "rows_url": "http://127.0.0.1:8000/api/imports/1/rows/",
    "created_at": "2026-02-28T08:30:00.125Z",
}


def _import(name: str, *statuses: int, **changes: Any) -> OpenApiExample:
    """An import as it is answered with these statuses."""
    return OpenApiExample(name, _READY | changes, response_only=True, status_codes=statuses)


READY = _import("Looked at first", 200, 201)
READING = _import("A job reads it", 202, status="reading", rows=0, new=0)
COMMITTING = _import("A job commits it", 202, status="committing")
COMMITTED = _import("Committed", 200, status="committed", created=4)
UNDOING = _import("A job undoes it", 202, status="undoing", created=4)
UNDONE = _import("Undone, but for what was edited", 200, status="undone", created=1, kept=[7])
_ROW = {
    "row": 3,
    "line": 4,
    "verdict": "new",
    "reason": "",
    "duplicate_of": None,
    "transaction": None,
    "date": "2026-02-27",
    "amount": "42.10",
    "currency": "EUR",
    "type": "expense",
    "refund": False,
    "description": "REWE Markt 0815",
    "notes": "",
    "external_id": None,
    "category": None,
    "suggested_category": 1,
    "suggestion_confidence": 0.92,
    "suggestion_reason": "12 of 12 like “rewe markt” were in Food.",
    "skip": False,
    "force": False,
}
ROWS = OpenApiExample(
    "A new row", {"count": 1, "next": None, "previous": None, "results": [_ROW]}, response_only=True
)
_SAID = {
    "category": "Groceries",
    "suggested_category": None,
    "suggestion_confidence": None,
    "suggestion_reason": "",
}
ROW = OpenApiExample("In another category", _ROW | _SAID, response_only=True)
