"""Requests and answers of accounts, as the schema shows them; a test sends every request."""

from drf_spectacular.utils import OpenApiExample

_TOKEN = "ext_1_zKp0Jw3mX5vQ8rT2yB6nL9cF4hG7dS1aE0uI3oP5tRk"  # noqa: S105  (of nobody)
_JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmYW1pbHkiOjF9.c2lnbmF0dXJl"
_PASSWORD = "a long walk in the rain"  # noqa: S105  (of nobody)

_PROFILE = {
    "id": 1,
    "username": "jane",
    "email": "jane@example.org",
    "first_name": "",
    "last_name": "",
    "currency": "USD",
    "timezone": "UTC",
}
_SIGNED_IN = {"token": _TOKEN, "access": _JWT, "refresh": _JWT, "user": _PROFILE}

REGISTRATION = OpenApiExample(
    "A new account",
    {"username": "jane", "email": "jane@example.org", "password": _PASSWORD},
    request_only=True,
)
REGISTERED = OpenApiExample(
    "The account, signed in",
    {"id": 1, "username": "jane", "email": "jane@example.org", **_SIGNED_IN},
    response_only=True,
)
LOGINS = [
    OpenApiExample("By username", {"username": "jane", "password": _PASSWORD}, request_only=True),
    OpenApiExample(
        "By email", {"email": "jane@example.org", "password": _PASSWORD}, request_only=True
    ),
]
SIGNED_IN = OpenApiExample("Signed in", _SIGNED_IN, response_only=True)
PROFILE = OpenApiExample("A profile", _PROFILE, response_only=True)
PROFILE_CHANGE = OpenApiExample(
    "Where the books are kept",
    {"currency": "EUR", "timezone": "Europe/Berlin"},
    request_only=True,
)
