"""Changing a password: whoever had signed in with the old one is signed out."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction

from ledger.retrying import retrying
from users.models import AccessToken, TokenFamily, User
from users.serializers import PASSWORD_LENGTH
from users.sessions import end_credentials, sign_out_everywhere


def change_password(
    user: User, password: str, *, keep: AccessToken | TokenFamily | SessionBase | None = None
) -> bool:
    """Set it, and end every other credential; False where the password is not the one any more
    that `user` was read with: of any number of changes at once, one wins."""
    old, new = user.password, make_password(password)

    def unit() -> bool:
        with transaction.atomic(durable=True):
            same = User.objects.filter(pk=user.pk, is_active=True)
            # An earlier run, committed though its connection was lost, has set this very hash.
            if not same.filter(password__in=[old, new]).update(password=new):
                return False
            user.password = new
            end_credentials(user, but=keep)
            return True

    return retrying(unit)


class LongestPassword:
    """A password that the API would not take at the login is not to be had."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > PASSWORD_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return f"A password has at most {PASSWORD_LENGTH} characters."


class SignOutOnChange:
    """Tells every other way to change a password (`manage.py changepassword`, `/admin/`) to sign
    out: Django tells its password validators of each change."""

    def validate(self, password: str, user: Any = None) -> None:
        """Every password is good enough."""

    def get_help_text(self) -> str:
        return "A new password signs you out everywhere."

    def password_changed(self, password: str, user: Any = None) -> None:
        if isinstance(user, User) and user.pk is not None:
            sign_out_everywhere(user)
