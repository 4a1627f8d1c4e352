"""Access and refresh tokens (JWT): each refresh token works once, and its family ends as one.

After RFC 9700, section 4.14 (refresh token rotation).
"""

import hashlib
from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.exceptions import TokenError

from common.prepared import Param, Prepared
from common.problems import Problem
from ledger.retrying import retrying
from users.models import TokenFamily, User

#: Used again within this time, a refresh token is refused; later its family ends: a client that
#: retries is no thief.
GRACE = timedelta(seconds=10)
_FAMILY = "family"

_living_family = Prepared(
    lambda: TokenFamily.objects.filter(
        pk=Param("family", TokenFamily._meta.pk), revoked_at=None, user__is_active=True
    ).select_related("user__book")
)


class AccessJWT(tokens.AccessToken):
    lifetime = timedelta(minutes=10)


class RefreshJWT(tokens.RefreshToken):
    lifetime = timedelta(days=14)
    access_token_class = AccessJWT


def start_family(user: User, first: RefreshJWT) -> dict[str, str]:
    """A sign-in: `{"access", "refresh"}`; run again with the same `first`, it is the same one."""
    own = {"user": user, "current": _digest(first)}
    family = TokenFamily.objects.filter(**own).first() or TokenFamily.objects.create(**own)
    return _pair(_of_family(first, user.pk, family.pk))


def rotate(text: str) -> dict[str, str]:
    """The next `{"access", "refresh"}` for a refresh token that was not used before.

    Problem `token_not_valid` for every other; one used longer ago ends its family.
    """
    old = _read_refresh(text)
    new = _of_family(RefreshJWT(), old["user_id"], old[_FAMILY])
    if not retrying(partial(_claim, old, new)):
        raise Problem("token_not_valid", "This refresh token was used before. Sign in again.")
    return _pair(new)


def _claim(old: RefreshJWT, new: RefreshJWT) -> bool:
    now = timezone.now()
    # One conditional UPDATE claims the token: of any number at once, one wins. It must look at its
    # own table for that: a joined one would be looked up first, and the row not looked at again.
    active = User.objects.filter(pk=old["user_id"], is_active=True).values("pk")
    claimed = _alive(old).filter(current=_digest(old), user_id__in=active)
    if claimed.update(previous=_digest(old), current=_digest(new), rotated_at=now):
        return True
    # An earlier run, done though its connection was lost, has claimed it for this very `new`.
    if _alive(old).filter(current=_digest(new)).exists():
        return True
    just_used = _alive(old).filter(previous=_digest(old), rotated_at__gt=now - GRACE)
    if not just_used.exists():
        _alive(old).update(revoked_at=now)
    return False


def end_family_of(text: str) -> None:
    """Sign out: the refresh token and all of its family are dead. One that is dead already, or is
    none, is no error: what the caller wanted is so."""
    try:
        token = _read_refresh(text)
    except Problem:
        return
    _alive(token).update(revoked_at=timezone.now())


def end_family(family: TokenFamily) -> None:
    TokenFamily.objects.filter(pk=family.pk).update(revoked_at=timezone.now())


def family_of_access(text: str) -> TokenFamily:
    """The living family of a valid access token, with its user and books in one query."""
    try:
        token = AccessJWT(text)  # type: ignore[arg-type]
        number = _id(token, _FAMILY)
    except (TokenError, KeyError, ValueError, TypeError):
        raise Problem("token_not_valid") from None
    family: TokenFamily | None = next(iter(_living_family(family=number)), None)
    if family is None or str(family.user_id) != str(token.get("user_id")):
        raise Problem("token_not_valid")
    return family


def _read_refresh(text: str) -> Any:
    try:
        token = RefreshJWT(text)  # type: ignore[arg-type]
        token[_FAMILY], token["user_id"] = _id(token, _FAMILY), _id(token, "user_id")
    except (TokenError, KeyError, ValueError, TypeError):
        raise Problem(
            "token_not_valid", "This refresh token is not valid. Sign in again."
        ) from None
    return token


def _id(token: Any, claim: str) -> int:
    """ValueError for what no column of ids can hold."""
    number = int(token[claim])
    if not 0 < number < 2**63:
        raise ValueError(claim)
    return number


def _alive(token: Any) -> Any:
    return TokenFamily.objects.filter(pk=token[_FAMILY], revoked_at=None)


def _of_family(token: RefreshJWT, user: int, family: int) -> RefreshJWT:
    token["user_id"], token[_FAMILY] = str(user), family
    return token


def _pair(refresh: RefreshJWT) -> dict[str, str]:
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def _digest(token: Any) -> str:
    return hashlib.sha256(str(token["jti"]).encode()).hexdigest()
