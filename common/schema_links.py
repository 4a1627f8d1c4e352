"""How answers lead on: the links of the OpenAPI schema, for clients and tests to follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.schema_parts import Json

_NEW = "$response.body#/id"
_FIRST = "$response.body#/results/0/id"
_SAME = "$request.path.id"
_REFRESH = {"refresh": "$response.body#/refresh"}
_CREDENTIALS = {"username": "$request.body#/username", "password": "$request.body#/password"}


@dataclass(frozen=True)
class Link:
    """From the answer of one operation to the next; both by operationId."""

    source: str
    target: str
    description: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> Json:
        found: Json = {"operationId": self.target, "description": self.description}
        found |= {"parameters": dict(self.parameters)} if self.parameters else {}
        return found | ({"requestBody": dict(self.body)} if self.body else {})


#: Those that no path tells.
_OTHERS = (
    Link("register", "login", "Sign in to the account.", body=_CREDENTIALS),
    Link("register", "refresh", "Stay signed in.", body=_REFRESH),
    Link("login", "refresh", "Stay signed in.", body=_REFRESH),
    Link("login", "logout", "Sign out.", body=_REFRESH),
    Link("refresh", "refresh", "Stay signed in.", body=_REFRESH),
    Link("refresh", "logout", "Sign out.", body=_REFRESH),
    Link(
        "changes",
        "changes",
        "What happens from now on.",
        parameters={"since": "$response.body#/cursor"},
    ),
    *(
        Link(
            "categories_create", f"{name}_create", "One in this category.", body={"category": _NEW}
        )
        for name in ("transactions", "expenses", "income", "budgets")
    ),
    Link(
        "imports_rows",
        "imports_rows_partial_update",
        "The first row.",
        {"id": _SAME, "row": "$response.body#/results/0/row"},
    ),
    Link("imports_commit", "imports_undo", "Take it back.", {"id": _NEW}),
    *(
        Link("operations_undo", f"operations_{name}", "The operation that undid it.", {"id": _NEW})
        for name in ("retrieve", "changes", "undo")
    ),
)


def add_links(paths: Mapping[str, Json]) -> None:
    """Each to the answer of success that it leads on from."""
    known = {each["operationId"]: each for item in paths.values() for each in item.values()}
    for link in [*_of_rows(paths), *_OTHERS]:
        answers = known[link.source]["responses"]
        status = min(answers)
        answers[status].setdefault("links", {})[link.target] = link.as_json()


def _of_rows(paths: Mapping[str, Json]) -> Iterator[Link]:
    """From a new row, or where none is created from the first of a list, to all that can be done
    with it; and from its end to its absence."""
    for path, item in paths.items():
        if not path.endswith("/{id}/"):
            continue
        collection: Mapping[str, Any] = paths[path.removesuffix("{id}/")]
        create = "post" in collection
        source = collection["post" if create else "get"]["operationId"]
        place, words = (_NEW, "The new row.") if create else (_FIRST, "The first row.")
        for where, below in paths.items():
            is_of_row = where.startswith(path) and "{" not in where.removeprefix(path)
            for each in below.values() if is_of_row else ():
                yield Link(source, each["operationId"], words, {"id": place})
        if "put" in item:  # of the books, whose history can be gone back in
            undo = {"id": "$response.header.Operation-Id"}
            yield Link(source, "operations_undo", "Take it back.", undo)
        if "delete" in item:
            gone = item["get"]["operationId"]
            yield Link(item["delete"]["operationId"], gone, "Not found.", {"id": _SAME})
