"""Bodies are read here, whole, before anything else happens, and no further than the limit.

A WSGI layer, not a middleware: Django takes a body without Content-Length for an empty one, and
one that was cut off on its way for the whole (of `amount=75.50` it would record 75). Reading first
also means that a slow sender never holds a database transaction open. What is wrong with a body is
noted for the view, which refuses it as it does every other input.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.http import parse_header_parameters

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

#: The problem of a body, as the arguments of `Problem`.
REFUSED = "expense_tracker.body_refused"
# A client that is cut off while it sends would never see why; this much of a body is read for it.
_HEARD_OUT = 32 * 1024 * 1024
_PIECE = 64 * 1024


class BodyLimit:
    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        told = environ.get("CONTENT_LENGTH") or ""
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            _take(environ, *_in_chunks(environ))
        elif told.isdecimal():
            _take(environ, *_of_length(environ, int(told[:18])))
        return self.application(environ, start_response)


def _take(environ: Environ, body: bytes, refused: tuple[str, str] | None) -> None:
    """The body, in memory, for whoever reads it; an empty one where it is refused."""
    if refused is not None:
        environ[REFUSED] = refused
        body = b""
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))


def _of_length(environ: Environ, told: int) -> tuple[bytes, tuple[str, str] | None]:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if told > limit:
        _hear_out(environ, told)
        return b"", _too_large(limit)
    body = environ["wsgi.input"].read(told)
    if len(body) < told:
        return b"", ("malformed", f"The body ended after {len(body)} of {told} bytes.")
    return body, None


def _in_chunks(environ: Environ) -> tuple[bytes, tuple[str, str] | None]:
    if not environ.get("wsgi.input_terminated"):
        return b"", ("malformed", "This server takes no chunks: send Content-Length.")
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        _hear_out(environ, _HEARD_OUT)
        return b"", _too_large(limit)
    if not _shows_its_end(environ.get("CONTENT_TYPE", ""), body):
        return b"", ("malformed", "Without Content-Length nobody can see that this form is whole.")
    return body, None


def _shows_its_end(content_type: str, body: bytes) -> bool:
    """Whether the body itself tells if it was cut off: the server does not, of chunks."""
    kind, parameters = parse_header_parameters(content_type)
    if kind == "multipart/form-data":
        return body.rstrip().endswith(f"--{parameters.get('boundary', '')}--".encode())
    return not body or kind != "application/x-www-form-urlencoded"


def _hear_out(environ: Environ, told: int) -> None:
    rest = min(told, _HEARD_OUT)
    while rest > 0 and (piece := environ["wsgi.input"].read(min(rest, _PIECE))):
        rest -= len(piece)


def _too_large(limit: int) -> tuple[str, str]:
    return "too_large", f"A body may have at most {limit >> 20} MiB."
