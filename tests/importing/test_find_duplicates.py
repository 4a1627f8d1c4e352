"""What the books have already is found again: by the bank's id, else by what it was recorded as."""

import json

from tests.entries import every_row, ids, record, record_all
from tests.imports.uploading import (
    DAY,
    LIST,
    booked,
    committed,
    counts,
    csv,
    imported,
    looked_at,
    ofx,
    rows_of,
    undone,
)

COFFEE = DAY[0]
TWO = (("7", "20260301", "-3.20", "Coffee"), ("8", "20260302", "1500", "Wages"))


def test_it_adds_nothing_by_the_same_file(alice_client):
    assert counts(imported(alice_client, csv(*DAY))) == (3, 0, 0, 3)
    before = every_row(alice_client, LIST)
    second = imported(alice_client, csv(*DAY))
    assert counts(second) == (0, 3, 0, 0)
    assert every_row(alice_client, LIST) == before
    of = [row["duplicate_of"] for row in rows_of(alice_client, second)]
    assert sorted(of) == sorted(ids(before))


def test_it_books_what_is_new_in_a_file_that_overlaps(alice_client):
    imported(alice_client, csv(*DAY[:2]))
    assert counts(imported(alice_client, csv(*DAY))) == (1, 2, 0, 1)


def test_it_books_two_equal_rows_of_one_day_as_two(alice_client):
    assert counts(imported(alice_client, csv(COFFEE, COFFEE))) == (2, 0, 0, 2)
    assert counts(imported(alice_client, csv(COFFEE, COFFEE))) == (0, 2, 0, 0)
    third = looked_at(alice_client, csv(COFFEE, COFFEE, COFFEE))
    assert counts(third) == (1, 2, 0, 0)
    of = [row["duplicate_of"] for row in rows_of(alice_client, third)]
    assert of == [*sorted(ids(every_row(alice_client, LIST))), None]
    assert committed(alice_client, third)["created"] == 1


def test_it_does_not_mind_case_and_spaces(alice_client):
    imported(alice_client, csv("2026-03-01,-1,Café  du Nord"))
    same = csv("2026-03-01,-1.00,CAFE\u0301 DU NORD")
    assert counts(looked_at(alice_client, same)) == (0, 1, 0, 0)


def test_it_tells_apart_what_differs_in_anything_else(alice_client):
    imported(alice_client, csv(COFFEE))
    others = (
        "2026-03-02,-3.20,Coffee",
        "2026-03-01,-3.21,Coffee",
        "2026-03-01,3.20,Coffee",
        "2026-03-01,-3.20,Coffee 2",
    )
    assert counts(looked_at(alice_client, csv(*others))) == (4, 0, 0, 0)
    assert counts(looked_at(alice_client, csv(COFFEE), currency="EUR")) == (1, 0, 0, 0)


def test_it_knows_what_was_recorded_by_hand(alice_client):
    row = record(alice_client, amount="3.2", description="coffee")
    (found,) = rows_of(alice_client, looked_at(alice_client, csv(COFFEE)))
    assert (found["verdict"], found["duplicate_of"]) == ("duplicate", row["id"])
    assert found["reason"] == "The books have one of this day, amount and description."


def test_it_knows_what_was_recorded_by_hand_twice(alice, alice_client):
    record_all(alice, [{"description": "A"}, {"description": "A"}])
    row = "2026-03-01,-10,A"
    assert counts(looked_at(alice_client, csv(row, row, row))) == (1, 2, 0, 0)


def test_it_still_knows_a_row_that_was_edited(alice_client):
    imported(alice_client, csv(COFFEE))
    (row,) = every_row(alice_client, LIST)
    changes = {"description": "With Ada", "amount": "3.00", "date": "2026-02-28", "category": "Fun"}
    assert alice_client.patch(f"{LIST}{row['id']}/", changes).status_code == 200
    (found,) = rows_of(alice_client, looked_at(alice_client, csv(COFFEE)))
    assert found["duplicate_of"] == row["id"]


def test_it_books_again_what_was_deleted(alice_client):
    imported(alice_client, csv(*DAY))
    wages = every_row(alice_client, LIST, search="wages")[0]
    alice_client.delete(f"{LIST}{wages['id']}/")
    assert counts(imported(alice_client, csv(*DAY))) == (1, 2, 0, 1)


def test_it_knows_the_ids_of_the_bank(alice_client):
    imported(alice_client, ofx(*TWO))
    rows = every_row(alice_client, LIST)
    assert {row["external_id"] for row in rows} == {"ofx:1:2:7", "ofx:1:2:8"}
    renamed = [(number, day, amount, "CARD 1234") for number, day, amount, _ in TWO]
    found = looked_at(alice_client, ofx(*renamed))
    assert counts(found) == (0, 2, 0, 0)
    row = rows_of(alice_client, found)[0]
    assert row["reason"] == "The books have one with this id of the bank's."
    assert row["duplicate_of"] in ids(rows)


def test_it_knows_an_id_within_its_account_alone(alice_client):
    imported(alice_client, ofx(*TWO))
    assert counts(imported(alice_client, ofx(*TWO, account="3"))) == (2, 0, 0, 2)


def test_it_books_equal_rows_of_different_ids(alice_client):
    text = ofx(("1", "20260301", "-3.20", "Coffee"), ("2", "20260301", "-3.20", "Coffee"))
    assert counts(imported(alice_client, text)) == (2, 0, 0, 2)


def test_it_books_an_id_once_that_a_file_has_twice(alice_client):
    found = imported(alice_client, ofx(TWO[0], TWO[0], TWO[1]))
    assert counts(found) == (2, 1, 0, 2)
    row = rows_of(alice_client, found)[1]
    assert (row["verdict"], row["duplicate_of"], row["transaction"]) == ("duplicate", None, None)
    assert row["reason"] == "Another row of this file has the same id of the bank's."


def test_it_tells_ids_apart_byte_for_byte(alice_client):
    lines = [
        {"date": "2026-03-01", "amount": "1", "type": "expense", "external_id": each}
        for each in ("a", "A", "a ", "á")
    ]
    text = "\n".join(map(json.dumps, lines))
    assert counts(imported(alice_client, text)) == (4, 0, 0, 4)
    assert counts(imported(alice_client, text)) == (0, 4, 0, 0)


def test_it_looks_again_when_it_commits(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    row = record(alice_client, amount="3.20", description="Coffee")
    now = committed(alice_client, found)
    assert counts(now) == (2, 1, 0, 2)
    first = rows_of(alice_client, now)[0]
    assert (first["verdict"], first["duplicate_of"]) == ("duplicate", row["id"])
    assert len(booked(alice_client)) == 3


def test_it_looks_for_the_banks_id_again_when_it_commits(alice_client):
    found = looked_at(alice_client, ofx(*TWO))
    record(alice_client, external_id="ofx:1:2:8")
    assert counts(committed(alice_client, found)) == (1, 1, 0, 1)


def test_it_adds_nothing_by_two_previews_of_one_file(alice_client):
    first, second = (looked_at(alice_client, csv(COFFEE, *DAY)) for _ in range(2))
    assert counts(first) == counts(second) == (4, 0, 0, 0)
    assert counts(committed(alice_client, second)) == (4, 0, 0, 4)
    assert counts(committed(alice_client, first)) == (0, 4, 0, 0)
    assert len(booked(alice_client)) == 4


def test_it_sees_nothing_of_other_books(alice_client, charlie_client):
    imported(charlie_client, csv(*DAY))
    imported(charlie_client, ofx(*TWO))
    assert counts(imported(alice_client, csv(*DAY))) == (3, 0, 0, 3)
    assert counts(imported(alice_client, ofx(*TWO))) == (2, 0, 0, 2)


def test_it_imports_again_what_was_undone(alice_client):
    undone(alice_client, imported(alice_client, ofx(*TWO)))
    assert booked(alice_client) == []
    assert counts(imported(alice_client, ofx(*TWO))) == (2, 0, 0, 2)
