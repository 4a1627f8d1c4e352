"""Many transactions as CSV, against writing their columns from one bare cursor; and the same by the
command line, in and out, with the memory that it takes.

python -m benchmarks.files.exports FOLDER AMOUNT...   (spec.json in, exports.json out)
"""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.http import QueryDict  # noqa: E402

from benchmarks.bulk.stopwatch import Stopwatch  # noqa: E402
from benchmarks.drivers import connect  # noqa: E402
from benchmarks.files.acts import (  # noqa: E402
    BARE,
    EXPORT,
    EXPORT_BY_COMMAND,
    IDLE,
    IMPORT_BY_COMMAND,
    Files,
)
from benchmarks.files.bank import write_statement  # noqa: E402
from benchmarks.files.books import Books, own_books, tidy  # noqa: E402
from benchmarks.filling.people import Spec, keep  # noqa: E402
from ledger.models import Book  # noqa: E402
from transactions.exporting import Selected, pieces_of  # noqa: E402
from transactions.filters import Selection, TransactionFilter  # noqa: E402

_FEW = 10
#: What stands in the export, in its order.
_COLUMNS = (
    "SELECT t.date, t.type, t.amount, t.currency, t.refund, c.name, t.description, t.notes, "
    "t.external_id FROM transactions_transaction t "
    "LEFT JOIN categories_category c ON c.id = t.category_id "
    "WHERE t.book_id = {} ORDER BY t.date, t.id"
)


@dataclass(frozen=True, slots=True)
class Exports:
    folder: Path
    amounts: Files
    last: date
    url: str
    watch: Stopwatch

    def measure(self) -> dict[str, Any]:
        with own_books() as fresh:
            idle, books = next(fresh), next(fresh)
            found = {
                IDLE: self._import(idle, _FEW),
                IMPORT_BY_COMMAND: self._import(books, self.amounts.exported),
            }
            tidy(self.url)
            found[EXPORT_BY_COMMAND] = self._export(books)
            books.check_totals()
            for number in range(self.amounts.rounds):
                self._race(books, backwards=number % 2 == 1)
        return found | self.watch.as_json()

    def _import(self, books: Books, rows: int) -> dict[str, list[float]]:
        file = self.folder / "statement.csv"
        write_statement(file, rows, self.last)
        return _told("import_transactions", "--user", books.name, str(file))

    def _export(self, books: Books) -> dict[str, list[float]]:
        file = self._file
        found = _told("export_transactions", "--user", books.name, "--output", str(file))
        self._check(file, head=1)
        return found

    @property
    def _file(self) -> Path:
        return self.folder / "export.csv"

    def _race(self, books: Books, *, backwards: bool) -> None:
        ways: list[tuple[str, Callable[[Books, Path], None], int]] = [
            (BARE, self._by_bare_cursor, 0),
            (EXPORT, _by_export, 1),
        ]
        for name, way, head in reversed(ways) if backwards else ways:
            self.watch.take(name, lambda way=way: way(books, self._file))  # type: ignore[misc]
            self._check(self._file, head=head)

    def _by_bare_cursor(self, books: Books, file: Path) -> None:
        connection = connect(self.url)
        cursor = connection.cursor()
        cursor.execute(_COLUMNS.format(books.book))
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(cursor)
        connection.close()

    def _check(self, file: Path, *, head: int) -> None:
        with file.open("rb") as lines:
            found = sum(1 for _ in lines)
        assert found == self.amounts.exported + head, f"{found:,} lines"


def _by_export(books: Books, file: Path) -> None:
    book = Book.objects.get(pk=books.book)
    everything = Selection.of(TransactionFilter, QueryDict(), book.today())
    with file.open("wb") as out:
        out.writelines(pieces_of(Selected(book, everything), "csv"))


def _told(*words: str) -> dict[str, list[float]]:
    """What a command of manage.py took."""
    command = [sys.executable, "manage.py", *words]
    alone = [sys.executable, "-S", "-E", "-m", "benchmarks.files.alone", *command]
    done = subprocess.run(alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    facts = json.loads(done.stdout.splitlines()[-1])
    return {name: [value] for name, value in facts.items()}


if __name__ == "__main__":
    assert not settings.DEBUG
    place, *numbers = sys.argv[1:]
    folder = Path(place)
    last = date.fromisoformat(Spec.read(folder / "spec.json").last_day)
    amounts = Files(*map(int, numbers))
    exports = Exports(folder, amounts, last, os.environ["DATABASE_URL"], Stopwatch())
    keep(folder / "exports.json", exports.measure())
