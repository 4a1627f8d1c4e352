"""A load generator: a few connections that are kept alive, each with one request under way.

Closed loop: the next request is sent when the answer to the last one is there. One thread, raw
sockets, requests made beforehand, and of an answer only the status and the length are read, so
that the generator uses little of what the server could; `Sample.generator_cpu` says how little.
"""

import contextlib
import math
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from devtools.console import Problem

_CHUNK = 1 << 18
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Sample:
    """What one stretch of load saw."""

    requests: int
    seconds: float
    generator_cpu: float
    """Seconds of CPU that the generator itself used."""
    latencies: list[float]

    def percentile(self, share: float) -> float:
        """Seconds that so many of the requests stayed within."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)
    whole: int = 0
    """How long the answer is with its head; 0 until the head is there."""

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.whole = 0
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self, expected: bytes) -> bool:
        """Whether the answer is complete now."""
        chunk = self.socket.recv(_CHUNK)
        if not chunk:
            raise Problem(f"The server hung up after {bytes(self.received[:500])!r}.")
        self.received += chunk
        if not self.whole:
            self.whole = _length(self.received, expected)
        return 0 < self.whole <= len(self.received)


def _length(received: bytearray, expected: bytes) -> int:
    """Of the whole answer; 0 while its head is incomplete, Problem where it is not `expected`."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return 0
    if received[9:12] != expected:
        raise Problem(f"Expected {expected.decode()}, got {bytes(received[:1500])!r}.")
    head = bytes(received[:end]).lower()
    place = head.find(b"\r\ncontent-length:")
    if place < 0:
        if expected != b"304":
            raise Problem(f"An answer without Content-Length: {head!r}.")
        return end + 4
    return end + 4 + int(head[place + 17 :].partition(b"\r\n")[0])


def answers(port: int) -> bool:
    """Whether anything listens there."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def fetch(port: int, request: bytes, expected: str = "200") -> tuple[dict[str, str], bytes]:
    """One request's headers (names in lower case) and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as plain:
        connection = _Connection(plain)
        connection.send(request)
        while not connection.receive(expected.encode()):
            pass
        head, _, body = bytes(connection.received).partition(b"\r\n\r\n")
    lines = (line.partition(":") for line in head.decode().split("\r\n")[1:])
    return {name.lower(): value.strip() for name, _, value in lines}, body


def load(
    port: int,
    requests: Iterator[bytes],
    *,
    connections: int,
    expected: str = "200",
    seconds: float = math.inf,
    times: float = math.inf,
) -> Sample:
    """Ask for so many seconds or so many times, and wait for the last answers."""
    latencies: list[float] = []
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        opened = [stack.enter_context(_connect(port)) for _ in range(connections)]
        cpu, start = time.process_time(), time.perf_counter()
        for plain in opened:
            connection = _Connection(plain)
            selector.register(plain, selectors.EVENT_READ, connection)
            connection.send(next(requests))
        under_way = connections
        while under_way:
            for connection in _ready(selector):
                if not connection.receive(expected.encode()):
                    continue
                now = time.perf_counter()
                latencies.append(now - connection.sent_at)
                if now < start + seconds and len(latencies) + under_way <= times:
                    connection.send(next(requests))
                else:
                    under_way -= 1
        taken = time.perf_counter() - start
        return Sample(len(latencies), taken, time.process_time() - cpu, latencies)


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _ready(selector: selectors.BaseSelector) -> list[_Connection]:
    ready = selector.select(_PATIENCE)
    if not ready:
        raise Problem(f"No answer within {_PATIENCE} seconds.")
    return [key.data for key, _ in ready]
