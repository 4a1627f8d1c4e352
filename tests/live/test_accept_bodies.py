"""Bodies as other clients than ours send them: forms, files' envelopes, curl's default."""

import socket
import subprocess
from collections.abc import Iterator
from http.client import HTTPResponse

import pytest

from tests.serving import Reply, Server

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "the-boundary-of-a-browser"


def part(name: str, value: str) -> str:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


def test_it_takes_a_form(live: Server, token: str) -> None:
    form = b"type=expense&amount=75.50&category=Groceries&description=caf%C3%A9+%F0%9F%8D%A3&date="
    reply = live.send(
        "POST", "/api/transactions/", form + b"2026-03-01", token=token, Content_Type=FORM
    )

    assert reply.status == 201, reply.body
    row = reply.json()
    assert (row["amount"], row["category_name"]) == ("75.50", "Groceries")
    assert row["description"] == "café 🍣"


def test_it_takes_multipart(live: Server, token: str) -> None:
    fields = {"type": "income", "amount": "1200.00", "category": "", "description": "naïve"}
    body = "".join(part(name, value) for name, value in fields.items()) + f"--{BOUNDARY}--\r\n"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    reply = live.send("POST", "/api/transactions/", body.encode(), token=token, Content_Type=kind)

    assert reply.status == 201, reply.body
    assert reply.json()["description"] == "naïve"
    assert reply.json()["category"] is None


def test_it_tells_curl_what_content_type_to_send(live: Server, token: str) -> None:
    body = '{"type": "expense", "amount": 5}'
    command = ["curl", "-s", "-H", f"Authorization: Token {token}", "-d", body]
    said = subprocess.run([*command, f"{live.base}/api/transactions/"], capture_output=True)

    assert b'"status":400' in said.stdout
    assert b"send Content-Type: application/json" in said.stdout


def test_it_refuses_a_body_of_three_mebibytes(live: Server, token: str) -> None:
    body = b'{"notes": "' + b"x" * (3 << 20) + b'"}'
    reply = live.send(
        "POST", "/api/transactions/", body, token=token, Content_Type="application/json"
    )

    assert (reply.status, reply.json()["code"]) == (413, "too_large")


def test_it_takes_a_body_just_below_the_limit(live: Server, token: str) -> None:
    body = b'{"type": "expense", "amount": 5}' + b" " * ((2 << 20) - 33)
    reply = live.send(
        "POST", "/api/transactions/", body, token=token, Content_Type="application/json"
    )

    assert reply.status == 201, reply.body


def chunked(
    live: Server, token: str, chunks: Iterator[bytes], content_type: str = "application/json"
) -> Reply:
    http = live.connect()
    named = {"Authorization": f"Token {token}", "Content-Type": content_type}
    try:
        http.request("POST", "/api/transactions/", chunks, named, encode_chunked=True)
        return Reply(http.getresponse())
    finally:
        http.close()


def test_it_takes_a_body_in_chunks(live: Server, token: str) -> None:
    reply = chunked(live, token, iter([b'{"type": "expense",', b' "amount"', b": 75.50}"]))

    assert reply.status == 201, reply.body
    assert reply.json()["amount"] == "75.50"


def test_it_refuses_chunks_past_the_limit(live: Server, token: str) -> None:
    kibibyte = b"x" * 1024
    reply = chunked(live, token, iter([b'{"notes": "', *[kibibyte] * 3072, b'"}']))

    assert (reply.status, reply.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_it_refuses_a_packed_body(live: Server, token: str, encoding: str) -> None:
    reply = live.send(
        "POST",
        "/api/transactions/",
        b"\x1f\x8b\x08\x00",
        token=token,
        Content_Type="application/json",
        Content_Encoding=encoding,
    )

    assert (reply.status, reply.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ("Content-Length: 40", b"type=expense&amount=75"),
        ("Transfer-Encoding: chunked", b"16\r\ntype=expense&amount=75\r\n"),
    ],
)
def test_it_records_nothing_from_a_form_that_was_cut_off(
    live: Server, token: str, told: str, body: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", live.port), timeout=60) as client:
        client.sendall(head(live, token, FORM, told) + body)
        client.shutdown(socket.SHUT_WR)
        answer = HTTPResponse(client)
        answer.begin()

    assert answer.status == 400
    assert live.get("/api/transactions/", token)["count"] == 0


def test_it_takes_multipart_in_chunks(live: Server, token: str) -> None:
    body = part("type", "expense") + part("amount", "75.50") + f"--{BOUNDARY}--\r\n"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    reply = chunked(live, token, iter([body[:60].encode(), body[60:].encode()]), kind)

    assert reply.status == 201, reply.body


def head(live: Server, token: str, content_type: str, told: str) -> bytes:
    """The start of a request whose body is still to come."""
    return (
        f"POST /api/transactions/ HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\n"
        f"Authorization: Token {token}\r\nContent-Type: {content_type}\r\n"
        f"{told}\r\nConnection: close\r\n\r\n"
    ).encode()


@pytest.fixture
def slow_clients(live: Server, token: str) -> Iterator[list[socket.socket]]:
    """Three connections that have sent all of a request but its last byte."""
    body = b'{"type": "expense", "amount": 5}'
    start = head(live, token, "application/json", f"Content-Length: {len(body)}")
    clients = [socket.create_connection(("127.0.0.1", live.port), timeout=60) for _ in range(3)]
    for client in clients:
        client.sendall(start + body[:-1])
    yield clients
    for client in clients:
        client.close()


def test_it_serves_others_while_slow_clients_send(
    live: Server, token: str, slow_clients: list[socket.socket]
) -> None:
    live.post("/api/transactions/", {"type": "expense", "amount": 7}, token)

    assert live.get("/api/transactions/", token)["count"] == 1


def test_it_waits_for_slow_clients(
    live: Server, token: str, slow_clients: list[socket.socket]
) -> None:
    for client in slow_clients:
        client.sendall(b"}")
        answer = HTTPResponse(client)
        answer.begin()
        assert answer.status == 201

    assert live.get("/api/transactions/", token)["count"] == 3
