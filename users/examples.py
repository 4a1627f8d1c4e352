"""Requests and answers of accounts, as the schema shows them; a test sends every request."""

from drf_spectacular.utils import OpenApiExample

_TOKEN = "ext_1_zKp0Jw3mX5vQ8rT2yB6nL9cF4hG7dS1aE0uI3oP5tRk"  # noqa: S105  (of nobody)
_JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmYW1pbHkiOjF9.c2lnbmF0dXJl"
_PASSWORD = "a long walk in the rain"  # noqa: S105  (of nobody)
_NEXT_PASSWORD = "a short swim in the sea"  # noqa: S105  (of nobody)

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
PASSWORD_CHANGE = OpenApiExample(
    "A new password",
    {"current_password": _PASSWORD, "new_password": _NEXT_PASSWORD},
    request_only=True,
)
REFRESH = OpenApiExample("The last one", {"refresh": _JWT}, request_only=True)
LOGOUTS = [
    OpenApiExample("What the request is signed with", {}, request_only=True),
    OpenApiExample("And the sign-in of this refresh token", {"refresh": _JWT}, request_only=True),
]
DELETION = OpenApiExample("For good", {"password": _NEXT_PASSWORD}, request_only=True)
RESET = OpenApiExample("A mail with a link", {"email": "jane@example.org"}, request_only=True)
RESET_CONFIRMATION = OpenApiExample(
    "What the mail says, and a new password",
    {
        "uid": "MQ",
        "token": "d6ty2x-5c0bd5ee7bd4b8ce7a0c9b1c6f0e8b54",
        "new_password": _NEXT_PASSWORD,
    },
    request_only=True,
)
NEW_TOKENS = [
    OpenApiExample("For a phone", {"name": "My phone"}, request_only=True),
    OpenApiExample(
        "For a script that reads, for a while",
        {"name": "Nightly backup", "scope": "read", "expires_at": "2199-12-31T00:00:00Z"},
        request_only=True,
    ),
]
_NAMED_TOKEN = {
    "id": 2,
    "name": "Nightly backup",
    "scope": "read",
    "prefix": "ext_2_Qm9w",
    "created_at": "2026-01-15T12:30:00.000000Z",
    "last_used_at": None,
    "expires_at": "2199-12-31T00:00:00Z",
}
TOKEN = OpenApiExample("A named token", _NAMED_TOKEN, response_only=True)
NEW_TOKEN = OpenApiExample(
    "A new token",
    {**_NAMED_TOKEN, "key": "ext_2_Qm9wKp0Jw3mX5vQ8rT2yB6nL9cF4hG7dS1aE0uI3oP5"},
    response_only=True,
)
