"""A file of a bank's into books, in several ways.

python -m benchmarks.files.imports FOLDER AMOUNT...   (spec.json in, imports.json out)
"""

import os
import sys
from datetime import date
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.bulk.stopwatch import Stopwatch  # noqa: E402
from benchmarks.files.acts import Files  # noqa: E402
from benchmarks.files.bank import write_statement  # noqa: E402
from benchmarks.files.books import fill, own_books  # noqa: E402
from benchmarks.files.story import Story  # noqa: E402
from benchmarks.filling.people import Spec, keep  # noqa: E402


def measure(folder: Path, amounts: Files, url: str) -> None:
    last = date.fromisoformat(Spec.read(folder / "spec.json").last_day)
    file, watch = folder / "statement.csv", Stopwatch()
    write_statement(file, amounts.rows, last)
    with own_books() as fresh:
        others = next(fresh)
        fill(others, amounts.others, last, url)
        story = Story(file, amounts, fresh, others, watch)
        for number in range(amounts.rounds):
            story.tell(backwards=number % 2 == 1)
    keep(folder / "imports.json", watch.as_json())


if __name__ == "__main__":
    assert not settings.DEBUG
    folder, *amounts = sys.argv[1:]
    measure(Path(folder), Files(*map(int, amounts)), os.environ["DATABASE_URL"])
