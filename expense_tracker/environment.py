"""Settings from the environment: each reader returns a checked value or stops the start.

A bad value is a `BadSetting`: one sentence that names the setting and says what it takes.
"""

import ipaddress
import os
import re
from urllib.parse import urlsplit

SECRET_LENGTH = 32
_FEWEST_CHARACTERS = 8
# What people copy from an example, and leave.
_PLACEHOLDER = re.compile(
    r"change.?(me|this)|placeholder|replace.?(me|this)|your.?secret|insecure", re.I
)
# A name, one with a leading dot (and all below it), an address (IPv6 in brackets), or *
_HOST = re.compile(
    r"\*|\.?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?|\[[0-9A-Fa-f:.]+\]", re.ASCII
)
_WITHOUT_HOST = {"sqlite", "unix"}


class BadSetting(SystemExit):
    """Stops the start with one sentence on standard error (exit code 1)."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"{name} {problem} Set it in the environment or in .env (see .env.example)."
        )


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    value = text(name)
    if not value:
        raise BadSetting(name, "is missing.")
    if len(value) < SECRET_LENGTH:
        raise BadSetting(name, f"is too short: it takes at least {SECRET_LENGTH} characters.")
    if _PLACEHOLDER.search(value) or len(set(value)) < _FEWEST_CHARACTERS:
        draw = "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        raise BadSetting(name, f"is a placeholder: draw one of your own by {draw}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value in {"on", "true", "1", "yes"}:
        return True
    if value in {"off", "false", "0", "no"}:
        return False
    raise BadSetting(name, f"is {value!r}: it takes on or off.")


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in allowed:
        raise BadSetting(name, f"is {value!r}: it takes {' or '.join(allowed)}.")
    return value


def names(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def hosts(name: str, default: str) -> list[str]:
    """Host names as Django's ALLOWED_HOSTS takes them: without scheme, port or path."""
    for host in names(name, default):
        if not _HOST.fullmatch(host):
            raise BadSetting(name, f"has {host!r}: it takes host names such as money.example.org.")
    return names(name, default)


def addresses(name: str) -> frozenset[str]:
    """IP addresses, in the one spelling that `ipaddress` gives them."""
    try:
        return frozenset(str(ipaddress.ip_address(part)) for part in names(name))
    except ValueError as error:
        raise BadSetting(name, f"takes IP addresses separated by commas ({error}).") from None


def origins(name: str) -> list[str]:
    for origin in names(name):
        if not _is_origin(origin):
            raise BadSetting(name, f"has {origin!r}: it takes origins such as https://example.org.")
    return names(name)


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and text == f"{parts.scheme}://{parts.netloc}"


def url(name: str, schemes: tuple[str, ...], default: str = "") -> str:
    value = text(name, default)
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise BadSetting(name, f"is no address ({error}).") from None
    if parts.scheme not in schemes:
        raise BadSetting(
            name, f"takes an address that starts with {' or '.join(f'{s}://' for s in schemes)}."
        )
    if parts.scheme not in _WITHOUT_HOST and not parts.hostname:
        raise BadSetting(name, "is an address without a host.")
    return value.rstrip("/") if parts.scheme.startswith("http") else value


def port(name: str, default: int) -> int:
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise BadSetting(name, f"is {value!r}: it takes a number from 1 to 65535.")
    return int(value)
