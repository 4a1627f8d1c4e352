"""Every example of the schema is true: requests get the documented answer, answers fit theirs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.answers import ContractClient, operation_of, resolve, validator_of
from tests.entries import record
from tests.schema.documents import operation, operations, url_of

JSON = "application/json"
PARTS = "multipart/form-data"
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
    *(f"imports_{verb}" for verb in ("create", "partial_update", "rows_partial_update", "commit")),
    "tokens_create",
    "password_reset",
    "me_password",
    "me_delete",
]
#: Whose examples nobody could send: they take what a mail or a login says.
UNSENDABLE = {"password_reset_confirm", "refresh", "logout"}
#: Whose answer is no JSON, or shows nothing that its schema does not.
WITHOUT_ANSWER = {
    *("index", "refresh", "me_export"),
    *(f"{name}_export" for name in ("transactions", "expenses", "income")),
}


def _requests(name: str) -> dict[str, Any]:
    content = operation(name).get("requestBody", {}).get("content", {})
    media = content.get(JSON) or content.get(PARTS, {})
    return {title: each["value"] for title, each in media.get("examples", {}).items()}


def _send(client: ContractClient, name: str, body: Any) -> Any:
    method, path = PATHS[name]
    if "{id}" in path:
        path = url_of(path, _new_row(client, path.partition("{id}/")[0]))
    if "file" in body:
        return client.post(path, _with_file(body), format="multipart")
    return getattr(client, method)(path, body)


def _with_file(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "file": SimpleUploadedFile("statement.csv", body["file"].encode())}


def _new_row(client: ContractClient, path: str) -> int:
    if path == "/api/categories/":
        return client.post(path, {"name": "For an example"}).json()["id"]
    if path == "/api/budgets/":
        return client.post(path, {"category": "For an example", "amount": "5.00"}).json()["id"]
    if path == "/api/imports/":
        return _imported(client)["id"]
    kind = {"/api/income/": "income"}.get(path, "expense")
    return record(client, path, type=kind)["id"]


def _imported(client: ContractClient) -> Any:
    """Looked at first, as the example has it."""
    (body,) = _requests("imports_create").values()
    return client.post("/api/imports/", _with_file(body), format="multipart").json()


def _documented(name: str) -> int:
    """Of this request; 202 is for what a job does."""
    status, *later = sorted(int(each) for each in operation(name)["responses"] if each < "300")
    assert set(later) <= {202}
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
        found = operation_of(method.upper(), url_of(path))
        assert found is not None
        for answer, pointer in found[1].values():
            for media_type, media in answer.get("content", {}).items():
                escaped = media_type.replace("/", "~1")
                validator = validator_of(f"{pointer}/content/{escaped}/schema")
                for example in media.get("examples", {}).values():
                    errors = [error.message for error in validator.iter_errors(example["value"])]
                    assert errors == [], each["operationId"]


def _shown(name: str, status: str) -> Any:
    media = operation(name)["responses"][status]["content"][JSON]
    (example,) = media["examples"].values()
    return example["value"]


#: Of a row, and of the moment.
OTHER_EACH_TIME = {"id", "rows_url", "created_at"}


def test_it_shows_what_becomes_of_the_statement_that_it_shows(alice_client: ContractClient) -> None:
    """Looked at, committed with what was suggested, and undone but for one that was edited."""
    url = "/api/imports/{id}/".format(**_imported(alice_client))
    looked_at = alice_client.get(url).json()
    row = alice_client.get(f"{url}rows/").json()["results"][2]
    committed = alice_client.post(f"{url}commit/").json()
    edited = alice_client.get("/api/transactions/", {"search": "rewe"}).json()["results"][0]["id"]
    alice_client.patch(f"/api/transactions/{edited}/", {"notes": "With bread"})
    undone = alice_client.post(f"{url}undo/").json()

    assert _alike(looked_at, _shown("imports_create", "201"), OTHER_EACH_TIME)
    assert _alike(committed, _shown("imports_commit", "200"), OTHER_EACH_TIME)
    assert _alike(undone, _shown("imports_undo", "200"), OTHER_EACH_TIME | {"kept"})
    assert undone["kept"] == [edited]
    shown = _shown("imports_rows", "200")["results"][0]
    assert _alike(row, shown, {key for key in row if key.startswith("suggest")})


def _alike(found: Any, shown: Any, aside: set[str]) -> bool:
    return {**found, **{name: shown[name] for name in aside}} == shown
