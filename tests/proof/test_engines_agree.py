"""SQLite, MariaDB and PostgreSQL give the same answers, byte for byte.

Each engine has an empty database and a server on it, and the same story is told to all of them.
Ids are compared as they are: in an empty database they follow from the story alone.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import dj_database_url
import pytest
from django.db.utils import ConnectionHandler

from devtools.engines import ENGINES, Missing, open_engine
from devtools.project import Project
from tests.serving import PASSWORD, ROOT, Server, environment, manage, serving

#: Of one request, or of one machine.
OTHER_EVERY_TIME = {"date", "server", "x-request-id", "etag", "content-length"}
#: Instants, keys, cursors' ends and the server's port.
VARIES = re.compile(
    r'\d{4}-\d\d-\d\dT[\d:.]+Z|"ext_[^"]+"|"eyJ[^"]+"|(?<=127\.0\.0\.1:)\d+|"request_id":"[^"]+"'
)
NAMES = ("Café", "Cafe", "🍣", "🍺", "ＺＥＮ", "Straße", "ı", "\u202eabc", "a b", "A-b")


@contextmanager
def emptied(url: str, unblock: Any) -> Iterator[str]:
    """The URL of a new, migrated database beside that of `url`; gone afterwards."""
    name = f"agree_{uuid.uuid4().hex[:12]}"
    own = urlsplit(url)._replace(path=f"/{name}").geturl()
    if url.startswith("sqlite"):
        own = f"sqlite:///{quote(Path(dj_database_url.parse(url)['NAME']).as_posix())}"
    try:
        _say(url, f"CREATE DATABASE {name}", unblock)
        manage(environment(own), "migrate", "--verbosity", "0")
        yield own
    finally:
        _say(url, f"DROP DATABASE {name}", unblock)


def _say(url: str, statement: str, unblock: Any) -> None:
    if url.startswith("sqlite"):
        return
    connection = connected(url)
    with unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def connected(url: str) -> Any:
    return ConnectionHandler({"default": dict(dj_database_url.parse(url))})["default"]


@pytest.fixture(scope="module")
def databases(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[dict[str, str]]:
    scratch = tmp_path_factory.mktemp("engines")
    with ExitStack() as stack:
        try:
            urls = {name: open_engine(name, Project(ROOT), stack, scratch) for name in ENGINES}
        except Missing as missing:
            pytest.skip(f"Not every engine is here: {missing}.")
        yield {
            name: stack.enter_context(emptied(url, django_db_blocker.unblock))
            for name, url in urls.items()
        }


class Teller:
    """Tells the story to one server, and writes every answer down."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = ""
        self.lines: list[str] = []

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        reply = self.server.send(method, path, body, token=self.token, **headers)
        kept = sorted(
            f"{name}: {value}"
            for name, value in reply.headers.items()
            if name.lower() not in OTHER_EVERY_TIME
        )
        said = "\n".join([f"{method} {path} {reply.status}", *kept, reply.body.decode()])
        self.lines.append(VARIES.sub("…", said))
        return reply.json() if reply.body else None

    def get(self, path: str, **query: Any) -> Any:
        return self("GET", f"/api/{path}?{urlencode(query, doseq=True)}")


def tell(say: Teller) -> None:
    who = {"username": "mira", "email": "Mira@Example.org", "password": PASSWORD}
    say.token = say("POST", "/api/register/", who)["token"]
    say("POST", "/api/register/", who)
    say("POST", "/api/login/", {"username": "MIRA", "password": PASSWORD})
    say("POST", "/api/login/", {"username": "mira", "password": "wrong"})
    say("PATCH", "/api/me/", {"timezone": "Europe/Lisbon"})
    tell_of_categories(say)
    tell_of_transactions(say)
    tell_of_lists(say)
    tell_of_reports(say)


def tell_of_categories(say: Teller) -> None:
    for name in (*NAMES, "CAFÉ", "Cafe\u0301", "STRASSE", "12", "x" * 101):
        say("POST", "/api/categories/", {"name": name, "emoji": "🍣"})
    for ordering in ("name", "-name", "created_at"):
        say.get("categories/", ordering=ordering, page_size=7)
    for phrase in ("CAF", "ß", "🍣", "%", "_", "\\"):
        say.get("categories/", search=phrase)
    say("PATCH", "/api/categories/13/", {"name": "food"})
    say("PATCH", "/api/categories/13/", {"archived": True})


def tell_of_transactions(say: Teller) -> None:
    for number, (amount, currency, kind, category, day) in enumerate(
        [
            ("0.01", "USD", "expense", 13, "2026-02-28"),
            ("99999999999.99", "USD", "income", "Salary", "1900-01-01"),
            ("1234.567", "BHD", "expense", "salary", "2199-12-31"),
            ("1.005", "USD", "expense", None, "2026-03-01"),
            ("500", "JPY", "expense", "New 🍺", "2026-03-01"),
            ("33.33", "USD", "expense", 15, "2026-03-01"),
            ("0.5", "JPY", "expense", None, "2026-03-01"),
            ("66.67", "USD", "expense", None, "2026-03-31"),
        ]
    ):
        body = {"amount": amount, "currency": currency, "type": kind, "category": category}
        words = {"description": f"Tée {number} 100% a_b \\ ÀÉ", "notes": "two\nlines 🍵"}
        row = {**body, **words, "date": day, "external_id": f"id {number % 7}"}
        for _ in "ab":
            say("POST", "/api/transactions/", row, Idempotency_Key=f"key {number}")
    say("POST", "/api/transactions/", row | {"external_id": "ID 0 "})
    say("PATCH", "/api/expenses/1/", {"refund": True, "amount": "0.02"})
    say("PUT", "/api/income/2/", {"amount": "7", "currency": "USD", "date": "2026-03-02"})
    say("PATCH", "/api/income/1/", {"amount": "7"})
    say("DELETE", "/api/expenses/3/")
    say("GET", "/api/transactions/3/")
    say("DELETE", "/api/categories/15/")
    say("DELETE", "/api/categories/15/?move_to=none")


def tell_of_lists(say: Teller) -> None:
    for query in (
        {"search": "tÉE"},
        {"search": "100%"},
        {"search": "a_b"},
        {"search": "\\"},
        {"search": "🍵"},
        {"weekday": "7"},
        {"amount_min": "0.011", "amount_max": "50"},
        {"external_id": "id 1"},
        {"external_id": "ID 1"},
        {"category": ["13", "none"]},
        {"refund": "true", "ordering": "amount"},
        {"ordering": "-created_at", "page": 1},
        {"ordering": "-amount", "currency": "usd"},
        {"page": 9},
    ):
        say.get("transactions/", **query)
    for path in ("transactions", "expenses", "income"):
        say.get(f"{path}/totals/", start_date="2026-02-28")
    page = say.get("transactions/", page_size=2)
    while page["next"]:
        page = say("GET", "/api/" + page["next"].partition("/api/")[2])


def tell_of_reports(say: Teller) -> None:
    march = {"start_date": "2026-03-01", "end_date": "2026-03-31"}
    say.get("analytics/", **march)
    for query in (march, {"period": "all"}, {"start_date": "2026-03-01"}, {"currency": "JPY"}):
        say.get("reports/summary/", **query)
        for ordering in ("-total", "category_name"):
            say.get("reports/by-category/", **query, ordering=ordering)
    say.get("reports/by-category/", period="all", top=1)
    say.get("reports/monthly-summary/", month="2026-03")
    say("POST", "/api/me/delete/", {"password": PASSWORD})


def test_they_give_the_same_bytes(databases: dict[str, str], tmp_path: Path) -> None:
    told = {}
    for engine, url in databases.items():
        with serving(environment(url), tmp_path / f"{engine}.log") as server:
            teller = Teller(server)
            tell(teller)
            told[engine] = teller.lines
    assert len(told["sqlite"]) >= 60
    for engine in ENGINES[1:]:
        for ours, theirs in zip(told["sqlite"], told[engine], strict=True):
            assert ours == theirs, engine
