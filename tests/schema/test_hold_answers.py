"""The client that holds answers to the schema finds what is wrong with one."""

import json
from typing import Any

import pytest
from django.http import HttpResponse

from tests.answers import check_answer

CATEGORY: dict[str, Any] = {
    "id": 1,
    "version": 1,
    "name": "Food",
    "emoji": "",
    "color": "",
    "description": "",
    "archived": False,
    "created_at": "2026-02-28T09:00:00.5Z",
    "updated_at": "2026-02-28T09:00:00Z",
}
HEADERS = {
    "X-Request-ID": "one",
    "ETag": '"1"',
    "Cache-Control": "private, no-cache",
    "Vary": "Authorization, Cookie, Accept",
}


def _answer(status: int = 200, *, without: str = "", **changes: Any) -> HttpResponse:
    headers = {name: value for name, value in HEADERS.items() if name != without}
    body = json.dumps(CATEGORY | changes)
    return HttpResponse(body, "application/json", status, headers=headers)


def _check(response: HttpResponse, path: str = "/api/categories/1/") -> None:
    check_answer("GET", path, response)


def test_it_lets_a_right_answer_through() -> None:
    _check(_answer())


@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"id": "1"},
        {"name": None},
        {"created_at": "2026-02-28T09:00:00+00:00"},
        {"created_at": "2026-02-30T09:00:00Z"},
    ],
)
def test_it_finds_what_the_schema_does_not_know(changes: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        _check(_answer(**changes))


def test_it_finds_a_missing_field() -> None:
    body = json.dumps({name: value for name, value in CATEGORY.items() if name != "color"})
    with pytest.raises(AssertionError, match="color"):
        _check(HttpResponse(body, "application/json", headers=HEADERS))


@pytest.mark.parametrize("header", HEADERS)
def test_it_finds_a_missing_header(header: str) -> None:
    with pytest.raises((AssertionError, KeyError)):
        _check(_answer(without=header))


def test_it_finds_an_undocumented_status() -> None:
    with pytest.raises(AssertionError, match="not documented"):
        _check(_answer(202))


def test_it_finds_another_content_type() -> None:
    with pytest.raises(AssertionError, match="text/plain"):
        _check(HttpResponse("{}", "text/plain", headers=HEADERS))


def test_it_finds_a_body_where_there_is_none() -> None:
    with pytest.raises(AssertionError, match="has a body"):
        _check(HttpResponse("{}", "application/json", 304, headers=HEADERS))


def test_it_finds_a_path_that_is_not_in_the_schema() -> None:
    with pytest.raises(AssertionError, match="not in the schema"):
        _check(_answer(), "/api/unheard-of/")


def test_it_leaves_unknown_paths_and_methods_alone() -> None:
    _check(_answer(404), "/api/unheard-of/")
    check_answer("DELETE", "/api/categories/", _answer(405))


def test_it_finds_a_page_where_json_was_promised() -> None:
    with pytest.raises(AssertionError):
        _check(HttpResponse("<p>", "text/html", 404, headers=HEADERS), "/api/unheard-of/")
