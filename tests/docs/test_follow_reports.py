"""The answers of docs/reports.md are the demo's, on the day that the page names.

`pytest tests/docs/test_follow_reports.py --record` writes down what they are now.
"""

import doctest
import json
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from tests.conftest import client_of
from tests.docs.reading import shortened
from tests.schema.documents import operations
from tests.serving import ROOT
from users.models import User

PAGE = ROOT / "docs" / "reports.md"
UNTIL = "2026-03-17"
_ASKED = re.compile(r"(?<=```http\n)GET (\S+)\n```\n\n```json\n(.*?)\n(?=```)", re.DOTALL)
_SHELL = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def demo(django_db_reset_sequences: None) -> Iterator[Any]:
    """The demo's client, on that day, with ids that are counted from 1."""
    with time_machine.travel(f"{UNTIL}T12:00:00+00:00", tick=False):
        quiet = {"stdout": StringIO(), "stderr": StringIO()}
        call_command("seed_demo", f"--until={UNTIL}", **quiet)
        yield client_of(User.objects.get(username="demo"))


def answer(client: Any, path: str) -> str:
    found = client.get(path, headers={"host": "127.0.0.1:8000"})
    assert found.status_code == 200, (path, found.content)
    return json.dumps(shortened(found.json()), indent=2, ensure_ascii=False)


def test_every_answer_is_the_one_that_is_shown(demo: Any, pytestconfig: pytest.Config) -> None:
    text = PAGE.read_text(encoding="utf-8")
    if pytestconfig.getoption("record"):
        text = _ASKED.sub(
            lambda found: f"GET {found[1]}\n```\n\n```json\n{answer(demo, found[1])}\n", text
        )
        PAGE.write_text(text, encoding="utf-8")
    for path, shown in _ASKED.findall(text):
        assert answer(demo, path) == shown, path


def test_it_shows_every_report() -> None:
    shown = {path.partition("?")[0] for path, _ in _ASKED.findall(PAGE.read_text(encoding="utf-8"))}
    reports = {path for path, *_, each in operations() if each["tags"] == ["reports"]}

    assert shown == {*reports, "/api/budgets/", "/api/budgets/progress/"}


def test_the_shell_says_what_is_shown(demo: Any) -> None:
    (session,) = _SHELL.findall(PAGE.read_text(encoding="utf-8"))
    test = doctest.DocTestParser().get_doctest(session, {}, "docs/reports.md", None, 0)
    outcome = doctest.DocTestRunner().run(test)
    assert outcome.attempted > 5
    assert outcome.failed == 0
