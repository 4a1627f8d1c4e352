"""The forms in front of the pages, filled in and sent as a browser does."""

import re
from html import unescape
from typing import Any

from django.conf import settings
from django.test import Client

JSON = "application/json"
#: What leads away from here, to those who take it for a path of ours.
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    "evil.example",
    "http://[evil",
    "/" * 3000,
]


def visitor() -> Client:
    """Somebody at the door, with the secret that every form needs."""
    client = Client(enforce_csrf_checks=True)
    assert client.get("/sign-in/").status_code == 200
    return client


def send(client: Client, path: str, fields: dict[str, Any], **headers: str) -> Any:
    secret = client.cookies[settings.CSRF_COOKIE_NAME].value
    return client.post(path, {"csrfmiddlewaretoken": secret, **fields}, **headers)


def complaint(response: Any) -> str:
    """On top of the form."""
    (found,) = re.findall(r'<p class="complaint" role="alert">(.*?)</p>', _text(response))
    return unescape(found)


def error(response: Any, name: str) -> str:
    """At the field."""
    (found,) = re.findall(rf'<p id="{name}-error" class="error">(.*?)</p>', _text(response))
    return unescape(found)


def kept(response: Any, name: str) -> str:
    """What stands in the field."""
    (found,) = re.findall(rf'<input id="{name}"[^>]* value="([^"]*)"', _text(response))
    return unescape(found)


def _text(response: Any) -> str:
    assert response["Content-Type"].startswith("text/html"), response.content
    return str(response.content.decode())


def session_key(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def person(client: Client) -> str | None:
    """Whose books the pages would show now."""
    answer = client.get("/api/me/")
    return str(answer.json()["username"]) if answer.status_code == 200 else None
