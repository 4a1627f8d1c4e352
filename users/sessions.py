"""Signing in and out: what a person presents, what they get, and how it ends."""

import secrets
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.problems import Problem
from ledger.retrying import retrying
from users.browser_sessions import SessionStore
from users.families import RefreshJWT, end_family, end_family_of, start_family
from users.keys import issue_login_token, key_of, revoke
from users.models import AccessToken, TokenFamily, User


def check_credentials(name: str, password: str) -> User:
    """The user of this username or email and password.

    Problem `invalid_credentials` otherwise, in the same words and the same time whether the name
    or the password is wrong.
    """
    user = User.objects.named(name)
    if user is None or not user.is_active:
        make_password(password)  # as long as checking one takes
        raise Problem("invalid_credentials")
    if not user.check_password(password):
        raise Problem("invalid_credentials")
    return user


def sign_in(user: User) -> dict[str, Any]:
    """`{"token", "access", "refresh"}`: the user's one login token, and a new family."""
    # Ours alone: an earlier run, committed though its connection was lost, has begun with it.
    first = RefreshJWT()

    def unit() -> dict[str, Any]:
        with transaction.atomic(durable=True):
            return begin(user, first)

    try:
        return retrying(unit)
    except IntegrityError:  # another sign-in at the same time issued the login token
        pass
    try:
        return retrying(unit)
    except IntegrityError:  # the account is being erased
        raise Problem("invalid_credentials") from None


def begin(user: User, first: RefreshJWT) -> dict[str, Any]:
    """The same inside a transaction of the caller's."""
    return {"token": key_of(_login_token(user)), **start_family(user, first)}


def _login_token(user: User) -> AccessToken:
    token = AccessToken.objects.filter(user=user, login_slot=1, revoked_at=None).first()
    return token or issue_login_token(user)


def sign_out(
    presented: AccessToken | TokenFamily | SessionBase | None, refresh: str | None
) -> None:
    """What was presented, and the family of the refresh token, are dead at the next request."""
    # A session forgets its key when it ends, also in a run that is undone.
    session_key = presented.session_key if isinstance(presented, SessionBase) else None

    def unit() -> None:
        with transaction.atomic(durable=True):
            if refresh is not None:
                end_family_of(refresh)
            match presented:
                case AccessToken():
                    revoke(presented)
                case TokenFamily():
                    end_family(presented)
                case SessionBase():
                    presented.delete(session_key)
                    presented.flush()

    retrying(unit)


def sign_out_everywhere(user: User) -> None:
    """Every token, family and session of the user is dead at the next request."""

    def unit() -> None:
        with transaction.atomic(durable=True):
            end_credentials(user)

    retrying(unit)


def end_credentials(user: User, but: AccessToken | TokenFamily | SessionBase | None = None) -> None:
    """The same inside a transaction of the caller's; `but` lives on."""
    now = timezone.now()
    living = {"user": user, "revoked_at": None}
    tokens = AccessToken.objects.filter(**living)
    families = TokenFamily.objects.filter(**living)
    match but:
        case AccessToken():
            tokens = tokens.exclude(pk=but.pk)
        case TokenFamily():
            families = families.exclude(pk=but.pk)
    tokens.update(revoked_at=now, login_slot=None)
    families.update(revoked_at=now)
    user.session_salt = secrets.token_hex(16)
    User.objects.filter(pk=user.pk).update(session_salt=user.session_salt)
    if isinstance(but, SessionStore):
        _go_on(but, user)


def _go_on(session: SessionStore, user: User) -> None:
    """With the hash that it has to show from now on."""
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    row = session.create_model_instance(dict(session.items()))  # it knows where it is kept
    Session.objects.filter(pk=row.pk).update(session_data=row.session_data)
    # It is saved: a middleware that did it again behind the commit could fail alone.
    session.modified = False
