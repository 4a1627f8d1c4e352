"""Reading the contract's problems."""

from typing import Any


def faults(response: Any) -> list[tuple[str, str]]:
    """Each input that the answer blames: where it stands, and its name."""
    assert response["Content-Type"] == "application/problem+json", response.content
    return [(fault["in"], fault["attr"]) for fault in response.json()["errors"]]


def refused(response: Any, status: int, code: str) -> bool:
    """The answer is that problem, and says so in its body as in its status line."""
    body = response.json()
    assert (response.status_code, body["status"]) == (status, status), response.content
    assert (body["code"], body["type"]) == (code, f"/problems/{code}"), response.content
    return True
