"""The guides of docs/api, each followed word for word by a shell of its own.

`pytest tests/docs/test_follow_guides.py --record` writes down what the answers are now.
"""

import json
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from common.limits import Limit
from common.pagination import LAST_ROW_BY_NUMBER, MAX_PAGE_SIZE
from common.parsers import MAX_DEPTH
from common.throttles import SIGNED_IN
from imports.mapping import MOST_COLUMNS
from imports.staging import MOST_CATEGORIES
from imports.views import IMPORT
from ledger import syncing
from reports.days import LONGEST_RANGE
from tests.docs.following import Followed, follow, run
from tests.docs.losing import losing_first_answers
from tests.docs.reading import (
    Example,
    comparable,
    console_commands,
    cut_like,
    examples,
    linked_files,
    shortened,
)
from tests.serving import ROOT, Server, environment, manage, serving
from transactions import exporting
from transactions.bulk import MOST_ENTRIES, MOST_ROWS
from users import limits, tokens
from users.serializers import PASSWORD_LENGTH

GUIDE = ROOT / "docs" / "api"
GUIDES = sorted(
    page
    for page in (str(path.relative_to(ROOT)) for path in GUIDE.glob("*.md"))
    if any(examples(page))
)
#: It opens its account step by step.
FIRST = "docs/api/first-steps.md"
IMPORTS = "docs/api/imports.md"
MAIL_SECONDS = 30
Follow = Callable[[str], Followed]


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the server prints."""
    folder: Path = tmp_path_factory.mktemp("guides")
    return folder / "terminal"


@pytest.fixture(scope="module")
def server(terminal: Path) -> Iterator[Server]:
    database = terminal.with_name("expenses.sqlite3")
    settings = environment(f"sqlite:///{database}", THROTTLE="on")
    manage(settings, "migrate", "--verbosity", "0")
    with serving(settings, terminal) as running:
        yield running


@pytest.fixture(scope="module")
def followed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Follow:
    """A page, followed once."""
    return cache(lambda page: follow(page, server, tmp_path_factory.mktemp("shell")))


@pytest.mark.parametrize("page", GUIDES)
def test_every_answer_is_the_one_that_is_shown(
    page: str, followed: Follow, server: Server, pytestconfig: pytest.Config
) -> None:
    if pytestconfig.getoption("record"):
        record(page, followed(page).answers, server.port)
    for example, answer in zip(examples(page), followed(page).answers, strict=True):
        if example.shown is not None:
            shown = comparable(example.shown.text, 8000)
            assert cut_like(comparable(answer, server.port), shown) == shown, example.command


@pytest.mark.parametrize("page", GUIDES)
def test_problems_are_those_that_are_shown(page: str, followed: Follow) -> None:
    for example, answer in zip(examples(page), followed(page).answers, strict=True):
        assert "/problems/" not in answer or example.shown is not None, example.command


def test_every_page_can_be_the_first_that_is_read() -> None:
    openings = {next(examples(page)).command for page in GUIDES if page != FIRST}

    assert len(openings) == 1
    assert "/register/" in openings.pop()


def test_the_copy_is_what_the_server_has(server: Server, followed: Follow) -> None:
    page = followed("docs/api/sync.md")
    (file,) = page.folder.glob("*/copy.json")
    assert json.loads(file.read_text(encoding="utf-8"))["rows"] == books(server, page.token)

    server.manage("new_epoch")  # as after a restore: cursors are answered with 410
    many = [{"amount": "7.00", "category": "Travel"}] * 490  # with the categories, two pages
    server.send("POST", "/api/expenses/bulk/", {"create": many}, token=page.token)
    again = f"export API={server.base}/api TOKEN={page.token}; python3 sync.py"
    run([again], server.port, file.parent)

    assert json.loads(file.read_text(encoding="utf-8"))["rows"] == books(server, page.token)


def test_the_command_line_says_what_is_shown(
    server: Server, followed: Follow, pytestconfig: pytest.Config
) -> None:
    page = followed(IMPORTS)
    (folder,) = (file.parent for file in page.folder.glob("*/march.csv"))
    name = server.get("/api/me/", page.token)["username"]
    (shown,) = console_commands(IMPORTS)
    words = shlex.split(shown.replace("--user ada", f"--user {name}"))
    command = [sys.executable, str(ROOT / "manage.py"), *words[2:]]
    out, both = subprocess.PIPE, subprocess.STDOUT
    done = subprocess.run(
        command, cwd=folder, env=dict(server.environment), stdout=out, stderr=both, text=True
    )
    if pytestconfig.getoption("record"):
        record(IMPORTS, [done.stdout], server.port, "console")

    (example,) = examples(IMPORTS, "console")
    assert example.shown is not None
    assert (done.stdout, done.returncode) == (example.shown.text, 1)


def test_a_write_whose_answer_is_lost_is_booked_once(server: Server, tmp_path: Path) -> None:
    opening, *others = (example.command for example in examples("docs/api/retries.md"))
    (function,) = (command for command in others if "send()" in command)
    with losing_first_answers(server) as port:
        write = 'send $API/expenses/ -d \'{"amount": "4.10"}\''
        count = 'curl -s $API/expenses/ -H "$AUTH" | grep -o \'"count":[0-9]*\''
        *_, status, counted = run([opening, function, write, count], port, tmp_path)

    assert (status, counted) == ("201\n", '"count":1\n')


def test_a_forgotten_password_is_reset_by_what_the_server_prints(
    server: Server, terminal: Path, tmp_path: Path
) -> None:
    opening, *others = (example.command for example in examples("docs/api/accounts.md"))
    (ask,) = (command for command in others if "/password-reset/" in command)
    *_, name = run([opening, ask, "printf %s $NAME"], server.port, tmp_path)
    uid, token = printed_mail(terminal, name)
    confirm = "\n".join(console_commands("docs/api/accounts.md"))
    confirm = confirm.replace("<uid>", uid).replace("<token>", token)
    run([opening, confirm], server.port, tmp_path)

    (password,) = re.findall(r'"new_password": "([^"]*)"', confirm)
    login = server.send("POST", "/api/login/", {"username": name, "password": password})
    assert login.status == 200


def test_the_limits_are_those_of_the_code() -> None:
    page = (GUIDE / "limits.md").read_text(encoding="utf-8")
    sizes = {
        "JSON, levels deep": MAX_DEPTH,
        "entries in one": MOST_ENTRIES,
        "rows of one edit": MOST_ROWS,
        "`page_size`": MAX_PAGE_SIZE,
        "rows reached by": LAST_ROW_BY_NUMBER,
        "changes in one answer": syncing.PAGE,
        "columns of a CSV": MOST_COLUMNS,
        "categories in": MOST_CATEGORIES,
        "range of": LONGEST_RANGE,
        "named tokens": tokens.MOST,
        "password": PASSWORD_LENGTH,
    }
    for name, most in sizes.items():
        (row,) = re.findall(rf"^\| {re.escape(name)}[^|]*\| ([^|]*)\|", page, re.MULTILINE)
        assert f"{most:,}" in row.split(" (")[0], name


def test_the_rates_are_those_of_the_code() -> None:
    page = (GUIDE / "limits.md").read_text(encoding="utf-8")
    told = re.findall(r"([\d,]+) (an hour|a minute|requests a minute)", page)
    units = {60: "a minute", 3600: "an hour"}
    known = [each for each in vars(limits).values() if isinstance(each, Limit)]
    known += [exporting.LIMIT, IMPORT]

    assert sorted(told) == sorted(
        [("1,200", "requests a minute"), *((str(one.times), units[one.seconds]) for one in known)]
    )
    assert (SIGNED_IN.times, SIGNED_IN.seconds) == (1200, 60)


def test_the_index_leads_to_every_page() -> None:
    linked = {path.resolve() for path in linked_files("docs/api/README.md")}

    assert {path for path in GUIDE.glob("*.md") if path.name != "README.md"} <= linked


def printed_mail(terminal: Path, name: str) -> tuple[str, str]:
    """The uid and token of the mail to the account; it is printed beside the answer."""
    end = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < end:
        text = terminal.read_text(encoding="utf-8")
        found = re.search(rf"To: {name}@.*?^uid: (\S+)\ntoken: (\S+)$", text, re.DOTALL | re.M)
        if found:
            return found[1], found[2]
        time.sleep(0.02)
    raise AssertionError(f"No mail to {name}:\n{terminal.read_text(encoding='utf-8')[-2000:]}")


def books(server: Server, token: str) -> dict[str, dict[str, Any]]:
    """All rows of the lists, by kind and id."""
    lists = {"category": "categories", "transaction": "transactions", "budget": "budgets"}
    return {
        name: {
            str(row["id"]): row
            for row in server.get(f"/api/{path}/", token, page_size="500")["results"]
        }
        for name, path in lists.items()
    }


def record(page: str, answers: list[str], port: int, kind: str = "sh") -> None:
    """Replace what the page shows by what came, where the two differ."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for example, answer in zip(examples(page, kind), answers, strict=True):
        if example.shown is not None:
            shown = comparable(example.shown.text, 8000)
            if cut_like(comparable(answer, port), shown) != shown:
                text = text.replace(
                    _block(example, example.shown.text), _block(example, laid_out(answer, port))
                )
    (ROOT / page).write_text(text, encoding="utf-8")


def _block(example: Example, answer: str) -> str:
    kind = example.shown.kind if example.shown else ""
    return f"```{example.kind}\n{example.command}```\n\n```{kind}\n{answer}```"


def laid_out(answer: str, port: int) -> str:
    """As it is shown, without the ends of secrets."""
    answer = answer.replace(f":{port}/", ":8000/")
    answer = re.sub(r'"((?:ext_\d+_|eyJ)[\w-]{16})[\w.-]+"', r'"\1..."', answer)
    try:
        return json.dumps(shortened(json.loads(answer)), indent=2, ensure_ascii=False) + "\n"
    except ValueError:
        return answer if answer.endswith("\n") else f"{answer}\n"
