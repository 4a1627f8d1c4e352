"""The load generator counts what was answered, and stops at what should not have been."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.asking import again_and_again, get, posts
from benchmarks.load import fetch, load
from devtools.console import Problem


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/unchanged":
            self.send_response(304)
            self.end_headers()
            return
        body = b"x" * 300_000
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """The test's output is not the place."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_it_asks_so_many_times(port: int) -> None:
    sample = load(port, again_and_again(get("/", "token")), connections=3, times=20)
    assert sample.requests == len(sample.latencies) == 20
    assert 0 < sample.percentile(0.5) <= sample.percentile(0.99) <= sample.seconds


def test_it_takes_an_answer_without_a_body(port: int) -> None:
    requests = again_and_again(get("/unchanged", "token"))
    assert load(port, requests, connections=2, times=6, expected="304").requests == 6


def test_it_stops_at_another_status(port: int) -> None:
    with pytest.raises(Problem, match="Expected 200"):
        load(port, again_and_again(get("/unchanged", "token")), connections=1, times=1)


def test_it_fetches_the_whole_body(port: int) -> None:
    headers, body = fetch(port, get("/", "token"))
    assert int(headers["content-length"]) == len(body) == 300_000


def test_it_never_repeats_a_key() -> None:
    requests = posts("token", [1, 2], with_key=True)
    keys = {next(requests).partition(b"Idempotency-Key: ")[2].split(b"\r\n")[0] for _ in range(50)}
    assert len(keys) == 50
