"""Books that were just filled, and of which the engine knows nothing, are not read for each row."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.imports.uploading import committed, counts, csv, looked_at, ofx
from transactions.models import Transaction

TABLE = Transaction._meta.db_table
ROWS = 200
DAYS = [f"202603{1 + n % 28:02}" for n in range(ROWS)]
FILES = {
    "text": csv(*(f"2026-03-01,-{n}.50,Row {n}" for n in range(ROWS))),
    "id": ofx(*((str(n), day, "-1.50", "Row") for n, day in enumerate(DAYS))),
    "text twice": csv(*(f"2026-03-01,-{n // 2}.50,Row" for n in range(ROWS))),
}


@pytest.fixture
def _believed_empty(transactional_db: None) -> Iterator[None]:
    """The transactions' statistics are those of the empty table, and are left at that."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} STATS_AUTO_RECALC = 0")
        cursor.execute(f"ANALYZE TABLE {TABLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} STATS_AUTO_RECALC = DEFAULT")


def entries_read() -> int:
    """By this connection, of all indexes, one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW SESSION STATUS LIKE 'Handler_read_next'")
        return int(cursor.fetchone()[1])


@pytest.mark.skipif(connection.vendor != "mysql", reason="Others do not count what they read.")
@pytest.mark.usefixtures("_believed_empty")
@pytest.mark.parametrize("known_by", FILES)
def test_it_looks_each_row_up_however_stale_the_statistics_are(
    alice_client: Any, known_by: str
) -> None:
    first, second = (looked_at(alice_client, FILES[known_by]) for _ in range(2))
    assert committed(alice_client, first)["created"] == ROWS
    before = entries_read()
    assert counts(committed(alice_client, second)) == (0, ROWS, 0, 0)
    assert entries_read() - before <= 20 * ROWS
