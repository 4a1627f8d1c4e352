"""What a report costs the database: one statement, two where an end of its range is open."""

from typing import Any

import pytest

from tests.entries import record
from tests.queries import counted

CLOSED = [
    "analytics/",
    "analytics/?period=this_year&currency=EUR",
    "analytics/?period=last_365_days&category=none",
    "reports/summary/",
    "reports/summary/?start_date=2024-01-15&end_date=2026-02-10&type=income&category=none",
    "reports/by-category/?period=last_365_days&top=3",
    "reports/monthly-summary/?month=2026-03",
    "reports/trends/",
    "reports/trends/?interval=week&period=last_365_days&type=expense&category=none",
    "reports/trends/?interval=quarter&start_date=2024-02-29&end_date=2026-12-31&page_size=2&page=5",
    "reports/trends/?interval=day&start_date=1900-01-01&end_date=2199-12-31&page=2000",
    "reports/trends/?interval=year&start_date=1900-01-01&end_date=2199-12-31&page_size=500",
    "reports/calendar/",
    "reports/calendar/?year=2024&currency=EUR",
    "reports/calendar/?start_date=2026-01-15&end_date=2026-02-10",
    "reports/calendar/?category=none,1,2",
    "reports/weekly/",
    "reports/weekly/?start_date=2024-02-29&end_date=2026-12-31&type=income",
    "reports/currencies/",
    "reports/currencies/?period=last_year&currency=EUR",
]
OPEN = [
    "analytics/?start_date=2026-03-01",
    "analytics/?period=all&category=none",
    "reports/summary/?period=all",
    "reports/summary/?end_date=2026-03-31&type=expense",
    "reports/by-category/?start_date=2026-01-01",
    "reports/trends/?period=all&interval=day",
    "reports/trends/?start_date=2026-01-01&page_size=1&page=2",
    "reports/calendar/?period=all",
    "reports/calendar/?end_date=2026-03-01&currency=USD",
    "reports/calendar/?start_date=2026-01-01&category=none",
    "reports/weekly/?period=all&category=none",
    "reports/weekly/?start_date=2026-01-01",
    "reports/currencies/?period=all",
    "reports/currencies/?end_date=2026-03-31",
]


@pytest.mark.parametrize(("paths", "number"), [(CLOSED, 1), (OPEN, 2)], ids=["closed", "open"])
def test_it_asks_so_many_besides_the_sign_in(client: Any, paths: list[str], number: int) -> None:
    for day in ("2026-01-31", "2026-03-01", "2026-03-17"):
        record(client, date=day, category="Food")
        record(client, date=day, type="income")
    for path in paths:
        with counted() as queries:
            assert client.get(f"/api/{path}").status_code == 200
        assert len(queries) == 1 + number, path


def test_it_names_the_book_in_every_statement(client: Any) -> None:
    record(client, date="2026-03-01", category="Food")
    for path in (*CLOSED, *OPEN):
        with counted() as queries:
            client.get(f"/api/{path}")
        for query in queries[1:]:
            tables = query.count(" FROM ") - query.count("FROM (")
            assert query.count("book_id = ") >= tables > 0
