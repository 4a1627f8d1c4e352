"""Jobs with a broker: the request hands them over, and a worker does them."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client
from django.db import connection, connections, transaction
from django.db.models import F

from ledger.models import Change
from tests.common.redis_server import PROGRAM, RedisServer
from tests.mail_sink import MailSink, text_of
from tests.proof.books import served_database
from tests.serving import PASSWORD, Server, environment, serving
from tests.working import Worker
from transactions.models import Transaction
from users import erasing
from users.models import User

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed")

PATIENCE = 120
ROWS = 6000  # more than one piece of an erasure


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path_factory.mktemp("broker"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def mails() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def server(live_database: str, redis: RedisServer, mails: MailSink, log: Path) -> Iterator[Server]:
    settings = environment(live_database, CELERY_BROKER_URL=redis.url, EMAIL_URL=mails.url)
    with serving(settings, log) as server:
        yield server


@pytest.fixture
def worker(server: Server, tmp_path: Path) -> Iterator[Worker]:
    """Not started yet."""
    worker = Worker(server.environment, tmp_path / "log")
    yield worker
    worker.kill()


@pytest.fixture
def books(server: Server, django_db_blocker: Any) -> Iterator[str]:
    """The alias of a connection to what the server keeps."""
    with served_database(server, django_db_blocker) as alias:
        yield alias


class Account:
    """Somebody new with a row in the books."""

    def __init__(self, server: Server, alias: str) -> None:
        self.server, self.alias = server, alias
        self.token = server.register()
        profile = server.get("/api/me/", self.token)
        self.id, self.name, self.email = (profile[key] for key in ("id", "username", "email"))
        entry = {"type": "expense", "amount": "1.00", "category": "Tea"}
        server.post("/api/transactions/", entry, self.token)

    def delete(self) -> None:
        """Closed at once for everybody, as soon as that is answered."""
        right = {"password": PASSWORD}
        reply = self.server.send("POST", "/api/me/delete/", right, token=self.token)
        assert (reply.status, reply.body) == (204, b"")
        assert self.server.send("GET", "/api/me/", token=self.token).status == 401
        credentials = {"username": self.name, "password": PASSWORD}
        assert self.server.send("POST", "/api/login/", credentials).status == 401

    @property
    def rows(self) -> tuple[int, int, int]:
        """How many users, transactions and changes there are of them."""
        user = User.objects.using(self.alias).filter(pk=self.id)
        own = {"book__owner": self.id}
        entries = Transaction.objects.using(self.alias).filter(**own)
        changes = Change.objects.using(self.alias).filter(**own)
        return user.count(), entries.count(), changes.count()


@pytest.fixture
def account(server: Server, books: str) -> Account:
    return Account(server, books)


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.05)


def test_a_worker_erases_what_the_request_closed(account: Account, worker: Worker) -> None:
    account.delete()
    assert account.rows[:2] == (1, 1)
    worker.start()
    wait_for(lambda: account.rows == (0, 0, 0))


def _fill(account: Account) -> None:
    entry = {"type": "expense", "amount": "1.00", "category": "Tea"}
    for _ in range(0, ROWS, 1000):
        entries = {"create": [entry] * 1000}
        reply = account.server.send("POST", "/api/transactions/bulk/", entries, token=account.token)
        assert reply.status == 200, reply.body


def _is_being_done(account: Account, redis: RedisServer) -> bool:
    """The worker has the job; where others may write meanwhile, it has erased a part."""
    with redis_client.Redis.from_url(redis.url) as client:
        taken = client.hlen("unacked") == 1
    is_single = connections[account.alias].vendor == "sqlite"
    return bool(taken and (is_single or account.rows[1] == 0))


def test_killed_in_the_middle_nothing_is_left_in_the_end(
    account: Account, redis: RedisServer, worker: Worker
) -> None:
    _fill(account)
    account.delete()
    own = Change.objects.using(account.alias).filter(book__owner=account.id)
    with transaction.atomic(using=account.alias):
        # The worker waits for these rows; on SQLite, for any.
        assert own.update(count=F("count")) >= ROWS
        worker.start()
        wait_for(lambda: _is_being_done(account, redis))
        worker.kill()
    assert account.rows[0] == 1
    # What waited for our rows may go yet: a server ends a statement whose client is dead.
    assert account.rows[2] >= ROWS - erasing._PIECE
    # Redis would deliver the job again in an hour.
    redis.flush()
    assert account.server.manage("erase_accounts").endswith(" accounts erased.\n")
    assert account.rows == (0, 0, 0)


#: The second takes its time, whatever the engine: once is enough.
AWAY = ["stop", "freeze"] if connection.vendor == "sqlite" else ["stop"]


@pytest.mark.parametrize("lose", AWAY)
def test_a_broker_that_is_away_is_nobodys_trouble(
    account: Account, redis: RedisServer, log: Path, lose: str
) -> None:
    said = log.read_text(encoding="utf-8").count("job failed")
    getattr(redis, lose)()
    try:
        account.delete()
    finally:
        redis.stop()
        redis.start()
    assert log.read_text(encoding="utf-8").count("job failed") == said + 1
    # `erase_accounts` finds it.
    assert account.rows[:2] == (1, 1)
    assert User.objects.using(account.alias).get(pk=account.id).deleted_at is not None


def test_a_worker_mails_the_link(account: Account, mails: MailSink, worker: Worker) -> None:
    server = account.server
    reply = server.send("POST", "/api/password-reset/", {"email": account.email.upper()})
    assert (reply.status, reply.body, mails.to(account.email)) == (202, b"", [])
    worker.start()
    text = text_of(mails.wait_for(account.email))
    assert f"{server.base}/reset-password/#uid=" in text
    secret = dict(re.findall(r"^(uid|token): (\S+)\s*$", text, re.MULTILINE))
    body = {**secret, "new_password": "another-horse-9"}
    assert server.send("POST", "/api/password-reset/confirm/", body).status == 204
    credentials = {"username": account.name, "password": "another-horse-9"}
    assert server.send("POST", "/api/login/", credentials).status == 200
