"""Statements of a test on their way into the books, over HTTP."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from tests.entries import every_row

PATH = "/api/imports/"
LIST = "/api/transactions/"
HEAD = "Date,Amount,Description"
#: A day at a small bank: a coffee, rent and wages.
DAY = ("2026-03-01,-3.20,Coffee", "2026-03-01,-900.00,Rent", "2026-03-02,1500.00,Wages")

Json = dict[str, Any]


def csv(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows, ""))


def ofx(*entries: tuple[str, str, str, str], account: str = "2") -> str:
    """Of each its number at the bank, its day, its amount, and what it is called."""
    head = f"OFXHEADER:100\n\n<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>1<ACCTID>{account}"
    body = "".join(
        f"<STMTTRN><DTPOSTED>{day}<TRNAMT>{amount}<FITID>{number}<NAME>{name}</STMTTRN>\n"
        for number, day, amount, name in entries
    )
    return f"{head}</BANKACCTFROM>\n{body}</STMTRS></OFX>"


def send(client: APIClient, text: str | bytes, *, key: str = "", **fields: Any) -> Any:
    """The answer to an upload, under an Idempotency-Key where one is given."""
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(fields.pop("name", "statement.csv"), data)
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post(PATH, {"file": file, **fields}, format="multipart", **headers)


def imported(client: APIClient, text: str | bytes, **fields: Any) -> Json:
    """The import of a file that is taken, committed at once."""
    response = send(client, text, **fields)
    assert response.status_code == 201, response.content
    found: Json = response.json()
    return found


def looked_at(client: APIClient, text: str | bytes, **fields: Any) -> Json:
    """The import of a file that is only read yet."""
    found = imported(client, text, dry_run="true", **fields)
    assert (found["status"], found["created"]) == ("ready", 0)
    return found


def url_of(found: Json, *parts: object) -> str:
    return "".join((f"{PATH}{found['id']}/", *(f"{part}/" for part in parts)))


def again(client: APIClient, found: Json) -> Json:
    """The import as it is now."""
    response = client.get(url_of(found))
    assert response.status_code == 200, response.content
    now: Json = response.json()
    return now


def rows_of(client: APIClient, found: Json, **query: Any) -> list[Json]:
    return every_row(client, url_of(found, "rows"), **query)


def edited(client: APIClient, found: Json, row: int, **fields: Any) -> Json:
    """The row after an edit that is taken."""
    response = client.patch(url_of(found, "rows", row), fields)
    assert response.status_code == 200, response.content
    shown: Json = response.json()
    return shown


def committed(client: APIClient, found: Json, **fields: Any) -> Json:
    return _done(client, found, "commit", "committed", **fields)


def undone(client: APIClient, found: Json) -> Json:
    return _done(client, found, "undo", "undone")


def _done(client: APIClient, found: Json, verb: str, status: str, **fields: Any) -> Json:
    response = client.post(url_of(found, verb), fields)
    assert response.status_code == 200, response.content
    now: Json = response.json()
    assert now["status"] == status
    return now


def counts(found: Json) -> tuple[int, int, int, int]:
    """New, duplicate and invalid rows, and transactions made."""
    return found["new"], found["duplicates"], found["invalid"], found["created"]


def booked(client: APIClient, **query: Any) -> list[tuple[str, str, str]]:
    """Day, amount (an expense below zero) and description of what the books have, in order."""
    return [*_said(every_row(client, LIST, ordering="date", page_size=500, **query))]


def _said(rows: Iterable[Json]) -> Iterable[tuple[str, str, str]]:
    for row in rows:
        sign = "-" if row["type"] == "expense" else ""
        yield row["date"], f"{sign}{row['amount']}", row["description"]
