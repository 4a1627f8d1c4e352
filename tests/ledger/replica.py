"""A client that keeps the books for itself, and follows `GET /api/changes/` to do so."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from common.renderers import to_json
from common.snapshots import snapshot
from ledger.models import Book
from ledger.syncing import PAGE, Place, read_changes
from tests.entries import every_row
from users.models import User

CHANGES = "/api/changes/"
LISTS = {
    "category": "/api/categories/",
    "transaction": "/api/transactions/",
    "budget": "/api/budgets/",
}
Json = dict[str, Any]
#: The next page after a cursor, or the first one.
Fetch = Callable[[str | None], Json]
#: By resource and id.
Rows = dict[str, dict[int, Json]]


def over_http(client: Any) -> Fetch:
    def fetch(since: str | None) -> Json:
        answer = client.get(CHANGES, {} if since is None else {"since": since})
        assert answer.status_code == 200, answer.content
        page: Json = answer.json()
        return page

    return fetch


def in_pages_of(user: User, size: int = PAGE) -> Fetch:
    """As the view does, but with smaller pages."""

    def fetch(since: str | None) -> Json:
        place = None if since is None else Place.read(since)
        with snapshot():
            found = read_changes(Book.objects.get(owner=user), place, size)
        assert len(found.changes) <= size
        changes = json.loads(to_json(found.changes))
        return {"changes": changes, "cursor": found.place.write(), "has_more": found.has_more}

    return fetch


@dataclass
class Replica:
    """Rows by resource and id, as the last change of each said."""

    cursor: str | None = None
    rows: Rows = field(default_factory=lambda: {name: {} for name in LISTS})

    def take(self, fetch: Fetch) -> Json:
        """One page."""
        page = fetch(self.cursor)
        for change in page["changes"]:
            rows = self.rows[change["resource"]]
            if change["action"] == "deleted":
                assert change["data"] is None
                rows.pop(change["id"], None)
            else:
                assert change["data"]["id"] == change["id"]
                rows[change["id"]] = change["data"]
        self.cursor = page["cursor"]
        return page

    def follow(self, fetch: Fetch) -> list[Json]:
        """Pages until there is no more for now."""
        pages = [self.take(fetch)]
        while pages[-1]["has_more"]:
            pages.append(self.take(fetch))
        return pages

    def joined(self) -> Rows:
        """With the names of its own categories, as the lists join those of theirs."""
        return {
            name: {row: self._named(data) for row, data in self.rows[name].items()}
            for name in LISTS
        }

    def _named(self, data: Json) -> Json:
        if "category" not in data:
            return data
        number = data["category"]
        known = {} if number is None else self.rows["category"][number]
        names = {"category_name": known.get("name"), "category_emoji": known.get("emoji")}
        return data | {name: value for name, value in names.items() if name in data}


def lists(client: Any) -> Rows:
    """All rows as the lists have them, by resource and id."""
    return {
        name: {row["id"]: row for row in every_row(client, path, page_size=500)}
        for name, path in LISTS.items()
    }


def said(pages: list[Json]) -> list[tuple[str, str, int]]:
    """What the pages say, in their order, without the rows."""
    changes = [change for page in pages for change in page["changes"]]
    return [(each["resource"], each["action"], each["id"]) for each in changes]
