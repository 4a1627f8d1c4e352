from tests.answers import Json, resolve
from tests.schema.documents import operations, parameters

BOOKS = ("categories", "transactions", "expenses", "income", "budgets")
MATCHED = {f"{name}_{verb}" for name in BOOKS for verb in ("update", "partial_update", "destroy")}
OF_ONE_ROW = {
    f"{name}_{verb}"
    for name in BOOKS
    for verb in ("create", "retrieve", "update", "partial_update")
}


def _header(answer: Json, name: str) -> Json | None:
    found = resolve(answer).get("headers", {}).get(name)
    return found and resolve(found)


def test_it_takes_if_match_on_every_write_of_a_row() -> None:
    taking = {each["operationId"] for *_, each in operations() if "If-Match" in parameters(each)}
    assert taking == MATCHED


def test_it_describes_if_match_as_a_header_that_may_be_left_out() -> None:
    for *_, each in operations():
        if each["operationId"] in MATCHED:
            header = parameters(each)["If-Match"]
            assert (header["in"], header["schema"]) == ("header", {"type": "string"})
            assert not header.get("required")


def test_it_answers_412_where_it_takes_if_match() -> None:
    answering = {each["operationId"] for *_, each in operations() if "412" in each["responses"]}
    assert answering == MATCHED


def test_it_promises_the_tag_with_every_row_that_is_written_or_read() -> None:
    for *_, each in operations():
        if each["operationId"] in OF_ONE_ROW:
            status = "201" if each["operationId"].endswith("_create") else "200"
            header = _header(each["responses"][status], "ETag")
            assert header is not None, each["operationId"]
            assert header["required"]


def test_it_promises_no_tag_where_a_write_answers_no_row() -> None:
    for _, method, each in operations():
        if method != "get" and each["operationId"] not in OF_ONE_ROW:
            for status, answer in each["responses"].items():
                assert _header(answer, "ETag") is None, (each["operationId"], status)


def test_it_answers_410_where_it_takes_a_cursor_of_changes() -> None:
    answering = {each["operationId"] for *_, each in operations() if "410" in each["responses"]}
    assert answering == {"changes"}
