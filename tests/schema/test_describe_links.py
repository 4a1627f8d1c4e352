"""How answers lead on: each link names an operation, and what it takes, truly."""

from typing import Any

from common.schema_links import Link
from tests.answers import Json, resolve
from tests.schema.documents import operation, operations, parameters

JSON = "application/json"
Step = tuple[Json, str, Json, Json]


def steps() -> list[Step]:
    """Where each link leads from: operation, status, answer; and the link."""
    return [
        (each, status, answer, link)
        for *_, each in operations()
        for status, answer in each["responses"].items()
        for link in resolve(answer).get("links", {}).values()
    ]


def led_to(name: str, status: str) -> set[str]:
    return set(operation(name)["responses"][status].get("links", {}))


def test_it_leads_from_success_alone() -> None:
    assert {status for _, status, *_ in steps()} == {"200", "201", "204"}


def test_it_leads_on_from_a_new_row() -> None:
    verbs = ("retrieve", "update", "partial_update", "destroy")
    for name in ("transactions", "expenses", "income", "budgets"):
        every = {*(f"{name}_{verb}" for verb in verbs), "operations_undo"}
        assert led_to(f"{name}_create", "201") == every
        assert led_to(f"{name}_destroy", "204") == {f"{name}_retrieve"}
    assert led_to("tokens_create", "201") == {"tokens_retrieve", "tokens_destroy"}
    assert led_to("changes", "200") == {"changes"}
    assert "categories_merge" in led_to("categories_create", "201")


def test_it_leads_on_from_an_import_and_its_rows() -> None:
    verbs = ("retrieve", "partial_update", "destroy", "rows", "commit", "undo")
    assert led_to("imports_create", "201") == {f"imports_{verb}" for verb in verbs}
    assert led_to("imports_commit", "200") == {"imports_undo"}
    assert led_to("imports_rows", "200") == {"imports_rows_partial_update"}
    # What is undone or deleted is no more; what is left to a job is looked at, not gone on with.
    assert led_to("imports_undo", "200") == led_to("imports_create", "202") == set()


def test_it_says_of_each_link_what_the_next_operation_takes() -> None:
    for *_, link in steps():
        target = operation(link["operationId"])
        assert set(link.get("parameters", {})) <= set(parameters(target))
        assert set(link.get("requestBody", {})) <= set(_body(target).get("properties", {}))
        assert link.keys() & {"parameters", "requestBody"}


def _body(found: Json) -> Json:
    schema = found.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    body: Json = resolve(schema)
    return body


def test_it_takes_it_from_where_it_is() -> None:
    for source, _, answer, link in steps():
        for place in [*link.get("parameters", {}).values(), *link.get("requestBody", {}).values()]:
            where, _, name = place.partition("#/")
            fields = [each for each in name.split("/") if not each.isdigit()]
            if where == "$response.body":
                found = resolve(answer["content"][JSON]["schema"])
                for each in fields:
                    found = resolve(_rows_of(found)["properties"][each])
            elif where == "$request.body":
                assert set(fields) <= set(_body(source)["properties"])
            else:
                assert where.rpartition(".")[2] in {*answer["headers"], *parameters(source)}, place


def _rows_of(found: Any) -> Json:
    """A list's rows, for what is asked of its first."""
    rows: Json = resolve(found["items"]) if found.get("type") == "array" else found
    return rows


def test_it_leaves_out_what_a_link_has_not() -> None:
    assert Link("a", "b", "c").as_json() == {"operationId": "b", "description": "c"}
