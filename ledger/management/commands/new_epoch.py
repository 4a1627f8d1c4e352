"""`manage.py new_epoch`: part of restoring a backup."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from ledger.models import Book, new_epoch


class Command(BaseCommand):
    help = (
        "Begin a new epoch of all books, or of one user's. To be run after a backup was restored, "
        "before the server starts: versions are counted again from there, and no tag or cursor "
        "that a client has from before may be taken for one of after."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", metavar="NAME", help="only this user's books")

    def handle(self, *args: Any, **options: Any) -> None:
        books = Book.objects.all()
        if options["user"] is not None:
            books = books.filter(owner=_user(options["user"]))
        # Each its own: an epoch tells books from each other as well.
        for book in books.order_by("pk").values_list("pk", flat=True):
            Book.objects.filter(pk=book).update(epoch=new_epoch())
        self.stdout.write(f"Books in a new epoch: {books.count()}.")


def _user(name: str) -> Any:
    users = get_user_model()
    try:
        return users.objects.get_by_natural_key(name)
    except users.DoesNotExist:
        raise CommandError(f"There is no user {name}.") from None
