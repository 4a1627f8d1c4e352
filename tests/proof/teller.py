"""Telling a server a story in requests, and writing its answers down."""

import json
import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

from tests.serving import Server

#: The headers that the books have a say in.
HEADERS = ("Location", "ETag", "Operation-Id", "Idempotent-Replayed", "WWW-Authenticate")
#: Instants, days near today (the story's own are older), secrets, cursors, tags, the port; what a
#: link in a mail proves.
VARIES = re.compile(
    r"\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|\+00:00)|20[2-9]\d-\d\d-\d\d|"
    r"ext_[\w-]+|eyJ[\w.-]+|(?<=cursor=)[\w%-]+|"
    r'(?<=since=)[\w%-]+|(?<="cursor":")[^"]+|'
    r"\b[a-z0-9]{6}-[0-9a-f]{32}\b|"
    r'(?<=127\.0\.0\.1:)\d+|(?<="request_id":")[^"]+|\b[0-9a-f]{24}\b'
)


class Teller:
    """Sends requests to one server, and keeps each answer less what differs from run to run."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.token = ""
        self.answers: list[str] = []
        #: Method and path of every request.
        self.told: list[tuple[str, str]] = []

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The JSON of the answer, whatever its status; None where it has no body."""
        reply = self.server.send(method, f"/api/{path}", body, token=self.token, **headers)
        sent = (
            body.decode(errors="replace")
            if isinstance(body, bytes)
            else json.dumps(body, ensure_ascii=False)
        )
        asked = [f"{method} /api/{path}", *(f"{name}: {headers[name]}" for name in sorted(headers))]
        kept = [f"{name}: {reply.headers[name]}" for name in HEADERS if name in reply.headers]
        lines = [*asked, *([sent] if body is not None else []), f"= {reply.status}", *kept]
        kind = reply.headers["Content-Type"] or ""
        is_zip = kind == "application/zip"
        self.hear("\n".join([*lines, unzipped(reply.body) if is_zip else reply.body.decode()]))
        self.told.append((method, f"/api/{path.partition('?')[0]}"))
        return reply.json() if reply.body and kind.partition(";")[0].endswith("json") else None

    def hear(self, text: str) -> None:
        """Whatever way it came; without empty lines, which stand between answers."""
        self.answers.append(VARIES.sub("…", re.sub(r"(\r?\n)+", "\n", text).rstrip("\n")))

    def get(self, path: str, **query: Any) -> Any:
        return self("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self("POST", path, body, **headers)


def unzipped(body: bytes) -> str:
    """Every file of it, as text."""
    with ZipFile(BytesIO(body)) as archive:
        files = [(name, archive.read(name).decode()) for name in archive.namelist()]
    return "\n".join(f"--- {name}\n{text}" for name, text in files)
