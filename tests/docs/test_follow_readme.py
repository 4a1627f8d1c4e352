"""The README's commands, word for word but for the port, and the answers that it shows."""

import shutil
from pathlib import Path

import pytest

from tests.docs.following import follow
from tests.docs.reading import comparable, console_commands, examples, linked_files
from tests.serving import Server


@pytest.fixture(scope="module")
def answers(demo_server: Server, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder: Path = tmp_path_factory.mktemp("readme")
    return follow("README.md", demo_server, folder).answers


def test_it_needs_nothing_but_curl_and_a_shell() -> None:
    assert shutil.which("curl")
    assert shutil.which("bash")


def test_every_example_gets_an_answer(answers: list[str]) -> None:
    assert len(answers) == len(list(examples("README.md")))


def test_every_answer_is_the_one_that_is_shown(answers: list[str], demo_server: Server) -> None:
    for example, answer in zip(examples("README.md"), answers, strict=True):
        if example.shown is not None:
            shown = comparable(example.shown.text, 8000)
            assert comparable(answer, demo_server.port) == shown, example.command


def test_only_the_mistake_is_answered_with_a_problem(answers: list[str]) -> None:
    problems = [answer for answer in answers if '"type":"/problems/' in answer]

    assert len(problems) == 1
    assert "categroy" in problems[0]


def test_the_demo_has_something_to_show(answers: list[str]) -> None:
    assert '"category_name": "Housing"' in answers[-1]


def test_its_set_up_commands_are_those_that_are_tried_in_a_fresh_clone() -> None:
    assert console_commands("README.md") == [
        "python3 dev.py run",
        "pip install -r requirements.txt",
        "python manage.py migrate",
        "python manage.py seed_demo",
        "python manage.py runserver",
        "python3 dev.py test",
    ]


def test_its_links_lead_somewhere() -> None:
    missing = [path.name for path in linked_files("README.md") if not path.exists()]

    assert missing == []
