"""Before each run: empty the writer's books, and note what the requests of the run need.

python -m benchmarks.filling.scene FOLDER   (ours.json in, scene.json and statements.pickle out)
"""

import json
import pickle
import sys
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.asking import LIST, PAYMENT, payment  # noqa: E402
from benchmarks.filling.people import WRITER, Spec, keep  # noqa: E402
from benchmarks.filling.statements import said_by  # noqa: E402
from benchmarks.statement import Statement  # noqa: E402
from common.pagination import Cursor  # noqa: E402
from ledger.models import Book, Change, Operation, Tombstone  # noqa: E402
from transactions.models import DailyTotal, MonthlyTotal, Transaction  # noqa: E402


def empty(book: int) -> None:
    """As if nothing had ever been written; the categories stay."""
    Change.objects.filter(book=book)._raw_delete("default")
    for model in (Operation, Tombstone, DailyTotal, MonthlyTotal, Transaction):
        model._default_manager.filter(book=book)._raw_delete("default")
    Book.objects.filter(pk=book).update(version=0)


def client_of(account: dict[str, Any]) -> Client:
    token = account["token"]
    return Client(headers={"host": "localhost", "authorization": f"Token {token}"})


def statements_of_list(account: dict[str, Any]) -> list[Statement]:
    client = client_of(account)
    client.get(LIST)  # the first use of a token in an hour is noted
    return said_by(lambda: client.get(LIST))


def statements_of_post(account: dict[str, Any]) -> dict[str, Any]:
    """What a POST says, and the answer that it gave."""
    client, key = client_of(account), "the-key-of-the-scene"
    answers: list[Any] = []
    client.get(LIST)
    body = payment(account["categories"])

    def post() -> None:
        headers = {"idempotency-key": key}
        answers.append(client.post(LIST, body, content_type=PAYMENT, headers=headers))

    statements = said_by(post, key)
    assert answers[0].status_code == 201, answers[0].content
    return {"statements": statements, "answer": answers[0].json()}


def cursor_past(book: int, row: int) -> str:
    """The cursor of the page after so many rows of the list."""
    rows = Transaction.objects.in_book(book).order_by("-date", "-id").values_list("date", "id")
    day, number = rows[row - 1]
    return Cursor("-date", False, day.isoformat(), number).write()


def set_up(folder: Path) -> None:
    accounts = json.loads((folder / "ours.json").read_text(encoding="utf-8"))["accounts"]
    spec = Spec.read(folder / "spec.json")
    writer = accounts[WRITER]
    empty(writer["book"])
    said = {
        "vendor": connection.vendor,
        "list": {
            accounts[name]["digest"]: statements_of_list(accounts[name]) for name in spec.sizes
        },
        "post": {writer["digest"]: statements_of_post(writer)},
    }
    (folder / "statements.pickle").write_bytes(pickle.dumps(said))
    deep = {
        name: cursor_past(accounts[name]["book"], count * 9 // 10)
        for name, count in spec.sizes.items()
    }
    keep(folder / "scene.json", {"deep_cursors": deep})


if __name__ == "__main__":
    set_up(Path(sys.argv[1]))
