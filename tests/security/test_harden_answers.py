"""What every answer says to browsers, caches and proxies; and what no header talks the server into.

A form with another Content-Type, chunks, lengths and hosts on the wire: tests/contract/nasties.py.
"""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.schema.documents import operations, url_of
from tests.security.attacking import (
    HOST,
    PAST_THE_PROXY,
    PROXY,
    PUBLIC,
    Person,
    Site,
    code_of,
    is_ours,
)
from tests.security.conftest import Record
from tests.serving import Reply

OPERATIONS = list(operations())
READS = [path for path, method, _ in OPERATIONS if method == "get" and "{" not in path]


def _at_the_root(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """Paths without a parameter, also those of an app that has the root for itself."""
    for each in patterns:
        if isinstance(each, URLResolver):
            if not str(each.pattern):
                yield from _at_the_root(each.url_patterns)
        elif "<" not in str(each.pattern):
            yield f"/{each.pattern}"


#: Outside of the schema, as the URL resolver knows them, and some that nobody serves.
PAGES = [
    *_at_the_root(get_resolver().url_patterns),
    *("/problems/stale", "/problems/none", "/admin/", "/admin/login/", "/nowhere", "/api/nowhere/"),
]
PROMISED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
LOOSE = re.compile(r"unsafe-|\*|https?:|\bblob:")
BRAGGING = {"X-Powered-By", "Via", "X-AspNet-Version", "X-Runtime", "X-Generator"}


@pytest.fixture(scope="module")
def victim(site: Site) -> Person:
    """Nothing is done to them here."""
    return site.person()


def judge(what: str, reply: Reply) -> None:
    """AssertionError where an answer leaves a door open."""
    for name, text in PROMISED.items():
        assert reply.headers[name] == text, (what, name)
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, what
    assert "frame-ancestors 'none'" in policy, what
    assert not LOOSE.search(policy), (what, policy)
    assert reply.headers["Server"] == "granian", what
    assert not BRAGGING & set(reply.headers.keys()), what
    assert "Access-Control-Allow-Origin" not in reply.headers, what
    assert reply.status < 500, what


def test_every_operation_answers_strangers_with_every_header(
    site: Site, record_property: Record
) -> None:
    for path, method, operation in OPERATIONS:
        reply = site.send(method.upper(), url_of(path), {"rubbish": 1})
        what = f"{method} {path}: {code_of(reply)}"
        judge(what, reply)
        assert reply.headers["Content-Type"].startswith("application/"), what
        assert "Set-Cookie" not in reply.headers, what
        needs = operation.get("security") and {} not in operation["security"]
        assert not needs or reply.status == 401, what
    record_property("operations without a sign-in", len(OPERATIONS))


def test_every_answer_about_somebody_is_theirs_alone(
    site: Site, victim: Person, record_property: Record
) -> None:
    """No cache may keep it for anybody else, nor a browser show it to the next one unasked."""
    for path in READS:
        reply = site.send("GET", path, token=victim.token)
        judge(path, reply)
        kept = {word.strip() for word in reply.headers["Cache-Control"].split(",")}
        assert "private" in kept, path
        assert kept & {"no-cache", "no-store"}, path
        assert not any(word.startswith(("public", "s-maxage", "max-age")) for word in kept), path
        varies = {word.strip() for word in reply.headers["Vary"].split(",")}
        assert varies >= {"Authorization", "Cookie", "Accept"}, path
        assert "Set-Cookie" not in reply.headers, path
    record_property("reads with a sign-in", len(READS))


def test_what_holds_a_secret_is_stored_nowhere(site: Site, victim: Person) -> None:
    answers = [site.log_in(victim.name), site.log_in(victim.name, "wrong-horse-9")]
    answers.append(site.post("/api/token/refresh/", {"refresh": victim.refresh}))
    for reply in answers:
        assert "no-store" in reply.headers["Cache-Control"]
    assert [reply.status for reply in answers] == [200, 401, 200]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_every_header(site: Site, path: str) -> None:
    judge(path, site.send("GET", path))


def test_a_static_file_is_what_it_says(site: Site) -> None:
    reply = site.send("GET", "/static/common/icon.svg")
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/static/../.env", "/static/%2e%2e/.env", "/static/..%2f.env", "/.env", "//.env"):
        assert site.send("GET", path).status in {400, 404}, path


ERRORS: list[tuple[str, str, dict[str, str]]] = [
    ("GET", "/api/transactions/0/", {}),
    ("GET", "/api/transactions/?nothing=1", {}),
    ("GET", "/api/transactions/", {"Accept": "text/html"}),
    ("GET", "/api/transactions/", {"Host": "evil.example"}),
    ("PUT", "/api/transactions/", {}),
    ("POST", "/api/transactions/", {"Content-Type": "text/plain"}),
    ("GET", "/api/transactions", {}),
]


@pytest.mark.parametrize(("method", "path", "headers"), ERRORS)
def test_an_error_is_as_guarded_and_is_no_page(
    site: Site, victim: Person, method: str, path: str, headers: dict[str, str]
) -> None:
    reply = site.send(method, path, b"{}", token=victim.token, headers=headers)
    judge(f"{method} {path} {headers}", reply)
    assert 300 < reply.status < 500
    assert b"<" not in reply.body
    assert b"Traceback" not in reply.body


@pytest.mark.parametrize(
    "host",
    ["evil.example", f"{HOST}.evil.example", f"evil.example#{HOST}", f"{HOST}@evil.example", ""],
)
def test_another_host_is_served_nothing(site: Site, victim: Person, host: str) -> None:
    """Neither through the proxy nor past it, where it would be sent on to https."""
    for source in filter(is_ours, (PROXY, PAST_THE_PROXY)):
        headers = {"Host": host}
        reply = site.send("GET", "/api/me/", token=victim.token, headers=headers, source=source)
        assert code_of(reply) == "400 malformed"
        assert b"evil" not in reply.body
        assert "Location" not in reply.headers


SAYS_ANOTHER_HOST = ("X-Forwarded-Host", "X-Host", "X-Forwarded-Server", "X-Original-Host")


def test_no_header_moves_a_link(site: Site, victim: Person) -> None:
    row = {"type": "expense", "amount": "5.00"}
    headers = dict.fromkeys([*SAYS_ANOTHER_HOST, "X-Forwarded-Port"], "evil.example")
    headers |= {"Forwarded": "host=evil.example;proto=http", "Origin": "https://evil.example"}
    made = site.post("/api/transactions/", row, token=victim.token, headers=headers)
    listed = site.send("GET", "/api/reports/summary/", token=victim.token, headers=headers)
    assert made.headers["Location"].startswith(f"{PUBLIC}/api/transactions/")
    assert listed.json()["transactions_url"].startswith(f"{PUBLIC}/api/")
    for reply in (made, listed):
        assert b"evil" not in reply.body
        assert "evil" not in str(reply.headers)


def test_what_is_not_https_is_sent_there(site: Site, victim: Person) -> None:
    """A token that was sent in the clear opens nothing on that way."""
    for proto in ("http", "HTTPS", "https://", "wss", ""):
        headers = {"X-Forwarded-Proto": proto}
        reply = site.send("GET", "/api/me/", token=victim.token, headers=headers)
        assert (reply.status, reply.body) == (301, b""), proto
        assert reply.headers["Location"] == f"{PUBLIC}/api/me/"


OVERRIDES = [
    {"X-HTTP-Method-Override": "DELETE"},
    {"X-HTTP-Method": "DELETE"},
    {"X-Method-Override": "DELETE"},
    {"X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"},
]


@pytest.mark.parametrize("headers", OVERRIDES, ids=str)
def test_no_header_makes_another_request_of_one(
    site: Site, victim: Person, headers: dict[str, str]
) -> None:
    row = {"type": "expense", "amount": "5.00"}
    made = site.post("/api/transactions/", row, token=victim.token).json()
    path = f"/api/transactions/{made['id']}/"
    for method in ("GET", "POST"):
        reply = site.send(method, path, token=victim.token, headers=headers)
        assert reply.status == {"GET": 200, "POST": 405}[method]
    assert site.get(path, victim.token)["amount"] == "5.00"


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG", "CONNECT", "PROPFIND"])
def test_a_method_that_nobody_needs_is_refused(site: Site, victim: Person, method: str) -> None:
    reply = site.send(method, "/api/me/", token=victim.token, headers={"X-Secret": "echo"})
    assert reply.status in {400, 405}
    assert b"echo" not in reply.body
    assert victim.token.encode() not in reply.body


def test_options_tell_the_methods_and_nothing_else(site: Site) -> None:
    for path in sorted({path for path, *_ in OPERATIONS}):
        reply = site.send("OPTIONS", url_of(path))
        assert reply.status in {204, 401}, path
        assert reply.status == 401 or reply.body == b"", path
