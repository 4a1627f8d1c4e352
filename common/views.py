"""What every answer of the API has in common."""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.body_limit import REFUSED
from common.limits import Usage
from common.problems import Problem
from common.query import check_query


class ContractView(APIView):
    """Strict query parameters, caching headers and limits; the base of every view under `/api/`."""

    #: The query parameters that the view takes; those of filters and pages are added by lists.
    query_parameters: Collection[str] = frozenset()
    repeatable_parameters: Collection[str] = frozenset()
    #: `private, no-store` where the answer holds secrets.
    cache_control = "private, no-cache"
    #: Whether GETs are tagged and answer If-None-Match; whether the rest writes through the ledger.
    is_conditional = False
    writes_books = False

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What the path takes, where a method is refused: to find out takes a while."""
        return {} if self._takes_method else {"Allow": ", ".join(self.allowed_methods)}

    @property
    def _takes_method(self) -> bool:
        return hasattr(self, str(self.request.method).lower())

    def get_parsers(self) -> Any:
        return _instances(tuple(self.parser_classes))

    def get_authenticators(self) -> Any:
        return _instances(tuple(self.authentication_classes))

    def get_permissions(self) -> Any:
        return _instances(tuple(self.permission_classes))

    def get_throttles(self) -> Any:
        return _instances(tuple(self.throttle_classes))

    def known_parameters(self) -> Collection[str]:
        return self.query_parameters

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        _refuse_body(request)
        super().initial(request, *args, **kwargs)
        # What is wrong with a method that the path does not take is the method: 405, not 400.
        if self._takes_method:
            check_query(request.query_params, self.known_parameters(), self.repeatable_parameters)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """What the path takes, in `Allow`; the schema says the rest."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        answer: Response = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", self.cache_control)
        answer.headers.setdefault("Vary", "Authorization, Cookie, Accept")
        usage: Usage | None = getattr(request._request, "usage", None)
        if usage is not None:
            for name, value in usage.headers.items():
                answer.headers.setdefault(name, value)
        return answer


@cache
def _instances(classes: tuple[Any, ...]) -> list[Any]:
    """One of each, for all requests: DRF makes them anew for each, and ours keep nothing of any."""
    return [each() for each in classes]


def _refuse_body(request: Request) -> None:
    """What is wrong with a body before it is parsed."""
    if REFUSED in request.META:
        raise Problem(*request.META[REFUSED])
    # Unpacked, a few bytes could be a gigabyte.
    if request.META.get("HTTP_CONTENT_ENCODING", "").lower() not in {"", "identity"}:
        raise Problem("unsupported_media_type", "Send the body without Content-Encoding.")
