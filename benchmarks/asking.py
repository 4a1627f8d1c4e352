"""The requests: whole HTTP/1.1 messages, made before the clock runs."""

import itertools
import json
import secrets
from collections.abc import Iterator, Sequence

LIST = "/api/transactions/"
PAYMENT = "application/json"


def payment(categories: Sequence[int], number: int = 0) -> bytes:
    """The body of a POST: an everyday expense with a category."""
    body = {
        "type": "expense",
        "amount": "75.50",
        "currency": "USD",
        "category": categories[number % len(categories)],
        "date": "2026-03-14",
        "description": "Weekly shopping",
        "notes": "Vegetables, bread and coffee.",
    }
    return json.dumps(body).encode()


def get(path: str, token: str, **headers: str) -> bytes:
    return _head("GET", path, token, headers) + b"\r\n"


def _head(method: str, path: str, token: str, headers: dict[str, str]) -> bytes:
    # One host for all servers, so that the URLs in their answers are the same.
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Token {token}",
        "Accept: application/json",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode()


def again_and_again(*requests: bytes) -> Iterator[bytes]:
    return itertools.cycle(requests)


def posts(token: str, categories: Sequence[int], *, with_key: bool) -> Iterator[bytes]:
    """POSTs without end; each has an Idempotency-Key of its own where asked for."""
    run = secrets.token_hex(4)
    bodies = [payment(categories, number) for number in range(len(categories))]
    heads = [
        _head("POST", LIST, token, {"Content-Type": PAYMENT, "Content-Length": str(len(body))})
        for body in bodies
    ]
    for number in itertools.count():
        place = number % len(bodies)
        key = f"Idempotency-Key: {run}-{number:012}\r\n".encode() if with_key else b""
        yield heads[place] + key + b"\r\n" + bodies[place]
