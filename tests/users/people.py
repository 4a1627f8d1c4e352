"""Signing people in, and looking for what they left in the database."""

import json
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from users.keys import issue_token, key_of, looks_like_key
from users.models import User

DAVE = {"username": "dave", "email": "dave@example.org", "password": PASSWORD}


def with_header(header: str) -> ContractClient:
    client = ContractClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    return client


def signed_in(name: str, password: str = PASSWORD) -> dict[str, Any]:
    """What a login of this person answers: token, access, refresh, user."""
    response = ContractClient().post("/api/login/", {"username": name, "password": password})
    assert response.status_code == 200, response.content
    return response.json()


def send(client: APIClient, path: str, body: Any, method: str = "post") -> Any:
    """The body escaped to ASCII, which can say what UTF-8 cannot: half a character."""
    return getattr(client, method)(path, json.dumps(body), content_type="application/json")


def named_key(user: User, **fields: Any) -> str:
    """The key of a new named token."""
    with transaction.atomic(durable=True):
        return key_of(issue_token(user, "phone", **fields))


def status_of(header: str) -> int:
    """How a plain read answers to this Authorization header."""
    return int(with_header(header).get("/api/me/").status_code)


def browser(user: User, *, csrf: bool = True) -> ContractClient:
    """A client with the session cookie; with `csrf`, the secret stands in its header as well."""
    client = ContractClient(enforce_csrf_checks=True)
    client.force_login(user)
    if csrf:
        secret = "a" * 32
        client.cookies["csrftoken"] = secret
        client.credentials(HTTP_X_CSRFTOKEN=secret)
    return client


def hidden_part(secret: str) -> str:
    """What of a key or a JWT must stay secret: the rest of both stands in rows and in logs."""
    if looks_like_key(secret):
        return secret.split("_", 2)[2]
    return secret.rpartition(".")[2]


def everything_stored() -> str:
    """The text of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


def rows_of(user: int, book: int) -> dict[str, int]:
    """How many rows of each model name this user or these books, in any column."""
    counts = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            target = field.remote_field.model._meta.label if field.remote_field else ""
            owner = {"users.User": user, "ledger.Book": book}.get(target)
            if owner is not None:
                rows = model._base_manager.filter(**{field.attname: owner})
                counts[f"{model.__name__}.{field.name}"] = rows.count()
    return counts
