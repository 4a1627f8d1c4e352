"""Whose books a command is about."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from ledger.models import Book


def book_named(name: str) -> Book:
    """The books of the user of this name or address; CommandError where there are none in use."""
    users: Any = get_user_model().objects
    user = users.named(name)
    book = Book.objects.filter(owner=user).first() if user and user.is_active else None
    if book is None:
        raise CommandError(f"There is no user {name}.")
    return book
