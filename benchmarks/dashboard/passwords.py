"""Give the accounts a password to sign in with: python -m benchmarks.dashboard.passwords WORD NAME...
"""

import sys

import django

django.setup()

from users.models import User  # noqa: E402


def give(password: str, names: list[str]) -> None:
    for user in User.objects.filter(username__in=names):
        user.set_password(password)
        user.save(update_fields=["password"])


if __name__ == "__main__":
    word, *accounts = sys.argv[1:]
    give(word, accounts)
