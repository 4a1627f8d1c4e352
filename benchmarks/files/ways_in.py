"""Two ways of a CSV into the books: our own, and the least that Django offers."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from benchmarks.files.acts import A_BATCH
from benchmarks.files.books import Books
from transactions.models import Transaction

_IMPORTS = "/api/imports/"


def bulk_create(books: Books, file: Path) -> None:
    """The rows, and no more: no verdicts, duplicates, categories, operations or totals."""
    now = timezone.now()
    with file.open(encoding="utf-8", newline="") as lines:
        made = [_transaction(books.book, now, cells) for cells in csv.DictReader(lines)]
    Transaction.objects.bulk_create(made, batch_size=A_BATCH)


def _transaction(book: int, now: datetime, cells: dict[str, str]) -> Transaction:
    amount = Decimal(cells["Amount"])
    return Transaction(
        book_id=book,
        version=1,
        created_at=now,
        updated_at=now,
        type="income" if amount > 0 else "expense",
        amount=abs(amount),
        currency=cells["Currency"],
        date=date.fromisoformat(cells["Date"]),
        description=cells["Description"],
    )


def send(books: Books, file: Path, **more: str) -> dict[str, Any]:
    """What the application answers to the file: the import, which rests."""
    with file.open("rb") as content:
        answer = books.client.post(_IMPORTS, {"file": content, **more})
    assert answer.status_code == 201, answer.content[:500]
    found: dict[str, Any] = answer.json()
    return found


def preview(books: Books, file: Path) -> dict[str, Any]:
    return send(books, file, dry_run="true")


def commit(books: Books, number: int) -> dict[str, Any]:
    path = f"{_IMPORTS}{number}/commit/"
    answer = books.client.post(path, json.dumps({}), content_type="application/json")
    assert answer.status_code == 200, answer.content[:500]
    found: dict[str, Any] = answer.json()
    return found
