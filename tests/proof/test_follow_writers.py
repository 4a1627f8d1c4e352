"""Clients who follow the changes of a server while eight write to it for `--seconds`.

Somebody edits more rows at once than a page has, and takes it back, again and again.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.ledger.replica import CHANGES, LISTS, Fetch, Replica, Rows
from tests.proof.writers import TEMPORARY, Writer, acknowledged, at_work, rows_in, team
from tests.serving import Server, empty_database, environment, serving

FOLLOWERS, MANY = 2, 1_200
TRANSACTIONS = "/api/transactions/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("followed")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url), folder / "log") as server,
    ):
        yield server


@pytest.fixture
def token(server: Server) -> str:
    """Of somebody who has many transactions and a budget."""
    token = server.register()
    entry = {"type": "expense", "amount": "1", "description": "Many"}
    for first in range(0, MANY, 600):
        body = {"create": [entry] * min(600, MANY - first)}
        assert server.send("POST", f"{TRANSACTIONS}bulk/", body, token=token).status == 200
    server.post("/api/budgets/", {"amount": "5.00", "category": TEMPORARY[0]}, token)
    return token


def pages_of(server: Server, token: str) -> Fetch:
    def fetch(since: str | None) -> Any:
        return server.get(CHANGES, token, **({} if since is None else {"since": since}))

    return fetch


def there(server: Server, token: str) -> Rows:
    return {
        name: {row["id"]: row for _, row in rows_in(server, token, path)}
        for name, path in LISTS.items()
    }


def follow(fetch: Fetch, is_over: Callable[[], bool]) -> list[Replica]:
    """Until it is over; after every page somebody else begins as well, for a while."""
    replicas = [Replica()]
    while not is_over():
        for replica in list(replicas):
            replica.take(fetch)
        if len(replicas) < 5:
            replicas.append(Replica())
    return replicas


def edit_many(server: Server, token: str, category: str) -> None:
    """All of them into the category, and back; what others did meanwhile can stand in the way."""
    body = {"filter": {"search": "many"}, "set": {"category": category}, "expected_count": MANY}
    edited = server.send("POST", f"{TRANSACTIONS}bulk/edit/", body, token=token)
    assert edited.status == 200, edited.body
    operation = edited.headers["Operation-Id"]
    undone = server.send("POST", f"/api/operations/{operation}/undo/", token=token)
    assert undone.status in {201, 409}, undone.body


def test_it_ends_with_what_is_there(
    server: Server,
    token: str,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    writers, over, fetch = team(server, token, Writer), [], pages_of(server, token)
    end, edits = time.monotonic() + request.config.getoption("--seconds"), 0
    with ThreadPoolExecutor(FOLLOWERS) as pool, at_work(writers) as look:
        works = [pool.submit(follow, fetch, lambda: bool(over)) for _ in range(FOLLOWERS)]
        try:
            while time.monotonic() < end or edits < 3:
                edit_many(server, token, TEMPORARY[edits % len(TEMPORARY)])
                edits += 1
                look()
        finally:
            over.append(True)
        replicas = [replica for work in works for replica in work.result()]
    record_property("writes acknowledged", len(acknowledged(writers)))
    record_property("edits of 1,200 rows", edits)
    record_property("followers", len(replicas))
    assert len(replicas) > FOLLOWERS
    everything = there(server, token)
    assert len(everything["transaction"]) >= MANY
    for replica in replicas:
        replica.follow(fetch)
        assert replica.joined() == everything
