"""How schemathesis fills in what no schema can say: who is signed in, and which rows there are.

Runs inside schemathesis, without the application; talks to it over HTTP alone.
"""

import json
import os
import uuid
from typing import Any

import requests
import schemathesis
from schemathesis.core import NotSet

PASSWORD = "correct-horse-9"
#: The ids of the rows in the books, by collection.
ROWS: dict[str, list[int]] = json.loads(os.environ["PROOF_ROWS"])
#: What nobody can tell from an empty field of a form.
_EMPTY = ("", None, [], {})
#: What names rows of the path's own collection, in a body.
OF_ROWS = {"delete", "into", "update"}
#: These end a sign-in, so each request is somebody new's.
ENDING = {"/api/logout/", "/api/logout/all/", "/api/me/delete/"}
#: These take what only somebody known could send.
OF_AN_ACCOUNT = {"/api/login/", "/api/logout/", "/api/me/delete/", "/api/token/refresh/"}


@schemathesis.auth(refresh_interval=None)
class SignIn:
    """The token of the account whose books were filled; of a new one where it will be dead."""

    def get(self, case: Any, context: Any) -> str:
        if case.operation.path in ENDING:
            return _somebody_new()["token"]
        return os.environ["PROOF_TOKEN"]

    def set(self, case: Any, token: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Token {token}"}


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    """Answers are closed: a key that the schema does not know is an error."""
    for component in raw_schema["components"]["schemas"].values():
        if component.get("type") == "object":
            component.setdefault("additionalProperties", False)


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """The id of a row for every other one; what is no id stays."""
    number = (path_parameters or {}).get("id")
    if number is not None:
        path_parameters["id"] = _known(number, context.operation.path.split("/")[2])
    return path_parameters


@schemathesis.hook
def map_query(context: Any, query: Any) -> Any:
    """A cursor of the books' own for every other one that is longer than nothing."""
    since = (query or {}).get("since")
    if isinstance(since, str) and len(since) % 2:
        query["since"] = os.environ["PROOF_CURSOR"]
    return query


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """The same for the ids in a body, and a filter that chooses as many as are expected."""
    if not isinstance(body, dict):
        return body
    collection = context.operation.path.split("/")[2]
    named = {name: _known(each, collection) for name, each in body.items() if name in OF_ROWS}
    count = body.get("expected_count")
    if isinstance(body.get("filter"), dict) and type(count) is int and count >= 0:
        named |= {"filter": {"id": _one(collection, count)}, "expected_count": 1}
    return {**body, **named}


def _known(found: Any, collection: str) -> Any:
    """With the ids of rows for those that are odd."""
    if isinstance(found, list):
        return [_known(each, collection) for each in found]
    if isinstance(found, dict):
        return {**found, "id": _known(found.get("id"), collection)} if "id" in found else found
    is_odd = type(found) is int and found > 0 and found % 2
    return _one(collection, found) if is_odd else found


def _one(collection: str, number: int) -> int:
    rows = ROWS[collection]
    return rows[number % len(rows)]


@schemathesis.hook
def filter_case(context: Any, case: Any) -> bool:
    """Without what is wrong in JSON and right in a form, whose empty field is one not filled in."""
    if isinstance(case.body, NotSet) or case.media_type == "application/json" or _is_right(case):
        return True
    return isinstance(case.body, dict) and not any(each in _EMPTY for each in case.body.values())


def _is_right(case: Any) -> bool:
    return case.meta is not None and case.meta.generation.mode.is_positive


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """A real username, password and refresh token in a body that fits the schema."""
    if case.operation.path in OF_AN_ACCOUNT and _is_right(case) and isinstance(case.body, dict):
        account = _somebody_new()
        known = {name: account[name] for name in case.body if name in account}
        case.body = {**case.body, **known}


def _somebody_new() -> dict[str, str]:
    name = f"new-{uuid.uuid4().hex[:12]}"
    account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    answer = requests.post(f"{os.environ['PROOF_SERVER']}/api/register/", json=account, timeout=60)
    answer.raise_for_status()
    return {**account, **{key: answer.json()[key] for key in ("token", "refresh")}}
