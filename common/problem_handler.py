"""Turns whatever a view raised into one of the contract's problems."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from common.faults import is_transient
from common.problems import Fault, Place, Problem, ProblemResponse

CHALLENGES = 'Token realm="api", Bearer realm="api"'
RETRY_AFTER = {"Retry-After": "1"}
# One for each entry of a body that has as many as it may; of more, the answer would be too large.
_MOST_FAULTS = 1_000


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's EXCEPTION_HANDLER; None (a 500, with its traceback in the log) for a defect of ours."""
    problem = as_problem(exc)
    return None if problem is None else ProblemResponse(problem)


def as_problem(exc: Exception) -> Problem | None:
    match exc:
        case Problem():
            return _with_challenge(exc)
        case exceptions.ValidationError():
            return Problem("invalid", faults=list(islice(faults_of(exc.detail), _MOST_FAULTS)))
        case exceptions.APIException():
            return _with_challenge(_of_rest_framework(exc))
        case Http404():
            return Problem("not_found")
        case PermissionDenied():
            return Problem("permission_denied")
        case RequestDataTooBig():
            return Problem("too_large")
        case SuspiciousOperation():
            return Problem("malformed", str(exc))
        case DatabaseError() | InterfaceError() if is_transient(exc):
            return Problem("unavailable", headers=RETRY_AFTER)
    return None


def _of_rest_framework(exc: exceptions.APIException) -> Problem:
    detail = str(exc.detail)
    match exc:
        case exceptions.ParseError():
            return Problem("malformed", detail)
        case exceptions.NotAuthenticated():
            return Problem("not_authenticated")
        case exceptions.AuthenticationFailed():
            return Problem("token_not_valid", detail)
        case exceptions.NotFound():
            return Problem("not_found")
        case exceptions.MethodNotAllowed():
            return Problem("method_not_allowed", detail)
        case exceptions.NotAcceptable():
            return Problem("not_acceptable")
        case exceptions.UnsupportedMediaType():
            return Problem("unsupported_media_type", detail)
        case exceptions.Throttled():
            return Problem(
                "throttled", headers={"Retry-After": str(int(getattr(exc, "wait", None) or 1))}
            )
    return Problem("permission_denied", detail)


def _with_challenge(problem: Problem) -> Problem:
    if problem.status_code == 401:
        problem.headers["WWW-Authenticate"] = CHALLENGES
    return problem


def faults_of(detail: Any, path: str = "", place: Place = "body") -> Iterator[Fault]:
    """DRF's nested errors, one `Fault` each."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            inner = path if key == "non_field_errors" else f"{path}.{key}" if path else str(key)
            yield from faults_of(value, inner, place)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            yield from faults_of(value, f"{path}.{index}" if nested else path, place)
    else:
        yield Fault(getattr(detail, "code", "invalid"), str(detail), path, place)
