"""Answers a page's worth of bytes at once: what the server and the load generator can do."""

from collections.abc import Callable, Iterable
from typing import Any

_BODY = b"x" * 16_000


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(_BODY)))]
    start_response("200 OK", headers)
    return [_BODY]
