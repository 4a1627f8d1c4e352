"""Requests that no generator makes, byte for byte as they go over the wire.

What tests/live shows already is not repeated here: a body cut off, chunks past the limit, a form
that looks like JSON, clients that send the last byte of a body late.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass

LIST = "/api/transactions/"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
ROW = b'{"type": "expense", "amount": "5", "notes": %s}'
#: The server's own refusal of what is no HTTP: it never reaches the application.
NO_HTTP = ""


@dataclass(frozen=True)
class Nasty:
    """A request, and the code of the problem that must be the answer; `ok` for none."""

    name: str
    code: str
    line: bytes
    headers: tuple[bytes, ...] = ()
    body: bytes = b""

    def wire(self, port: int, token: str) -> bytes:
        head = [
            self.line + b" HTTP/1.1",
            f"Host: 127.0.0.1:{port}".encode(),
            f"Authorization: Token {token}".encode(),
            b"Connection: close",
            *self.headers,
        ]
        return b"\r\n".join([*head, b"", b""]) + self.body

    def __str__(self) -> str:
        return self.name


def _post(name: str, code: str, body: bytes, kind: str = JSON, *more: bytes) -> Nasty:
    headers = (f"Content-Type: {kind}".encode(), f"Content-Length: {len(body)}".encode(), *more)
    return Nasty(name, code, f"POST {LIST}".encode(), headers, body)


def _get(name: str, code: str, target: bytes, *headers: bytes) -> Nasty:
    return Nasty(name, code, b"GET " + target, headers)


def _bodies() -> Iterator[Nasty]:
    deep = 100_000
    yield _post("lists 100,000 deep", "malformed", b"[" * deep + b"]" * deep)
    yield _post("objects 100,000 deep", "malformed", b'{"a":' * deep + b"1" + b"}" * deep)
    yield _post("lists 100,000 deep and never closed", "malformed", b"[" * deep)
    yield _post("a key twice", "malformed", b'{"type": "expense", "amount": 5, "amount": 6}')
    yield _post("a lone surrogate", "invalid", ROW % rb'"\ud800"')
    yield _post("a lone surrogate in bytes", "malformed", ROW % b'"\xed\xa0\x80"')
    yield _post("NUL in a body", "malformed", ROW % b'"a\x00b"')
    yield _post("NUL in a body, escaped", "invalid", ROW % rb'"a\u0000b"')
    yield _post("an amount of 5,000 digits", "invalid", b'{"type":"expense","amount":%s}' % DIGITS)
    yield _post("a category of 5,000 digits", "invalid", b'{"type":"expense","amount":5,%s}' % (
        b'"category":' + DIGITS
    ))  # fmt: skip
    yield _post("100,000 unknown keys", "invalid", b"{%s}" % b",".join(_keys(b'"k%d":1')))
    yield _post("a body of 3 MiB", "too_large", ROW % (b'"' + b"x" * (3 << 20) + b'"'))
    bomb = gzip.compress(b" " * (64 << 20), 1)
    yield _post("a gzip bomb", "unsupported_media_type", bomb, JSON, b"Content-Encoding: gzip")
    yield _post("100,000 form fields", "malformed", b"&".join(_keys(b"k%d=1")), FORM)
    parts = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="k"\r\n\r\n\r\n' for _ in range(9_999)
    )
    yield _post("9,999 parts", "malformed", parts + b"--b--\r\n", "multipart/form-data; boundary=b")


DIGITS = b"9" * 5_000


def _keys(form: bytes) -> Iterator[bytes]:
    return (form % number for number in range(100_000))


def _queries() -> Iterator[Nasty]:
    path = LIST.encode()
    yield _get("page 10**30", "invalid", path + b"?page=1" + b"0" * 30)
    yield _get("page of 5,000 digits", "invalid", path + b"?page=" + DIGITS)
    yield _get("page 10**30 of a short list", "not_found", b"/api/categories/?page=1" + b"0" * 30)
    yield _get("page_size 10**30", "ok", path + b"?page_size=1" + b"0" * 30)
    yield _get("an id of 5,000 digits in a filter", "ok", path + b"?id=" + DIGITS)
    yield _get(
        "a month of 5,000 digits", "invalid", b"/api/reports/monthly-summary/?month=" + DIGITS
    )
    yield _get("NUL in a query", "invalid", path + b"?search=a%00b")
    yield _get("NUL in a parameter's name", "invalid", path + b"?a%00b=1")
    yield _get("a lone surrogate in a query", "ok", path + b"?search=%ed%a0%80")
    yield _get("no UTF-8 in a query", "ok", path + b"?search=%ff%fe")
    yield _get("a cursor of nonsense", "invalid", path + b"?cursor=" + b"A" * 4_000)
    yield _get("a parameter 5,000 times", "malformed", path + b"?" + b"search=&" * 5_000)


def _heads() -> Iterator[Nasty]:
    path = LIST.encode()
    yield _get("NUL in a path", "not_found", path + b"%00/")
    yield _get("an id of 5,000 digits", "not_found", path + DIGITS + b"/")
    yield _get("a lone surrogate in a path", "not_found", path + b"%ed%a0%80/")
    yield _get("NUL in a path, unescaped", NO_HTTP, path + b"\x00/")
    yield _get("NUL in a query, unescaped", NO_HTTP, path + b"?search=a\x00b")
    yield _get("NUL in a header", NO_HTTP, path, b"X-Request-ID: a\x00b")
    yield _get("a header of 60,000 bytes", "ok", path, b'If-None-Match: "' + b"x" * 60_000 + b'"')
    yield _get("a header that is no text", "ok", path, b"X-Request-ID: \xff\xfe")
    yield _post(
        "a key of 256 characters", "invalid", b"{}", JSON, b"Idempotency-Key: " + b"k" * 256
    )
    yield _post("a key that is no ASCII", "invalid", b"{}", JSON, b"Idempotency-Key: \xc3\xa9")
    yield _post("two lengths", NO_HTTP, b"{}", JSON, b"Content-Length: 3")
    yield _post("a length and chunks", NO_HTTP, b"{}", JSON, b"Transfer-Encoding: chunked")


NASTIES = [*_bodies(), *_queries(), *_heads()]
