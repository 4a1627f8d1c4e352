"""Opening an account: the person, the books, the starter categories and the login token at once."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from categories.starter_set import create_starter_set
from common.problems import invalid
from common.text import fold
from ledger.models import new_epoch
from ledger.opening import open_book
from ledger.retrying import retrying
from users.families import RefreshJWT
from users.keys import issue_login_token
from users.models import User
from users.sessions import begin

Opened = TypeVar("Opened")


def open_account(*, username: str, email: str, password: str | None, **fields: Any) -> User:
    """A new user with books and the starter set, in one transaction, exactly once.

    Problem `invalid` that names `username` or `email` where it is taken.
    """
    return _open(lambda user: user, username, email, password, **fields)


def register(*, username: str, email: str, password: str) -> tuple[User, dict[str, Any]]:
    """The same, signed in: with `{"token", "access", "refresh"}`."""
    first = RefreshJWT()
    return _open(lambda user: (user, begin(user, first)), username, email, password)


def _open(
    then: Callable[[User], Opened], username: str, email: str, password: str | None, **fields: Any
) -> Opened:
    """What `then` makes of the new user, in the same transaction."""
    hashed, epoch = make_password(password), new_epoch()
    names = {"username": username, "username_key": fold(username), "email": fold(email) or None}

    def unit() -> Opened:
        with transaction.atomic(durable=True):
            # The epoch is ours alone: an earlier run, committed though its connection was lost,
            # has it.
            user = User.objects.select_related("book").filter(book__epoch=epoch).first()
            if user is None:
                user = User(**names, password=hashed, **fields)
                user.save(force_insert=True)
                open_book(user, epoch, create_starter_set)
                issue_login_token(user)
            return then(user)

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
