"""`EMAIL_URL` as Django's mail settings."""

from typing import Any
from urllib.parse import unquote, urlsplit

from expense_tracker import environment as env

_PLAIN, _STARTTLS, _TLS = "smtp", "smtp+tls", "smtps"
_PORTS = {_PLAIN: 25, _STARTTLS: 587, _TLS: 465}
#: Of one step of the conversation.
_SECONDS = 10


def mail_config() -> dict[str, Any]:
    """Printed on the server's console where there is no address."""
    address = env.url("EMAIL_URL", tuple(_PORTS))
    sender = env.text("EMAIL_FROM", "Expense tracker <noreply@localhost>")
    if "\n" in sender or "@" not in sender:
        raise env.BadSetting("EMAIL_FROM", f"is {sender!r}: it takes an email address.")
    senders = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender}
    if not address:
        return {**senders, "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    return {
        **senders,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == _STARTTLS,
        "EMAIL_USE_SSL": parts.scheme == _TLS,
        "EMAIL_TIMEOUT": _SECONDS,
    }
