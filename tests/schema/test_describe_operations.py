from pathlib import Path

from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from tests.answers import schema
from tests.schema.documents import operation, operations, parameters

THREE_WAYS = [{"token": []}, {"bearer": []}, {"cookie": []}]
PUBLIC = {
    "index",
    "register",
    "login",
    "refresh",
    "password_reset",
    "password_reset_confirm",
}
BOOKS = ("categories", "transactions", "expenses", "income", "budgets")
TRANSACTIONS = ("transactions", "expenses", "income")
WRITES = {
    *(f"{name}_{verb}" for name in BOOKS for verb in ("create", "update", "partial_update")),
    *(f"{name}_destroy" for name in BOOKS),
    *(f"{name}_{verb}" for name in TRANSACTIONS for verb in ("bulk", "bulk_edit", "bulk_delete")),
    "categories_merge",
    "operations_undo",
    *(f"imports_{verb}" for verb in ("create", "partial_update", "destroy", "commit", "undo")),
    "imports_rows_partial_update",
}


def test_it_is_openapi_3_1_without_one_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi"))
    assert schema()["openapi"] == "3.1.0"


def test_it_names_every_operation_once() -> None:
    names = [each["operationId"] for *_, each in operations()]
    assert len(names) == len(set(names))
    assert {f"{name}_list" for name in BOOKS} | WRITES <= set(names)


def test_it_gives_every_operation_one_known_tag_and_a_summary() -> None:
    tags = {tag["name"] for tag in schema()["tags"]}
    for *_, each in operations():
        assert len(each["tags"]) == 1, each["operationId"]
        assert each["tags"][0] in tags
        assert 0 < len(each["summary"]) < 80


def test_it_uses_every_tag() -> None:
    used = {tag for *_, each in operations() for tag in each["tags"]}
    assert used == {tag["name"] for tag in schema()["tags"]}


def test_it_lists_the_ways_to_sign_in() -> None:
    for *_, each in operations():
        if each["operationId"] in PUBLIC:
            assert "security" not in each
        elif each["operationId"] == "logout":
            assert each["security"] == [*THREE_WAYS, {}]
        else:
            assert each["security"] == THREE_WAYS, each["operationId"]


def test_it_documents_exactly_the_query_that_each_view_takes() -> None:
    generator = SchemaGenerator()
    generator._initialise_endpoints()
    for path, _, method, view in generator._get_paths_and_endpoints():
        item = schema()["paths"].get(path, {})
        if method.lower() not in item:
            continue
        documented = {
            name for name, each in parameters(item[method.lower()]).items() if each["in"] == "query"
        }
        assert documented == set(view.known_parameters()), f"{method} {path}"


def test_it_takes_an_idempotency_key_on_every_write_of_the_books() -> None:
    takes = {
        each["operationId"] for *_, each in operations() if "Idempotency-Key" in parameters(each)
    }
    assert takes == WRITES | {"me_update", "tokens_create", "tokens_destroy"}


def test_it_answers_if_none_match_on_every_read_of_a_user() -> None:
    for _, method, each in operations():
        is_conditional = method == "get" and each["operationId"] not in PUBLIC
        assert ("If-None-Match" in parameters(each)) == is_conditional, each["operationId"]
        assert ("304" in each["responses"]) == is_conditional


def test_it_has_integers_for_ids_in_paths() -> None:
    for *_, each in operations():
        for parameter in parameters(each).values():
            if parameter["in"] == "path":
                assert parameter["schema"]["type"] == "integer"


def test_it_types_the_filters() -> None:
    found = {
        name: each["schema"] for name, each in parameters(operation("transactions_list")).items()
    }
    assert found["start_date"]["format"] == found["end_date"]["format"] == "date"
    assert {found[name]["type"] for name in ("category", "id", "weekday")} == {"array"}
    assert found["page_size"] == {"type": "integer", "minimum": 1, "default": 50}
    assert found["type"]["$ref"].endswith("/TransactionType")
    assert found["period"]["$ref"].endswith("/Period")
    assert found["ordering"]["$ref"].endswith("/TransactionOrdering")
    assert found["refund"] == {"type": "boolean"}
