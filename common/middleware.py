"""The edge: the first code to see a request and the last to see its answer.

It names the request, believes proxy headers from proxies alone, makes a problem of every error
page under `/api/`, sends a path without its slash on by 308, and writes the access line.
"""

import random
import re
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path

from common.browsers import NOTHING
from common.logs import access_logger
from common.network import drop_untrusted_proxy_headers
from common.problems import Problem, ProblemResponse

log = access_logger(readable=settings.DEBUG)

_SANE_ID = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,128}", re.ASCII)
# Nothing describes a body that is not there (RFC 9110, 8.6 and 15.4.5).
_WITHOUT_BODY = {204, 304}
_OF_NO_PAGE = {"Content-Security-Policy": NOTHING, "X-Frame-Options": settings.X_FRAME_OPTIONS}
_ERROR_PAGES = {
    400: "malformed",
    403: "csrf_failed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    500: "internal",
}


class PermanentRedirectKeepingMethod(HttpResponsePermanentRedirect):
    """308: the client repeats the same method and body (RFC 9110, 15.4.9)."""

    status_code = 308

    def __init__(self, path: str) -> None:
        super().__init__(path)
        del self["Content-Type"]


class EdgeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request_id = _request_id(request)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        drop_untrusted_proxy_headers(request)
        response = self.get_response(request)
        if request.path_info.startswith("/api"):
            response = _under_api(request, response)
        if response.status_code in _WITHOUT_BODY:
            del response["Content-Type"], response["Content-Length"]
        response["X-Request-ID"] = request_id
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return response


def _request_id(request: HttpRequest) -> str:
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _SANE_ID.fullmatch(given) else f"{random.getrandbits(128):032x}"


def _under_api(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code == 404 and is_valid_path(f"{request.path_info}/"):
        way = PermanentRedirectKeepingMethod(request.get_full_path(force_append_slash=True))
        return _guarded_as(response, way)
    is_page = response.get("Content-Type", "").startswith("text/html")
    if (
        response.status_code < 400
        or not is_page
        or (settings.DEBUG and response.status_code == 500)
    ):
        return response
    problem = ProblemResponse(Problem(_ERROR_PAGES.get(response.status_code, "malformed")))
    problem.status_code = response.status_code
    return _guarded_as(response, problem)


def _guarded_as(page: HttpResponseBase, response: HttpResponse) -> HttpResponse:
    """With what the middlewares further in said to browsers of the page that it replaces.

    Where the host was refused, which is before the last of them, they said not everything.
    """
    told = {name: text for name, text in page.headers.items() if not name.startswith("Content-")}
    for name, text in (told | _OF_NO_PAGE).items():
        response.headers.setdefault(name, text)
    return response
