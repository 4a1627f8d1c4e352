from typing import Any

from tests.answers import schema
from tests.schema.documents import url_of


def test_it_says_what_every_path_takes(alice_client: Any) -> None:
    for path, item in schema()["paths"].items():
        answer = alice_client.options(url_of(path))
        assert (answer.status_code, answer.content) == (204, b""), path
        assert {method.upper() for method in item} <= set(answer["Allow"].split(", ")), path
