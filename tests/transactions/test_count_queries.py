"""What each request costs the database; a number that grows here is a page that grows slow."""

import pytest
import time_machine

from tests.entries import category_id, record
from tests.queries import counted

PATH = "/api/transactions/"


@pytest.fixture
def row(alice_client):
    record(alice_client, category="Tea", external_id="bank-1")
    return record(alice_client, category="Food")


def test_it_lists_with_two_besides_the_sign_in(alice_client, row):
    for query in ("", "page=1", "search=a", "type=expense&category=none", "ordering=amount"):
        with counted() as queries:
            assert alice_client.get(f"{PATH}?{query}").status_code == 200
        assert len(queries) == 3, (query, queries)


def test_it_totals_with_one_besides_the_sign_in(alice_client, row):
    for query in ("", "search=a", "period=this_month", "currency=USD&type=income"):
        with counted() as queries:
            assert alice_client.get(f"{PATH}totals/?{query}").status_code == 200
        assert len(queries) == 2, (query, queries)


def test_it_reads_one_with_one_besides_the_sign_in(alice_client, row):
    with counted() as queries:
        assert alice_client.get(f"{PATH}{row['id']}/").json() == row
    assert len(queries) == 2, queries


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)  # at midnight everything has changed
def test_it_answers_that_nothing_has_changed_with_the_sign_in_alone(alice_client, row):
    for path in (PATH, f"{PATH}{row['id']}/", f"{PATH}totals/", "/api/expenses/?search=a"):
        tag = alice_client.get(path)["ETag"]
        with counted() as queries:
            response = alice_client.get(path, HTTP_IF_NONE_MATCH=tag)
        assert (response.status_code, response.content) == (304, b"")
        assert len(queries) == 1, (path, queries)


@pytest.mark.parametrize(
    ("fields", "cost"),
    [
        ({}, 8),
        ({"category": "Food"}, 9),
        ({"category": "{food}"}, 9),
        ({"external_id": "bank-2", "category": "{food}"}, 10),
        ({"category": "Brand new"}, 10),
    ],
)
def test_it_records_with_ten_at_most(alice_client, row, fields, cost):
    food = category_id(alice_client, "Food")
    body = {name: value.format(food=food) for name, value in fields.items()}
    with counted() as queries:
        response = alice_client.post(PATH, {"type": "expense", "amount": "5", **body})
    assert response.status_code == 201
    assert len(queries) == cost <= 10, queries


def test_it_edits_with_ten_at_most(alice_client, row):
    path = f"{PATH}{row['id']}/"
    for body, cost in (({"notes": "x"}, 7), ({"amount": "6"}, 9), ({"category": "Tea"}, 10)):
        with counted() as queries:
            assert alice_client.patch(path, body).status_code == 200
        assert len(queries) == cost <= 10, (body, queries)


def test_it_deletes_with_ten_at_most(alice_client, row):
    with counted() as queries:
        assert alice_client.delete(f"{PATH}{row['id']}/").status_code == 204
    assert len(queries) == 10, queries
