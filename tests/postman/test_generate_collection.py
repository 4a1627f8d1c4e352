"""The committed Postman collection is what the schema makes of it, and has all of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.node import run_node
from tests.serving import ROOT

OPENAPI = "application/vnd.oai.openapi+json"
PRINT = """
import { readFileSync } from "node:fs";
import { collectionOf } from "./collection.mjs";
const schema = JSON.parse(readFileSync(process.env.SCHEMA));
console.log(JSON.stringify(await collectionOf(schema)));
"""
NOTES = {
    "get": {
        "operationId": "notes_read",
        "tags": ["notes"],
        "security": [{"token": []}],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {}} for name in ("id", "row")
        ],
        "responses": {"200": {"description": "As asked."}},
    }
}


@pytest.fixture(scope="module")
def schema() -> Any:
    return APIClient().get("/api/schema/", HTTP_ACCEPT=OPENAPI).json()


@pytest.fixture(scope="module")
def collection() -> Any:
    file = ROOT / "postman" / "expense-tracker.postman_collection.json"
    return json.loads(file.read_text(encoding="utf-8"))


def requests(collection: Any) -> Iterator[Any]:
    for folder in collection["item"]:
        yield from folder["item"]


def check(folder: Path, schema: Any) -> tuple[int, str]:
    file = folder / "schema.json"
    file.write_text(json.dumps(schema), encoding="utf-8")
    done = run_node("postman", ["generate.mjs", "--check", str(file)])
    return done.returncode, done.stderr


def test_it_is_what_the_schema_makes_of_it(schema: Any, tmp_path: Path) -> None:
    assert check(tmp_path, schema) == (0, "")


def test_it_says_how_to_write_it_anew_when_the_schema_changed(schema: Any, tmp_path: Path) -> None:
    code, said = check(tmp_path, {**schema, "info": {**schema["info"], "title": "Other"}})

    assert code == 1
    assert "expense-tracker.postman_collection.json" in said
    assert "spectacular --format openapi-json | node postman/generate.mjs -" in said


def test_it_ships_the_file_that_it_uploads(schema: Any, collection: Any) -> None:
    """By a name that leads there wherever the folder is; the schema's example, and no other."""
    forms = [
        each["request"]["body"]["formdata"]
        for each in requests(collection)
        if each["request"].get("body", {}).get("mode") == "formdata"
    ]
    sources = {part["src"] for form in forms for part in form if part["type"] == "file"}
    media = schema["paths"]["/api/imports/"]["post"]["requestBody"]["content"][
        "multipart/form-data"
    ]
    (example,) = media["examples"].values()

    assert (len(forms), sources) == (2, {"statement.csv"})
    shipped = (ROOT / "postman" / "statement.csv").read_text(encoding="utf-8")
    assert shipped == example["value"]["file"]


def test_it_says_when_the_file_is_another_one(schema: Any, tmp_path: Path) -> None:
    changed = json.loads(json.dumps(schema).replace("REWE Markt 0815", "Another market"))
    code, said = check(tmp_path, changed)

    assert code == 1
    assert "statement.csv" in said


def test_it_has_every_operation(schema: Any, collection: Any) -> None:
    there = {
        f"{method.upper()} {path}" for path, item in schema["paths"].items() for method in item
    }
    told = {each["request"]["description"].split("`")[1] for each in requests(collection)}

    assert told == there


def test_it_takes_up_an_operation_that_nobody_told_of(schema: Any, tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    paths = {**schema["paths"], "/api/notes/{id}/lines/{row}/": NOTES}
    file.write_text(json.dumps({**schema, "paths": paths}), encoding="utf-8")
    done = run_node("postman", ["--input-type=module", "-e", PRINT], {"SCHEMA": str(file)})
    assert done.returncode == 0, done.stderr
    *_, rest, last = json.loads(done.stdout)["item"]

    assert (rest["name"], last["name"]) == ("More: notes", "Leave")
    assert rest["item"][0]["request"]["url"]["variable"] == [
        {"key": "id", "value": "{{notes_id}}"},
        {"key": "row", "value": "1"},
    ]


def test_it_needs_to_know_nothing_but_where_the_server_is(collection: Any) -> None:
    given = {each["key"]: each["value"] for each in collection["variable"] if each["value"]}
    text = json.dumps([each["request"] for each in requests(collection)])

    assert given == {"base_url": "http://127.0.0.1:8000"}
    assert "http://" not in text.replace("http://127.0.0.1", "")
    assert {each["request"]["url"]["host"][0] for each in requests(collection)} == {"{{base_url}}"}


def test_it_asserts_something_of_every_answer(collection: Any) -> None:
    silent = [
        each["name"] for each in requests(collection) if "to.have.status" not in str(each["event"])
    ]

    assert silent == []


def test_its_ids_are_its_own(collection: Any) -> None:
    ids = [each["id"] for each in requests(collection)]

    assert len(ids) > 100
    assert len(set(ids)) == len(ids)
