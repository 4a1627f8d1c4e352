"""Writers who do not let go: what no answer came to, they send again under the same key."""

import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.serving import Reply
from tests.writers import HotWriter, Writer

#: A write goes on being sent for so long; a server needs a part of it to be started again.
PATIENCE = 60.0
PAUSE = 0.05
#: Of the writes that a broken connection left in doubt, so many are let be until the end.
LET_BE = 0.4


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
        return self.reply is not None and self.reply.status < 300

    @property
    def row(self) -> int | None:
        """The transaction that it was to edit or delete."""
        *_, collection, last, _ = self.path.split("/")
        return int(last) if collection == "transactions" else None


class LetBe(Exception):
    """The connection broke under this write; whether it was done, nobody knows."""

    def __init__(self, write: Write) -> None:
        self.write = write


class Insistent(HotWriter):
    """Sends everything under a key, and again when the connection breaks.

    Some writes it lets be after a break, so that they can be looked at as the break left them;
    their rows it does not touch again before `insist`.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.writes: list[Write] = []
        self.in_doubt: list[Write] = []
        self.broken = 0

    @property
    def acknowledged(self) -> list[Write]:
        """What was done: a 404 is an answer as well, and changes nothing."""
        return [write for write in self.writes if write.is_done]

    def create(self) -> None:
        self._trying(super().create)

    def edit(self) -> None:
        self._trying(super().edit)

    def move(self) -> None:
        self._trying(super().move)

    def delete(self) -> None:
        self._trying(super().delete)

    def empty_category(self) -> None:
        self._trying(super().empty_category)

    def _trying(self, act: Any) -> None:
        try:
            act()
        except LetBe as broken:
            self.in_doubt.append(broken.write)
            self.kept.pop(broken.write.row or 0, None)

    def send(self, method: str, path: str, body: Any = None) -> Reply:
        write = Write(method, path, body)
        self.writes.append(write)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self.send_once(write)
            except ConnectionRefusedError:
                # Nothing was sent, so nothing is in doubt: the server is being started.
                assert time.monotonic() < end, "The server did not come back."
            except (OSError, HTTPException):
                self.broken += 1
                if self.random.random() < LET_BE:
                    raise LetBe(write) from None
            time.sleep(PAUSE)

    def send_once(self, write: Write) -> Reply:
        reply = self.live.send(
            write.method, write.path, write.body, token=self.token, Idempotency_Key=write.key
        )
        self.statuses.append(reply.status)
        assert reply.status in {200, 201, 204, 404}, (write, reply.status, reply.body)
        write.reply = reply
        return reply

    def insist(self) -> None:
        """Send again what is in doubt, and learn from the answers what is in the books."""
        for write in self.in_doubt:
            reply = self.send_once(write)
            if "transactions" in write.path and write.method == "DELETE":
                self.gone.add(int(write.row or 0))
            elif "transactions" in write.path:
                self.keep(reply.json())


@contextmanager
def at_work(writers: Sequence[Writer]) -> Iterator[None]:
    """All of them, for as long as the block takes."""
    is_over = threading.Event()
    with ThreadPoolExecutor(len(writers)) as pool:
        works = [pool.submit(writer.work, is_over.is_set) for writer in writers]
        try:
            yield
        finally:
            is_over.set()
        for work in works:
            work.result()
