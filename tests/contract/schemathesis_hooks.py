"""How schemathesis fills in what no schema can say: who is signed in, and which rows there are.

Runs inside schemathesis, without the application; talks to it over HTTP alone.
"""

import json
import os
import re
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
import schemathesis
from schemathesis.core import NotSet

PASSWORD = "correct-horse-9"
#: The ids of the rows in the books, by collection.
ROWS: dict[str, list[int]] = json.loads(os.environ["PROOF_ROWS"])
CURRENCIES = ("USD", "EUR", "JPY", "BHD")
#: Of the server.
LOG = Path(os.environ["PROOF_LOG"])
#: Names that schemathesis thought of, and whose password it knows.
REGISTERED: set[str] = set()
#: The ids of categories that it made.
MADE: set[int] = set()
#: What nobody can tell from an empty field of a form.
_EMPTY = ("", None, [], {})
#: What names rows of the path's own collection, in a body.
OF_ROWS = {"delete", "into", "update"}
#: This takes a file of a bank's.
UPLOAD = "/api/imports/"
KEY, FITTING_KEY = "Idempotency-Key", re.compile("[ -~]{1,255}")
#: These end a sign-in, so each request is somebody new's.
ENDING = {"/api/logout/", "/api/logout/all/", "/api/me/delete/", "/api/me/password/"}
#: This takes what a mail says.
BY_MAIL = "/api/password-reset/confirm/"
#: These take what only somebody known could send.
OF_AN_ACCOUNT = {"/api/login/", "/api/logout/", "/api/token/refresh/", "/api/password-reset/"}
#: These take it of whoever is signed in.
OF_THE_CALLER = {"/api/me/delete/", "/api/me/password/"}
PATIENCE = 60


def _this_century(day: str) -> str:
    return f"20{day[2:]}"


#: What stands in the place of values that fit the schema, and are wrong nearly always.
RIGHT: dict[str, Callable[[Any], Any]] = {
    "currency": lambda code: CURRENCIES[sum(map(ord, code)) % len(CURRENCIES)],
    "date": _this_century,
    "month": _this_century,
    "expires_at": lambda instant: f"21{instant[2:]}",
    "new_password": lambda text: f"{text[:480]}{uuid.uuid4().hex}",
    "category": lambda found: (
        found if isinstance(found, str) or found in MADE else _one("categories", found)
    ),
}


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
    """Answers are closed: a key that the schema does not know is an error.

    A column called `external_id` is taken for the id of a row that no operation makes: with it, no
    story would begin with an upload.
    """
    components = raw_schema["components"]["schemas"]
    for component in components.values():
        if component.get("type") == "object":
            component.setdefault("additionalProperties", False)
    del components["ImportColumnsRequest"]["properties"]["external_id"]


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """The id of a row for every other one, and of an import's rows one of the first; what is no id
    stays."""
    found = path_parameters or {}
    if found.get("id") is not None:
        found["id"] = _known(found["id"], context.operation.path.split("/")[2])
    if type(found.get("row")) is int and found["row"] % 2:
        found["row"] = 1 + found["row"] % 3
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
    """What only somebody known could say, in a body that fits the schema; and for most values of
    which the schema cannot say all, one that is right. Most keys are new: with a key that was used,
    422 is all that a body gets."""
    key = (case.headers or {}).get(KEY)
    if isinstance(key, str) and FITTING_KEY.fullmatch(key) and len(key) % 5:
        case.headers[KEY] = uuid.uuid4().hex
    if not _is_right(case) or not isinstance(case.body, dict):
        return
    case.body = _right_values(case.body)
    if case.operation.path == UPLOAD:
        case.body = _right_upload(case.body)
    if not _is_led_to(case.body):
        known = _known_of(case.operation.path, case.body)
        case.body = {**case.body, **{name: known[name] for name in case.body if name in known}}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Notes who and what was made, so that what the answer leads on to is sent as it is."""
    if response.status_code == 201 and case.operation.path == "/api/register/":
        REGISTERED.add(case.body["username"])
    if response.status_code == 201 and case.operation.path == "/api/categories/":
        MADE.add(response.json()["id"])


def _right_values(body: Any) -> Any:
    """However deep they stand, but for a mapping: it has columns of these names."""
    if isinstance(body, list):
        return [_right_values(each) for each in body]
    if not isinstance(body, dict):
        return body
    found = {
        name: each if name == "mapping" else _right_values(each) for name, each in body.items()
    }
    return found | {name: RIGHT[name](found[name]) for name in RIGHT if _is_fit(found.get(name))}


def _right_upload(body: dict[str, Any]) -> dict[str, Any]:
    """A statement for most files; with it a mapping, which fits none, for few."""
    number = len(repr(body["file"]))
    if number % 5 == 0:
        return body
    right = {name: each for name, each in body.items() if name != "mapping" or number % 3 == 0}
    return {**right, "file": _statement(number)}


def _statement(number: int) -> str:
    """One of each kind of what banks and programs give out, that nobody has seen before."""
    name = uuid.uuid4().hex
    kinds = [
        f"date,amount,description,category\n2026-03-01,-5.00,{name},Tea\n2026-03-02,7,{name},\n",
        f"Datum;Betrag;Text\n01.03.2026;-1.005,50;{name}\n31.02.2026;5,00;{name}\n",
        f"!Type:Bank\nD03/01/2026\nT-5.00\nP{name}\n^\nD03/02/2026\nT7.00\nP{name}\n^\n",
        f'{{"type": "expense", "amount": "5", "date": "2026-03-01", "description": "{name}"}}\n',
    ]
    return kinds[number % len(kinds)]


def _is_fit(value: Any) -> bool:
    """For a right value; a few are left as they are."""
    return isinstance(value, str | int) and len(str(value)) % 5 > 0


def _is_led_to(body: dict[str, Any]) -> bool:
    """It says what an earlier answer gave: no generator makes a refresh token."""
    is_given = str(body.get("refresh", "")).startswith("eyJ")
    return is_given or str(body.get("username")) in REGISTERED


def _known_of(path: str, body: dict[str, Any]) -> dict[str, str]:
    """A real name, address, password, refresh token or link of a mail."""
    if path in OF_THE_CALLER:
        return {"password": PASSWORD, "current_password": PASSWORD}
    if path == BY_MAIL:
        return _mailed()
    if path == "/api/register/":
        return _account() if len(body["username"]) % 3 else {}
    if path == "/api/password-reset/" and len(str(body.get("email"))) % 2:
        return {}  # nobody's
    return _somebody_new() if path in OF_AN_ACCOUNT else {}


def _mailed() -> dict[str, str]:
    """What the mail says that somebody new asked for: the server prints it to its log."""
    email = _somebody_new()["email"]
    _post("/api/password-reset/", {"email": email})
    mail = re.compile(rf"^To: {email}$.*?^uid: (\S+)$.*?^token: (\S+)$", re.M | re.S)
    end = time.monotonic() + PATIENCE
    while (found := mail.search(LOG.read_text(encoding="utf-8"))) is None:
        assert time.monotonic() < end, f"No mail came for {email}."
        time.sleep(0.02)
    return {"uid": found[1], "token": found[2]}


def _account() -> dict[str, str]:
    name = f"new-{uuid.uuid4().hex[:12]}"
    return {"username": name, "email": f"{name}@example.org", "password": PASSWORD}


def _somebody_new() -> dict[str, str]:
    account = _account()
    answer = _post("/api/register/", account).json()
    return {**account, **{key: answer[key] for key in ("token", "refresh")}}


def _post(path: str, body: dict[str, str]) -> requests.Response:
    answer = requests.post(f"{os.environ['PROOF_SERVER']}{path}", json=body, timeout=PATIENCE)
    answer.raise_for_status()
    return answer
