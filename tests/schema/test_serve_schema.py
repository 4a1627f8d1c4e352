import json

import pytest
import yaml
from rest_framework.test import APIClient

from tests.refusals import faults, refused

PATH = "/api/schema/"


@pytest.fixture
def client() -> APIClient:
    """Without a database: the schema needs none."""
    return APIClient()


def test_it_is_yaml_unless_asked_otherwise(client: APIClient) -> None:
    response = client.get(PATH)
    assert response["Content-Type"] == "application/vnd.oai.openapi; charset=utf-8"
    assert yaml.safe_load(response.content)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("?format=json", "*/*", "application/vnd.oai.openapi+json; charset=utf-8"),
        ("", "application/json", "application/json; charset=utf-8"),
    ],
)
def test_it_is_json_where_asked(client: APIClient, query: str, accept: str, expected: str) -> None:
    response = client.get(f"{PATH}{query}", headers={"Accept": accept})
    assert response["Content-Type"] == expected
    assert json.loads(response.content)["openapi"] == "3.1.0"


def test_it_is_the_same_in_both_forms(client: APIClient) -> None:
    as_json = json.loads(client.get(f"{PATH}?format=json").content)
    assert yaml.safe_load(client.get(f"{PATH}?format=yaml").content) == as_json


@pytest.mark.parametrize("query", ["?format=xml", "?version=2"])
def test_it_refuses_what_it_does_not_know(client: APIClient, query: str) -> None:
    response = client.get(f"{PATH}{query}")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", query[1:].partition("=")[0])]


def test_it_refuses_to_be_html(client: APIClient) -> None:
    assert refused(client.get(PATH, headers={"Accept": "text/html"}), 406, "not_acceptable")


def test_it_is_sent_once(client: APIClient) -> None:
    tag = client.get(PATH)["ETag"]
    response = client.get(PATH, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_its_forms_have_tags_of_their_own(client: APIClient) -> None:
    assert client.get(PATH)["ETag"] != client.get(f"{PATH}?format=json")["ETag"]


def test_it_needs_no_sign_in_and_ignores_one(client: APIClient) -> None:
    assert client.get(PATH, headers={"Authorization": "Token nonsense"}).status_code == 200
