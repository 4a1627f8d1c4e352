"""A server as an operator should run it, and people who know nothing but its address.

The proxy in front is 127.0.0.1: what comes from there is believed when it says that the request was
https, and for whom. 127.0.0.2 is somebody who reached the server past the proxy.
"""

import itertools
import json
import re
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.proof.books import served_database
from tests.serving import Reply, Server
from users.models import User

HOST = "money.example.org"
PUBLIC = f"https://{HOST}"
PROXY, PAST_THE_PROXY = "127.0.0.1", "127.0.0.2"
PASSWORD = "correct-horse-9"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
PRODUCTION = {
    "PUBLIC_URL": PUBLIC,
    # The second is for the test that waits until the server answers.
    "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
    "TRUSTED_PROXIES": PROXY,
    "CSRF_TRUSTED_ORIGINS": PUBLIC,
}
_callers = itertools.count()


def is_ours(address: str) -> bool:
    """Whether this machine can call from it; macOS has no 127.0.0.2 unless told."""
    with socket.socket() as caller:
        try:
            caller.bind((address, 0))
        except OSError:
            return False
    return True


def an_address() -> str:
    """A caller's, used once, so that no test meets the limits of another."""
    number = next(_callers)
    return f"198.18.{number >> 8}.{number & 255}"


@dataclass
class Person:
    """Somebody with an account, and everything that signs them in."""

    name: str
    password: str
    id: int = 0
    token: str = ""
    access: str = ""
    refresh: str = ""
    email: str = field(init=False)

    def __post_init__(self) -> None:
        self.email = f"{self.name}@example.org"


@dataclass(frozen=True)
class Site:
    """The server from outside; its log and its database for whoever wants to see the damage."""

    server: Server
    log: Path
    blocker: Any

    def connect(self, source: str = PROXY) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.server.port, timeout=60, source_address=(source, 0))

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        source: str = PROXY,
        headers: dict[str, str] | None = None,
        http: HTTPConnection | None = None,
    ) -> Reply:
        """One request as it comes through the proxy, on a connection of its own unless there is
        one; what is no bytes is sent as JSON."""
        named = {"Host": HOST, "X-Forwarded-Proto": "https", **(headers or {})}
        if token:
            named["Authorization"] = f"Token {token}"
        if body is not None and not isinstance(body, bytes):
            body, named["Content-Type"] = json.dumps(body).encode(), JSON
        with nullcontext(http) if http else closing(self.connect(source)) as way:
            way.request(method, path, body, named)
            return Reply(way.getresponse())

    def post(self, path: str, body: Any = None, **more: Any) -> Reply:
        return self.send("POST", path, body, **more)

    def upload(
        self, path: str, file: bytes, name: str = "statement.csv", *, token: str = "", **fields: Any
    ) -> Reply:
        """A form in parts, with a file of that name; what is no text is sent as JSON."""
        texts = {
            key: text if isinstance(text, str) else json.dumps(text) for key, text in fields.items()
        }
        parts = {**texts, "file": SimpleUploadedFile(name, file)}
        body, headers = encode_multipart(BOUNDARY, parts), {"Content-Type": MULTIPART_CONTENT}
        return self.send("POST", path, body, token=token, headers=headers)

    def get(self, path: str, token: str = "", **query: str) -> Any:
        """The JSON of a 200."""
        reply = self.send("GET", f"{path}?{urlencode(query)}" if query else path, token=token)
        assert reply.status == 200, reply.body
        return reply.json()

    def raw(self, data: bytes, source: str = PROXY) -> Reply:
        """Bytes as they are, to the end of the first answer."""
        place = ("127.0.0.1", self.server.port)
        with socket.create_connection(place, timeout=60, source_address=(source, 0)) as client:
            client.sendall(data)
            answer = HTTPResponse(client)
            answer.begin()
            return Reply(answer)

    def person(self) -> Person:
        """Somebody new."""
        person = Person(f"p-{uuid.uuid4().hex[:12]}", PASSWORD)
        account = {"username": person.name, "email": person.email, "password": PASSWORD}
        caller = {"X-Forwarded-For": an_address()}
        reply = self.post("/api/register/", account, headers=caller)
        assert reply.status == 201, reply.body
        given = reply.json()
        person.id, person.token = given["id"], given["token"]
        person.access, person.refresh = given["access"], given["refresh"]
        return person

    def make_superuser(self, person: Person) -> None:
        """As `manage.py createsuperuser` would."""
        with self.database() as alias:
            rights = {"is_staff": True, "is_superuser": True}
            User.objects.using(alias).filter(pk=person.id).update(**rights)

    def log_in(self, name: str, password: str = PASSWORD, **more: Any) -> Reply:
        return self.post("/api/login/", {"username": name, "password": password}, **more)

    def status_of(self, authorization: str) -> int:
        """How a plain read answers to this header."""
        return self.send("GET", "/api/me/", headers={"Authorization": authorization}).status

    @contextmanager
    def database(self) -> Iterator[str]:
        """The alias of a connection to what the server keeps."""
        with served_database(self.server, self.blocker) as alias:
            yield alias

    def everything_stored(self) -> str:
        """Every value of every row of every table, through the driver."""
        found = []
        with self.database() as alias, connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connections[alias].ops.quote_name(table)}")
                found += [f"{table}: {row!r}" for row in cursor.fetchall()]
        return "\n".join(found)


#: The last is that of a text that says how many seconds.
_OF_THE_MOMENT = {"x-request-id", "date", "ratelimit-reset", "retry-after", "content-length"}


def plain(reply: Reply) -> tuple[int, dict[str, str], bytes]:
    """All of an answer but what names the request and the moment."""
    request = reply.headers.get("X-Request-ID", "")
    kept = {
        name.lower(): text
        for name, text in reply.headers.items()
        if name.lower() not in _OF_THE_MOMENT
    }
    body = reply.body.replace(request.encode(), b"<request>") if request else reply.body
    return reply.status, kept, re.sub(rb"in \d+ seconds", b"soon", body)


def code_of(reply: Reply) -> str:
    """`404 not_found`; the status alone of what is no problem."""
    if reply.headers.get("Content-Type") != "application/problem+json":
        return str(reply.status)
    assert reply.json()["status"] == reply.status
    return f"{reply.status} {reply.json()['code']}"
