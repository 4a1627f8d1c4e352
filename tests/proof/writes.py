"""Every operation of the schema that writes, as requests to the world of `stage.py`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from tests.conftest import PASSWORD
from tests.schema.documents import operations


class Caller(Enum):
    NOBODY = "nobody"
    TOKEN = "token"
    ACCESS = "access token"
    SESSION = "session"


@dataclass(frozen=True)
class Write:
    """A request; `{names}` in it are those of the world, `row` is the one for `{id}`."""

    body: Any = None
    row: str = ""
    query: str = ""
    caller: Caller = Caller.TOKEN
    headers: Mapping[str, str] = field(default_factory=dict)
    # What is uploaded with it, in a form.
    file: bytes = b""
    # From the schema:
    method: str = ""
    path: str = ""
    tag: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.body} by {self.caller.value}"


_NEW = {"amount": "3.50", "date": "2026-02-28", "category": "Food"}
_WHOLE = {"amount": "4.00", "currency": "USD", "date": "2026-03-31"}
_ACCOUNT = {"username": "eve", "email": "eve@example.org", "password": PASSWORD}
_NEW_PASSWORD = {"current_password": PASSWORD, "new_password": "new-horse-9"}
_NEW_ADDRESS = {"email": "new@example.org", "current_password": PASSWORD}
#: Two alike, one that the world has imported, one of a new category, and one that is none.
STATEMENT = b"""Date,Amount,Description,Category
2026-03-01,-3.20,Coffee,Food
2026-03-01,-3.20,Coffee,Food
2026-03-02,-9.00,Cinema,
2026-03-03,-5.00,Books,New
2026-02-31,-1.00,Nowhere,
"""


def _of_rows(name: str, row: str, **kind: str) -> dict[str, list[Write]]:
    """A row at a time; and many, of which the world has two in a category."""
    entries = {
        "create": [_NEW | kind, _NEW | kind | {"category": "New"}],
        "update": [{"id": f"{{{row}}}", "amount": "1.00", "category": "New too"}],
        "delete": [f"{{second {row}}}"],
    }
    category = {"expense": "{category}", "income": "{other}"}[row]
    both = {"filter": {"category": category}, "expected_count": 2}
    return {
        f"{name}_bulk": [Write(entries)],
        f"{name}_bulk_edit": [Write({**both, "set": {"amount": "7.00", "category": "New"}})],
        f"{name}_bulk_delete": [Write(both)],
        f"{name}_create": [Write(_NEW | kind)],
        f"{name}_update": [Write(_WHOLE | kind, row)],
        f"{name}_partial_update": [Write({"amount": "1.00", "category": "Salary"}, row)],
        f"{name}_destroy": [Write(None, row)],
    }


WRITES: dict[str, list[Write]] = {
    "register": [Write(_ACCOUNT, caller=Caller.NOBODY)],
    "login": [
        Write({"username": name, "password": PASSWORD}, caller=Caller.NOBODY)
        for name in ("alice", "charlie@example.org")
    ],
    "refresh": [Write({"refresh": "{refresh}"}, caller=Caller.NOBODY)],
    "logout": [
        Write(),
        Write(caller=Caller.ACCESS),
        Write(caller=Caller.SESSION),
        Write({"refresh": "{refresh}"}, caller=Caller.NOBODY),
        Write({"refresh": "{refresh}"}),
    ],
    "logout_all": [Write(), Write(caller=Caller.SESSION)],
    "me_update": [
        Write({"first_name": "Alice"}, caller=Caller.ACCESS),
        Write({"username": "alicia", "currency": "EUR", "timezone": "Europe/Lisbon"}),
        Write(_NEW_ADDRESS, caller=Caller.SESSION),
    ],
    "me_password": [
        Write(_NEW_PASSWORD),
        Write(_NEW_PASSWORD, caller=Caller.ACCESS),
        Write(_NEW_PASSWORD, caller=Caller.SESSION),
    ],
    "me_delete": [Write({"password": PASSWORD})],
    "password_reset": [
        Write({"email": email}, caller=Caller.NOBODY)
        for email in ("alice@example.org", "nobody@example.org")
    ],
    "password_reset_confirm": [
        Write(
            {"uid": "{uid}", "token": "{reset}", "new_password": "new-horse-9"},
            caller=Caller.NOBODY,
        )
    ],
    "tokens_create": [
        Write({"name": "Watch"}),
        Write(
            {"name": "Script", "scope": "read", "expires_at": "2199-12-31T00:00:00Z"},
            headers={"Idempotency-Key": "k-1"},
            caller=Caller.SESSION,
        ),
    ],
    "tokens_destroy": [Write(None, "phone"), Write(None, "phone", caller=Caller.ACCESS)],
    "categories_create": [Write({"name": "Books"})],
    "categories_update": [Write({"name": "Books", "emoji": "📚"}, "category")],
    "categories_partial_update": [Write({"archived": True}, "category")],
    "categories_destroy": [
        Write(None, "empty"),
        Write(None, "category", "?move_to=none"),
        Write(None, "category", "?move_to={other}"),
    ],
    "categories_merge": [Write({"into": "{other}"}, "category")],
    # What went into a category, with a budget for which it had no room, goes back to its own.
    "operations_undo": [Write(None, "merge")],
    **_of_rows("transactions", "expense", type="expense"),
    **_of_rows("expenses", "expense"),
    **_of_rows("income", "income"),
    "budgets_create": [
        Write({"amount": "650.00", "currency": "EUR", "month": "2026-12"}),
        Write({"amount": 400, "category": "New"}, headers={"Idempotency-Key": "k-1"}),
    ],
    "budgets_update": [Write({"amount": "4.00", "currency": "USD", "category": "New"}, "budget")],
    "budgets_partial_update": [Write({"amount": "1.00", "category": "Salary"}, "budget")],
    "budgets_destroy": [Write(None, "budget")],
    "imports_create": [
        Write({"dry_run": "true"}, file=STATEMENT),
        Write({}, file=STATEMENT, headers={"Idempotency-Key": "k-1"}),
    ],
    "imports_partial_update": [Write({"mapping": {"sign": "expense"}}, "looked at")],
    "imports_rows_partial_update": [Write({"skip": True, "category": "New"}, "looked at")],
    "imports_commit": [Write({"apply_suggestions": True}, "looked at")],
    "imports_undo": [Write(None, "imported")],
    "imports_destroy": [Write(None, "looked at")],
}
WRITES["transactions_create"].append(
    Write(_NEW | {"type": "income", "category": "New"}, headers={"Idempotency-Key": "k-1"})
)


def writing_operations() -> set[str]:
    """What the schema has besides GET, by operationId."""
    return {each["operationId"] for _, method, each in operations() if method != "get"}


def writes() -> Iterator[Write]:
    for path, method, operation in operations():
        for write in WRITES.get(operation["operationId"], ()):
            where = path.replace("{id}", f"{{{write.row}}}") + write.query
            yield replace(write, method=method, path=where, tag=operation["tags"][0])
