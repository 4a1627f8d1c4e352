"""Changing one's profile: name and address are the user's, currency and time zone the books'."""

from collections.abc import Mapping
from typing import Any

from common.problems import Problem, invalid
from common.text import fold
from ledger.writing import Unit
from users.models import User
from users.registration import refuse_taken
from users.serializers import check_username

_OF_THE_BOOK = ("currency", "timezone")
_OF_THE_USER = ("username", "email", "first_name", "last_name")


def change_profile(
    unit: Unit, user: User, values: Mapping[str, Any], objection: Problem | None
) -> None:
    """Problem `invalid` for a taken name or address; `objection` where the address changes."""
    own = {name: values[name] for name in _OF_THE_USER if name in values}
    if "email" in own:
        own["email"] = fold(own["email"] or "") or None
        if own["email"] != user.email and objection is not None:
            raise objection
    check_username(own.get("username", user.username), own.get("email", user.email))
    refuse_taken(username=own.get("username", ""), email=own.get("email") or "", but=user.pk)
    if "username" in own:
        own["username_key"] = fold(own["username"])
    if own:
        User.objects.filter(pk=user.pk).update(**own)
    of_the_book = {
        name: values[name]
        for name in _OF_THE_BOOK
        if name in values and values[name] != getattr(unit.book, name)
    }
    if of_the_book:
        unit.change_book(of_the_book)


def objection_to_new_address(user: User, values: Mapping[str, Any]) -> Problem | None:
    """Why these values may not change the email address, if they do.

    Found before the books are taken, because a password takes long to check, and raised after, so
    that an address that stays, or a repeated request, needs no password.
    """
    if "email" not in values:
        return None
    if values["email"] is None:
        return invalid("email", "An account keeps its email address.", code="null")
    if "current_password" not in values:
        detail = "Send your current password to change the email address."
        return invalid("current_password", detail, code="required")
    if not user.check_password(values["current_password"]):
        return invalid("current_password", "This is not your current password.")
    return None
