"""The shell: the same for everybody, for nobody who is signed out, and kept by a worker."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from dashboard.shell import PAGES
from tests.entrances.forms import visitor
from tests.ledger.breaking import LOSSES, broken_statement
from users.models import User

PATHS = ["/", *(f"/{page}/" for page in PAGES), "/imports/5/"]
LOSS = next(iter(LOSSES.values()))


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_signed_out_signs_in_first(client: Client, path: str) -> None:
    answer = client.get(f"{path}?q=a%20b&type=expense")
    assert answer.status_code == 302
    way = client.get(answer["Location"]).content.decode()
    assert f'name="next" value="{path}?q=a%20b&amp;type=expense"' in way


def test_it_is_the_same_for_everybody(alice: User, charlie: User) -> None:
    pages = {_signed_in(user).get(path).content for user in (alice, charlie) for path in PATHS}
    assert len(pages) == 1
    assert b"alice" not in pages.pop()


@pytest.mark.parametrize("path", PATHS)
def test_it_is_asked_for_each_time_and_runs_nothing_but_its_own(alice: User, path: str) -> None:
    client = _signed_in(alice)
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-cache")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)| style=| on[a-z]+=", answer.content.decode())
    assert "csrftoken" in answer.cookies
    assert client.head(path).status_code == 200
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(path).status_code == 405


def test_everything_it_names_is_there(alice: User) -> None:
    page = _signed_in(alice).get("/").content.decode()
    named = re.findall(r'(?:src|href)="/static/([^"]+)"', page)
    assert len(named) > 20
    assert [name for name in named if finders.find(name) is None] == []
    modules = {f"dashboard/pages/{page or 'overview'}.js" for page in ("", *PAGES)}
    assert {name for name in modules if finders.find(name) is None} == set()


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/"])
def test_a_path_without_its_slash_leads_to_the_one_with_it(client: Client, path: str) -> None:
    answer = client.get(f"{path[:-1]}?q=a%20b%25&next=//evil.example")
    assert answer.status_code == 302
    assert answer["Location"] == f"{path}?q=a%20b%25&next=//evil.example"


@pytest.mark.parametrize("page", ["sign-in", "sign-up", "forgot-password", "reset-password"])
def test_so_does_that_of_an_entrance(client: Client, page: str) -> None:
    assert client.get(f"/{page}")["Location"] == f"/{page}/"


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/budgets/5/", "/imports/x/", "/imports/-1/", "/%00/", "/😀/"]
)
def test_what_is_not_there_is_said_in_words(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_it_opens_though_the_database_is_away(alice: User) -> None:
    client = _signed_in(alice)
    with broken_statement(1, LOSS, always=True):
        answer = client.get("/budgets/")
    assert answer.status_code == 200
    assert answer.content == client.get("/budgets/").content


def test_the_worker_keeps_files_that_are_there(client: Client) -> None:
    answer = client.get("/service-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    named = re.findall(r'"/static/([^"]+)"', answer.content.decode())
    assert {"dashboard/main.js", "dashboard/core/http.js", "common/icon.svg"} <= set(named)
    assert [name for name in named if finders.find(name) is None] == []
    assert client.head("/service-worker.js").status_code == 200
    assert client.post("/service-worker.js").status_code == 405


def test_the_worker_may_fetch_from_here_alone(client: Client) -> None:
    policy = client.get("/service-worker.js")["Content-Security-Policy"]
    assert policy == "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"


def test_a_body_that_cannot_be_read_is_said_in_words(transactional_db: None) -> None:
    client = visitor()
    kind = "application/x-www-form-urlencoded; charset=utf-16"
    answer = client.generic("POST", "/sign-in/", "a=b", kind)
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
