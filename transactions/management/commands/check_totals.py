"""`manage.py check_totals`: the totals equal the rows, or which do not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from common.progress import progress
from ledger.models import Book
from transactions.checking import Drift, drifts, fix


class Command(BaseCommand):
    help = (
        "Check that every kept total equals the transactions behind it, while the server runs. "
        "Exit code 1 where one does not (and --fix was not given)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="mend what is wrong")
        parser.add_argument("--user", metavar="NAME", help="only this user's books")

    def handle(self, *args: Any, **options: Any) -> None:
        books = _books(options["user"])
        examine = fix if options["fix"] else drifts
        found: list[Drift] = []
        for book in progress(books, "Checking books", self.stderr):
            found += examine(book)
        for drift in found:
            self.stdout.write(str(drift))
        if not found:
            self.stdout.write(f"Books checked: {len(books)}. Every total equals its rows.")
        elif options["fix"]:
            self.stdout.write(f"Totals mended: {len(found)}.")
        else:
            self.stdout.write(f"Wrong totals: {len(found)}. --fix mends them.")
            sys.exit(1)


def _books(name: str | None) -> list[int]:
    if name is None:
        return list(Book.objects.order_by("pk").values_list("pk", flat=True))
    try:
        return [get_user_model().objects.get_by_natural_key(name).book.pk]
    except get_user_model().DoesNotExist:
        raise CommandError(f"There is no user {name}.") from None
