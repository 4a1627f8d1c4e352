"""Problems: every way in which the API says no (RFC 9457, `application/problem+json`).

`KINDS` is the list that clients may rely on; each code is explained at `/problems/<code>`.
A view or a unit of work raises `Problem`; `common.problem_handler` turns it, and whatever else
went wrong, into a `ProblemResponse`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import orjson
import structlog
from django.http import HttpResponse
from rest_framework.exceptions import APIException

Place = Literal["body", "query", "header", "path"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One code of the contract: its status, its title, and what a client can do about it."""

    status: int
    title: str
    explanation: str


KINDS: Mapping[str, Kind] = {
    "invalid": Kind(
        400,
        "Some of the input is not valid",
        "Each entry of `errors` names one input (`attr`), where it stands (`in`) and what is "
        "wrong with it. Nothing was written. Correct those inputs and send the request again.",
    ),
    "malformed": Kind(
        400,
        "The request could not be read",
        "The body is not what its Content-Type says: broken JSON, a key given twice, nesting too "
        "deep, or bytes that are not UTF-8. Nothing was written.",
    ),
    "not_authenticated": Kind(
        401,
        "Sign in first",
        "Send `Authorization: Token <token>` or `Authorization: Bearer <access>`. `POST "
        "/api/login/` gives both.",
    ),
    "invalid_credentials": Kind(
        401,
        "The name or the password is wrong",
        "No account has this name or address with this password.",
    ),
    "token_not_valid": Kind(
        401,
        "This token is not valid",
        "It is unknown, expired, revoked or used up. Refresh the access token by `POST "
        "/api/token/refresh/`, or sign in again.",
    ),
    "permission_denied": Kind(
        403,
        "This is not allowed",
        "The account may not do this. Registration, for one, can be closed by whoever runs the "
        "server.",
    ),
    "read_only_token": Kind(
        403,
        "This token may only read",
        "Its scope is `read`. Use a token with the scope `write`, or sign in.",
    ),
    "token_not_allowed": Kind(
        403,
        "Named tokens may not do this",
        "Tokens, password, email, deletion and signing out everywhere need the person: use the "
        "token of a sign-in.",
    ),
    "csrf_failed": Kind(
        403,
        "The form's secret is missing or wrong",
        "With the session cookie, send the cookie `csrftoken` back as `X-CSRFToken`. Reload the "
        "page to get a fresh one.",
    ),
    "not_found": Kind(
        404,
        "There is no such thing",
        "There is no such path, or no such row in your books, or no such page of a list.",
    ),
    "method_not_allowed": Kind(
        405, "This path does not take this method", "The header `Allow` lists what it takes."
    ),
    "not_acceptable": Kind(
        406, "The API answers JSON only", "Send `Accept: application/json` or none at all."
    ),
    "duplicate": Kind(
        409,
        "There is one already",
        "Something that must be unique in the books is taken; `existing` is the id of the row "
        "that has it.",
    ),
    "in_use": Kind(
        409,
        "It is still in use",
        "`transactions` and `budgets` count what refers to the category. Repeat with "
        "`?move_to=<id>` to move them to another category, or `?move_to=none` to leave them "
        "uncategorised.",
    ),
    "count_mismatch": Kind(
        409,
        "Another number of rows would be changed",
        "`count` is the number of rows that match now. Look at them, and repeat with that number "
        "as `expected_count`.",
    ),
    "changed_since": Kind(
        409,
        "Rows have changed since",
        "`rows` lists what has been changed by a later operation. Undo that one first, or correct "
        "the rows by hand.",
    ),
    "total_out_of_range": Kind(
        409,
        "A total would grow past what can be kept",
        "A day's or month's total of one category stays within 900,000,000,000,000. Split the "
        "amount over other days or categories.",
    ),
    "wrong_state": Kind(
        409,
        "It is not in the state for this",
        "Read it again: its `status` says what it waits for.",
    ),
    "cursor_expired": Kind(
        410,
        "The cursor is too old",
        "It is older than what is kept, or from before a restore. Start again without `since`.",
    ),
    "stale": Kind(
        412,
        "It has changed since you read it",
        "`current` is its version now. Read it again, apply the change, and send the new version "
        "in `If-Match`.",
    ),
    "too_large": Kind(
        413, "The body is too large", "A body may have 2 MiB, an import 25 MiB. Send it in parts."
    ),
    "unsupported_media_type": Kind(
        415,
        "This Content-Type is not taken",
        "Send `Content-Type: application/json`, uncompressed.",
    ),
    "key_reused": Kind(
        422,
        "The Idempotency-Key belongs to another request",
        "The key was used for a request with another method, path, query or body. Use a new key "
        "for a new request.",
    ),
    "throttled": Kind(
        429,
        "Too many requests",
        "Wait for as many seconds as `Retry-After` says, then try again.",
    ),
    "internal": Kind(
        500,
        "Something went wrong on the server",
        "Nothing was written. It is logged under `request_id`; please report it with that id.",
    ),
    "unavailable": Kind(
        503,
        "The server cannot do this right now",
        "The database is busy or away. Try again after as many seconds as `Retry-After` says, "
        "with the same `Idempotency-Key`: what was written is never written twice.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One input at fault; `attr` is dotted (`create.3.amount`), empty for the input as a whole."""

    code: str
    detail: str
    attr: str
    place: Place = "body"

    def as_json(self) -> dict[str, str]:
        fields = asdict(self)
        fields["in"] = fields.pop("place")
        return fields


class Problem(APIException):
    """Says no with one of `KINDS`; `members` are the code's own (`existing`, `current`)."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.code = code
        self.kind = KINDS[code]
        self.status_code = self.kind.status
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.members = members
        self.text = detail or (_told(self.faults[0]) if self.faults else f"{self.kind.title}.")
        super().__init__(self.text, code)


def _told(fault: Fault) -> str:
    """In a sentence that stands alone."""
    is_bare = fault.code in {"required", "null", "blank"}
    return f"{fault.attr}: {fault.detail}" if is_bare and fault.attr else fault.detail


def invalid(attr: str, detail: str, *, code: str = "invalid", place: Place = "body") -> Problem:
    """The problem of a single input at fault."""
    return Problem("invalid", faults=[Fault(code, detail, attr, place)])


class ProblemResponse(HttpResponse):
    """A problem as it goes over the wire."""

    def __init__(self, problem: Problem) -> None:
        body = {
            "type": f"/problems/{problem.code}",
            "code": problem.code,
            "title": problem.kind.title,
            "status": problem.kind.status,
            "detail": problem.text,
            "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
            "errors": [fault.as_json() for fault in problem.faults],
            **problem.members,
        }
        super().__init__(
            orjson.dumps(body),
            status=problem.kind.status,
            content_type="application/problem+json",
            headers={"Cache-Control": "private, no-store", **problem.headers},
        )
