"""Opening an account: the person, the books, the starter categories and the login token at once."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from categories.starter_set import create_starter_set
from common.problems import invalid
from common.text import fold
from ledger.models import new_epoch
from ledger.opening import open_book
from ledger.retrying import retrying
from users.keys import issue_login_token
from users.models import User


def open_account(*, username: str, email: str, password: str | None, **fields: Any) -> User:
    """A new user with books and the starter set, in one transaction, exactly once.

    Problem `invalid` that names `username` or `email` where it is taken.
    """
    hashed, epoch = make_password(password), new_epoch()

    def unit() -> User:
        # The epoch is ours alone: an earlier run, committed though its connection was lost, has it.
        done: User | None = User.objects.select_related("book").filter(book__epoch=epoch).first()
        if done is not None:
            return done
        with transaction.atomic(durable=True):
            user = User(
                username=username,
                username_key=fold(username),
                email=fold(email) or None,
                password=hashed,
                **fields,
            )
            user.save(force_insert=True)
            open_book(user, epoch, create_starter_set)
            issue_login_token(user)
        return user

    try:
        return retrying(unit)
    except IntegrityError:
        refuse_taken(username=username, email=email)
        raise


def refuse_taken(*, username: str = "", email: str = "", but: int | None = None) -> None:
    """Problem `invalid` that names what another account has."""
    others = User.objects.exclude(pk=but)
    if username and others.filter(username_key=fold(username)).exists():
        raise invalid("username", "This username is taken.", code="taken")
    if email and others.filter(email=fold(email)).exists():
        raise invalid("email", "This email address has an account already.", code="taken")
