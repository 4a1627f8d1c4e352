"""A mail server of a test's own: real SMTP on loopback, which keeps what it is given."""

import asyncio
import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller

from devtools.services import free_port

PATIENCE = 60


class MailSink:
    """`with MailSink() as mails:`, then `EMAIL_URL=mails.url`."""

    def __init__(self) -> None:
        self._arrived = threading.Condition()
        self._mails: list[tuple[list[str], bytes]] = []
        self._takes = threading.Event()
        self._takes.set()
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._controller.port}"

    def __enter__(self) -> "MailSink":
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd, on a thread of its own."""
        while not self._takes.is_set():
            await asyncio.sleep(0.01)
        with self._arrived:
            self._mails.append((list(envelope.rcpt_tos), bytes(envelope.original_content)))
            self._arrived.notify_all()
        return "250 OK"

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Meanwhile whoever brings a mail waits."""
        self._takes.clear()
        try:
            yield
        finally:
            self._takes.set()

    def to(self, address: str) -> list[EmailMessage]:
        """What has come for somebody until now."""
        with self._arrived:
            return [parsed(raw) for whom, raw in self._mails if address in whom]

    def wait_for(self, address: str, number: int = 1) -> EmailMessage:
        """Somebody's first mail, or their so many-th, as soon as it is there."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: self._count(address) >= number, PATIENCE)
            assert came, f"No mail number {number} came for {address}."
        return self.to(address)[number - 1]

    def _count(self, address: str) -> int:
        return sum(address in whom for whom, _ in self._mails)

    def everything(self) -> bytes:
        """Every byte of every mail, with those for whom they were."""
        with self._arrived:
            return b"\n".join(b"%r %s" % (whom, raw) for whom, raw in self._mails)


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())
