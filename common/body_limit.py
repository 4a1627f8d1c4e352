"""Bodies are read here, whole, before anything else happens, and no further than the limit.

A WSGI layer, not a middleware: Django takes a body without Content-Length for an empty one, and
one that was cut off on its way for the whole (of `amount=75.50` it would record 75). Reading first
also means that a slow sender never holds a database transaction open. What is wrong with a body is
noted for the view, which refuses it as it does every other input.
"""

import io
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.utils.http import parse_header_parameters

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Body = BinaryIO
Taken = tuple[Body, tuple[str, str] | None]

#: The problem of a body, as the arguments of `Problem`.
REFUSED = "expense_tracker.body_refused"
# A client that is cut off while it sends would never see why; this much of a body is read for it.
_HEARD_OUT = 32 * 1024 * 1024
_PIECE = 64 * 1024
_IN_MEMORY = 4 * 1024 * 1024
#: A boundary has 70 characters at most (RFC 2046, 5.1.1).
_LONGEST_END = 1024
_UPLOADS, _AN_UPLOAD = "/api/imports/", 25 * 1024 * 1024


class BodyLimit:
    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        told = environ.get("CONTENT_LENGTH") or ""
        limit = _limit_of(environ)
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            _take(environ, *_in_chunks(environ, limit))
        elif told.isdecimal():
            _take(environ, *_of_length(environ, int(told[:18]), limit))
        return self.application(environ, start_response)


def _limit_of(environ: Environ) -> int:
    """Files of a bank are longer than anything else that is sent."""
    is_upload = environ.get("REQUEST_METHOD") == "POST" and environ.get("PATH_INFO") == _UPLOADS
    return _AN_UPLOAD if is_upload else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _take(environ: Environ, body: Body, refused: tuple[str, str] | None = None) -> None:
    """The body for whoever reads it; an empty one where it is refused."""
    if refused is not None:
        environ[REFUSED] = refused
        body = io.BytesIO()
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    environ["wsgi.input"] = body
    environ["CONTENT_LENGTH"] = str(length)


def _read(environ: Environ, most: int) -> tuple[Body, int]:
    """At most so many bytes, and how many there were. A long body lies on the disk: a few at a time
    would take all the memory."""
    source = environ["wsgi.input"]
    if most <= _IN_MEMORY:
        found = source.read(most)
        return io.BytesIO(found), len(found)
    body = cast(Body, SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  (goes with it)
    length = 0
    while piece := source.read(min(_PIECE, most - length)):
        length += body.write(piece)
    return body, length


def _of_length(environ: Environ, told: int, limit: int) -> Taken:
    if told > limit:
        _hear_out(environ, told)
        return io.BytesIO(), _too_large(limit)
    body, length = _read(environ, told)
    if length < told:
        return body, ("malformed", f"The body ended after {length} of {told} bytes.")
    return body, None


def _in_chunks(environ: Environ, limit: int) -> Taken:
    if not environ.get("wsgi.input_terminated"):
        return io.BytesIO(), ("malformed", "This server takes no chunks: send Content-Length.")
    body, length = _read(environ, limit + 1)
    if length > limit:
        _hear_out(environ, _HEARD_OUT)
        return body, _too_large(limit)
    body.seek(max(0, length - _LONGEST_END))
    if not _shows_its_end(environ.get("CONTENT_TYPE", ""), body.read()):
        return body, ("malformed", "Without Content-Length nobody can see that this form is whole.")
    return body, None


def _shows_its_end(content_type: str, end: bytes) -> bool:
    """Whether the body itself tells if it was cut off: the server does not, of chunks."""
    kind, parameters = parse_header_parameters(content_type)
    if kind == "multipart/form-data":
        return end.rstrip().endswith(f"--{parameters.get('boundary', '')}--".encode())
    return not end or kind != "application/x-www-form-urlencoded"


def _hear_out(environ: Environ, told: int) -> None:
    rest = min(told, _HEARD_OUT)
    while rest > 0 and (piece := environ["wsgi.input"].read(min(rest, _PIECE))):
        rest -= len(piece)


def _too_large(limit: int) -> tuple[str, str]:
    return "too_large", f"A body may have at most {limit >> 20} MiB."
