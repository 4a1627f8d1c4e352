"""`manage.py export_transactions`: the same files, on the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from tests.entries import record, record_all
from tests.transactions.exports import sent
from transactions import exporting
from users.models import User

COMMAND = "export_transactions"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def books(alice_client: APIClient) -> APIClient:
    record(alice_client, category="Food", description="Bread")
    record(alice_client, type="income", currency="JPY", amount="900", date="2026-02-01")
    return alice_client


def run(*words: str, terminal: bool = False) -> tuple[bytes, str]:
    """What goes to the standard output, and what it says besides."""
    out = io.TextIOWrapper(io.BytesIO())
    said = _Terminal() if terminal else io.StringIO()
    call_command(COMMAND, "--user", "alice", *words, stdout=out, stderr=said)
    return out.buffer.getvalue(), said.getvalue()


@pytest.mark.parametrize("name", ["csv", "jsonl", "ofx", "qif", "beancount", "ledger"])
def test_it_prints_what_the_api_sends(books: APIClient, name: str) -> None:
    assert run("--format", name) == (
        sent(books, f"format={name}"),
        "Transactions exported: 2.\n",
    )


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("--type income", "type=income"),
        ("--start-date 2026-03-01 --currency usd", "start_date=2026-03-01&currency=usd"),
        ("--weekday 7 --weekday 1", "weekday=7&weekday=1"),
        ("--search nothing", "search=nothing"),
        ("--category none --refund false", "category=none&refund=false"),
    ],
)
def test_it_takes_the_filters_of_the_list(books: APIClient, words: str, query: str) -> None:
    assert run(*words.split())[0] == sent(books, query)


def test_it_writes_a_file(books: APIClient, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("old")
    assert run("--output", str(file)) == (b"", f"Transactions exported to {file}: 2.\n")
    assert file.read_bytes() == sent(books)
    assert list(tmp_path.iterdir()) == [file]


def test_it_shows_how_far_it_is(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_A_PAGE", 5)
    record_all(alice, [{}] * 12)
    _, said = run(terminal=True)
    assert said.startswith("\rExporting [" + "." * 30 + "] 0 of 3")
    assert said.endswith("] 3 of 3\nTransactions exported: 12.\n")
    assert "\r" not in run()[1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("--start-date 2026-02-30", "--start-date: "),
        ("--type x --currency QQQ", "--type: This is one of expense, income."),
        ("--period all --period all", "--period: This parameter may be given once."),
        ("--period all --end-date 2026-01-01", "--period: "),
        ("--format pdf", "invalid choice"),
        ("--output /nowhere/rows.csv", "/nowhere/rows.csv cannot be written: No such file"),
    ],
)
def test_it_refuses_in_plain_words(books: APIClient, words: str, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*words.split())


def test_it_says_who_is_unknown(transactional_db: Any) -> None:
    with pytest.raises(CommandError, match="There is no user alice"):
        run()


def test_a_file_that_cannot_be_made_leaves_the_one_before(books: APIClient, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("old")
    (tmp_path / "rows.csv.part").mkdir()
    with pytest.raises(CommandError, match="cannot be written"):
        run("--output", str(file))
    assert file.read_text() == "old"


def test_a_terminal_gets_no_spreadsheet(books: APIClient) -> None:
    with pytest.raises(CommandError, match="name a file, --output"):
        call_command(COMMAND, "--user", "alice", "--format", "xlsx", stdout=_Terminal())
