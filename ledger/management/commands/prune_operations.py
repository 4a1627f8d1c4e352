"""`manage.py prune_operations`: forget what was done long ago."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from common.progress import progress
from ledger.models import Book
from ledger.pruning import prune

_DAYS = re.compile(r"([0-9]{1,5})d", re.ASCII)


def _age(text: str) -> timedelta:
    found = _DAYS.fullmatch(text)
    # A retry may come for a day: it must find what its first try did.
    if found is None or int(found[1]) < 1:
        raise ArgumentTypeError(f"{text} is not a number of days such as 90d, from 1d up.")
    return timedelta(days=int(found[1]))


class Command(BaseCommand):
    help = (
        "Forget the operations older than so many days: they can no longer be undone, and clients "
        "that last synchronised before them start again. No transaction, category, budget or total "
        "changes. Runs while the server does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--older-than", type=_age, required=True, metavar="DAYS", help="such as 90d"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        before = timezone.now() - options["older_than"]
        books = list(Book.objects.order_by("pk").values_list("pk", flat=True))
        forgotten = sum(prune(book, before) for book in progress(books, "Pruning", self.stderr))
        self.stdout.write(f"Operations forgotten: {forgotten}, in {len(books)} books.")
