"""What clients see does not depend on the engine; the server that they talk to has a SQLite."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.serving import Server, environment, manage, serving

# Once is enough: they generate, check and run whole programs.
collect_ignore_glob = [] if connection.vendor == "sqlite" else ["test_use_*_client.py"]


@pytest.fixture(scope="session")
def clients_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("clients")
    settings = environment(f"sqlite:///{folder / 'expenses.sqlite3'}")
    manage(settings, "migrate", "--verbosity", "0")
    with serving(settings, folder / "log") as server:
        yield server


@pytest.fixture(scope="session")
def document(clients_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schema as the server gives it, for a generator to read."""
    reply = clients_server.send("GET", "/api/schema/?format=json")
    assert reply.status == 200
    path: Path = tmp_path_factory.mktemp("schema") / "openapi.json"
    path.write_bytes(reply.body)
    return path


@pytest.fixture
def loose_document(document: Path, tmp_path: Path) -> Path:
    """The same, with every field of any type at all."""
    found = json.loads(document.read_bytes())
    for schema in found["components"]["schemas"].values():
        if "properties" in schema:
            schema["properties"] = {name: {} for name in schema["properties"]}
    path = tmp_path / "loose.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return path
