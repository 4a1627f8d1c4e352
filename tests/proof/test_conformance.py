"""Whatever is sent, the answer is one that the OpenAPI schema promises, and never a 5xx.

schemathesis makes the requests: right ones, and ones wrong in every way it can think of. How many
says --requests: a few hundred random ones unless told otherwise; from 5,000 on it goes through
every boundary of every field as well, which alone is some six thousand.
"""

import os
import re
import socket
import subprocess
import venv
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest

from tests.answers import schema
from tests.proof.nasties import LIST, NASTIES, NO_HTTP, Nasty
from tests.serving import ROOT, Reply, Server, empty_database, environment, serving

WHOLE_PROOF = 5_000
ROWS = 200
HERE = Path(__file__).resolve().parent
NEEDS = HERE / "requirements.txt"
VENV = ROOT / ".venv-proof"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")

#: What schemathesis would call a failure, and is none.
FALSE_ALARMS = {
    # That what fits the schema is accepted. No schema can say that AAA is no currency, that a
    # period and dates exclude each other, that a year wants its month, whose category 17 is, that
    # an Idempotency-Key was used for another request, that a cursor is not one of ours, or that a
    # name is taken. Each of these is a documented 4xx that names the input.
    "positive_data_acceptance",
}
_CASES = re.compile(r"(\d+) generated, (\d+) passed")


@dataclass(frozen=True)
class Run:
    """What schemathesis said."""

    code: int
    said: str

    @property
    def closing(self) -> str:
        return self.said[self.said.rfind("= SUMMARY =") :]


@pytest.fixture(scope="module")
def schemathesis() -> Path:
    """Its command, in an environment of its own."""
    wanted = NEEDS.read_text(encoding="utf-8")
    installed = VENV / "installed.txt"
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        venv.create(VENV, clear=True, with_pip=True)
        pip = [SCRIPTS / "python", "-m", "pip", "install", "--quiet", "--no-input", "-r", NEEDS]
        subprocess.run(pip, check=True)
        installed.write_text(wanted, encoding="utf-8")
    return SCRIPTS / "schemathesis"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Server]:
    """A server whose first account has rows that the hooks know the numbers of."""
    folder = tmp_path_factory.mktemp("conformance")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url), folder / "log") as server,
    ):
        yield server


def filled(server: Server) -> str:
    """The token of an account with `ROWS` rows of each kind."""
    token = server.register()
    for number in range(ROWS):
        server.post("/api/categories/", {"name": f"Category {number}"}, token)
        row = {"type": ("expense", "income")[number % 2], "amount": "5.00", "notes": str(number)}
        server.post("/api/transactions/", {**row, "category": f"Category {number}"}, token)
    return token


def run(command: Path, server: Server, token: str, *words: str) -> Run:
    done = subprocess.run(
        [
            *(command, "run", f"{server.base}/api/schema/", "--no-color"),
            *("--exclude-checks", ",".join(sorted(FALSE_ALARMS))),
            *("--workers", "2", "--continue-on-failure", "--generation-database", "none"),
            *words,
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE),
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PROOF_SERVER": server.base,
            "PROOF_TOKEN": token,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Run(done.returncode, done.stdout)


def check(outcome: Run, requests: int) -> None:
    assert outcome.code == 0, outcome.said
    found = _CASES.search(outcome.said)
    assert found is not None, outcome.said
    assert int(found[2]) >= requests
    # Else everything was refused, and nothing shown.
    assert "Authentication failed" not in outcome.said, outcome.closing


def test_it_answers_whatever_is_sent_as_the_schema_says(
    schemathesis: Path,
    server: Server,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    requests = min(pytestconfig.getoption("--requests"), WHOLE_PROOF // 10)
    operations = sum(len(item) for item in schema()["paths"].values())
    most = str(requests // operations + 1)
    words = ("--phases", "fuzzing,stateful", "--max-examples", most)
    outcome = run(schemathesis, server, filled(server), *words)
    with capsys.disabled():
        print(f"\n{outcome.closing}")

    check(outcome, requests)
    # Nor did anything of it leave a trace that it should not.
    assert server.manage("check_totals")


def test_it_answers_every_boundary_of_every_field_as_the_schema_says(
    schemathesis: Path,
    server: Server,
    pytestconfig: pytest.Config,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if pytestconfig.getoption("--requests") < WHOLE_PROOF:
        pytest.skip(f"a part of the whole proof: --requests {WHOLE_PROOF}")
    outcome = run(schemathesis, server, filled(server), "--phases", "examples,coverage")
    with capsys.disabled():
        print(f"\n{outcome.closing}")

    check(outcome, WHOLE_PROOF)
    assert server.manage("check_totals")


def answer_to(server: Server, sent: bytes) -> Reply:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
        # A server may refuse before it has read everything.
        with suppress(ConnectionError):
            client.sendall(sent)
        answer = HTTPResponse(client)
        answer.begin()
        return Reply(answer)


@pytest.mark.parametrize("nasty", NASTIES, ids=str)
def test_it_refuses_what_no_client_should_send(server: Server, nasty: Nasty) -> None:
    token = server.register()
    reply = answer_to(server, nasty.wire(server.port, token))

    if nasty.code == "ok":
        assert reply.status == 200, reply.body
    elif nasty.code == NO_HTTP:
        assert reply.status == 400, reply.body
    else:
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert (reply.json()["code"], reply.json()["status"]) == (nasty.code, reply.status)
    assert server.get(LIST, token)["count"] == 0


def test_it_serves_others_while_a_hundred_clients_are_slow_to_say_what_they_want(
    server: Server,
) -> None:
    token = server.register()
    with ExitStack() as open_until_the_end:
        for _ in range(100):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            open_until_the_end.enter_context(client)
            client.sendall(b"POST /api/transactions/ HTTP/1.1\r\nHost: ")
        assert server.get(LIST, token)["count"] == 0
