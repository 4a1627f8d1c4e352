"""Sums at the edge of what 64 bits keep: exact, or refused with nothing written."""

from datetime import date
from decimal import Decimal

import pytest

from tests.entries import nothing_written, record, record_all
from tests.refusals import refused
from transactions.models import DailyTotal, MonthlyTotal

PATH = "/api/transactions/"
# In the books by the ledger alone: over HTTP one amount has eleven digits at most.
NEARLY = Decimal("899999999999990")


@pytest.fixture
def full(alice):
    """The most that one day's total can hold, but for 10."""
    return record_all(alice, [{"amount": NEARLY}])[0]


def test_it_fills_a_total_to_its_limit(alice, alice_client, full):
    record(alice_client, amount="10.00")
    (usd,) = alice_client.get(f"{PATH}totals/").json()["results"]
    assert (usd["expense"], usd["net"]) == ("900000000000000.00", "-900000000000000.00")


def test_it_refuses_to_grow_a_total_past_its_limit(alice, alice_client, full):
    with nothing_written(alice):
        for amount in ("10.01", "99999999999.99"):
            response = alice_client.post(
                PATH,
                {"type": "expense", "amount": amount, "date": "2026-03-01", "category": None},
            )
            assert refused(response, 409, "total_out_of_range")
            assert response.json()["errors"] == []
    assert alice_client.get(PATH).json()["count"] == 1


def test_it_refuses_to_grow_a_months_total_past_its_limit(alice, alice_client, full):
    with nothing_written(alice):
        body = {"type": "expense", "amount": "11", "date": "2026-03-31", "category": None}
        assert refused(alice_client.post(PATH, body), 409, "total_out_of_range")


def test_it_keeps_other_totals_growing(alice, alice_client, full):
    other_month = {"date": "2026-04-01"}
    for fields in (other_month, {"currency": "EUR"}, {"category": "Food"}, {"type": "income"}):
        record(alice_client, amount="99999999999.99", **fields)


def test_it_refuses_an_edit_that_no_total_could_hold(alice, alice_client, full):
    row = record(alice_client, amount="50", date="2026-04-01")
    path = f"{PATH}{row['id']}/"
    with nothing_written(alice):
        assert refused(alice_client.patch(path, {"date": "2026-03-01"}), 409, "total_out_of_range")
    assert alice_client.get(path).json() == row
    assert alice_client.patch(path, {"date": "2026-03-01", "refund": True}).status_code == 200


def test_it_refuses_a_refund_past_the_other_limit(alice, alice_client):
    record_all(alice, [{"amount": NEARLY, "refund": True}])
    with nothing_written(alice):
        body = {"type": "expense", "amount": "11", "date": "2026-03-01", "refund": True}
        assert refused(alice_client.post(PATH, body), 409, "total_out_of_range")


def test_it_makes_room_again_by_deleting(alice, alice_client, full):
    assert alice_client.delete(f"{PATH}{full}/").status_code == 204
    record(alice_client, amount="99999999999.99")


@pytest.mark.parametrize("query", ["", "?amount_min=0", "?start_date=2025-01-15&search="])
def test_it_adds_up_exactly_past_64_bits(alice, alice_client, query):
    # Twelve times 8.9e18 units: 2 to the 63 is 9.2e18.
    months = [date(2026, month, 5) for month in range(1, 13)]
    amount = Decimal("890000000000000.0001")
    record_all(alice, [{"amount": amount, "date": day, "currency": "CLF"} for day in months])
    record_all(alice, [{"amount": Decimal("0.0001"), "type": "income", "currency": "CLF"}])
    (clf,) = alice_client.get(f"{PATH}totals/{query}").json()["results"]
    assert (clf["expense"], clf["income"]) == ("10680000000000000.0012", "0.0001")
    assert (clf["net"], clf["count"]) == ("-10680000000000000.0011", 13)


def test_it_adds_up_negative_totals_exactly(alice, alice_client):
    days = [date(2026, month, 5) for month in range(1, 13)]
    amount = Decimal("890000000000000.0001")
    rows = [{"amount": amount, "date": day, "currency": "CLF", "refund": True} for day in days]
    record_all(alice, rows)
    for query in ("", "?amount_min=0"):
        (clf,) = alice_client.get(f"{PATH}totals/{query}").json()["results"]
        assert clf["expense"] == "-10680000000000000.0012"


def test_it_keeps_an_amount_to_the_last_unit(alice, alice_client):
    # As a float either would be another number.
    for amount in ("99999999999.9999", "90071992547.4099", "0.0001"):
        row = record(alice_client, amount=amount, currency="CLF")
        assert alice_client.get(f"{PATH}{row['id']}/").json()["amount"] == amount
    (clf,) = alice_client.get(f"{PATH}totals/").json()["results"]
    assert clf["expense"] == "190071992547.4099"
    for model in (DailyTotal, MonthlyTotal):
        assert model.objects.get(book=alice.book).total == Decimal("190071992547.4099")
