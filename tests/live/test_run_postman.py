"""The Postman collection against a real server, by Postman's own runner."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.node import run_node
from tests.serving import ROOT, Server

COLLECTION = "expense-tracker.postman_collection.json"
#: The second finds what the first left behind; that depends on no engine.
ROUNDS = 2 if connection.vendor == "sqlite" else 1
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def ran(live: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Newman's report; `said` is its closing table, and what failed in words."""
    report = tmp_path_factory.mktemp("newman") / "report.json"
    done = run_node(
        "postman",
        [
            *("node_modules/newman/bin/newman.js", "run", COLLECTION),
            *("--environment", "local.postman_environment.json"),
            *("--env-var", f"base_url={live.base}"),
            *("--iteration-count", str(ROUNDS), "--timeout-request", "60000"),
            *("--color", "off", "--reporters", "cli,json", "--reporter-json-export", str(report)),
        ],
    )
    assert report.exists(), done.stdout + done.stderr
    run = json.loads(report.read_text(encoding="utf-8"))["run"]
    table = done.stdout[done.stdout.rfind("┌") :]
    sys.stdout.write(table)
    return {**run, "code": done.returncode, "said": table}


def ids() -> set[str]:
    """Of all requests that the collection has."""
    collection = json.loads((ROOT / "postman" / COLLECTION).read_text(encoding="utf-8"))
    return {each["id"] for folder in collection["item"] for each in folder["item"]}


def test_every_assertion_holds(ran: dict[str, Any], record_property: Record) -> None:
    stats = ran["stats"]
    record_property("requests", stats["requests"]["total"])
    record_property("assertions", stats["assertions"]["total"])

    assert (ran["failures"], ran["code"]) == ([], 0), ran["said"]
    assert stats["assertions"]["total"] > 3 * stats["requests"]["total"]
    assert [stats[kind]["failed"] for kind in ("requests", "testScripts", "assertions")] == [0] * 3


def test_every_request_is_sent_and_judged_in_each_round(ran: dict[str, Any]) -> None:
    judged = {
        (each["cursor"]["iteration"], each["item"]["id"])
        for each in ran["executions"]
        if each.get("assertions")
    }

    assert judged == {(number, each) for number in range(ROUNDS) for each in ids()}
