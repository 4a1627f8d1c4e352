"""Do everything at once and one by one, in books of its own.

python -m benchmarks.bulk FOLDER ROUNDS SECONDS AMOUNT...   (spec.json in, bulk.json out)
"""

import sys
from datetime import date
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from benchmarks.bulk.acts import Amounts  # noqa: E402
from benchmarks.bulk.books import open_books  # noqa: E402
from benchmarks.bulk.stopwatch import Stopwatch  # noqa: E402
from benchmarks.bulk.story import Story  # noqa: E402
from benchmarks.bulk.without_changes import race_posts  # noqa: E402
from benchmarks.filling.people import Spec, keep  # noqa: E402


def measure(folder: Path, amounts: Amounts, *, rounds: int, seconds: float) -> None:
    """So many rounds, of so many seconds, for what a single POST costs."""
    last = date.fromisoformat(Spec.read(folder / "spec.json").last_day)
    watch = Stopwatch()
    with open_books(amounts, last) as books:
        posts = race_posts(books, rounds=rounds, seconds=seconds)
        for _ in range(amounts.rounds):
            Story(books, amounts, watch).tell()
    keep(folder / "bulk.json", {**watch.as_json(), **posts})


if __name__ == "__main__":
    assert not settings.DEBUG
    folder, rounds, seconds, *amounts = sys.argv[1:]
    chosen = Amounts(*map(int, amounts))
    measure(Path(folder), chosen, rounds=int(rounds), seconds=float(seconds))
