"""What HTTP itself promises, on the wire."""

from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path

import pytest

from tests.serving import Reply, Server, environment, serving

PAGE = "https://app.example.org"


@pytest.fixture(scope="module")
def with_cors(live_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log: Path = tmp_path_factory.mktemp("cors") / "log"
    with serving(environment(live_database, CORS_ALLOWED_ORIGINS=PAGE), log) as server:
        yield server


def preflight(server: Server, origin: str, path: str = "/api/transactions/") -> Reply:
    return server.send(
        "OPTIONS",
        path,
        Origin=origin,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization,content-type,idempotency-key,if-match",
    )


def test_it_sends_a_path_without_its_slash_on(live: Server, token: str) -> None:
    reply = live.send("POST", "/api/transactions?x=1", {"type": "expense"}, token=token)

    assert reply.status == 308
    assert reply.headers["Location"] == "/api/transactions/?x=1"


def test_it_answers_head_with_the_headers_of_get(live: Server, token: str) -> None:
    # The profile's tag does not change at midnight.
    whole = live.send("GET", "/api/me/", token=token)
    head = live.send("HEAD", "/api/me/", token=token)

    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_it_says_what_a_path_takes(live: Server, token: str) -> None:
    reply = live.send("OPTIONS", "/api/transactions/", token=token)

    assert (reply.status, reply.body) == (204, b"")
    assert set(reply.headers["Allow"].split(", ")) >= {"GET", "POST", "HEAD", "OPTIONS"}


def test_it_answers_what_is_unchanged_without_its_body(live: Server, token: str) -> None:
    tag = live.send("GET", "/api/me/", token=token).headers["ETag"]
    again = live.send("GET", "/api/me/", token=token, If_None_Match=tag)

    assert (again.status, again.body) == (304, b"")


def test_it_serves_many_requests_on_one_connection(live: Server, token: str) -> None:
    http: HTTPConnection = live.connect()
    http.connect()
    opened = http.sock
    for _ in range(20):
        http.request("GET", "/api/categories/", headers={"Authorization": f"Token {token}"})
        assert Reply(http.getresponse()).status == 200
    assert http.sock is opened
    http.close()


def test_it_keeps_the_connection_after_a_refused_body(live: Server, token: str) -> None:
    http: HTTPConnection = live.connect()
    named = {"Authorization": f"Token {token}", "Content-Type": "application/json"}
    http.request("POST", "/api/transactions/", b"{" + b" " * (3 << 20), named)
    assert Reply(http.getresponse()).status == 413
    http.request("GET", "/api/transactions/", headers=named)

    try:
        assert Reply(http.getresponse()).json()["count"] == 0
    except (RemoteDisconnected, ConnectionError):
        pytest.fail("The next request on this connection was not answered.")
    finally:
        http.close()


def test_it_lets_a_listed_page_call(with_cors: Server) -> None:
    reply = preflight(with_cors, PAGE)

    assert reply.status == 200
    assert reply.headers["Access-Control-Allow-Origin"] == PAGE
    allowed = reply.headers["Access-Control-Allow-Headers"]
    assert {"authorization", "idempotency-key", "if-match"} <= set(allowed.split(", "))


def test_it_shows_a_listed_page_the_headers_it_needs(with_cors: Server) -> None:
    token = with_cors.register()
    reply = with_cors.send("GET", "/api/transactions/", token=token, Origin=PAGE)

    assert reply.headers["Access-Control-Allow-Origin"] == PAGE
    shown = set(reply.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Operation-Id", "RateLimit-Remaining", "WWW-Authenticate"} <= shown


def test_it_shows_a_listed_page_its_problems(with_cors: Server) -> None:
    reply = with_cors.send("GET", "/api/transactions/", Origin=PAGE)

    assert reply.status == 401
    assert reply.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", f"{PAGE}.evil.example"])
def test_it_lets_no_other_page_call(with_cors: Server, origin: str) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(with_cors, origin).headers


def test_it_lets_no_page_call_unless_told(live: Server) -> None:
    assert "Access-Control-Allow-Origin" not in preflight(live, PAGE).headers


@pytest.mark.parametrize(
    "path", ["/api/nowhere/", "/api/transactions/1/2/3/", "/api/%00/", "/api/../api/x/"]
)
def test_it_never_answers_html_under_api(live: Server, path: str) -> None:
    reply = live.send("GET", path)

    assert reply.status == 404
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_it_refuses_a_host_it_does_not_serve(live: Server) -> None:
    reply = live.send("GET", "/api/transactions/", Host="evil.example.org")

    assert reply.status == 400
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_it_is_healthy(live: Server) -> None:
    assert live.get("/health/live") == {"status": "ok"}
    assert live.get("/health/ready") == {"database": "ok"}


@pytest.mark.parametrize("page", ["/api/docs/", "/api/redoc/", "/problems/", "/problems/stale"])
def test_it_serves_its_pages(live: Server, page: str) -> None:
    reply = live.send("GET", page)

    assert reply.status == 200
    assert reply.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
