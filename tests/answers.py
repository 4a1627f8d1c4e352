"""A client that holds every answer to the OpenAPI schema.

The operation is found by path and method; its status must be documented, its content type and
headers promised ones, and its JSON exactly what the schema says: no key more, none less. Paths and
methods that the schema does not know are left alone, where the server does not know them either.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from rest_framework.test import APIClient

Json = dict[str, Any]

NOT_IN_THE_SCHEMA = {"/api/schema/", "/api/docs/", "/api/redoc/"}
_DOCUMENT = "urn:openapi"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)

formats = FormatChecker(formats=())


class ContractClient(APIClient):
    """JSON in; every answer must be one that the schema promises for its path and method."""

    def request(self, **environ: Any) -> HttpResponse:
        response = super().request(**environ)
        check_answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], response)
        return response


def whole(response: HttpResponse) -> HttpResponse:
    """The answer, read to its end: what is sent in pieces holds its place until then."""
    if not response.streaming:
        return response
    body = b"".join(response)
    response.close()
    return HttpResponse(body, status=response.status_code, headers=response.headers)


def check_answer(method: str, path: str, response: HttpResponse) -> None:
    """AssertionError where the answer is none that the schema promises."""
    if not path.startswith("/api/") or method == "OPTIONS":
        return
    assert "X-Request-ID" in response, f"{method} {path} has no X-Request-ID"
    assert not response.get("Content-Type", "").startswith("text/html") or path in NOT_IN_THE_SCHEMA
    found = operation_of("GET" if method == "HEAD" else method, path)
    if found is None:
        assert path in NOT_IN_THE_SCHEMA or response.status_code in {308, 404, 405}, (
            f"{method} {path} answers {response.status_code} and is not in the schema"
        )
        return
    operation, answers = found
    what = f"{method} {path}: {response.status_code}"
    assert str(response.status_code) in answers, f"{what} is not documented: {response.content!r}"
    answer, pointer = answers[str(response.status_code)]
    _check_headers(what, answer, response)
    if method != "HEAD":
        _check_content(what, answer.get("content", {}), pointer, response)
    if method in {"GET", "HEAD"} and response.status_code == 200 and operation.get("security"):
        _check_caching(what, response)


def _check_headers(what: str, answer: Json, response: HttpResponse) -> None:
    for name, header in answer.get("headers", {}).items():
        if resolve(header).get("required"):
            assert name in response, f"{what} has no header {name}"
        if name in response and resolve(header)["schema"]["type"] == "integer":
            assert response[name].isdigit(), f"{what}: {name} is {response[name]}"


def _check_caching(what: str, response: HttpResponse) -> None:
    cache_control = response["Cache-Control"]
    assert "private" in cache_control, what
    assert "no-cache" in cache_control or "no-store" in cache_control, what
    varies = {name.strip() for name in response["Vary"].split(",")}
    assert varies >= {"Authorization", "Cookie", "Accept"}, what


def _check_content(what: str, content: Json, pointer: str, response: HttpResponse) -> None:
    if not content:
        assert response.content == b"", f"{what} has a body"
        return
    media_type = response["Content-Type"].partition(";")[0]
    assert media_type in content, f"{what} is {media_type}"
    if not response.streaming:
        validator = validator_of(pointer + _pointer("content", media_type, "schema"))
        errors = [_words(error) for error in validator.iter_errors(json.loads(response.content))]
        assert errors == [], f"{what}: {errors}"


def _words(error: Any) -> str:
    return f"{'.'.join(map(str, error.absolute_path)) or 'the answer'}: {error.message}"


# The schema, once a process


@cache
def schema() -> Json:
    """The document, with its answers closed: a key that the schema does not know is an error."""
    document: Json = SchemaGenerator().get_schema(request=None, public=True)
    for component in document["components"]["schemas"].values():
        if component.get("type") == "object":
            component.setdefault("additionalProperties", False)
    return document


@cache
def _registry() -> Registry[Any]:
    resource = Resource.from_contents(schema(), default_specification=DRAFT202012)
    return Registry().with_resource(_DOCUMENT, resource)


@cache
def validator_of(pointer: str) -> Draft202012Validator:
    """The validator of what stands at a JSON pointer of the document."""
    where = {"$ref": f"{_DOCUMENT}#{pointer}"}
    return Draft202012Validator(where, registry=_registry(), format_checker=formats)


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Paths with the fewest variables first: `/transactions/totals/` is no row."""
    paths = sorted(schema()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths]


@cache
def operation_of(method: str, path: str) -> tuple[Json, dict[str, tuple[Json, str]]] | None:
    """The operation, and its answers by status, each with its JSON pointer."""
    for pattern, template in _templates():
        if pattern.fullmatch(path):
            operation = schema()["paths"][template].get(method.lower())
            where = _pointer("paths", template, method.lower(), "responses")
            return operation and (operation, dict(_answers(operation, where)))
    return None


def _answers(operation: Json, where: str) -> Iterator[tuple[str, tuple[Json, str]]]:
    for status, answer in operation["responses"].items():
        place = answer.get("$ref", f"#{where}{_pointer(status)}").removeprefix("#")
        yield status, (resolve(answer), place)


def resolve(found: Json) -> Json:
    """What a reference to a component refers to."""
    if "$ref" not in found:
        return found
    kind, name = found["$ref"].split("/")[-2:]
    component: Json = schema()["components"][kind][name]
    return component


def _pointer(*names: str) -> str:
    return "".join("/" + name.replace("~", "~0").replace("/", "~1") for name in names)


@formats.checks("date", raises=ValueError)
def _is_day(value: Any) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@formats.checks("date-time", raises=ValueError)
def _is_instant(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    return bool(_INSTANT.fullmatch(value) and datetime.fromisoformat(value))


@formats.checks("uri", raises=ValueError)
def _is_url(value: Any) -> bool:
    return not isinstance(value, str) or all(urlsplit(value)[:2])
