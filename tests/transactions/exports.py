"""Asking for transactions as a file, and reading it."""

import json
from typing import Any

from rest_framework.test import APIClient

EXPORT = "/api/transactions/export/"


def sent(client: APIClient, query: str = "", path: str = EXPORT, **headers: str) -> bytes:
    response = client.get(f"{path}?{query}", **headers)
    assert response.status_code == 200, response.content
    body = b"".join(response.streaming_content)
    response.close()
    return body


def exported(client: APIClient, query: str = "", path: str = EXPORT) -> list[dict[str, Any]]:
    """The rows, as the API shows them."""
    lines = sent(client, f"format=jsonl&{query}", path).splitlines()
    return [json.loads(line) for line in lines]
