"""Writers of somebody's books over HTTP, at once, who remember what was acknowledged."""

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.serving import Reply, Server

WRITERS = 8
TEMPORARY = ("Under way 1", "Under way 2", "Under way 3")
#: By the row's id: its type, amount and date.
Kept = dict[int, tuple[str, str, str]]


class Writer:
    """Creates, edits, moves and deletes rows of its own, and remembers what was acknowledged."""

    days: Sequence[str] = [
        f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)
    ]

    def __init__(self, live: Server, token: str, number: int) -> None:
        self.live, self.token = live, token
        self.random = random.Random(number)
        self.kept: Kept = {}
        self.gone: set[int] = set()
        self.statuses: list[int] = []

    def work(self, is_over: Callable[[], bool]) -> None:
        acts: list[Callable[[], None]] = [self.create, self.edit, self.move, self.delete]
        while not is_over():
            self.random.choices([*acts, self.empty_category], [8, 4, 3, 2, 1])[0]()

    def send(self, method: str, path: str, body: Any = None) -> Reply:
        reply = self.live.send(method, path, body, token=self.token)
        self.statuses.append(reply.status)
        return reply

    def fields(self) -> dict[str, str]:
        cents = self.random.randrange(1, 100_000)
        return {
            "type": self.random.choice(["expense", "income"]),
            "amount": f"{cents // 100}.{cents % 100:02}",
            "date": self.random.choice(self.days),
        }

    def keep(self, row: dict[str, Any]) -> None:
        self.kept[row["id"]] = fields_kept(row)

    def create(self) -> None:
        category = self.random.choice(["Food", "Salary", None, *TEMPORARY])
        body = {**self.fields(), "category": category}
        self.keep(self.send("POST", "/api/transactions/", body).json())

    def edit(self) -> None:
        if self.kept:
            path = f"/api/transactions/{self.random.choice(list(self.kept))}/"
            self.keep(self.send("PATCH", path, self.fields()).json())

    def move(self) -> None:
        if self.kept:
            path = f"/api/transactions/{self.random.choice(list(self.kept))}/"
            self.keep(self.send("PATCH", path, {"category": self.random.choice(TEMPORARY)}).json())

    def delete(self) -> None:
        if self.kept:
            row = self.random.choice(list(self.kept))
            self.send("DELETE", f"/api/transactions/{row}/")
            del self.kept[row]
            self.gone.add(row)

    def empty_category(self) -> None:
        """Delete a category that others are filling, its rows moved; one that is gone is a 404."""
        body = {**self.fields(), "category": self.random.choice(TEMPORARY)}
        row = self.send("POST", "/api/transactions/", body).json()
        self.keep(row)
        self.send("DELETE", f"/api/categories/{row['category']}/?move_to=none")


class HotWriter(Writer):
    """Everybody on the same few days, so in the same few totals."""

    days = ("2026-03-01", "2026-03-02", "2026-04-01")


AnyWriter = TypeVar("AnyWriter", bound=Writer)


def work_for(seconds: float, writers: Sequence[AnyWriter]) -> Sequence[AnyWriter]:
    """All of them at once; their work is done on return."""
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(len(writers)) as pool:
        for work in [pool.submit(each.work, lambda: time.monotonic() > end) for each in writers]:
            work.result()
    return writers


def fields_kept(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["type"], row["amount"], row["date"]


def kept_by(writers: Sequence[Writer]) -> Kept:
    """What must be in the books, if these were the only writers."""
    return {row: fields for writer in writers for row, fields in writer.kept.items()}


def rows_in(live: Server, token: str) -> dict[int, dict[str, Any]]:
    """Every transaction in the books, by id."""
    found, path = {}, "/api/transactions/?page_size=500"
    while path:
        page = live.get(path, token)
        found.update({row["id"]: row for row in page["results"]})
        path = (page["next"] or "").removeprefix(live.base)
    return found
