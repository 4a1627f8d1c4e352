"""Eight writers at once, on one person's books, for ten seconds."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.serving import Server
from tests.writers import WRITERS, Writer, fields_kept, kept_by, rows_in, work_for

SECONDS = 10


@pytest.fixture(scope="module")
def token(live: Server) -> str:
    return live.register()


@pytest.fixture(scope="module")
def writers(live: Server, token: str) -> Sequence[Writer]:
    """All eight, their work done."""
    return work_for(SECONDS, [Writer(live, token, number) for number in range(WRITERS)])


@pytest.fixture(scope="module")
def rows(live: Server, token: str, writers: Sequence[Writer]) -> dict[int, dict[str, Any]]:
    """What is in the books afterwards, by id."""
    return rows_in(live, token)


def test_it_answers_every_writer(writers: Sequence[Writer]) -> None:
    statuses = [status for writer in writers for status in writer.statuses]

    assert set(statuses) <= {200, 201, 204, 404}
    assert all(len(writer.statuses) > 10 for writer in writers)


def test_it_keeps_every_acknowledged_write(
    writers: Sequence[Writer], rows: dict[int, dict[str, Any]]
) -> None:
    assert kept_by(writers) == {row: fields_kept(fields) for row, fields in rows.items()}


def test_it_brings_nothing_back(writers: Sequence[Writer], rows: dict[int, dict[str, Any]]) -> None:
    gone = {row for writer in writers for row in writer.gone}

    assert gone
    assert not gone & rows.keys()


def test_it_leaves_every_row_in_a_category_that_exists(
    live: Server, token: str, rows: dict[int, dict[str, Any]]
) -> None:
    known = {row["id"] for row in live.get("/api/categories/", token)["results"]}

    assert {row["category"] for row in rows.values()} <= known | {None}


def test_its_totals_equal_its_rows(live: Server, writers: Sequence[Writer]) -> None:
    assert "Every total equals its rows." in live.manage("check_totals")


def test_it_counts_every_write_as_an_operation(
    live: Server, token: str, writers: Sequence[Writer]
) -> None:
    written = sum(status != 404 for writer in writers for status in writer.statuses)
    reply = live.send("POST", "/api/categories/", {"name": "One more"}, token=token)

    # The first operation opened the books; this one is after all the others.
    assert reply.json()["version"] == written + 2
