"""A commit books what is new, whole or not at all, and says how far it came."""

from decimal import Decimal

import pytest

from imports import committing, taking_back
from tests.entries import add_category, every_row, nothing_written, record_all
from tests.imports.uploading import (
    DAY,
    LIST,
    again,
    booked,
    committed,
    counts,
    csv,
    imported,
    looked_at,
    rows_of,
    send,
    url_of,
)
from tests.ledger.operations import PATH as OPERATIONS
from tests.ledger.operations import undo
from tests.refusals import faults, refused
from tests.transactions.bulk import totals

BAD = "2026-02-31,-1,Never"
#: All but 10 of what a day's total can hold.
NEARLY = Decimal("899999999999990")
#: Of 1 March, where there is no room for the third.
TOO_MUCH = csv("2026-02-01,-1,A", "2026-03-01,-9,B", "2026-03-01,-2,C", "2026-04-01,-1,D")


@pytest.fixture
def one_by_one(monkeypatch):
    """A piece is one row, so that each row is an operation of its own."""
    monkeypatch.setattr(committing, "PIECE", 1)
    monkeypatch.setattr(taking_back, "PIECE", 1)


def test_it_books_what_was_looked_at(alice_client):
    found = looked_at(alice_client, csv(*DAY, BAD))
    now = committed(alice_client, found)
    assert counts(now) == (3, 0, 1, 3)
    assert now == again(alice_client, found)
    assert totals(alice_client) == {"USD": ("1500.00", "903.20", 3)}


def test_it_books_each_row_whole(alice_client):
    text = csv(
        "2026-03-01,-1.5,EUR,Flat white,Oat milk,Café,bank-1",
        head="Date,Amount,Currency,Description,Memo,Category,Transaction ID",
    )
    found = imported(alice_client, text)
    (row,) = every_row(alice_client, LIST)
    assert row["amount"] == "1.50"
    assert row["external_id"].endswith("bank-1")
    assert (row["type"], row["refund"], row["currency"]) == ("expense", False, "EUR")
    assert (row["description"], row["notes"]) == ("Flat white", "Oat milk")
    assert (row["category_name"], row["created_at"]) == ("Café", row["updated_at"])
    (staged,) = rows_of(alice_client, found)
    assert (staged["transaction"], staged["external_id"]) == (row["id"], row["external_id"])
    assert every_row(alice_client, LIST, search="OAT") == [row]


def test_it_books_in_pieces_as_it_would_at_once(alice_client, one_by_one):
    found = imported(alice_client, csv(*DAY, DAY[0], BAD))
    assert counts(found) == (4, 0, 1, 4)
    assert totals(alice_client) == {"USD": ("1500.00", "906.40", 4)}
    assert counts(imported(alice_client, csv(*DAY, DAY[0]))) == (0, 4, 0, 0)


def test_it_makes_a_category_once(alice_client, one_by_one):
    head = "Date,Amount,Description,Category"
    rows = [f"2026-03-01,-{n},A,{name}" for n, name in enumerate(("Ski", "SKI", " ski "), start=1)]
    imported(alice_client, csv(*rows, head=head))
    names = [row["name"] for row in every_row(alice_client, "/api/categories/", page_size=500)]
    assert [name for name in names if name.lower() == "ski"] == ["Ski"]
    assert {row["category_name"] for row in every_row(alice_client, LIST)} == {"Ski"}


def test_it_uses_a_category_that_is_archived(alice_client):
    old = add_category(alice_client, "Old")["id"]
    alice_client.patch(f"/api/categories/{old}/", {"archived": True})
    imported(alice_client, csv(f"{DAY[0]},old", head="Date,Amount,Description,Category"))
    assert every_row(alice_client, LIST)[0]["category"] == old


def test_it_is_committed_where_nothing_is_new(alice_client):
    imported(alice_client, csv(*DAY))
    assert imported(alice_client, csv(*DAY))["status"] == "committed"
    assert imported(alice_client, csv(BAD))["status"] == "committed"


def test_it_takes_nothing_but_what_it_knows(alice, alice_client):
    found = looked_at(alice_client, csv(*DAY))
    with nothing_written(alice):
        for body, name in (
            ({"apply_suggestions": "perhaps"}, "apply_suggestions"),
            ({"dry_run": True}, "dry_run"),
        ):
            response = alice_client.post(url_of(found, "commit"), body)
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", name)]
    assert again(alice_client, found) == found


@pytest.mark.parametrize("dry_run", [False, True])
def test_it_takes_back_what_it_made_where_no_total_could_hold_it_all(
    alice, alice_client, one_by_one, dry_run
):
    record_all(alice, [{"amount": NEARLY}])
    before = totals(alice_client)
    if dry_run:
        found = looked_at(alice_client, TOO_MUCH)
        response = alice_client.post(url_of(found, "commit"))
    else:
        response = send(alice_client, TOO_MUCH)
    assert refused(response, 409, "total_out_of_range")
    (found,) = every_row(alice_client, "/api/imports/")
    assert (found["status"], found["created"], found["kept"]) == ("failed", 0, [])
    assert found["failure"]
    assert totals(alice_client) == before
    assert len(booked(alice_client)) == 1


def test_it_is_uploaded_again_after_that(alice, alice_client, one_by_one):
    (rich,) = record_all(alice, [{"amount": NEARLY}])
    found = looked_at(alice_client, TOO_MUCH)
    assert alice_client.post(url_of(found, "commit")).status_code == 409
    correction = alice_client.patch(url_of(found), {"mapping": {"sign": "expense"}})
    assert refused(correction, 409, "wrong_state")
    alice_client.delete(f"{LIST}{rich}/")
    assert counts(imported(alice_client, TOO_MUCH)) == (4, 0, 0, 4)
    assert alice_client.delete(url_of(found)).status_code == 204


@pytest.mark.parametrize("number", ["", "x1"])
def test_it_knows_what_it_left_behind_when_it_failed(alice, alice_client, one_by_one, number):
    """What it took back, somebody can have brought back by the history."""
    record_all(alice, [{"amount": NEARLY}])
    rows = (f"2026-02-01,-1,A,{number}", "2026-03-01,-11,B,")
    text = csv(*rows, head="Date,Amount,Description,Transaction ID")
    assert refused(send(alice_client, text), 409, "total_out_of_range")
    back = next(row for row in every_row(alice_client, OPERATIONS) if row["change_count"])
    assert undo(alice_client, back["id"]).status_code == 201
    assert [name for *_, name in booked(alice_client)] == ["A", ""]
    assert counts(looked_at(alice_client, text)) == (1, 1, 0, 0)
