"""A forgotten password: a mail with a link that works once, for an hour."""

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from common.text import fold
from ledger.retrying import retrying
from users.models import User

_LONGEST_ID = 18


def mail_link(email: str, base: str) -> None:
    """To the account of this address, a mail with a link below `base`; nothing for no account."""
    known = User.objects.filter(email=fold(email), is_active=True)
    user = retrying(known.first)
    if user is None:
        return
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    context = {
        "user": user,
        "base": base,
        "uid": uid,
        "token": default_token_generator.make_token(user),
    }
    send_mail(
        subject="Choose a new password",
        message=render_to_string("users/reset_mail.txt", context),
        from_email=None,
        recipient_list=[str(user.email)],
    )


def user_of_link(uid: str, token: str) -> User | None:
    """Whose link it is; None for one that was used, is too old, or never was.

    It dies with a change of the password or the email address: both are part of what it proves.
    """
    try:
        number = int(urlsafe_base64_decode(uid).decode("ascii"))
    except ValueError:
        return None
    if not 0 < number < 10**_LONGEST_ID:
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None
