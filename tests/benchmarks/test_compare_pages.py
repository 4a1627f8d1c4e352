"""The rivals of the benchmarks do what the application does, or their figures mean nothing."""

import importlib
import io
import pickle
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson
import pytest
from django.db import connection

from benchmarks.asking import LIST, PAYMENT, payment
from benchmarks.filling.statements import said_by
from categories.models import Category
from tests.answers import ContractClient
from tests.entries import record
from users.keys import digest_of, key_of
from users.models import AccessToken, User

KEY = "the-key-of-the-test"


def _database_url() -> str:
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    user, host, port = told["USER"], told["HOST"], told["PORT"]
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    place = f"{host}:{port}" if port else host
    return f"{connection.vendor}://{user}{password}@{place}/{told['NAME']}"


@pytest.fixture
def token(alice: User) -> str:
    return key_of(AccessToken.objects.get(user=alice))


@pytest.fixture
def client(alice_client: ContractClient) -> ContractClient:
    for day in range(1, 32):
        for amount in ("1.00", "75.50"):
            record(alice_client, amount=amount, date=f"2026-03-{day:02}", description="Café")
    alice_client.defaults["HTTP_HOST"] = "localhost"
    return alice_client


def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **said: Any) -> ModuleType:
    """The bare application, told to say these statements."""
    file = tmp_path / "statements.pickle"
    file.write_bytes(pickle.dumps({"list": {}, "post": {}, **said}))
    monkeypatch.setenv("STATEMENTS", str(file))
    monkeypatch.setenv("DATABASE_URL", _database_url())
    return importlib.reload(importlib.import_module("benchmarks.rivals.bare"))


def _ask(bare: ModuleType, token: str, method: str, body: bytes = b"", key: str = "") -> bytes:
    environ = {
        "REQUEST_METHOD": method,
        "HTTP_AUTHORIZATION": f"Token {token}",
        "HTTP_IDEMPOTENCY_KEY": key,
        "wsgi.input": io.BytesIO(body),
    }
    try:
        return b"".join(bare.application(environ, lambda status, headers: None))
    finally:
        bare._cursor().connection.close()


def test_it_answers_the_bytes_of_the_application(
    client: ContractClient, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[bytes] = []
    said = said_by(lambda: pages.append(client.get(LIST).content))
    bare = _bare(tmp_path, monkeypatch, list={digest_of(token): said})
    assert _ask(bare, token, "GET") == pages[0]
    assert len(orjson.loads(pages[0])["results"]) == 50


def test_it_writes_what_the_application_writes(
    alice: User,
    client: ContractClient,
    token: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = payment(list(Category.objects.in_book(alice.book.pk).values_list("pk", flat=True)))
    answers: list[Any] = []

    def post() -> None:
        answers.append(
            client.post(LIST, body, content_type=PAYMENT, headers={"idempotency-key": KEY})
        )

    post_said = {"statements": said_by(post, KEY), "answer": answers[0].json()}
    bare = _bare(tmp_path, monkeypatch, post={digest_of(token): post_said})
    written = orjson.loads(_ask(bare, token, "POST", body, "another-key"))
    assert client.get(f"{LIST}{written['id']}/").json() == written
    assert written["version"] == answers[0].json()["version"] + 1
