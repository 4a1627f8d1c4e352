"""Safe retries: what makes two requests the same one.

After the IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key).
"""

import hashlib
import json
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from rest_framework.request import Request as HTTPRequest

from common.problems import invalid
from ledger.writing import Request

_KEY = re.compile(r"[\x20-\x7e]{1,255}")


def request_of(request: HTTPRequest, kind: str) -> Request:
    """The write that an HTTP request asks for, under the client's key or one of our own."""
    actor = request.user.pk
    given = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is None:
        return Request.of_our_own(kind, actor)
    return Request.of_a_client(kind, actor, _key(given), _fingerprint(request))


def _key(given: str) -> str:
    key = given.strip()
    if len(key) >= 2 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        detail = "An Idempotency-Key has 1 to 255 printable ASCII characters."
        raise invalid("Idempotency-Key", detail, place="header")
    return key


def _fingerprint(request: HTTPRequest) -> str:
    parts = [
        request.method,
        request.path,
        sorted(request.query_params.lists()),
        dict(request.data.lists()) if isinstance(request.data, QueryDict) else request.data,
    ]
    text = json.dumps(parts, sort_keys=True, default=_digest)
    # A body can hold a password: by a digest alone, whoever stole the database could try as many as
    # a graphics card does, and never meet Argon2.
    return salted_hmac("ledger.fingerprint", text, algorithm="sha256").hexdigest()


def _digest(value: Any) -> str:
    """A file counts by its content."""
    if not isinstance(value, UploadedFile):
        raise TypeError(f"{type(value).__name__} in a parsed body")
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()
