"""Conditional requests (RFC 9110, section 13): an answer that has not changed is not sent again.

The tag of an answer made from the books covers everything its bytes could depend on, so it is
known before any of it is read: a 304 costs the sign-in's query alone.
"""

import hashlib
import re

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request

from common.network import whole_url
from common.problems import Problem, invalid
from ledger.models import Book

_SEEN = re.compile(r'"([0-9]{1,18})\.[0-9a-f]+"', re.ASCII)


def book_tag(request: Request, book: Book, *, strong: bool, more: str = "") -> str:
    """The entity tag of what this request would be answered from these books, today; `more` is
    what the answer has from elsewhere.

    The book must have been read before the data: then a tag may be older than its body, which
    costs one more request, but never newer, which would hide a change.
    """
    url = whole_url(request, request.get_full_path())
    return f"{'' if strong else 'W/'}{_tag(request, book, book.version, f'{url}{more}')}"


def object_tag(request: Request, book: Book, version: int, path: str) -> str:
    """The entity tag that a GET of the object there had when the books were at that version."""
    return _tag(request, book, version, whole_url(request, path))


def _tag(request: Request, book: Book, version: int, url: str) -> str:
    covers = (
        settings.VERSION,
        request.user.pk,
        book.epoch,
        version,
        book.today(),
        book.currency,
        book.timezone,
        request.accepted_renderer.media_type,
        url,
    )
    digest = _digest(repr(covers).encode())
    # The version stands in the open, so that a write can tell what its sender had seen.
    return f'"{version}.{digest}"'


def refuse_stale(request: Request, book: Book, row_version: int) -> None:
    """Problem `stale` where If-Match names neither this version of the row nor a tag it still fits.

    Tags are compared strongly (RFC 9110, section 13.1.1), so a weak one never fits. A tag of the
    object fits as long as the row has not been written after it, whatever else has.
    """
    given = request.META.get("HTTP_IF_MATCH")
    if given is None or given.strip() == "*":
        return
    if given.strip().isdigit():
        detail = f'A version stands in quotes: "{given.strip()}".'
        raise invalid("If-Match", detail, place="header")
    # Ours have no comma in them; and what is more than a tag is none, which Django would cut off.
    tags = (tag.strip() for tag in given.split(","))
    if not any(_fits(request, book, row_version, tag) for tag in tags):
        raise Problem("stale", current=row_version)


def _fits(request: Request, book: Book, row_version: int, tag: str) -> bool:
    if tag == f'"{row_version}"':
        return True
    found = _SEEN.fullmatch(tag)
    seen = int(found[1]) if found else -1
    return seen >= row_version and tag == object_tag(request, book, seen, request.path)


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
