"""`manage.py seed_demo`: an account to look around in, with two years of plausible books."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from common.periods import EARLIEST, parse_day
from common.problems import Problem
from common.progress import progress
from users import demo
from users.demo_household import YEARS, household

SIGN_IN = f"username {demo.USERNAME}, password {demo.PASSWORD}"


class Command(BaseCommand):
    help = (
        f"Open the demo account ({SIGN_IN}) with {YEARS} years of books in two currencies. Does "
        "nothing where it is there already; goes on where an earlier run was interrupted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--until", type=_day, metavar="YYYY-MM-DD", help="the books' last day (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if demo.is_whole(demo.find_demo()):
                self.stdout.write(f"The demo is there already: {SIGN_IN}.")
                return
            account = demo.open_demo()
        except demo.NotOurs as error:
            raise CommandError(str(error)) from None
        except Problem as problem:  # its email address is taken
            raise CommandError(f"The demo cannot be opened: {problem.text}") from None
        months = household(options["until"] or timezone.localdate())
        for entries in progress(months, "Writing the demo's books", self.stderr):
            demo.write_month(account.book.pk, entries)
        demo.write_budgets(account.book.pk)
        demo.let_in(account)
        count = sum(len(entries) for entries in months)
        self.stdout.write(f"Wrote {count:,} transactions. Sign in: {SIGN_IN}.")


def _day(text: str) -> date:
    try:
        day = parse_day(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    if day.year - YEARS < EARLIEST.year:
        raise ArgumentTypeError(f"The books would begin before {EARLIEST}.")
    return day
