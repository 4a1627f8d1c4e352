"""Somebody at a live server who imports files, with an eye on what is in its database."""

from collections.abc import Callable
from typing import Any

from imports.models import Import, ImportPiece, ImportRow
from ledger.models import Book
from tests.serving import Reply, Server
from transactions.models import Transaction

PATH = "/api/imports/"
_MARK = "where-one-part-ends"
FORM = f"multipart/form-data; boundary={_MARK}"


def form(file: bytes, /, *, name: str = "statement.csv", **fields: str) -> bytes:
    """A form with the file, as a browser sends it."""
    parts = [(f'"{field}"', text.encode()) for field, text in fields.items()]
    parts.append((f'"file"; filename="{name}"', file))
    head = f"--{_MARK}\r\nContent-Disposition: form-data; name="
    lines = (b"%s%s\r\n\r\n%s\r\n" % (head.encode(), n.encode(), body) for n, body in parts)
    return b"".join(lines) + f"--{_MARK}--\r\n".encode()


def statement(rows: int, name: str = "Row") -> bytes:
    """A file of a bank with so many rows, no two of them alike."""
    head = "Date,Amount,Description\n"
    lines = (f"2026-01-{1 + n % 28:02},-{1 + n % 90}.50,{name} {n}\n" for n in range(rows))
    return (head + "".join(lines)).encode()


class Importer:
    """Somebody new, with books of their own; `alias` is a connection to the database."""

    def __init__(self, server: Server, alias: str) -> None:
        self.server, self.alias = server, alias
        self.token = server.register()
        profile = server.get("/api/me/", self.token)
        self.name = profile["username"]
        self.book = Book.objects.using(alias).get(owner=profile["id"]).pk

    def upload(self, file: bytes, *, key: str = "", **fields: str) -> Reply:
        return self._send("POST", PATH, form(file, **fields), key, Content_Type=FORM)

    def commit(self, number: int, *, key: str = "") -> Reply:
        return self._send("POST", f"{PATH}{number}/commit/", {}, key)

    def undo(self, number: int, *, key: str = "") -> Reply:
        return self._send("POST", f"{PATH}{number}/undo/", None, key)

    def drop(self, number: int) -> Reply:
        return self._send("DELETE", f"{PATH}{number}/", None)

    def edit_row(self, number: int, row: int, fields: dict[str, Any]) -> Reply:
        return self._send("PATCH", f"{PATH}{number}/rows/{row}/", fields)

    def _send(self, method: str, path: str, body: Any, key: str = "", **headers: str) -> Reply:
        named = {"Idempotency_Key": key} if key else {}
        return self.server.send(method, path, body, token=self.token, **named, **headers)

    def shown(self, number: int) -> Any:
        return self.server.get(f"{PATH}{number}/", self.token)

    def place(self) -> tuple[str, int]:
        """The status of the latest import, and how many of its rows are read, or done."""
        own = Import.objects.using(self.alias).filter(book=self.book).order_by("-pk")
        found = own.values_list("status", "rows", "done_to").first()
        status, rows, done = found or ("", 0, 0)
        return status, rows if status == "reading" else done

    def latest(self) -> int:
        own = Import.objects.using(self.alias).filter(book=self.book)
        return own.order_by("-pk").values_list("pk", flat=True)[0]

    def booked(self, number: int) -> list[int]:
        """Which rows of an import are in the books, each as often as it is."""
        own = Transaction.objects.using(self.alias).filter(book=self.book, import_id=number)
        return list(own.order_by("import_row", "pk").values_list("import_row", flat=True))

    def count(self) -> int:
        """All that is in the books."""
        return Transaction.objects.using(self.alias).filter(book=self.book).count()

    def remains(self, number: int) -> tuple[int, int]:
        """How many rows and pieces of the file are kept of an import."""
        rows, pieces = (
            model._default_manager.using(self.alias).filter(book=self.book, statement=number)
            for model in (ImportRow, ImportPiece)
        )
        return rows.count(), pieces.count()

    def totals(self) -> str:
        """What is said of them where they are right."""
        return self.server.manage("check_totals", "--user", self.name)

    def is_at(self, status: str, least: int) -> Callable[[], bool]:
        """Whether the latest import is in this status, and so far in it."""

        def look() -> bool:
            now, done = self.place()
            return now == status and done >= least

        return look
