"""Named tokens for tests of them."""

from typing import Any

from rest_framework.test import APIClient

from users.models import AccessToken, User

TOKENS = "/api/tokens/"
PHONE = {"name": "My phone"}


def create(client: APIClient, **fields: Any) -> dict[str, Any]:
    response = client.post(TOKENS, PHONE | fields)
    assert response.status_code == 201, response.content
    row: dict[str, Any] = response.json()
    return row


def without_key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "key"}


def fill(user: User, number: int, **fields: Any) -> None:
    """So many rows, whose keys nobody has."""
    plain = {"user": user, "name": "old", "nonce": "n", "prefix": "ext_"}
    AccessToken.objects.bulk_create(
        AccessToken(**plain | fields, digest=f"{each} {fields}"[:64]) for each in range(number)
    )
