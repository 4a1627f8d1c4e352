import pytest
from django.test import Client

from common.problems import KINDS
from tests.answers import ContractClient


@pytest.mark.parametrize("code", KINDS)
def test_it_explains_every_code(client: Client, code: str) -> None:
    response = client.get(f"/problems/{code}")
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    page = response.content.decode()
    assert f"<code>{code}</code>" in page
    assert str(KINDS[code].status) in page


def test_it_lists_every_code(client: Client) -> None:
    page = client.get("/problems/").content.decode()
    for code in KINDS:
        assert f'href="/problems/{code}"' in page


@pytest.mark.parametrize(
    "path", ["/problems/unheard_of", "/problems/INVALID", "/problems/invalid/"]
)
def test_it_knows_no_other_code(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_it_needs_no_sign_in_and_no_database(client: Client) -> None:
    """Without the `db` fixture a query would fail the test."""
    assert client.get("/problems/", headers={"Authorization": "Token nonsense"}).status_code == 200


def test_it_is_where_the_type_of_an_answer_points(
    anonymous_client: ContractClient, alice_client: ContractClient
) -> None:
    answers = [
        anonymous_client.get("/api/transactions/"),
        alice_client.get("/api/transactions/1/"),
        alice_client.get("/api/transactions/?colour=red"),
        alice_client.post("/api/categories/", {"name": "Food"}),
        alice_client.delete("/api/transactions/"),
        alice_client.get("/api/unheard-of/"),
    ]
    assert {each.status_code for each in answers} == {400, 401, 404, 405, 409}
    for each in answers:
        assert alice_client.get(each.json()["type"]).status_code == 200


def test_it_runs_no_script_and_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/problems/invalid")
    assert b"<script" not in response.content
    assert b"//" not in response.content.replace(b"://", b"")
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_it_is_read_alone(client: Client) -> None:
    assert client.post("/problems/invalid").status_code == 405
