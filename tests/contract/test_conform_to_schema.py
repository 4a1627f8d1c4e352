"""Whatever is sent, the answer is one that the OpenAPI schema promises, and never a 5xx.

schemathesis makes the requests: right ones, and ones wrong in every way it can think of. --requests
says how many. Below 5,000 they are random, in rounds that each have a seed: one round unless told
otherwise, with the boundaries of a single path's fields. From 5,000 on it goes through every
boundary of every field, and the rest are random. And it goes on from its answers, by the links of
the schema: by most of them, from 5,000 requests on by every one.
"""

import faulthandler
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from common.problems import KINDS
from devtools.serving import THREADS
from tests.contract.links import followed, links
from tests.contract.nasties import LIST, NASTIES, Nasty
from tests.schema.documents import operations
from tests.serving import ROOT, Reply, Server, empty_database, environment, serving

Record = Callable[[str, object], None]

#: So many examples of each operation are some 500 requests, and never less than a round.
EXAMPLES = 4
ROUND = 400
#: Of all fields of all operations together, at least.
BOUNDARIES = 5_000
#: In how many runs every link must have been followed, and what of them one run must.
RUNS = 20
MOST = 0.5
ROWS, FEW_ROWS = 100, 20
#: There is room for a hundred.
TOKENS = 5
IMPORTS = 10
#: A round takes some 20, and has as many as a busy machine may need.
PATIENCE = 1_800

#: What schemathesis would call a failure, and is none.
FALSE_ALARMS = {
    # That what fits the schema is accepted. No schema can say that AAA is no currency, that a
    # period and dates exclude each other, that a year wants its month, whose category 17 is, that
    # an Idempotency-Key was used for another request, that a cursor is not one of ours, that no row
    # has a tag, how many rows a filter chooses, or that a name is taken. Each of these is a
    # documented 4xx that names the input.
    "positive_data_acceptance",
}
CONFIGURATION = Path(__file__).resolve().with_name("schemathesis.toml")
_CASES = re.compile(r"(\d+) generated, (\d+) passed")


@dataclass(frozen=True)
class Account:
    """Somebody whose books are filled, the ids of their rows by collection, and a cursor."""

    token: str
    rows: dict[str, list[int]]
    cursor: str


@dataclass(frozen=True)
class Host:
    """A server, and the log that it prints its mails to."""

    server: Server
    log: Path


@dataclass(frozen=True)
class Run:
    """What schemathesis says of a run."""

    requests: int
    closing: str


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("conformance")
    with (
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url), folder / "log") as server,
    ):
        yield Host(server, folder / "log")


@pytest.fixture(scope="module")
def server(host: Host) -> Server:
    return host.server


@pytest.fixture
def account(server: Server) -> Account:
    return somebody_new(server, ROWS)


def somebody_new(server: Server, number_of_rows: int) -> Account:
    token = server.register()
    names = ("categories", "transactions", "expenses", "income", "budgets", "tokens", "imports")
    rows: dict[str, list[int]] = {name: [] for name in names}
    for number in range(number_of_rows):
        kind, place = (("expense", "expenses"), ("income", "income"))[number % 2]
        row = {"type": kind, "amount": "5.00", "category": f"Category {number}"}
        made = server.post("/api/transactions/", row, token)
        rows["categories"].append(made["category"])
        rows["transactions"].append(made["id"])
        rows[place].append(made["id"])
        budget = {"amount": "50.00", "category": made["category"]}
        rows["budgets"].append(server.post("/api/budgets/", budget, token)["id"])
    for number in range(TOKENS):
        named = {"name": f"Script {number}"}
        rows["tokens"].append(server.post("/api/tokens/", named, token)["id"])
    rows["imports"] = [imported(server, token, number) for number in range(IMPORTS)]
    done = server.get("/api/operations/", token, page_size="500")["results"]
    rows["operations"] = [operation["id"] for operation in done]
    return Account(token, rows, server.get("/api/changes/", token)["cursor"])


def imported(server: Server, token: str, number: int) -> int:
    """One of three rows, the last of which is invalid; every other one is committed."""
    rows = [f"2026-03-0{day},-5.00,Tea {number},Food" for day in (1, 2)]
    text = "\n".join(("date,amount,description,category", *rows, "2026-02-30,1.00,Never,"))
    parts = {"file": SimpleUploadedFile("tea.csv", text.encode()), "dry_run": number % 2 == 0}
    body = encode_multipart(BOUNDARY, parts)
    reply = server.send("POST", "/api/imports/", body, token=token, Content_Type=MULTIPART_CONTENT)
    assert reply.status == 201, reply.body
    return int(reply.json()["id"])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    asked = metafunc.config.getoption("--requests")
    whole = asked >= BOUNDARIES
    if "seed" in metafunc.fixturenames:
        rest = asked - BOUNDARIES if whole else asked
        metafunc.parametrize("seed", range(1, 1 + max(1, -(-rest // ROUND))))
    if "part" in metafunc.fixturenames:
        metafunc.parametrize("part", parts() if whole else ["analytics"])


def parts() -> list[str]:
    """What follows `/api/` in all paths: `transactions`, `reports`."""
    return sorted({path.split("/")[2] for path, *_ in operations()})


def conforming(host: Host, account: Account, folder: Path, *words: str) -> Run:
    """What was done, when all answers were as they should be."""
    # It has a patience of its own; pytest's (faulthandler_timeout) is meant for what takes seconds.
    faulthandler.cancel_dump_traceback_later()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION)),
            *("run", f"{host.server.base}/api/schema/"),
            *("--exclude-checks", ",".join(sorted(FALSE_ALARMS)), "--continue-on-failure"),
            *("--generation-database", "none", "--no-color"),
            # A slow machine is no failure.
            *("--request-timeout", "60", "--suppress-health-check", "too_slow", *words),
        ],
        # What it keeps of a run, the next one would repeat.
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.contract.schemathesis_hooks",
            "PROOF_SERVER": host.server.base,
            "PROOF_LOG": str(host.log),
            "PROOF_TOKEN": account.token,
            "PROOF_ROWS": json.dumps(account.rows),
            "PROOF_CURSOR": account.cursor,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout
    found = _CASES.search(done.stdout)
    assert found is not None, done.stdout
    # Else everything was refused, and nothing shown.
    assert "Authentication failed" not in done.stdout, done.stdout
    verdict = done.stdout.rstrip().splitlines()[-1].strip("= ")
    return Run(int(found[2]), f"{found[0]}. {verdict}.")


def test_it_answers_whatever_is_sent_as_the_schema_says(
    host: Host, account: Account, tmp_path: Path, seed: int, record_property: Record
) -> None:
    words = ("--phases", "fuzzing", "--max-examples", str(EXAMPLES), "--seed", str(seed))
    run = conforming(host, account, tmp_path, *words)
    record_property("requests", run.requests)
    record_property("schemathesis", run.closing)
    assert run.requests >= ROUND
    # Nor did anything of it leave a trace that it should not.
    assert host.server.manage("check_totals")


def test_it_answers_every_boundary_of_every_field_as_the_schema_says(
    host: Host, account: Account, tmp_path: Path, part: str, record_property: Record
) -> None:
    paths = ("--include-path-regex", f"^/api/{part}(/|$)")
    words = ("--phases", "examples,coverage", "--seed", "1", *paths)
    run = conforming(host, account, tmp_path, *words)
    record_property("requests", run.requests)
    record_property(f"schemathesis, {part}", run.closing)
    assert host.server.manage("check_totals")


def test_it_leads_on_from_answers_as_the_schema_says(
    host: Host, tmp_path: Path, pytestconfig: pytest.Config, record_property: Record
) -> None:
    every = pytestconfig.getoption("--requests") >= BOUNDARIES
    defined, covered, requests = links(), set[str](), 0
    for seed in range(1, 1 + (RUNS if every else 1)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        words = ("--phases", "stateful", "--max-examples", "2", "--seed", str(seed))
        report = ("--report", "ndjson", "--report-dir", str(folder))
        run = conforming(host, somebody_new(host.server, FEW_ROWS), folder, *words, *report)
        covered |= followed(folder)
        requests += run.requests
        record_property("schemathesis, links", run.closing)
        if covered == defined:
            break
    figures = {"links defined": defined, "links covered": covered}
    for name, found in figures.items():
        record_property(name, len(found))
    record_property("requests", requests)
    assert covered <= defined
    assert covered == defined if every else len(covered) > MOST * len(defined), defined - covered
    assert host.server.manage("check_totals")


@pytest.fixture(scope="module")
def nastys_token(server: Server) -> str:
    return server.register()


@pytest.fixture(scope="module")
def others_token(server: Server) -> str:
    return server.register()


@pytest.mark.parametrize("nasty", NASTIES, ids=str)
def test_it_refuses_what_no_client_should_send(
    server: Server, nastys_token: str, others_token: str, nasty: Nasty
) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
        # A server may refuse before it has read everything.
        with suppress(ConnectionError):
            client.sendall(nasty.wire(server.port, nastys_token))
        assert server.get(LIST, others_token)["count"] == 0
        answer = HTTPResponse(client)
        answer.begin()
        reply = Reply(answer)

    if isinstance(nasty.answer, int):
        assert reply.status == nasty.answer, reply.body
    else:
        assert reply.headers["Content-Type"] == "application/problem+json"
        assert reply.json()["code"] == nasty.answer, reply.body
        assert reply.json()["status"] == reply.status == KINDS[nasty.answer].status
    written = reply.status == 201
    assert server.get(LIST, nastys_token)["count"] == written
    if written:
        server.send("DELETE", f"{LIST}{reply.json()['id']}/", token=nastys_token)


START = b"POST /api/transactions/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    ("clients", "start"),
    [
        pytest.param(100, START[:20], id="to say what they want"),
        # Each holds one of a worker's threads: as many as leave it one.
        pytest.param(THREADS - 1, START + b"Content-Length: 90\r\n\r\n{", id="to send a body"),
        pytest.param(
            THREADS - 1, START + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{", id="to send chunks"
        ),
    ],
)
def test_it_serves_others_while_clients_are_slow(
    server: Server, others_token: str, clients: int, start: bytes
) -> None:
    with ExitStack() as open_until_the_end:
        for _ in range(clients):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=60)
            open_until_the_end.enter_context(client)
            client.sendall(start)
        for _ in range(20):
            assert server.get(LIST, others_token)["count"] == 0
