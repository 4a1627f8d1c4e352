"""Text is text: no database, log, header, spreadsheet or archive takes it for anything else.

Numbers, dates and cursors that are none, NUL and half characters: tests/contract/nasties.py.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlencode

import pytest

from common.text import fold
from tests.schema.documents import operations, parameters
from tests.security.attacking import HOST, Person, Site, an_address, code_of
from tests.security.conftest import Record

#: As a value each must mean itself, whatever SQL, LIKE, JSON, HTML or a shell would make of it.
TEXTS = [
    "' OR '1'='1",
    "'; DROP TABLE transactions_transaction; --",
    '" OR ""="',
    "1) UNION SELECT password FROM users_user --",
    "x' AND (SELECT COUNT(*) FROM users_user) > 0 /*",
    "\\' OR 1=1 #",
    "%",
    "_",
    "\\",
    "100\\%",
    "a_b%c",
    "`id`",
    "$(id) ${7*7} {{7*7}} %(name)s {0} %s",
    "<script>alert(1)</script>",
    "＇ OR ＇1＇＝＇1",
    "ʼ; --",
    "\u202egpj.exe",
    "a\u0301\u200b\ufeff",
    "İIıi ﬃ ß",
    "\r\nSet-Cookie: a=b",
    "line\u2028and\u2029line",
]
FILTERED = [
    (path, name)
    for path, method, each in operations()
    for name, parameter in parameters(each).items()
    if method == "get" and "{" not in path and parameter["in"] == "query"
]
#: Of them, and of others, one for each way to be taken for SQL.
SQL = ["' OR '1'='1", "1) UNION SELECT password FROM users_user --", "\\", "%", "id, (SELECT 1)"]


@pytest.fixture(scope="module")
def writer(site: Site) -> Person:
    """Whose rows have each text in every place that takes one."""
    person = site.person()
    rows = [
        {
            "type": "expense",
            "amount": "5.00",
            "description": text,
            "notes": text,
            "external_id": text,
        }
        for text in TEXTS
    ]
    made = site.post("/api/transactions/bulk/", {"create": rows}, token=person.token)
    assert made.status == 200, made.body
    assert [row["description"] for row in made.json()["created"]] == TEXTS
    return person


def test_a_search_finds_the_text_itself(site: Site, writer: Person) -> None:
    """And nothing but what has it: no wildcard, and no condition that is always true."""
    for text in TEXTS:
        rows = site.get("/api/transactions/", writer.token, search=text)["results"]
        wanted = {each for each in TEXTS if fold(text) in fold(each)}
        assert {row["notes"] for row in rows} == wanted, ascii(text)


def test_an_external_id_is_found_by_its_own_text_alone(site: Site, writer: Person) -> None:
    for text in TEXTS:
        found = site.get("/api/transactions/", writer.token, external_id=text)["results"]
        assert len(found) <= 1
        assert [row for row in found if row["external_id"] != text] == []


def test_no_parameter_says_more_than_its_value(
    site: Site, writer: Person, record_property: Record
) -> None:
    """Every parameter of every list and report, with every fragment: a list of nothing, or 400."""
    token, sent = {"Authorization": f"Token {writer.token}"}, 0
    with closing(site.connect()) as http:
        for path, name in FILTERED:
            for text in SQL:
                url = f"{path}?{urlencode({name: text})}"
                reply = site.send("GET", url, headers=token, http=http)
                sent += 1
                assert code_of(reply) in {
                    "200",
                    "400 invalid",
                    "404 not_found",
                    "410 cursor_expired",
                }
                if reply.status == 200 and name not in {"search", "external_id"}:
                    assert reply.json()["results"] == [], url
    record_property("SQL in parameters", f"{sent} requests: 400, 404, or what has the text")


def test_no_order_is_taken_but_those_that_are_named(site: Site, writer: Person) -> None:
    orders = ["id", "pk", "book", "book__owner__password", "-notes", "amount,date", "?", "--date"]
    orders += ["date;DROP TABLE x", "date DESC", "amount) --", "RANDOM()", "date\x00", " date", "1"]
    for order in orders:
        reply = site.send(
            "GET", f"/api/transactions/?{urlencode({'ordering': order})}", token=writer.token
        )
        assert code_of(reply) == "400 invalid", order
        assert [fault["attr"] for fault in reply.json()["errors"]] == ["ordering"]


def test_no_relation_is_followed_by_a_filter(site: Site, writer: Person) -> None:
    """What Django's own lookups would take."""
    for name in (
        "book__owner",
        "category__book",
        "notes__contains",
        "id__gt",
        "pk",
        "book",
        "user",
    ):
        for path in ("/api/transactions/", "/api/categories/", "/api/budgets/", "/api/tokens/"):
            reply = site.send("GET", f"{path}?{name}=1", token=writer.token)
            assert code_of(reply) == "400 invalid", (path, name)
    body = {"filter": {"book__owner": writer.id}, "dry_run": True}
    for name in ("edit", "delete"):
        reply = site.post(f"/api/transactions/bulk/{name}/", body, token=writer.token)
        assert code_of(reply) == "400 invalid"


def test_a_path_or_a_header_is_no_statement(site: Site, writer: Person) -> None:
    row = {"type": "expense", "amount": "5.00", "rubbish": True}
    names = ("If-None-Match", "If-Match", "Idempotency-Key", "Accept-Language", "X-Request-ID")
    for text in TEXTS:
        for kind in ("transactions", "categories", "budgets", "tokens", "operations"):
            path = f"/api/{kind}/{quote(text, safe='')}/"
            assert site.send("GET", path, token=writer.token).status == 404, path
        value = text.encode("ascii", "replace").decode().replace("\r\n", " ")
        headers = dict.fromkeys(names, value)
        sent = site.post("/api/transactions/", row, token=writer.token, headers=headers)
        assert code_of(sent) == "400 invalid"
        read = site.send("GET", "/api/me/", token=writer.token, headers=headers)
        assert code_of(read) in {"200", "400 invalid"}
        assert re.fullmatch(r"[\w.-]+", read.headers["X-Request-ID"]), text


def test_what_a_file_says_is_no_statement(site: Site) -> None:
    """Nor is what it is called; and what a path would be of its name is gone."""
    person, text = site.person(), io.StringIO()
    csv.writer(text).writerows([("date", "amount", "description", "category")])
    rows = [("2026-03-01", "-5.00", each, f"{each} {n}") for n, each in enumerate(TEXTS)]
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    for number, name in enumerate(TEXTS):
        file = text.getvalue().encode()
        made = site.upload("/api/imports/", file, f"../../etc/{name}.csv", token=person.token)
        assert made.status == 201, (name, made.body)
        assert made.json()["invalid"] == 0
        assert made.json()["created"] == (0 if number else len(TEXTS))
        assert not {"/", "\\", "\n"} & set(made.json()["file_name"])
    kept = site.get("/api/transactions/", person.token, page_size="500")["results"]
    assert sorted(row["description"] for row in kept) == sorted(map(str.strip, TEXTS))
    assert len({row["category"] for row in kept}) == len(TEXTS)


def test_a_name_is_no_statement(site: Site) -> None:
    """It signs nobody in, registers nobody, and reaches no mail."""
    bodies = [({"username": text, "password": text}, "/api/login/") for text in TEXTS[:6]]
    for text in [each for each in TEXTS if each != "_"]:  # which may be a name
        account = {"username": text, "email": "x@example.org", "password": "correct-horse-9"}
        bodies.append((account, "/api/register/"))
        bodies.append(({**account, "username": "x", "email": f"{text}@x"}, "/api/register/"))
        bodies.append(({"email": text}, "/api/password-reset/"))
    for body, path in bodies:
        headers = {"X-Forwarded-For": an_address()}
        reply = site.post(path, body, headers=headers)
        assert code_of(reply) in {"400 invalid", "401 invalid_credentials"}, (path, body)


#: Line breaks that somebody might unescape, the last by cutting characters down to bytes.
BREAKS = [b"%0d%0a", b"%0a", b"%0d", b"%E5%98%8A%E5%98%8D"]
BEFORE = [
    *(b"/api/transactions", b"/api/transactions?a=", b"/api/transactions/?cursor=", b"/problems/"),
    *(b"/admin/login/?next=/", b"/admin/", b"//"),
]


def test_a_line_break_begins_no_header(site: Site, writer: Person) -> None:
    for target in [start + each + b"X-Evil:1" for start in BEFORE for each in BREAKS]:
        for proto in (b"https", b"http"):
            head = [b"GET " + target + b" HTTP/1.1", f"Host: {HOST}".encode()]
            head += [b"X-Forwarded-Proto: " + proto, b"Connection: close", b"", b""]
            reply = site.raw(b"\r\n".join(head))
            assert "X-Evil" not in reply.headers, target
            assert reply.status < 500, target


@pytest.mark.parametrize("start", ["//evil.example", "/\\evil.example", "/%2f/evil.example"])
def test_no_path_leads_elsewhere(site: Site, start: str) -> None:
    for path in (f"{start}/api/me", f"{start}/", f"/api/..{start}"):
        for proto in ("https", "http"):
            reply = site.send("GET", path, headers={"X-Forwarded-Proto": proto})
            to = reply.headers.get("Location", f"https://{HOST}/")
            assert to.startswith((f"https://{HOST}/", "/api/")), to


#: With these, or after them, a spreadsheet calculates (OWASP, CSV injection).
FORMULAS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠"]
CALLS = [f"{start}cmd|' /C calc'!A1" for start in FORMULAS]


def test_an_export_runs_nothing(site: Site) -> None:
    """As CSV every formula has an apostrophe before it; as JSON the text is as it was."""
    person = site.person()
    for number, text in enumerate(CALLS):
        row = {"type": "expense", "amount": "5.00", "description": text, "notes": text}
        row |= {"category": f"{text} {number}", "external_id": text}
        assert site.post("/api/transactions/", row, token=person.token).status == 201, text
    reply = site.send("GET", "/api/me/export/", token=person.token)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/zip")
    name = reply.headers["Content-Disposition"]
    assert name.startswith('attachment; filename="expenses-')
    assert name.isascii()
    archive = zipfile.ZipFile(io.BytesIO(reply.body))
    assert [
        each for each in archive.namelist() if "/" in each or "\\" in each or ".." in each
    ] == []
    cells = [
        cell
        for file in archive.namelist()
        if file.endswith(".csv")
        for cell in table(archive, file)
    ]
    assert [cell for cell in cells if cell.startswith(tuple(FORMULAS))] == []
    assert sum(cell.startswith("'") for cell in cells) >= 3 * len(CALLS)
    notes = {row["notes"] for row in json.loads(archive.read("transactions.json"))}
    assert notes == set(CALLS)


def table(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    text = archive.read(name).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        yield from row
