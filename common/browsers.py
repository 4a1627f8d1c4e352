"""What only browsers need: a program that signs its own request has no session to load.

Under `/api/` a request with an Authorization header is judged by that header alone, so for it
Django's machinery of cookies is left out; it would be a quarter of the cost of a 304.
"""

from typing import Any

from corsheaders.middleware import CorsMiddleware
from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

#: The policy of what is not a page: nothing may be loaded by it, and nobody may frame it.
NOTHING = "default-src 'none'; frame-ancestors 'none'"


class _ForBrowsers(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> Any:
        if request.path_info.startswith("/api/") and request.META.get("HTTP_AUTHORIZATION"):
            return self.get_response(request)
        return super().__call__(request)


class CrossOrigin(CorsMiddleware):
    """For requests that name an origin; the others are told that the answer may depend on it."""

    def __call__(self, request: HttpRequest) -> Any:
        if "HTTP_ORIGIN" in request.META:
            return super().__call__(request)
        response: Any = self.get_response(request)
        if request.path_info.startswith("/api/"):
            vary = response.headers.get("Vary")
            response.headers["Vary"] = f"{vary}, Origin" if vary else "Origin"
        return response


class Sessions(_ForBrowsers, SessionMiddleware):
    """Django's, for browsers."""


class Authentication(_ForBrowsers, AuthenticationMiddleware):
    """Django's, for browsers."""


class Messages(_ForBrowsers, MessageMiddleware):
    """Django's, for browsers."""


class ContentSecurityPolicy(CSPMiddleware):
    """A policy for each page; one for everything else, which is not built anew each time."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Security-Policy", NOTHING)
        return response
