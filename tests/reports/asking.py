"""Asking for a report, and reading single columns of its rows."""

from typing import Any


def ask(client: Any, name: str, **query: Any) -> dict[str, Any]:
    """What `/api/reports/<name>/` answers; it must answer."""
    answer = client.get(f"/api/reports/{name}/", query)
    assert answer.status_code == 200, (name, query, answer.content)
    found: dict[str, Any] = answer.json()
    return found


def columns(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def ends(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return columns(rows, "start_date", "end_date")
