"""What looking at imports costs the database: as much for many rows as for a few."""

import pytest

from tests.imports.uploading import DAY, PATH, csv, imported, looked_at, url_of
from tests.queries import counted

MANY = tuple(f"2026-03-{day:02},-{day},Row {n}" for n in range(10) for day in range(1, 21))


def cost(client, url):
    with counted() as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("rows", [DAY, MANY])
def test_it_lists_with_two_besides_the_sign_in(alice_client, rows):
    for _ in range(3):
        looked_at(alice_client, csv(*rows))
    assert cost(alice_client, PATH) == 3


@pytest.mark.parametrize("rows", [DAY, MANY])
def test_it_shows_one_with_one_besides_the_sign_in(alice_client, rows):
    found = imported(alice_client, csv(*rows))
    assert cost(alice_client, url_of(found)) == 2


@pytest.mark.parametrize("rows", [DAY, MANY])
def test_it_shows_rows_with_three_besides_the_sign_in(alice_client, rows):
    url = url_of(imported(alice_client, csv(*rows)), "rows")
    for query in ("", "?verdict=new", "?page_size=500", "?verdict=invalid"):
        assert cost(alice_client, f"{url}{query}") == 4, query


def test_it_imports_many_rows_with_as_few_statements_as_few_rows(alice_client, charlie_client):
    costs = []
    for client, rows in ((alice_client, DAY), (charlie_client, MANY)):
        with counted() as queries:
            imported(client, csv(*rows))
        costs.append(len(queries))
    assert costs[1] <= costs[0] + 2, costs


def test_it_deletes_rows_by_their_key(alice_client):
    """By anything but the book first, everybody's rows would be gone through."""
    found = looked_at(alice_client, csv(*DAY))
    with counted() as queries:
        assert alice_client.delete(url_of(found)).status_code == 204
    deletes = [sql for sql in queries if sql.startswith("DELETE") and "imports_importrow" in sql]
    assert deletes
    assert all("book_id" in sql for sql in deletes), deletes
