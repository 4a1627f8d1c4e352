"""What operations of the OpenAPI schema share: problems, headers, the parameters of pages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from common.pagination import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE
from common.problems import KINDS, Kind, Place

Json = dict[str, Any]

_STATUS_NAMES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    404: "NotFound",
    406: "NotAcceptable",
    409: "Conflict",
    410: "Gone",
    412: "PreconditionFailed",
    413: "ContentTooLarge",
    415: "UnsupportedMediaType",
    422: "UnprocessableContent",
    429: "TooManyRequests",
    503: "ServiceUnavailable",
}
#: The members that a code adds to its problem, as examples.
_MEMBERS: Mapping[str, Json] = {
    "duplicate": {"existing": 12},
    "in_use": {"transactions": 3, "budgets": 0},
    "count_mismatch": {"count": 41},
    "changed_since": {"rows": [{"resource": "transaction", "id": 7}]},
    "stale": {"current": 18},
}
_MARKS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", ".": "point"}
_RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def header_refs(*names: str) -> Json:
    return {name: ref("headers", name) for name in names}


def success_headers(
    status: str, content: Json, *, written: bool, tagged: bool, limited: bool
) -> Json:
    """The headers of an answer below 400."""
    names = ["X-Request-ID"]
    names += ["ETag"] if tagged else []
    names += ["Operation-Id", "Idempotent-Replayed"] if written else []
    names += ["Location"] if status == "201" or (status == "202" and written) else []
    names += ["Content-Disposition"] if content.keys() - {"application/json"} else []
    return header_refs(*names, *(_RATE if limited else ()))


def problem_ref(status: int) -> Json:
    return ref("responses", _STATUS_NAMES[status])


def names_of_values(values: Sequence[str]) -> Json:
    """What generated clients call an ordering or a mark: of `-date`, or `;`, by itself they make
    `VALUE_0`."""
    names = [_name_of_value(value) for value in values]
    if all(name == value for name, value in zip(names, values, strict=True)):
        return {}
    return {"x-enum-varnames": [name.upper() for name in names]}


def _name_of_value(value: str) -> str:
    is_descending = len(value) > 1 and value.startswith("-")
    return f"{value[1:]}_descending" if is_descending else _MARKS.get(value, value)


def shared_components(statuses: Iterable[int]) -> dict[str, Json]:
    """The components that operations refer to; of responses, those of these statuses."""
    return {
        "schemas": {
            "Problem": _problem(),
            "ProblemError": _PROBLEM_ERROR,
            "ProblemRow": _PROBLEM_ROW,
            "ProblemCode": {"type": "string", "enum": list(KINDS)},
            "InputPlace": {"type": "string", "enum": list(get_args(Place))},
        },
        "responses": {
            **{_STATUS_NAMES[status]: _problem_response(status) for status in sorted(statuses)},
            "NotModified": {
                "description": "What `If-None-Match` names is what would be answered.",
                "headers": header_refs("X-Request-ID", "ETag"),
            },
        },
        "headers": HEADERS,
        "parameters": PARAMETERS,
    }


def _problem() -> Json:
    text = {"type": "string"}
    members = {
        "type": {**text, "format": "uri-reference", "description": "`/problems/<code>`"},
        "code": ref("schemas", "ProblemCode"),
        "title": {**text, "description": "The same for every problem of the code."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {**text, "description": "What is wrong this time."},
        "request_id": {**text, "description": "As in `X-Request-ID`."},
        "errors": {
            "type": "array",
            "items": ref("schemas", "ProblemError"),
            "description": "An entry for each input at fault.",
        },
    }
    return {
        "type": "object",
        "description": "Every error of the API (RFC 9457). Some codes add members of their own; "
        "`/problems/<code>` explains each.",
        "properties": {**members, **_own_members()},
        "required": list(members),
        "additionalProperties": True,
    }


def _own_members() -> Json:
    whole = {"type": "integer"}
    return {
        "existing": {**whole, "description": "`duplicate`: the id of the row that has it."},
        "transactions": {**whole, "description": "`in_use`: how many refer to it."},
        "budgets": {**whole, "description": "`in_use`: how many refer to it."},
        "count": {**whole, "description": "`count_mismatch`: how many rows match now."},
        "rows": {
            "type": "array",
            "description": "`changed_since`: the rows.",
            "items": ref("schemas", "ProblemRow"),
        },
        "current": {**whole, "description": "`stale`: the version now."},
    }


_PROBLEM_ERROR: Json = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "description": "What kind of mistake, for programs."},
        "detail": {"type": "string", "description": "What is wrong, for people."},
        "attr": {"type": "string", "description": "Which input, dotted: `create.3.amount`."},
        "in": ref("schemas", "InputPlace"),
    },
    "required": ["code", "detail", "attr", "in"],
}

_PROBLEM_ROW: Json = {
    "type": "object",
    "properties": {"resource": ref("schemas", "Resource"), "id": {"type": "integer"}},
    "required": ["resource", "id"],
}


def _problem_response(status: int) -> Json:
    kinds = {code: kind for code, kind in KINDS.items() if kind.status == status}
    names = ["X-Request-ID"]
    names += ["WWW-Authenticate"] if status == 401 else []
    names += ["Retry-After"] if status in {429, 503} else []
    names += _RATE if status == 429 else []
    examples = {code: _example(code, kind) for code, kind in kinds.items()}
    content = {"schema": ref("schemas", "Problem"), "examples": examples}
    return {
        "description": "\n".join(f"- `{code}`: {kind.title}." for code, kind in kinds.items()),
        "headers": header_refs(*names),
        "content": {"application/problem+json": content},
    }


def _example(code: str, kind: Kind) -> Json:
    fault = {
        "code": "not_positive",
        "detail": "An amount is above zero.",
        "attr": "amount",
        "in": "body",
    }
    errors = [fault] if code == "invalid" else []
    value = {
        "type": f"/problems/{code}",
        "code": code,
        "title": kind.title,
        "status": kind.status,
        "detail": errors[0]["detail"] if errors else f"{kind.title}.",
        "request_id": "6f1d2c3b4a594e0f8c7b6a5d4e3f2a1b",
        "errors": errors,
        **_MEMBERS.get(code, {}),
    }
    return {"summary": kind.title, "value": value}


def _header(description: str, kind: str = "string", *, required: bool = True) -> Json:
    always = {"required": True} if required else {}
    return {"description": description, **always, "schema": {"type": kind}}


HEADERS: Json = {
    "X-Request-ID": _header("The caller's where it is sane, else a new one; logs name it."),
    "ETag": _header("For `If-None-Match`; of one row, for `If-Match` as well."),
    "Location": _header("The URL of what was created."),
    "Content-Disposition": _header("The name to keep the file by."),
    "Operation-Id": _header("The operation that this write is in the history.", "integer"),
    "OperationIdUnlessDryRun": _header(
        "The operation that this write is in the history.", "integer", required=False
    ),
    "Idempotent-Replayed": _header(
        "`true` where this is the first answer again.", "boolean", required=False
    ),
    "WWW-Authenticate": _header("Both schemes that the API takes."),
    "Retry-After": _header("Seconds to wait.", "integer"),
    "RateLimit-Limit": _header("Requests a window.", "integer", required=False),
    "RateLimit-Remaining": _header("Requests left in this window.", "integer", required=False),
    "RateLimit-Reset": _header("Seconds until the next window.", "integer", required=False),
}

PARAMETERS: Json = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "Makes the request safe to repeat: with the same key, the same request gets "
        "the first answer again, for at least 24 hours. A UUID will do.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The row's `version` in quotes, or its `ETag`: 412 where it was written "
        "since, and nothing is changed.",
        "schema": {"type": "string"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The `ETag` of an earlier answer: 304 where nothing has changed.",
        "schema": {"type": "string"},
    },
}


def page_parameters(names: Iterable[str]) -> list[Json]:
    return [
        {"name": name, "in": "query", "required": False, **_PAGES[name]}
        for name in _PAGES
        if name in names
    ]


_PAGES: Mapping[str, Json] = {
    "page": {
        "description": "The page, from 1. One past the end is 404.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "page_size": {
        "description": f"Rows a page; more than {MAX_PAGE_SIZE} is served as {MAX_PAGE_SIZE}.",
        "schema": {"type": "integer", "minimum": 1, "default": DEFAULT_PAGE_SIZE},
    },
    "cursor": {
        "description": "A place in the list, as `next` and `previous` name it.",
        "schema": {"type": "string"},
    },
}


class Pages:
    """A list's pages as drf-spectacular asks a paginator for them.

    `by_cursor`: later pages have no count, because counting costs more than reading.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def get_schema_operation_parameters(self, view: Any) -> list[Json]:
        return page_parameters(self.names)

    def get_paginated_response_schema(self, schema: Any) -> Json:
        link = {"type": ["string", "null"], "format": "uri", "example": None}
        count: Json = {"type": "integer", "minimum": 0, "example": 1}
        if "cursor" in self.names:
            count["type"] = ["integer", "null"]
            count["description"] = "Null on the later pages of a cursor."
        properties = {"count": count, "next": link, "previous": dict(link), "results": schema}
        return {"type": "object", "properties": properties, "required": list(properties)}
