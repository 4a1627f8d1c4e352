"""The links of the OpenAPI schema, and which of them schemathesis followed."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.answers import Json
from tests.schema.documents import operations


def links() -> set[str]:
    """All of them, named as schemathesis names them."""
    places = {each["operationId"]: _place(path, method) for path, method, each in operations()}
    return {
        f"{_place(path, method)} -> [{status}] {name} -> {places[link['operationId']]}"
        for path, method, each in operations()
        for status, answer in each["responses"].items()
        for name, link in answer.get("links", {}).items()
    }


def _place(path: str, method: str) -> str:
    return f"{method.upper()} {path}"


def followed(folder: Path) -> set[str]:
    """Those by which something of an answer went into a request, by the report in the folder."""
    (report,) = folder.glob("*.ndjson")
    with report.open(encoding="utf-8") as lines:
        return {
            case["transition"]["id"]
            for line in lines
            for case in _cases(json.loads(line))
            if case.get("transition") and case["is_transition_applied"]
        }


def _cases(event: Json) -> Iterator[Json]:
    scenario = event.get("ScenarioFinished", {})
    yield from scenario.get("recorder", {}).get("cases", {}).values()
