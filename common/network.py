"""Who is calling, through proxies that are ours."""

import ipaddress
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

_SUBSCRIBER_BITS = 64
# Some proxies add the caller's port, which is another one for each connection.
_WITH_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([0-9A-Fa-f:.]+)\](?::[0-9]+)?", re.ASCII)
_PROXY_HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
)


def drop_untrusted_proxy_headers(request: HttpRequest) -> None:
    """Forget what a caller that is none of TRUSTED_PROXIES says about forwarding."""
    if _plain(request.META.get("REMOTE_ADDR", "")) not in settings.TRUSTED_PROXIES:
        for header in _PROXY_HEADERS:
            request.META.pop(header, None)


def client_address(request: HttpRequest) -> str:
    """The nearest address that is not a proxy of ours: what lies beyond it, the caller chose."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    chain = [_plain(part) for part in forwarded if part.strip()]
    chain.append(_plain(request.META.get("REMOTE_ADDR", "")))
    for address in reversed(chain):
        if address not in settings.TRUSTED_PROXIES:
            return address
    return chain[0]


def client_network(request: HttpRequest) -> str:
    """What a limit by address counts: one IPv6 subscriber has a whole /64 of addresses."""
    address = client_address(request)
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, _SUBSCRIBER_BITS), strict=False))
    except ValueError:
        return address


@lru_cache(maxsize=4096)
def _plain(address: str) -> str:
    """The one spelling of an address; a server on `::` calls IPv4 callers `::ffff:192.0.2.1`."""
    text = address.strip()
    if found := _WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def whole_url(request: HttpRequest, path: str) -> str:
    """`path` (with its query) as a URL that the client can follow."""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}"
    return f"{request.scheme}://{request.get_host()}{path}"
