"""Writers of one person's books over HTTP, all on the same few rows, totals and categories.

They keep every write with its answer, and so know what must be in the books afterwards.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import chain
from typing import Any, TypeVar

from tests.serving import Reply, Server

WRITERS = 8
DAYS = ("2026-03-01", "2026-03-02", "2026-04-01")
TEMPORARY = ("Under way 1", "Under way 2", "Under way 3")
#: Of all rows, so many of the newest are edited, moved and deleted, by everybody.
HOT_ROWS = 10
#: A write goes on being sent for so long; a server needs a part of it to be started again.
PATIENCE = 120.0
PAUSE = 0.05
Fields = dict[str, str]


@dataclass
class Write:
    """One write under one key, and the answer that its writer got."""

    method: str
    path: str
    body: Any
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    reply: Reply | None = None

    @property
    def is_done(self) -> bool:
        """A 404 is an answer as well, and changes nothing."""
        return self.reply is not None and self.reply.status < 300

    @property
    def row(self) -> str:
        """The path of the row that it made, edited or deleted."""
        made = f"{self.answered['id']}/" if self.method == "POST" else ""
        return self.path.partition("?")[0] + made

    @property
    def answered(self) -> dict[str, Any]:
        assert self.reply is not None
        row: dict[str, Any] = self.reply.json()
        return row


@dataclass(frozen=True)
class Target:
    """What the writers of one team all write to; paths."""

    category: str
    rows: list[str] = field(default_factory=list)


class Writer:
    """Writes at random, each time under a key of its own."""

    target: Target

    def __init__(self, live: Server, token: str, number: int) -> None:
        self.live, self.token, self.number = live, token, number
        self.random = random.Random(number)
        self.writes: list[Write] = []

    def work(self, is_over: Callable[[], bool]) -> None:
        """Everything once, and then at random."""
        acts = [self.create, self.edit, self.move, self.delete, self.empty_category, self.rename]
        for act in acts:
            self.do(act)
        while not is_over():
            self.do(self.random.choices(acts, [8, 4, 3, 2, 1, 1])[0])

    def do(self, act: Callable[[], None]) -> None:
        act()

    def create(self) -> None:
        self.record(self.random.choice(["Food", "Salary", None, *TEMPORARY]))

    def record(self, category: str | None) -> dict[str, Any]:
        write = self.send("POST", "/api/transactions/", {**self.fields(), "category": category})
        self.target.rows.append(write.row)
        return write.answered

    def edit(self) -> None:
        if row := self.hot_row():
            self.send("PATCH", row, self.fields())

    def move(self) -> None:
        if row := self.hot_row():
            self.send("PATCH", row, {"category": self.random.choice(TEMPORARY)})

    def delete(self) -> None:
        if row := self.hot_row():
            self.send("DELETE", row)
            with suppress(ValueError):  # somebody else was faster
                self.target.rows.remove(row)

    def empty_category(self) -> None:
        """Delete a category that others are filling, its rows moved."""
        row = self.record(self.random.choice(TEMPORARY))
        self.send("DELETE", f"/api/categories/{row['category']}/?move_to=none")

    def rename(self) -> None:
        name = f"Name {len(self.writes)} of writer {self.number}"
        self.send("PATCH", self.target.category, {"name": name})

    def hot_row(self) -> str | None:
        rows = self.target.rows[-HOT_ROWS:]
        return self.random.choice(rows) if rows else None

    def fields(self) -> Fields:
        cents = self.random.randrange(1, 100_000)
        return {
            "type": self.random.choice(["expense", "income"]),
            "amount": f"{cents // 100}.{cents % 100:02}",
            "date": self.random.choice(DAYS),
        }

    def send(self, method: str, path: str, body: Any = None) -> Write:
        write = Write(method, path, body)
        self.writes.append(write)
        self.send_once(write)
        return write

    def send_once(self, write: Write) -> Reply:
        reply = self.live.send(
            write.method, write.path, write.body, token=self.token, Idempotency_Key=write.key
        )
        # A row or category that somebody else has deleted meanwhile is a 404.
        allowed = {201} if write.method == "POST" else {200, 204, 404}
        assert reply.status in allowed, (write, reply.status, reply.body)
        write.reply = reply
        return reply


class LetBe(Exception):
    """The connection broke under a write; whether it was done, nobody knows."""


class Insistent(Writer):
    """Sends again, under the same key, what a broken connection left without an answer.

    Every other one of those it lets be instead, so that it can be looked at as the break left it,
    until it is told to `insist`.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.in_doubt: list[Write] = []
        self.retried: list[Write] = []

    @property
    def broken(self) -> int:
        return len(self.in_doubt) + len(self.retried)

    def do(self, act: Callable[[], None]) -> None:
        with suppress(LetBe):
            act()

    def send(self, method: str, path: str, body: Any = None) -> Write:
        write = Write(method, path, body)
        self.writes.append(write)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.send_once(write)
                return write
            except ConnectionRefusedError:
                # Nothing was sent, so nothing is in doubt: the server is being started.
                assert time.monotonic() < end, "The server did not come back."
            except (OSError, HTTPException):
                if (self.broken + self.number) % 2:
                    self.in_doubt.append(write)
                    raise LetBe from None
                self.retried.append(write)
            time.sleep(PAUSE)

    def insist(self) -> None:
        for write in self.in_doubt:
            self.send_once(write)


AnyWriter = TypeVar("AnyWriter", bound=Writer)


def team(live: Server, token: str, kind: Callable[..., AnyWriter]) -> list[AnyWriter]:
    """Eight of them, who write to the same rows."""
    writers = [kind(live, token, number) for number in range(WRITERS)]
    target = Target(writers[0].send("POST", "/api/categories/", {"name": "Everybody's"}).row)
    for writer in writers:
        writer.target = target
    return writers


@contextmanager
def at_work(writers: Sequence[Writer]) -> Iterator[Callable[[], None]]:
    """All of them, for as long as the block takes; it gets what raises the error of one of them."""
    is_over = threading.Event()
    with ThreadPoolExecutor(len(writers)) as pool:
        works = [pool.submit(writer.work, is_over.is_set) for writer in writers]

        def look() -> None:
            for work in works:
                if work.done():
                    work.result()

        try:
            yield look
        finally:
            is_over.set()
        for work in works:
            work.result()


def acknowledged(writers: Sequence[Writer]) -> list[Write]:
    return [write for writer in writers for write in writer.writes if write.is_done]


def assert_nothing_is_lost(writers: Sequence[Writer]) -> None:
    """In the books is what was acknowledged last of every row, and no other transaction.

    These must have been the only writers.
    """
    live, token = writers[0].live, writers[0].token
    kept, gone = _kept_by(writers)
    lists = ("/api/transactions/", "/api/categories/")
    rows = dict(chain.from_iterable(rows_in(live, token, path) for path in lists))
    assert {row: _fields(rows[row]) for row in kept if row in rows} == kept
    assert gone
    assert not gone & rows.keys()
    transactions = {path for path in rows if "/transactions/" in path}
    assert transactions <= kept.keys()
    known = {None} | {row["id"] for path, row in rows.items() if path not in transactions}
    assert {rows[path]["category"] for path in transactions} <= known


def _kept_by(writers: Sequence[Writer]) -> tuple[dict[str, Fields], set[str]]:
    """The fields of every row that must be there, and the rows that must not."""
    done = acknowledged(writers)
    gone = {write.row for write in done if write.method == "DELETE"}
    # The later of two writes to a row has the higher version, whoever was told first.
    written = [(write.answered, write.row) for write in done if write.method != "DELETE"]
    written.sort(key=lambda pair: pair[0]["version"])
    return {row: _fields(answer) for answer, row in written if row not in gone}, gone


def _fields(row: dict[str, Any]) -> Fields:
    """What only a write to the row itself changes."""
    return {name: row[name] for name in ("type", "amount", "date", "name") if name in row}


def rows_in(live: Server, token: str, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a list, by its own path."""
    page = {"next": f"{live.base}{path}?page_size=500"}
    while page["next"]:
        page = live.get(page["next"].removeprefix(live.base), token)
        yield from ((f"{path}{row['id']}/", row) for row in page["results"])
