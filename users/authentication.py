"""The three ways in: `Token <key>`, `Bearer <access>` (or a key), and the session cookie.

A header costs one query, which joins the user and the books; there is no cache, so what is revoked
is dead at the next request.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import (
    SessionAuthentication,
    TokenAuthentication,
)
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from common.prepared import Param, Prepared
from common.problem_handler import CHALLENGES
from common.problems import Problem
from users.families import family_of_access
from users.keys import digest_of, looks_like_key
from users.models import AccessToken, TokenFamily, User

_SCHEMES = {"token", "bearer"}
# Knowing the hour is enough to find a forgotten token, and spares a write a request.
_LAST_USED_EVERY = timedelta(hours=1)

_living_token = Prepared(
    lambda: (
        AccessToken.objects.filter(
            digest=Param("digest", AccessToken._meta.get_field("digest")),
            revoked_at=None,
            user__is_active=True,
        )
        .select_related("user__book")
        # What no request looks at, least of all secrets; instants are parsed every time.
        .defer(
            *("nonce", "digest", "prefix", "created_at", "revoked_at"),
            *("user__password", "user__date_joined", "user__last_login", "user__deleted_at"),
        )
    )
)

Credential = AccessToken | TokenFamily


class HeaderAuthentication(TokenAuthentication):
    """`Authorization: Token <key>` and `Authorization: Bearer <access or key>`."""

    def authenticate(self, request: Request) -> tuple[User, Credential] | None:
        words = request.META.get("HTTP_AUTHORIZATION", "").split()
        if not words:
            return None
        scheme = words[0].lower()
        if scheme not in _SCHEMES or len(words) != 2:
            raise Problem(
                "token_not_valid", "Send `Authorization: Token <token>` or `Bearer <access>`."
            )
        secret = words[1]
        credential: Credential
        if looks_like_key(secret):
            credential = _token_of(secret)
        elif scheme == "bearer":
            credential = family_of_access(secret)
        else:
            raise Problem("token_not_valid")
        return credential.user, credential

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGES


class CookieAuthentication(SessionAuthentication):
    """The dashboard's session; every write needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = getattr(request._request, "user", None)
        if user is None or not user.is_active:
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise Problem("csrf_failed", str(error)) from None


def _token_of(key: str) -> AccessToken:
    now = timezone.now()
    token: AccessToken | None = next(iter(_living_token(digest=digest_of(key))), None)
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        raise Problem("token_not_valid")
    if token.last_used_at is None or now - token.last_used_at > _LAST_USED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
