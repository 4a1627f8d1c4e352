import pytest
from django.http import HttpResponse
from django.test import Client
from rest_framework.test import APIClient

from tests.answers import ContractClient
from tests.refusals import faults, refused

PAGES = {"/api/docs/", "/api/redoc/"}


def test_it_says_where_to_go(client: Client) -> None:
    found = ContractClient().get("/api/").json()
    assert set(found) == {"name", "version", "docs", "redoc", "schema"}
    for name in ("docs", "redoc", "schema"):
        assert client.get(found[name]).status_code == 200


def test_it_needs_no_sign_in_and_ignores_one() -> None:
    response = ContractClient().get("/api/", headers={"Authorization": "Token nonsense"})
    assert response.status_code == 200


def test_it_refuses_an_unknown_parameter() -> None:
    assert faults(ContractClient().get("/api/?colour=red")) == [("query", "colour")]


def test_it_leads_from_the_root_to_the_sign_in(client: Client) -> None:
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/")


def _policy(response: HttpResponse) -> dict[str, str]:
    """The rules of the answer's security policy."""
    rules = (rule.strip().split(" ", 1) for rule in response["Content-Security-Policy"].split(";"))
    return dict(rules)


@pytest.mark.parametrize("path", sorted(PAGES))
def test_it_allows_scripts_of_its_own_alone(client: Client, path: str) -> None:
    response = client.get(path)
    policy = _policy(response)
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "<script>" not in response.content.decode()


def test_it_makes_an_exception_for_the_styles_of_redoc_alone(client: Client) -> None:
    assert _policy(client.get("/api/docs/"))["style-src"] == "'self'"
    hashes = _policy(client.get("/api/redoc/"))["style-src"].split()
    assert hashes[0] == "'self'"
    assert [each[:8] for each in hashes[1:]] == ["'sha256-", "'sha256-"]


@pytest.mark.parametrize(
    "accept", ["text/html", "*/*", "text/html,application/xhtml+xml,*/*;q=0.8"]
)
@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api",
        "/api/schema/",
        "/api/docs/",
        "/api/redoc/",
        "/api/register/",
        "/api/login/",
        "/api/me/",
        "/api/transactions/",
        "/api/transactions/1/",
        "/api/transactions/one/",
        "/api/reports/summary/",
        "/api/unheard-of/",
        "/api/unheard-of",
        "/api//",
        "/api/%00/",
    ],
)
def test_it_is_html_nowhere_but_in_the_docs(path: str, accept: str) -> None:
    response = APIClient().get(path, headers={"Accept": accept})
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    assert not is_page or (path in PAGES and response.status_code == 200)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["/api/", "/api/docs/", "/api/schema/", "/api/analytics/"])
def test_it_refuses_other_methods_by_a_problem(path: str, method: str) -> None:
    response = getattr(APIClient(), method)(path)
    if path == "/api/analytics/":
        assert refused(response, 401, "not_authenticated")
    else:
        assert refused(response, 405, "method_not_allowed")
        assert "GET" in response["Allow"]


def test_it_refuses_a_bad_host_by_a_problem(client: Client) -> None:
    response = client.get("/api/", headers={"Host": "evil.example"})
    assert refused(response, 400, "malformed")


def test_it_refuses_json_where_only_a_page_is() -> None:
    response = APIClient().get("/api/docs/", headers={"Accept": "application/json"})
    assert refused(response, 406, "not_acceptable")
