"""Give accounts a password to sign in with.

python -m benchmarks.dashboard.passwords WORD NAME...
"""

import sys

import django

django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402

from users.models import User  # noqa: E402


def give(password: str, names: list[str]) -> None:
    # By the user's own `save` their tokens would end, which the other parts go in by.
    User.objects.filter(username__in=names).update(password=make_password(password))


if __name__ == "__main__":
    word, *accounts = sys.argv[1:]
    give(word, accounts)
