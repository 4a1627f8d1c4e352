"""SQLite, MariaDB and PostgreSQL give the same answers, byte for byte, and have the same tables.

What they give and have is written down beside this file, and every engine is held to that by
itself: so all agree with each other. `--record`, on PostgreSQL, writes it down anew.
"""

from contextlib import suppress
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.answers import operation_of, schema
from tests.mail_sink import MailSink
from tests.proof.accounts_story import tell_of_an_account
from tests.proof.import_story import tell_of_files
from tests.proof.later_story import tell_more
from tests.proof.story import tell
from tests.proof.tables import as_designed, described
from tests.proof.teller import Teller
from tests.serving import empty_database, environment, serving

HERE = Path(__file__).resolve().parent
STORY, TABLES = HERE / "story.txt", HERE / "tables.txt"
BETWEEN = "\n\n"
MOST_LINES = 40


@pytest.fixture(scope="module")
def teller(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Teller:
    """Whoever told the story, to a server with an empty database."""
    folder = tmp_path_factory.mktemp("story")
    with (
        MailSink() as mails,
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url, EMAIL_URL=mails.url), folder / "log") as server,
    ):
        teller = Teller(server)
        # An answer may lack what the story goes on with: comparing shows which.
        with suppress(LookupError, StopIteration):
            tell(teller)
            tell_more(teller)
            tell_of_an_account(teller, mails)
            tell_of_files(teller)
    return teller


def written_down(file: Path, found: list[str], between: str, config: pytest.Config) -> list[str]:
    if config.getoption("--record"):
        assert connection.vendor == "postgresql", "Its types say most: record on PostgreSQL."
        file.write_text(between.join(found) + "\n", encoding="utf-8")
    return file.read_text(encoding="utf-8").removesuffix("\n").split(between)


def assert_equal(found: list[str], expected: list[str]) -> None:
    """Said as a diff, for pytest's own words about so much text would be cut short."""
    lines = unified_diff(expected, found, "written down", connection.vendor, n=0, lineterm="")
    if found != expected:
        pytest.fail("\n".join(islice(lines, MOST_LINES)))


def test_it_gives_the_same_bytes(
    teller: Teller, pytestconfig: pytest.Config, record_property: Any
) -> None:
    record_property("answers compared", len(teller.answers))
    assert_equal(teller.answers, written_down(STORY, teller.answers, BETWEEN, pytestconfig))


def test_it_is_asked_for_everything(teller: Teller) -> None:
    documented = {
        operation["operationId"]
        for path in schema()["paths"].values()
        for operation in path.values()
    }
    found = [operation_of(method, path) for method, path in teller.told]

    assert {each[0]["operationId"] for each in found if each} == documented


def test_it_has_the_same_tables(
    transactional_db: None, pytestconfig: pytest.Config, record_property: Any
) -> None:
    found = described()
    record_property("lines of the schema compared", len(found))
    assert_equal(found, as_designed(written_down(TABLES, found, "\n", pytestconfig)))
