from common.problems import KINDS
from tests.answers import resolve, schema
from tests.schema.documents import component, operation, operations, parameters

PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _statuses(name: str) -> set[str]:
    return {status for status in operation(name)["responses"] if status >= "400"}


def test_it_has_one_shared_answer_for_each_status() -> None:
    for *_, each in operations():
        for status, answer in each["responses"].items():
            if status >= "400":
                assert set(answer) == {"$ref"}, each["operationId"]
                content = resolve(answer)["content"]
                assert list(content) == ["application/problem+json"]
                assert content["application/problem+json"]["schema"] == PROBLEM


def test_it_knows_every_code() -> None:
    assert component("ProblemCode")["enum"] == list(KINDS)
    required = {"type", "code", "title", "status", "detail", "request_id", "errors"}
    assert set(component("Problem")["required"]) == required
    assert component("Problem")["additionalProperties"] is True


def test_it_names_the_codes_of_each_status() -> None:
    for answer in schema()["components"]["responses"].values():
        for media in answer.get("content", {}).values():
            statuses = {example["value"]["status"] for example in media["examples"].values()}
            (status,) = statuses
            codes = {code for code, kind in KINDS.items() if kind.status == status}
            assert set(media["examples"]) == codes


def test_it_documents_what_every_client_can_meet() -> None:
    for *_, each in operations():
        assert {"400", "406", "503"} <= set(each["responses"])
        assert ("401" in each["responses"]) == (
            "security" in each or each["operationId"] in {"login", "refresh"}
        )


def test_it_documents_what_a_path_or_a_body_can_go_wrong_with() -> None:
    for *_, each in operations():
        names = parameters(each)
        is_findable = "id" in names and names["id"]["in"] == "path"
        assert ("404" in each["responses"]) == (is_findable or "page" in names)
        assert ("413" in each["responses"]) == ("requestBody" in each)
        assert ("415" in each["responses"]) == ("requestBody" in each)
        is_write = "Idempotency-Key" in names
        assert ("409" in each["responses"]) == ("422" in each["responses"]) == is_write


def test_it_documents_the_limits() -> None:
    for *_, each in operations():
        assert ("429" in each["responses"]) == (each["operationId"] != "index")
    limited = schema()["components"]["responses"]["TooManyRequests"]
    assert {"Retry-After", "RateLimit-Limit"} <= set(limited["headers"])


def test_it_documents_a_closed_registration_and_a_wrong_password() -> None:
    assert "403" in _statuses("register")
    assert "403" not in _statuses("login")
    assert "401" in _statuses("login") & _statuses("refresh")
