"""Rows of an import: looked at page by page, left out, booked all the same, put elsewhere."""

import pytest

from tests.entries import add_category, category_id, every_row, nothing_written, record
from tests.imports.uploading import (
    DAY,
    LIST,
    booked,
    committed,
    counts,
    csv,
    edited,
    imported,
    looked_at,
    ofx,
    rows_of,
    undone,
    url_of,
)
from tests.refusals import faults, refused

BAD = "2026-02-31,-1,Never"


def test_it_shows_each_row_whole(alice_client):
    head = "Date,Amount,Description,Memo,Category"
    found = looked_at(alice_client, csv("2026-03-01,-3.2,Coffee,Black,Café", head=head))
    assert rows_of(alice_client, found) == [
        {
            "row": 1,
            "line": 2,
            "verdict": "new",
            "reason": "",
            "duplicate_of": None,
            "transaction": None,
            "date": "2026-03-01",
            "amount": "3.20",
            "currency": "USD",
            "type": "expense",
            "refund": False,
            "description": "Coffee",
            "notes": "Black",
            "external_id": None,
            "category": "Café",
            "suggested_category": None,
            "suggestion_confidence": None,
            "suggestion_reason": "",
            "skip": False,
            "force": False,
        }
    ]


def test_it_shows_which_transaction_a_row_became(alice_client):
    found = imported(alice_client, csv(*DAY, BAD))
    made = {row["description"]: row["id"] for row in every_row(alice_client, LIST)}
    rows = rows_of(alice_client, found)
    assert [row["transaction"] for row in rows] == [
        made["Coffee"],
        made["Rent"],
        made["Wages"],
        None,
    ]
    alice_client.delete(f"{LIST}{made['Rent']}/")
    assert rows_of(alice_client, found)[1]["transaction"] is None


def test_it_shows_the_rows_of_one_verdict(alice_client):
    imported(alice_client, csv(DAY[0]))
    found = looked_at(alice_client, csv(*DAY, BAD))
    assert counts(found) == (2, 1, 1, 0)
    for verdict, numbers in (("new", [2, 3]), ("duplicate", [1]), ("invalid", [4])):
        rows = rows_of(alice_client, found, verdict=verdict)
        assert [row["row"] for row in rows] == numbers
        assert {row["verdict"] for row in rows} == {verdict}


def test_it_shows_rows_in_pages(alice_client):
    found = looked_at(alice_client, csv(*(f"2026-03-01,-{n},A" for n in range(1, 8))))
    first = alice_client.get(url_of(found, "rows"), {"page_size": 3}).json()
    assert (first["count"], first["previous"]) == (7, None)
    assert [row["row"] for row in rows_of(alice_client, found, page_size=3)] == [*range(1, 8)]
    last = alice_client.get(url_of(found, "rows"), {"page_size": 3, "page": 3}).json()
    assert ([row["row"] for row in last["results"]], last["next"]) == ([7], None)


@pytest.mark.parametrize("query", ["verdict=good", "page=0", "page_size=x", "skip=true"])
def test_it_refuses_a_query_that_says_nothing(alice_client, query):
    found = looked_at(alice_client, csv(*DAY))
    response = alice_client.get(f"{url_of(found, 'rows')}?{query}")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", query.partition("=")[0])]


def test_it_leaves_a_row_out_and_takes_it_in_again(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    assert edited(alice_client, found, 1, skip=True)["skip"] is True
    edited(alice_client, found, 2, skip=True)
    edited(alice_client, found, 2, skip=False)
    now = committed(alice_client, found)
    assert counts(now) == (3, 0, 0, 2)
    assert [name for *_, name in booked(alice_client)] == ["Rent", "Wages"]


def test_it_books_a_duplicate_that_is_forced(alice_client):
    imported(alice_client, csv(*DAY))
    found = looked_at(alice_client, csv(*DAY))
    assert edited(alice_client, found, 1, force=True)["force"] is True
    now = committed(alice_client, found)
    assert counts(now) == (0, 3, 0, 1)
    names = [name for *_, name in booked(alice_client)]
    assert names == ["Coffee", "Rent", "Coffee", "Wages"]
    row = rows_of(alice_client, now)[0]
    assert row["duplicate_of"] != row["transaction"] is not None


def test_it_books_a_forced_duplicate_without_the_id_that_the_books_have(alice_client):
    text = ofx(("1", "20260301", "-3.20", "Coffee"), ("2", "20260301", "-4.00", "Tea"))
    imported(alice_client, text)
    found = looked_at(alice_client, text)
    assert edited(alice_client, found, 2, force=True)["external_id"] == "ofx:1:2:2"
    assert committed(alice_client, found)["created"] == 1
    teas = every_row(alice_client, LIST, search="tea")
    assert {row["external_id"] for row in teas} == {"ofx:1:2:2", None}


def test_it_leaves_out_what_is_both_forced_and_skipped(alice_client):
    imported(alice_client, csv(*DAY))
    found = looked_at(alice_client, csv(*DAY))
    edited(alice_client, found, 1, force=True, skip=True)
    assert committed(alice_client, found)["created"] == 0


def test_it_forces_duplicates_alone(alice_client):
    found = looked_at(alice_client, csv(DAY[0], BAD))
    for row in (1, 2):
        response = alice_client.patch(url_of(found, "rows", row), {"force": True})
        assert refused(response, 400, "invalid")
        assert faults(response) == [("body", "force")]


def test_it_puts_a_row_into_a_category_by_id_name_or_none(alice_client):
    text = csv(*(f"{row},Fun" for row in DAY), head="Date,Amount,Description,Category")
    food = category_id(alice_client, "Food")
    found = looked_at(alice_client, text)
    assert edited(alice_client, found, 1, category=food)["category"] == "Food"
    assert edited(alice_client, found, 2, category="Rented rooms")["category"] == "Rented rooms"
    assert edited(alice_client, found, 3, category=None)["category"] is None
    committed(alice_client, found)
    rows = every_row(alice_client, LIST)
    names = {row["description"]: row["category_name"] for row in rows}
    assert names == {"Coffee": "Food", "Rent": "Rented rooms", "Wages": None}
    assert next(row["category"] for row in rows if row["description"] == "Coffee") == food
    everything = every_row(alice_client, "/api/categories/", page_size=500)
    assert "Fun" not in {row["name"] for row in everything}


def test_it_means_the_category_of_that_id_whatever_it_is_called_later(alice_client):
    food = category_id(alice_client, "Food")
    found = looked_at(alice_client, csv(DAY[0]))
    edited(alice_client, found, 1, category=food)
    alice_client.patch(f"/api/categories/{food}/", {"name": "Eating"})
    committed(alice_client, found)
    assert every_row(alice_client, LIST)[0]["category"] == food


def test_it_knows_no_category_of_somebody_else(alice, alice_client, charlie_client):
    hers = add_category(charlie_client, "Hers")["id"]
    found = looked_at(alice_client, csv(*DAY))
    with nothing_written(alice):
        for category in (hers, 0, "", [hers], True, "x" * 101):
            response = alice_client.patch(url_of(found, "rows", 1), {"category": category})
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", "category")]


def test_it_asks_for_something_to_change(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    assert refused(alice_client.patch(url_of(found, "rows", 1), {}), 400, "invalid")
    strange = alice_client.patch(url_of(found, "rows", 1), {"colour": "red"})
    assert ("body", "colour") in faults(strange)


@pytest.mark.parametrize("row", [0, 4, 999_999_999])
def test_it_has_no_such_row(alice_client, row):
    found = looked_at(alice_client, csv(*DAY))
    response = alice_client.patch(url_of(found, "rows", row), {"skip": True})
    assert refused(response, 404, "not_found")


def test_it_takes_a_row_back_as_it_was_read(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    row = rows_of(alice_client, found)[0]
    response = alice_client.patch(url_of(found, "rows", 1), row | {"skip": True})
    assert (response.status_code, response.json()) == (200, row | {"skip": True})


def test_it_is_too_late_for_the_rows_of_what_is_committed(alice_client):
    record(alice_client)
    found = imported(alice_client, csv(*DAY))
    response = alice_client.patch(url_of(found, "rows", 1), {"skip": True})
    assert refused(response, 409, "wrong_state")
    undone(alice_client, found)
    response = alice_client.patch(url_of(found, "rows", 1), {"skip": True})
    assert refused(response, 409, "wrong_state")
