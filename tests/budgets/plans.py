"""Budgets for the books of a test, and a look at how they fare."""

from typing import Any

PATH = "/api/budgets/"
PROGRESS = "/api/budgets/progress/"


def plan(client: Any, amount: str = "310.00", **fields: Any) -> dict[str, Any]:
    """A budget made over HTTP: 310.00 for every month over all expenses, unless told other."""
    response = client.post(PATH, {"amount": amount, **fields})
    assert response.status_code == 201, response.content
    return response.json()


def progress(client: Any, **query: Any) -> list[dict[str, Any]]:
    """The rows of a month's progress; of this month unless told other."""
    response = client.get(PROGRESS, query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def figures(client: Any, *names: str, **query: Any) -> tuple[Any, ...]:
    """So named figures of the only row."""
    (row,) = progress(client, **query)
    return tuple(row[name] for name in names)
