"""Access-token keys: `ext_<id>_<base64url(HMAC-SHA256(TOKEN_PEPPER, id and nonce))>`.

The key can be computed again from the row and TOKEN_PEPPER, so a login token can be shown at the
next login; the row alone (its digest) is good for nothing.
"""

import base64
import hashlib
import hmac
import re
import secrets

from django.conf import settings
from django.utils import timezone

from users.models import AccessToken, User

_KEY = re.compile(r"ext_[0-9]{1,18}_[A-Za-z0-9_-]{43}", re.ASCII)
LOGIN_TOKEN = "sign-in"  # noqa: S105  (its name, not its key)


def looks_like_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def key_of(token: AccessToken) -> str:
    message = f"{token.pk}:{token.nonce}".encode()
    mac = hmac.new(settings.TOKEN_PEPPER.encode(), message, hashlib.sha256).digest()
    return f"ext_{token.pk}_{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def issue_token(user: User, name: str, **fields: object) -> AccessToken:
    """A new token of the user's; run it in a transaction, because its digest needs its id."""
    nonce = secrets.token_hex(16)
    token = AccessToken.objects.create(
        user=user, name=name, nonce=nonce, digest=f"new:{nonce}", **fields
    )
    key = key_of(token)
    token.digest, token.prefix = digest_of(key), key[: len(f"ext_{token.pk}_") + 4]
    token.save(update_fields=["digest", "prefix"])
    return token


def issue_login_token(user: User) -> AccessToken:
    return issue_token(user, LOGIN_TOKEN, login_slot=1)


def revoke(token: AccessToken) -> None:
    """End it at once; the login slot is free for the next sign-in's."""
    AccessToken.objects.filter(pk=token.pk).update(login_slot=None, revoked_at=timezone.now())
