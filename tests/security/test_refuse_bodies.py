"""Doors that are open to everybody take no body that costs more to read than to send.

The same against the books, and bodies broken on the wire: tests/contract/nasties.py and
tests/live/test_accept_bodies.py.
"""

import gzip
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.schema.documents import operations
from tests.security.attacking import FORM, HOST, JSON, Site, code_of
from tests.security.conftest import Record
from tests.serving import Reply

#: What needs no sign-in.
OPEN = [
    path
    for path, method, each in operations()
    if method == "post" and {} in each.get("security", [{}])
]
DEEP = 100_000
PARTS = "multipart/form-data; boundary=b"
PART = b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
BODIES: dict[str, tuple[str, bytes, str]] = {
    "3 MiB": (JSON, b'{"a": "%s"}' % (b"x" * (3 << 20)), "413 too_large"),
    "a gzip bomb": (JSON, gzip.compress(b" " * (32 << 20), 1), "415 unsupported_media_type"),
    "lists 100,000 deep": (JSON, b"[" * DEEP + b"]" * DEEP, "400 malformed"),
    "objects 100,000 deep": (JSON, b'{"a":' * DEEP + b"1" + b"}" * DEEP, "400 malformed"),
    "100,000 keys": (JSON, b"{%s}" % b",".join(b'"k%d":1' % n for n in range(DEEP)), "400 invalid"),
    "a key twice": (JSON, b'{"username": "a", "username": "b", "password": "c"}', "400 malformed"),
    "a number of a million digits": (JSON, b'{"username": %s}' % (b"9" * 10**6), "400 invalid"),
    "a number of 10**6 as its power": (JSON, b'{"username": 1e1000000}', "400 invalid"),
    "a text of two million": (JSON, b'{"username": "%s"}' % (b"x" * 2_000_000), "400 invalid"),
    "no object": (JSON, b"null", "400 invalid"),
    "100,000 fields": (FORM, b"&".join(b"k%d=1" % n for n in range(DEEP)), "400 malformed"),
    "100,000 parts": (PARTS, b"--b\r\n\r\n\r\n" * DEEP + b"--b--\r\n", "400 malformed"),
    "20,000 named parts": (PARTS, PART * 20_000 + b"--b--\r\n", "400 malformed"),
    "XML": (
        "application/xml",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "415 unsupported_media_type",
    ),
    "a pickle": ("application/x-python", b"cos\nsystem\n(S'id'\ntR.", "415 unsupported_media_type"),
}


@pytest.mark.parametrize("name", BODIES)
def test_no_open_door_takes_it(site: Site, name: str, record_property: Record) -> None:
    """Nor answers with more than it was sent, or 100 KiB."""
    assert {"/api/login/", "/api/register/", "/api/password-reset/"} <= set(OPEN)
    kind, body, refusal = BODIES[name]
    headers = {"Content-Type": kind} | ({"Content-Encoding": "gzip"} if "gzip" in name else {})
    for path in OPEN:
        reply = site.post(path, body, headers=headers)
        assert code_of(reply) == refusal, (path, reply.body[:300])
        assert len(reply.body) < 100 * 1024
    assert site.send("GET", "/health/live").status == 200
    record_property(name, refusal)


def test_no_open_door_takes_chunks_without_end(site: Site) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"username": "'
        yield from [b"x" * 65_536] * 48

    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Content-Type": JSON}
    for path in OPEN:
        with closing(site.connect()) as http:
            http.request("POST", path, chunks(), headers, encode_chunked=True)
            assert code_of(Reply(http.getresponse())) == "413 too_large"
