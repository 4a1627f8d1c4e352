"""Categories by the history of a merchant: how sure, and why; applied only when asked."""

import pytest

from tests.entries import add_category, category_id, every_row, record
from tests.imports.uploading import LIST, committed, csv, edited, imported, looked_at, rows_of

REWE = csv("2026-03-31,-7.00,Rewe sagt danke 0815", "2026-03-31,-8.00,Elsewhere")


def buy(client, description, *categories, **fields):
    for category in categories:
        record(client, description=description, category=category, **fields)


def suggestion(client, text=REWE):
    row = rows_of(client, looked_at(client, text))[0]
    return row["suggested_category"], row["suggestion_confidence"], row["suggestion_reason"]


def test_it_suggests_what_the_merchant_was_before(alice_client):
    buy(alice_client, "REWE sagt danke, 4711", *["Food"] * 4)
    food = category_id(alice_client, "Food")
    reason = "4 of 4 like “rewe sagt danke” were in Food."
    assert suggestion(alice_client) == (food, 0.8, reason)
    found = looked_at(alice_client, REWE)
    assert rows_of(alice_client, found)[1]["suggested_category"] is None


def test_it_is_less_sure_where_it_was_not_always_so(alice_client):
    buy(alice_client, "Rewe sagt danke", "Food", "Fun", "Food", "Food")
    assert suggestion(alice_client)[1:] == (0.6, "3 of 4 like “rewe sagt danke” were in Food.")


@pytest.mark.parametrize("categories", [["Food", "Fun"], ["Fun", "Food"] * 3, [None] * 3])
def test_it_suggests_nothing_where_history_does_not_say(alice_client, categories):
    buy(alice_client, "Rewe sagt danke", *categories)
    assert suggestion(alice_client) == (None, None, "")


def test_it_suggests_no_archived_category(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Groceries"] * 4)
    number = category_id(alice_client, "Groceries")
    alice_client.patch(f"/api/categories/{number}/", {"archived": True})
    assert suggestion(alice_client) == (None, None, "")


def test_it_suggests_nothing_for_money_that_goes_the_other_way(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4, type="income")
    assert suggestion(alice_client) == (None, None, "")


def test_it_suggests_nothing_by_what_others_did(alice_client, charlie_client):
    buy(charlie_client, "Rewe sagt danke", *["Food"] * 4)
    assert suggestion(alice_client) == (None, None, "")


def test_it_suggests_nothing_for_a_name_of_numbers(alice_client):
    buy(alice_client, "0815", *["Food"] * 4)
    assert suggestion(alice_client, csv("2026-03-31,-7.00,4711")) == (None, None, "")


def test_it_suggests_nothing_beside_the_category_of_the_file(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4)
    head = "Date,Amount,Description,Category"
    text = csv("2026-03-31,-7.00,Rewe sagt danke,Party", head=head)
    assert suggestion(alice_client, text) == (None, None, "")


def _categories(client, day="2026-03-31"):
    rows = every_row(client, LIST, start_date=day, end_date=day)
    return {row["description"]: row["category_name"] for row in rows}


def test_it_applies_no_suggestion_of_itself(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4)
    committed(alice_client, looked_at(alice_client, REWE))
    assert _categories(alice_client) == {"Rewe sagt danke 0815": None, "Elsewhere": None}


def test_it_applies_none_where_it_is_committed_at_once(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4)
    imported(alice_client, REWE)
    assert set(_categories(alice_client).values()) == {None}


def test_it_applies_suggestions_when_asked(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4)
    committed(alice_client, looked_at(alice_client, REWE), apply_suggestions=True)
    assert _categories(alice_client) == {"Rewe sagt danke 0815": "Food", "Elsewhere": None}


def test_it_holds_to_what_was_said_of_a_row(alice_client):
    buy(alice_client, "Rewe sagt danke", *["Food"] * 4)
    text = csv(*(f"2026-03-31,-{n},Rewe sagt danke" for n in (1, 2, 3)))
    found = looked_at(alice_client, text)
    row = edited(alice_client, found, 1, category=None)
    assert (row["suggested_category"], row["suggestion_reason"]) == (None, "")
    edited(alice_client, found, 2, category="Fun")
    committed(alice_client, found, apply_suggestions=True)
    rows = every_row(alice_client, LIST, start_date="2026-03-31")
    names = {row["amount"]: row["category_name"] for row in rows}
    assert names == {"1.00": None, "2.00": "Fun", "3.00": "Food"}


def test_it_applies_no_suggestion_whose_category_is_gone(alice_client):
    soon = add_category(alice_client, "Soon gone")["id"]
    buy(alice_client, "Rewe sagt danke", *[soon] * 4)
    found = looked_at(alice_client, REWE)
    assert rows_of(alice_client, found)[0]["suggested_category"] == soon
    gone = alice_client.delete(f"/api/categories/{soon}/?move_to=none")
    assert gone.status_code == 204
    assert committed(alice_client, found, apply_suggestions=True)["created"] == 2
    assert set(_categories(alice_client).values()) == {None}
