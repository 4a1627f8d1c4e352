"""Every example of the schema is true: requests get the documented answer, answers fit theirs."""

from typing import Any

import pytest

from tests.answers import ContractClient, operation_of, resolve, validator_of
from tests.entries import record
from tests.schema.documents import operation, operations

JSON = "application/json"
PATHS = {each["operationId"]: (method, path) for path, method, each in operations()}
#: An order in which each finds what it needs: the account, then its category 1, then a row.
ORDER = [
    "register",
    "login",
    "me_update",
    *(f"categories_{verb}" for verb in ("create", "update", "partial_update", "merge")),
    *(
        f"{name}_{verb}"
        for name in ("transactions", "expenses", "income", "budgets")
        for verb in ("create", "update", "partial_update")
    ),
    *(
        f"{name}_{verb}"
        for name in ("transactions", "expenses", "income")
        for verb in ("bulk", "bulk_edit", "bulk_delete")
    ),
    "tokens_create",
    "password_reset",
    "me_password",
    "me_delete",
]
#: Whose examples nobody could send: they take what a mail or a login says.
UNSENDABLE = {"password_reset_confirm", "refresh", "logout"}
#: Whose answer is no JSON, or shows nothing that its schema does not.
WITHOUT_ANSWER = {"index", "refresh", "me_export"}


def _requests(name: str) -> dict[str, Any]:
    content = operation(name).get("requestBody", {}).get("content", {}).get(JSON, {})
    return {title: each["value"] for title, each in content.get("examples", {}).items()}


def _send(client: ContractClient, name: str, body: Any) -> Any:
    method, path = PATHS[name]
    if "{id}" in path:
        path = path.format(id=_new_row(client, path.partition("{id}/")[0]))
    return getattr(client, method)(path, body)


def _new_row(client: ContractClient, path: str) -> int:
    if path == "/api/categories/":
        return client.post(path, {"name": "For an example"}).json()["id"]
    if path == "/api/budgets/":
        return client.post(path, {"category": "For an example", "amount": "5.00"}).json()["id"]
    kind = {"/api/income/": "income"}.get(path, "expense")
    return record(client, path, type=kind)["id"]


def _documented(name: str) -> int:
    (status,) = (int(each) for each in operation(name)["responses"] if each < "300")
    return status


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_it_gets_the_documented_status_for_every_request() -> None:
    client = ContractClient()
    for name in ORDER:
        for title, body in _requests(name).items():
            response = _send(client, name, body)
            assert response.status_code == _documented(name), (name, title, response.content)
            if name == "login":
                client.credentials(HTTP_AUTHORIZATION=f"Token {response.json()['token']}")
            if name.startswith("categories_") and name != "categories_merge":
                # The next example has the same name.
                client.delete(f"/api/categories/{response.json()['id']}/")


def test_it_sends_every_request_there_is() -> None:
    with_examples = {name for name in PATHS if _requests(name)}
    assert with_examples == {*ORDER, *UNSENDABLE}
    assert len(_requests("transactions_create")) == 4


def test_it_shows_an_answer_of_every_operation_that_has_one() -> None:
    for *_, each in operations():
        for answer in each["responses"].values():
            for media in resolve(answer).get("content", {}).values():
                has_one = bool(media.get("examples"))
                assert has_one or each["operationId"] in WITHOUT_ANSWER, each["operationId"]


def test_its_answers_fit_their_schemas() -> None:
    for path, method, each in operations():
        found = operation_of(method.upper(), path.replace("{id}", "1"))
        assert found is not None
        for answer, pointer in found[1].values():
            for media_type, media in answer.get("content", {}).items():
                escaped = media_type.replace("/", "~1")
                validator = validator_of(f"{pointer}/content/{escaped}/schema")
                for example in media.get("examples", {}).values():
                    errors = [error.message for error in validator.iter_errors(example["value"])]
                    assert errors == [], each["operationId"]
