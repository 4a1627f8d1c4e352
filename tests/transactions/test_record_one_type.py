"""`/api/expenses/` and `/api/income/`: the same, as if there were no other type."""

import pytest

from tests.entries import every_row, ids, nothing_written, record
from tests.refusals import faults, refused

PATHS = {"expense": "/api/expenses/", "income": "/api/income/"}
OTHER = {"expense": "income", "income": "expense"}
PUT = {"amount": "9", "currency": "EUR", "date": "2026-04-02"}


@pytest.fixture(params=PATHS)
def kind(request):
    return request.param


def test_it_records_its_own_type(alice_client, kind):
    body = {"amount": "5", "category": "Food", "date": "2026-03-01"}
    response = alice_client.post(PATHS[kind], body)
    assert response.status_code == 201
    row = response.json()
    assert row["type"] == kind
    assert response["Location"] == f"http://testserver{PATHS[kind]}{row['id']}/"
    assert alice_client.get(response["Location"]).json() == row
    assert alice_client.get(f"/api/transactions/{row['id']}/").json() == row


def test_it_takes_its_own_type_in_a_body(alice_client, kind):
    row = record(alice_client, PATHS[kind], type=kind)
    path = f"{PATHS[kind]}{row['id']}/"
    assert alice_client.put(path, {**PUT, "type": kind}).json()["type"] == kind
    assert alice_client.put(path, PUT).json()["type"] == kind
    assert alice_client.patch(path, {"type": kind, "notes": "x"}).json()["type"] == kind
    assert alice_client.patch(path, {"notes": "y"}).json()["type"] == kind


def test_it_refuses_another_type_in_a_body(alice, alice_client, kind):
    row = record(alice_client, PATHS[kind], type=kind)
    path = f"{PATHS[kind]}{row['id']}/"
    with nothing_written(alice):
        for response in (
            alice_client.post(PATHS[kind], {"amount": "5", "type": OTHER[kind]}),
            alice_client.post(PATHS[kind], {"amount": "5", "type": "transfer"}),
            alice_client.post(PATHS[kind], {"amount": "5", "type": None}),
            alice_client.put(path, {**PUT, "type": OTHER[kind]}),
            alice_client.patch(path, {"type": OTHER[kind]}),
        ):
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", "type")]


def test_it_requires_the_rest_of_a_replacement(alice, alice_client, kind):
    row = record(alice_client, PATHS[kind], type=kind)
    with nothing_written(alice):
        response = alice_client.put(f"{PATHS[kind]}{row['id']}/", {})
    assert faults(response) == [("body", name) for name in ("amount", "currency", "date")]


def test_it_takes_a_refund_of_expenses_alone(alice, alice_client):
    assert record(alice_client, PATHS["expense"], type="expense", refund=True)["refund"] is True
    with nothing_written(alice):
        response = alice_client.post(PATHS["income"], {"amount": "5", "refund": True})
    assert faults(response) == [("body", "refund")]


def test_it_does_not_know_the_other_type(alice, alice_client, kind):
    other = record(alice_client, type=OTHER[kind])
    path = f"{PATHS[kind]}{other['id']}/"
    with nothing_written(alice):
        for response in (
            alice_client.get(path),
            alice_client.put(path, PUT),
            alice_client.patch(path, {"notes": "x"}),
            alice_client.delete(path),
        ):
            assert refused(response, 404, "not_found")


def test_it_lists_and_filters_its_own(alice_client, kind):
    mine = [record(alice_client, type=kind, amount=amount) for amount in ("1", "2", "3")]
    record(alice_client, type=OTHER[kind], amount="2")
    everything = every_row(alice_client, PATHS[kind], page_size=2)
    assert ids(everything) == ids(mine[::-1])
    first = alice_client.get(PATHS[kind], {"page_size": 2}).json()
    assert (first["count"], first["next"].startswith(f"http://testserver{PATHS[kind]}")) == (
        3,
        True,
    )
    for query in ({"amount_min": "2"}, {"amount_min": "2", "page": 1}):
        assert alice_client.get(PATHS[kind], query).json()["count"] == 2
    assert alice_client.get(PATHS[kind], {"page": 1}).json()["count"] == 3


def test_it_takes_no_type_in_a_query(alice_client, kind):
    for path in (PATHS[kind], f"{PATHS[kind]}totals/"):
        response = alice_client.get(path, {"type": kind})
        assert refused(response, 400, "invalid")
        assert faults(response) == [("query", "type")]


@pytest.mark.parametrize("query", [{}, {"search": ""}, {"amount_min": "1"}])
def test_it_totals_its_own(alice_client, kind, query):
    record(alice_client, type=kind, amount="5.25")
    record(alice_client, type=kind, amount="100", currency="JPY")
    record(alice_client, type=OTHER[kind], amount="7")
    record(alice_client, type=OTHER[kind], amount="7", currency="GBP")
    yen, dollars = alice_client.get(f"{PATHS[kind]}totals/", query).json()["results"]
    assert (yen["currency"], yen[kind], yen[OTHER[kind]], yen["count"]) == ("JPY", "100", "0", 1)
    assert (dollars[kind], dollars[OTHER[kind]], dollars["count"]) == ("5.25", "0.00", 1)
    assert dollars["transactions_url"].startswith(f"http://testserver{PATHS[kind]}?")
    (row,) = every_row(alice_client, dollars["transactions_url"])
    assert row["amount"] == "5.25"


def test_it_deletes_its_own(alice_client, kind):
    row = record(alice_client, type=kind)
    assert alice_client.delete(f"{PATHS[kind]}{row['id']}/").status_code == 204
    assert alice_client.get(f"/api/transactions/{row['id']}/").status_code == 404
