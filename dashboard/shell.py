"""What every page behind the sign-in begins as: its frame, the same for everybody."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from common.faults import is_transient

#: The first part of the path; each has a module of that name in `static/dashboard/pages/`.
PAGES = ("transactions", "categories", "budgets", "imports", "history", "tokens", "settings")
_STATIC = Path(__file__).parent / "static" / "dashboard"
_KINDS = {".css", ".js", ".svg", ".webmanifest"}
_ICON = "common/icon.svg"
#: A worker fetches by the policy that came with it, not by that of its pages.
_WORKER_POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"


def _files(folder: str = "") -> list[str]:
    """Of our own, as `{% static %}` names them."""
    found = (_STATIC / folder).rglob("*")
    return sorted(
        f"dashboard/{each.relative_to(_STATIC).as_posix()}"
        for each in found
        if each.suffix in _KINDS
    )


# What every page needs, so that nobody waits for one import to tell of the next.
_SCRIPTS = _files("core")


@require_safe
@ensure_csrf_cookie
def shell(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Says nothing of whoever is signed in: a browser may keep it for when the server is away."""
    if not _is_signed_in(request):
        return redirect(f"/sign-in/?next={quote(request.get_full_path())}")
    response = render(request, "dashboard/shell.html", {"scripts": _SCRIPTS})
    response["Cache-Control"] = "private, no-cache"
    return response


def _is_signed_in(request: HttpRequest) -> bool:
    try:
        return request.user.is_authenticated
    except (DatabaseError, InterfaceError) as error:
        if not is_transient(error):
            raise
        return True  # the page says itself that the books are away, and waits for them


@require_safe
def with_slash(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return redirect(request.get_full_path(force_append_slash=True))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a worker serves what lies below its own path."""
    context = {"release": settings.VERSION, "files": [_ICON, *_files()], "pages": ["", *PAGES]}
    content_type = "text/javascript; charset=utf-8"
    response = render(request, "dashboard/service_worker.js", context, content_type)
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = _WORKER_POLICY
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's own would look for the form's secret, in the form that cannot be read: a 500."""
    return render(request, "400.html", status=400)
