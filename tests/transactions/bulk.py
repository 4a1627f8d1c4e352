"""Many transactions at once: how a test sends them, and what it looks at."""

from typing import Any

from tests.ledger.operations import number_of

LIST = "/api/transactions/"
PATH = "/api/transactions/bulk/"
EDIT = "/api/transactions/bulk/edit/"
DELETE = "/api/transactions/bulk/delete/"


def new(**fields: Any) -> dict[str, Any]:
    """An entry of `create`: an expense of 10.00 on 1 March 2026, unless told other."""
    return {"type": "expense", "amount": "10.00", "date": "2026-03-01", **fields}


def written(client: Any, path: str = PATH, **body: Any) -> dict[str, Any]:
    """What the answer of a body that is taken says."""
    response = client.post(path, body)
    assert response.status_code == 200, response.content
    return response.json()


def by_filter(client: Any, path: str, chosen: dict[str, Any], count: int, **body: Any) -> Any:
    """The answer of an edit or a deletion that is taken."""
    asked = {"filter": chosen, "expected_count": count, **body}
    response = client.post(path, asked)
    assert response.status_code == 200, response.content
    assert response.json() == {"dry_run": False, "count": count}
    return response


def shown(client: Any, number: int) -> dict[str, Any]:
    """The row as it is read."""
    response = client.get(f"{LIST}{number}/")
    assert response.status_code == 200, number
    return response.json()


def operation_of(client: Any, answer: Any) -> dict[str, Any]:
    """The operation that a write was, as the history tells of it."""
    return client.get(f"/api/operations/{number_of(answer)}/").json()


def totals(client: Any, **query: Any) -> dict[str, tuple[str, str, int]]:
    """Income, expense and count by currency."""
    rows = client.get(f"{LIST}totals/", query).json()["results"]
    return {row["currency"]: (row["income"], row["expense"], row["count"]) for row in rows}
