"""`manage.py import_transactions`: files of a bank into somebody's books, on the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from imports.models import Import, ImportRow
from tests.imports.uploading import DAY, LIST, csv

COMMAND = "import_transactions"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(csv(*DAY))
    return path


def run(*words: Any, user: str = "alice", terminal: bool = False) -> tuple[int, str, str]:
    """Its exit code, what it prints, and what it says besides."""
    out, said = io.StringIO(), _Terminal() if terminal else io.StringIO()
    code = 0
    try:
        call_command(COMMAND, *map(str, words), "--user", user, stdout=out, stderr=said)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, out.getvalue(), said.getvalue()


def count(client: APIClient) -> int:
    return int(client.get(LIST).json()["count"])


def test_it_books_and_tells(alice_client: APIClient, statement: Path) -> None:
    assert run(statement) == (
        0,
        "File       Format  Rows  New  Duplicates  Invalid  Booked\n"
        "march.csv  csv        3    3           0        0       3\n",
        "",
    )
    assert count(alice_client) == 3


def test_it_books_nothing_twice(alice_client: APIClient, statement: Path) -> None:
    run(statement)
    code, table, _ = run(statement, statement)
    assert (code, count(alice_client)) == (0, 3)
    assert (
        table.splitlines()[1:] == ["march.csv  csv        3    0           3        0       0"] * 2
    )


def test_it_only_says_what_it_would_do(alice_client: APIClient, statement: Path) -> None:
    code, table, _ = run(statement, "--dry-run")
    assert (code, count(alice_client)) == (0, 0)
    assert table.endswith("Nothing was booked: this was a dry run.\n")
    assert not Import.objects.exists()
    assert not ImportRow.objects.exists()


def test_it_names_file_and_line_of_what_it_does_not_understand(
    alice_client: APIClient, statement: Path
) -> None:
    statement.write_text(csv(DAY[0], "2026-02-31,-1.00,Never", *DAY[1:]))
    code, _, said = run(statement)
    assert (code, count(alice_client)) == (1, 3)
    assert said == f"{statement}:3: There is no day '2026-02-31' in the calendar.\n"


def test_it_names_some_of_many(alice_client: APIClient, statement: Path) -> None:
    statement.write_text(csv(*DAY, *["2026-03-01,much,Tea"] * 25))
    code, _, said = run(statement, "--mapping", '{"columns": {"amount": "Amount"}}')
    assert code == 1
    assert said.splitlines()[19:] == [
        f"{statement}:24: 'much' is no amount with a decimal point.",
        f"{statement}: and 5 more",
    ]


def test_it_goes_on_with_the_other_files(
    alice_client: APIClient, statement: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "scan.csv"
    picture.write_bytes(b"%PDF-1.7")
    code, _, said = run(picture, tmp_path / "none.csv", statement)
    assert (code, count(alice_client)) == (1, 3)
    assert said.splitlines() == [
        f"{picture}: This is a PDF.",
        f"{tmp_path / 'none.csv'}: No such file or directory",
    ]


def test_it_reads_as_it_is_told(alice_client: APIClient, statement: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"sign": "expense", "header": null}')
    run(statement, "--mapping", mapping, "--currency", "eur")
    kinds = [
        (row["type"], row["amount"], row["currency"])
        for row in alice_client.get(LIST).json()["results"]
    ]
    assert ("income", "900.00", "EUR") in kinds


def test_it_applies_suggestions_when_told(alice_client: APIClient, statement: Path) -> None:
    for day in ("2026-01-01", "2026-02-01"):
        body = {"type": "expense", "amount": "900", "date": day, "description": "Rent"}
        alice_client.post(LIST, {**body, "category": "Housing"})
    run(statement, "--apply-suggestions")
    rent = alice_client.get(f"{LIST}?search=rent&start_date=2026-03-01").json()["results"]
    assert [row["category_name"] for row in rent] == ["Housing"]


def test_it_draws_a_bar_on_a_terminal_alone(alice_client: APIClient, statement: Path) -> None:
    said = run(statement, terminal=True)[2]
    assert "\rReading [##############################]" in said
    assert said.endswith("\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--mapping", '{"sign":'], "it is no JSON"),
        (["--mapping", "[1]"], "No such file"),
        (["--mapping", "nowhere.json"], "No such file"),
        (["--currency", "EURO"], "'EURO' is no currency of ISO 4217"),
    ],
)
def test_it_refuses_words_that_mean_nothing(
    alice_client: APIClient, statement: Path, words: list[str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        run(statement, *words)


def test_it_refuses_a_mapping_that_is_none(alice_client: APIClient, statement: Path) -> None:
    code, _, said = run(statement, "--mapping", '{"sgn": "expense"}')
    assert (code, count(alice_client)) == (1, 0)
    assert said.startswith(f"{statement}: A mapping has no 'sgn'.")


def test_it_refuses_a_user_who_is_not_there(statement: Path, transactional_db: None) -> None:
    with pytest.raises(CommandError, match=r"There is no user bob\."):
        run(statement, user="bob")
