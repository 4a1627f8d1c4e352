"""Another page's script reads nothing: but for pages that are named, in exactly this spelling.

That it is off by default, and what the named page may send and see: tests/live/test_speak_http.py.
"""

import pytest

from tests.security.attacking import HOST, Person, Site
from tests.security.conftest import ORIGIN, Record

OTHERS = [
    "https://evil.example",
    f"{ORIGIN}.evil.example",
    f"{ORIGIN}:443",
    ORIGIN.replace("https", "http"),
    ORIGIN.upper(),
    ORIGIN.replace("app.", "xapp."),
    ORIGIN.replace("app.", "evil.app."),
    ORIGIN.replace(".", "x", 1),
    f"https://{HOST}@evil.example",
    f"{ORIGIN} https://evil.example",
    f"{ORIGIN},https://evil.example",
    "null",
    "*",
    "file://",
    "",
]
GRANTS = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")


@pytest.fixture(scope="module")
def reader(limited_site: Site) -> Person:
    return limited_site.person()


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_origin_is_let_in(
    limited_site: Site, reader: Person, origin: str, record_property: Record
) -> None:
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    replies = [
        limited_site.send("GET", "/api/me/", token=reader.token, headers={"Origin": origin}),
        limited_site.send("OPTIONS", "/api/me/", headers={"Origin": origin, **asks}),
        limited_site.send("GET", "/api/nowhere/", headers={"Origin": origin}),
        limited_site.send("GET", "/admin/login/", headers={"Origin": origin}),
    ]
    for reply in replies:
        assert [name for name in GRANTS if name in reply.headers] == []
    record_property(f"Origin: {origin}", "let in nowhere")


def test_the_named_one_is_let_in_without_cookies(limited_site: Site, reader: Person) -> None:
    headers = {"Origin": ORIGIN}
    reply = limited_site.send("GET", "/api/me/", token=reader.token, headers=headers)
    assert reply.headers["Access-Control-Allow-Origin"] == ORIGIN
    # With it, a page could use the session cookie of whoever looks at it.
    assert "Access-Control-Allow-Credentials" not in reply.headers
    assert "origin" in reply.headers["Vary"].lower()


def test_its_preflight_grants_what_is_named_and_no_more(limited_site: Site) -> None:
    for asked in ("PURGE", "TRACE", "DELETE"):
        headers = {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": asked,
            "Access-Control-Request-Headers": "authorization,x-forwarded-for,cookie,x-csrftoken",
        }
        reply = limited_site.send("OPTIONS", "/api/me/", headers=headers)
        granted = set(reply.headers["Access-Control-Allow-Headers"].split(", "))
        assert granted & {"x-forwarded-for", "cookie", "x-csrftoken", "*"} == set()
        methods = set(reply.headers["Access-Control-Allow-Methods"].split(", "))
        assert methods <= {"DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"}


@pytest.mark.parametrize("path", ["/admin/login/", "/", "/health/live", "/problems/"])
def test_outside_of_the_api_nobody_is_let_in(limited_site: Site, path: str) -> None:
    reply = limited_site.send("GET", path, headers={"Origin": ORIGIN})
    assert [name for name in GRANTS if name in reply.headers] == []
