"""`manage.py create_token USER`: a named token for a script, printed alone so that a shell can
take it: `TOKEN=$(python manage.py create_token demo)`."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from users.keys import issue_token, key_of
from users.models import AccessToken, User

_LONGEST_NAME = 100
_MOST_DAYS = 36_500


class Command(BaseCommand):
    help = "Make a named token of a user's and print its key, which is not shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", metavar="USER", help="the username or the email address")
        parser.add_argument("--name", type=_name, default="command line", help="what it is for")
        parser.add_argument(
            "--scope",
            choices=AccessToken.Scope.values,
            default=AccessToken.Scope.WRITE.value,
            help="read: it can change nothing (default: write)",
        )
        parser.add_argument(
            "--expires-in-days", type=_days, metavar="D", help="default: it does not expire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = _user(options["user"])
        expires_at = _expiry(options["expires_in_days"])
        fields = {"scope": options["scope"], "expires_at": expires_at}
        with transaction.atomic(durable=True):
            token = issue_token(user, options["name"], **fields)
        until = f"until {expires_at:%Y-%m-%d %H:%M} UTC" if expires_at else "until it is revoked"
        self.stderr.write(
            f"A token of {user.username} to {token.scope}, {until}. Keep it: it is not shown "
            "again.\nUse it as: curl -H 'Authorization: Token <key>' ..."
        )
        self.stdout.write(key_of(token))


def _user(name: str) -> User:
    user = User.objects.named(name)
    if user is None:
        raise CommandError(f"There is no user {name}.")
    if not user.is_active:
        raise CommandError(f"The account {name} is not active, so no token could sign in to it.")
    return user


def _expiry(days: int | None) -> datetime | None:
    return None if days is None else timezone.now() + timedelta(days=days)


def _name(text: str) -> str:
    if not 0 < len(text.strip()) <= _LONGEST_NAME:
        raise ArgumentTypeError(f"a name has 1 to {_LONGEST_NAME} characters")
    return text.strip()


def _days(text: str) -> int:
    days = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
    if not 0 < days <= _MOST_DAYS:
        raise ArgumentTypeError(f"takes a number of days from 1 to {_MOST_DAYS}")
    return days
