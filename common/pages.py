"""Pages around the API: its index, its documentation, what its problems mean, its health."""

import hashlib
import threading
from functools import cache
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.problems import KINDS, invalid
from common.views import ContractView

# Redoc writes its rules into style elements that are empty when they reach the page (the first
# hash is that of nothing at all), and its scroll bar's, which are always the same.
REDOC_STYLES = [
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='",
]
_ONE_AT_A_TIME = threading.Lock()
_BROWSER_CACHE = "public, max-age=300"


class PublicPage(APIView):
    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()


class Places(serializers.Serializer[Any]):
    name = serializers.CharField()
    version = serializers.CharField()
    docs = serializers.CharField(help_text="For people: try every request.")
    redoc = serializers.CharField(help_text="For people: to read.")
    schema = serializers.CharField(help_text="For programs: OpenAPI 3.1.")


class Index(PublicPage, ContractView):
    @extend_schema(operation_id="index", responses=Places, tags=["about"])
    def get(self, request: Request) -> Response:
        """Where to go from here."""
        paths = {"docs": "/api/docs/", "redoc": "/api/redoc/", "schema": "/api/schema/"}
        return Response({"name": "Expense tracker", "version": settings.VERSION, **paths})


class Schema(PublicPage, ContractView):
    """The OpenAPI schema: YAML, or JSON by Accept or `?format=json`."""

    renderer_classes = (
        OpenApiYamlRenderer,
        OpenApiYamlRenderer2,
        OpenApiJsonRenderer,
        OpenApiJsonRenderer2,
    )
    query_parameters = frozenset({"format"})
    cache_control = "no-cache"

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase:
        renderer = self._asked_for(request)
        body = _schema_as("json" if "json" in renderer.format else "yaml")
        response = HttpResponse(body, content_type=f"{renderer.media_type}; charset=utf-8")
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        response["ETag"] = etag
        found = get_conditional_response(request._request, etag=etag, response=response)
        return found or response

    def _asked_for(self, request: Request) -> Any:
        name = request.query_params.get("format")
        if name is None:
            return request.accepted_renderer
        by_format = {each.format: each for each in reversed(self.get_renderers())}
        if name not in by_format:
            raise invalid("format", "This is yaml or json.", place="query")
        return by_format[name]


@cache
def _schema_as(name: str) -> bytes:
    """Made once a process: nothing in it depends on who asks."""
    # drf-spectacular keeps what it makes a schema of in module variables: one thread at a time.
    with _ONE_AT_A_TIME:
        schema = SchemaGenerator().get_schema(request=None, public=True)
    renderer = OpenApiJsonRenderer() if name == "json" else OpenApiYamlRenderer()
    rendered: Any = renderer.render(schema)
    return bytes(rendered)


@extend_schema(exclude=True)
class _Page(PublicPage):
    renderer_classes = (TemplateHTMLRenderer,)
    template_name: str

    def get(self, request: Request) -> Response:
        return Response(headers={"Cache-Control": _BROWSER_CACHE})


class SwaggerUI(_Page):
    template_name = "common/swagger_ui.html"


@method_decorator(csp_update({"style-src": REDOC_STYLES}), name="dispatch")
class Redoc(_Page):
    template_name = "common/redoc.html"


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """Every code that an answer can have."""
    response = render(request, "common/problems.html", {"kinds": KINDS})
    response["Cache-Control"] = _BROWSER_CACHE
    return response


@require_safe
def problem(request: HttpRequest, code: str) -> HttpResponse:
    """What one code means, and the way out."""
    if code not in KINDS:
        raise Http404
    response = render(request, "common/problem.html", {"code": code, "kind": KINDS[code]})
    response["Cache-Control"] = _BROWSER_CACHE
    return response


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve: the database answers and is migrated."""
    status = _database_status()
    return JsonResponse({"database": status}, status=200 if status == "ok" else 503)


def _database_status() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending: list[Any] = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError):
        return "away"
    return "not migrated" if pending else "ok"
