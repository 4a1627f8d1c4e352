"""Conditional requests (RFC 9110, section 13): an answer that has not changed is not sent again.

The tag of an answer made from the books covers everything its bytes could depend on, so it is
known before any of it is read: a 304 costs the sign-in's query alone.
"""

import hashlib

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request

from common.network import whole_url
from ledger.models import Book


def book_tag(request: Request, book: Book, *, strong: bool) -> str:
    """The entity tag of what this request would be answered from these books, today.

    The book must have been read before the data: then a tag may be older than its body, which
    costs one more request, but never newer, which would hide a change.
    """
    covers = (
        settings.VERSION,
        request.user.pk,
        book.epoch,
        book.version,
        book.today(),
        book.currency,
        book.timezone,
        request.accepted_renderer.media_type,
        whole_url(request, request.get_full_path()),
    )
    digest = _digest(repr(covers).encode())
    # The version stands in the open, so that a write can tell what its sender had seen.
    return f'{"" if strong else "W/"}"{book.version}.{digest}"'


def bytes_tag(user: int, body: bytes) -> str:
    """The entity tag of an answer that lies outside the books."""
    return f'"{_digest(str(user).encode() + body)}"'


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=12).hexdigest()


def has_already(request: Request, tag: str) -> bool:
    """If-None-Match names the tag, by weak comparison."""
    given = str(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return bool(given) and any(_opaque(other) == _opaque(tag) for other in parse_etags(given))


def has_any(request: Request) -> bool:
    """If-None-Match is `*`: any answer at all counts as had."""
    given = str(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return bool(given) and parse_etags(given) == ["*"]


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def not_modified(tag: str) -> HttpResponse:
    # Not the page that Django would take it for: pages cost a policy.
    return HttpResponse(status=304, headers={"ETag": tag}, content_type="application/json")
