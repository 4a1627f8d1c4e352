"""Tokens that look like ours and are not, made from a true one and, mostly, the true key."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt

Forgery = Callable[[str, str], str]


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def signed(claims: dict[str, Any], key: str, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, key, algorithm=algorithm)


def _base64(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _claiming(**changes: Any) -> Forgery:
    """Well signed, with other claims; None leaves one out."""

    def forge(token: str, key: str) -> str:
        claims = {**claims_of(token), **changes}
        return signed({name: value for name, value in claims.items() if value is not None}, key)

    return forge


def _under(header: dict[str, Any]) -> Forgery:
    """With another header over what was truly signed."""

    def forge(token: str, key: str) -> str:
        _, body, signature = token.split(".")
        return f"{_base64({'typ': 'JWT', **header})}.{body}.{signature}"

    return forge


def _saying(**changes: Any) -> Forgery:
    """With another body over the true signature."""

    def forge(token: str, key: str) -> str:
        head, _, signature = token.split(".")
        return f"{head}.{_base64({**claims_of(token), **changes})}.{signature}"

    return forge


def _with_signature(edit: Callable[[str], str]) -> Forgery:
    def forge(token: str, key: str) -> str:
        start, _, signature = token.rpartition(".")
        return f"{start}.{edit(signature)}"

    return forge


def _other_first(signature: str) -> str:
    return ("A" if signature[0] != "A" else "B") + signature[1:]


FORGERIES: dict[str, Forgery] = {
    "unsigned": lambda token, key: jwt.encode(claims_of(token), None, algorithm="none"),
    "called unsigned": _under({"alg": "none"}),
    "called nOnE": _under({"alg": "nOnE"}),
    "called RS256": _under({"alg": "RS256"}),
    "without algorithm": _under({}),
    "with a key of its own": _under({"alg": "HS256", "jwk": {"kty": "oct", "k": "a"}, "kid": "/"}),
    "with an unknown extension": _under({"alg": "HS256", "crit": ["x"], "x": 1}),
    "another user": _saying(user_id="1000000"),
    "another family": _saying(family=1000000),
    "later end": _saying(exp=2**33),
    "edited signature": _with_signature(_other_first),
    "shorter signature": _with_signature(lambda signature: signature[:-1]),
    "no signature": _with_signature(lambda signature: ""),
    "another key": lambda token, key: signed(claims_of(token), "k" * 64),
    "a key edited": lambda token, key: signed(claims_of(token), key[::-1]),
    "HS384": lambda token, key: signed(claims_of(token), key, "HS384"),
    "HS512": lambda token, key: signed(claims_of(token), key, "HS512"),
    "expired": _claiming(exp=int(time.time()) - 1),
    "expired long ago": _claiming(exp=1),
    "ends soon": _claiming(exp="soon"),
    "without end": _claiming(exp=None),
    "not yet": _claiming(nbf=int(time.time()) + 3600),
    "another audience": _claiming(aud="another-service"),
    "without audience": _claiming(aud=None),
    "another issuer": _claiming(iss="another-service"),
    "without issuer": _claiming(iss=None),
    "another type": _claiming(token_type="sliding"),
    "without type": _claiming(token_type=None),
    "without family": _claiming(family=None),
    "no family": _claiming(family=-1),
    "a word for a family": _claiming(family="rubbish"),
    "without user": _claiming(user_id=None),
    "no user": _claiming(user_id="0"),
    "a word for a user": _claiming(user_id="nobody"),
    "without name": _claiming(jti=None),
    "huge numbers": _claiming(family=10**30, user_id=str(10**30)),
    "lists": _claiming(family=[1], user_id=[1]),
}
