"""Kill -9 after the COMMIT and before the answer: whoever sends it again gets the first answer."""

import os
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

import pytest

from tests.proof.books import Contents, read, served_database
from tests.proof.mortal import Mortal
from tests.serving import empty_database, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to kill")

PATH = "/api/transactions/"
LUNCH = {"type": "expense", "amount": "12.50", "date": "2026-02-28", "category": "Lunch"}
#: By method, path and body, and what they answer; of a row, and of the operation that made it.
WRITES = {
    "create": ("POST", PATH, LUNCH, 201),
    "edit": ("PATCH", "{row}", {"amount": "7"}, 200),
    "delete": ("DELETE", "{row}", None, 204),
    "bulk": ("POST", f"{PATH}bulk/", {"create": [LUNCH, LUNCH]}, 200),
    "undo": ("POST", "/api/operations/{operation}/undo/", None, 201),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("lost")
    with empty_database(folder, django_db_blocker) as url:
        server = Mortal(environment(url), folder / "log", "tests.proof.dying:application")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def token(server: Mortal) -> str:
    return server.register()


def contents(server: Mortal, blocker: Any) -> Contents:
    with served_database(server, blocker) as alias:
        return read(alias)


@pytest.mark.parametrize("name", WRITES)
def test_it_answers_what_was_done_before_it_was_killed(
    server: Mortal, token: str, django_db_blocker: Any, name: str
) -> None:
    method, path, body, status = WRITES[name]
    made = server.send("POST", PATH, LUNCH, token=token)
    row = f"{PATH}{made.json()['id']}/"
    write: Any = (method, path.format(row=row, operation=made.headers["Operation-Id"]), body)
    # What was matched the first time does not match any more.
    headers = {"Idempotency-Key": name, "If-Match": made.headers["ETag"]}

    with pytest.raises((OSError, HTTPException)):
        server.send(*write, token=token, Die="now", **headers)
    server.kill_whole()
    as_left = contents(server, django_db_blocker)
    server.start()
    reply = server.send(*write, token=token, **headers)

    done = as_left.by_key[name]
    assert (reply.status, reply.body) == (status, done.answer_body.encode())
    assert reply.headers["Idempotent-Replayed"] == "true"
    assert reply.headers["Operation-Id"] == str(done.pk)
    assert contents(server, django_db_blocker) == as_left
