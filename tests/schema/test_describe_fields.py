from typing import Any

from imports.mapping import FIELDS
from tests.answers import schema
from tests.schema.documents import answer_components, component, everything

NULLABLE = {
    "Analytics": {"start_date", "end_date", "previous", "change"},
    "Budget": {"category", "category_name", "month"},
    "BudgetInsight": {"category", "category_name"},
    "BudgetList": {"next", "previous"},
    "BudgetPaceInsight": {"category", "category_name"},
    "BudgetProgress": {
        "category",
        "category_name",
        "category_emoji",
        "projected",
        "safe_to_spend_per_day",
    },
    "BudgetProgressList": {"next", "previous"},
    "Calendar": {"start_date", "end_date", "peak"},
    "CategoryList": {"next", "previous"},
    "CategoryRow": {"category", "category_name", "category_emoji", "share"},
    "CategoryRows": {"start_date", "end_date", "next", "previous"},
    "ChangeRow": {"id", "before", "after"},
    "ChangeRows": {"next", "previous"},
    "Currencies": {"start_date", "end_date", "next", "previous"},
    "Difference": {"percent"},
    "Import": {"mapping"},
    "ImportList": {"next", "previous"},
    "ImportMapping": {
        "encoding",
        "delimiter",
        "header",
        "date_format",
        "decimal",
        "sign",
        "columns",
    },
    "ImportRow": {
        "duplicate_of",
        "transaction",
        "date",
        "amount",
        "currency",
        "type",
        "external_id",
        "category",
        "suggested_category",
        "suggestion_confidence",
    },
    "ImportRows": {"next", "previous"},
    "Insights": {"next", "previous"},
    "NewToken": {"last_used_at", "expires_at"},
    "Operation": {"undoes", "undone_by"},
    "OperationList": {"next", "previous"},
    "Profile": {"email"},
    "ShareInsight": {"category", "category_name"},
    "Summary": {"start_date", "end_date", "previous", "change"},
    "SyncedChange": {"data"},
    "Token": {"last_used_at", "expires_at"},
    "TokenList": {"next", "previous"},
    "Transaction": {"category", "category_name", "category_emoji", "external_id"},
    "TransactionList": {"count", "next", "previous"},
    "TrendSteps": {"start_date", "end_date", "next", "previous"},
    "UsualInsight": {"category", "category_name"},
    "Weekly": {"start_date", "end_date", "highest"},
}


def _takes_null(found: Any) -> bool:
    kinds = found.get("type", [])
    if "null" in (kinds if isinstance(kinds, list) else [kinds]):
        return True
    return any(_takes_null(each) for each in found.get("oneOf", []) + found.get("anyOf", []))


def test_it_requires_every_field_of_an_answer() -> None:
    for name, found in answer_components().items():
        assert set(found["required"]) == set(found["properties"]), name


def test_it_is_null_only_where_the_contract_says_so() -> None:
    found = {
        name: {key for key, each in each["properties"].items() if _takes_null(each)}
        for name, each in answer_components().items()
    }
    assert {name: keys for name, keys in found.items() if keys} == NULLABLE


def test_it_has_null_once_for_a_category() -> None:
    kinds = [
        each["type"] for each in component("TransactionRequest")["properties"]["category"]["anyOf"]
    ]
    assert kinds == ["integer", "string", "null"]


def test_it_takes_amounts_as_string_or_number() -> None:
    assert [each["type"] for each in component("Amount")["anyOf"]] == ["string", "number"]
    for name in (
        "TransactionRequest",
        "TransactionReplacementRequest",
        "TransactionOfOneTypeRequest",
    ):
        assert component(name)["properties"]["amount"] == {"$ref": "#/components/schemas/Amount"}


def test_it_gives_money_as_a_string() -> None:
    assert component("Money")["type"] == "string"
    assert component("Transaction")["properties"]["amount"]["$ref"].endswith("/Money")


def test_it_has_each_set_of_values_once_and_by_name() -> None:
    named = [each["enum"] for each in schema()["components"]["schemas"].values() if "enum" in each]
    everywhere = [each["enum"] for each in everything() if isinstance(each.get("enum"), list)]
    assert len(everywhere) == len(named)
    assert len({frozenset(values) for values in named}) == len(named)
    names = {"TransactionType", "Period", "ProblemCode", "ImportStatus", "ImportVerdict"}
    assert names <= set(schema()["components"]["schemas"])


def test_it_requires_more_of_a_replacement_and_nothing_of_an_edit() -> None:
    assert component("TransactionRequest")["required"] == ["amount", "type"]
    assert component("TransactionReplacementRequest")["required"] == [
        "amount",
        "currency",
        "date",
        "type",
    ]
    edit = component("PatchedTransactionRequest")
    assert "required" not in edit
    assert not any("default" in each for each in edit["properties"].values())


def test_it_closes_requests_but_for_what_an_answer_had() -> None:
    found = component("TransactionRequest")
    assert found["additionalProperties"] is False
    ignored = {name for name, each in found["properties"].items() if each.get("readOnly")}
    assert ignored == {
        "id",
        "version",
        "category_name",
        "category_emoji",
        "created_at",
        "updated_at",
    }


def test_it_requires_what_a_correction_is_about() -> None:
    """Other bodies of a PATCH leave alone what they leave out."""
    assert component("ImportCorrectionRequest")["required"] == ["mapping"]
    assert "required" not in component("ImportRowEditRequest")
    assert component("ImportUploadRequest")["required"] == ["file"]


def test_it_closes_a_mapping_down_to_its_columns() -> None:
    for name in ("ImportUploadRequest", "ImportMappingRequest", "ImportColumnsRequest"):
        assert component(name)["additionalProperties"] is False
    assert set(component("ImportMappingRequest")["properties"]) == set(
        component("ImportMapping")["properties"]
    )
    assert set(component("ImportColumnsRequest")["properties"]) == set(FIELDS)


def test_it_names_marks_for_languages_that_cannot() -> None:
    names = component("ImportDelimiter")["x-enum-varnames"]
    assert names == ["COMMA", "SEMICOLON", "TAB", "PIPE"]
    assert "x-enum-varnames" not in component("ImportStatus")
