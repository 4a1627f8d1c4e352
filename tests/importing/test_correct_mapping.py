"""A reading that was guessed wrong is corrected, read again, and remembered for the next file."""

import json

import pytest

from tests.entries import every_row, nothing_written
from tests.imports.uploading import (
    DAY,
    PATH,
    committed,
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

# 3 April or 4 March: nobody can know.
AMBIGUOUS = csv("03/04/2026,5.00,Aunt", "05/04/2026,6.00,Uncle")
OURS = {"date_format": "MM/DD/YYYY", "sign": "income"}


def correct(client, found, **mapping):
    return client.patch(url_of(found), {"mapping": mapping})


def corrected(client, found, **mapping):
    response = correct(client, found, **mapping)
    assert response.status_code == 200, response.content
    return response.json()


def test_it_reads_again_as_corrected(alice_client):
    found = looked_at(alice_client, AMBIGUOUS)
    assert [row["date"] for row in rows_of(alice_client, found)] == ["2026-04-03", "2026-04-05"]
    now = corrected(alice_client, found, **OURS)
    assert now["mapping"] == found["mapping"] | OURS
    assert (now["id"], now["status"], now["reasons"]) == (found["id"], "ready", [])
    assert (now["rows"], now["new"]) == (2, 2)
    rows = rows_of(alice_client, found)
    assert [(row["date"], row["type"]) for row in rows] == [
        ("2026-03-04", "income"),
        ("2026-05-04", "income"),
    ]


def test_it_forgets_what_was_said_of_single_rows(alice_client):
    found = looked_at(alice_client, AMBIGUOUS)
    edited(alice_client, found, 1, skip=True, category="Gifts")
    corrected(alice_client, found, **OURS)
    first = rows_of(alice_client, found)[0]
    assert (first["skip"], first["category"]) == (False, None)


def test_it_leaves_the_other_parts_and_columns_as_they_are(alice_client):
    found = looked_at(alice_client, csv("2026-03-01,-1,A,B", head="Date,Amount,Description,Memo"))
    now = corrected(alice_client, found, columns={"description": "Memo", "notes": None})
    assert now["mapping"]["columns"] == {"date": "Date", "amount": "Amount", "description": "Memo"}
    assert rows_of(alice_client, found)[0]["description"] == "B"


def test_it_can_leave_more_or_fewer_rows(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    columns = {"date": 1, "amount": 2, "description": 3}
    now = corrected(alice_client, found, header=0, columns=columns)
    assert (now["rows"], now["new"], now["invalid"]) == (4, 3, 1)
    assert len(rows_of(alice_client, found)) == 4


def test_it_remembers_it_for_the_next_file_of_that_shape(alice_client):
    corrected(alice_client, looked_at(alice_client, AMBIGUOUS), **OURS)
    found = looked_at(alice_client, csv("07/04/2026,7.00,Niece"))
    assert found["reasons"] == ["Read as earlier files with these columns were."]
    assert [row["date"] for row in rows_of(alice_client, found)] == ["2026-07-04"]


def test_it_remembers_a_mapping_that_came_with_the_file(alice_client):
    looked_at(alice_client, AMBIGUOUS, mapping=json.dumps(OURS))
    assert looked_at(alice_client, AMBIGUOUS)["mapping"]["date_format"] == "MM/DD/YYYY"


def test_it_lays_one_correction_over_another(alice_client):
    looked_at(alice_client, AMBIGUOUS, mapping='{"date_format": "MM/DD/YYYY"}')
    found = looked_at(alice_client, AMBIGUOUS, mapping='{"sign": "income"}')
    for each in (found, looked_at(alice_client, AMBIGUOUS)):
        assert each["mapping"] == found["mapping"] | OURS


def test_it_learns_from_earlier_files_what_a_file_leaves_open(alice_client):
    alone = csv("2026-03-01,3.20,Deposit returned")
    assert looked_at(alice_client, alone)["mapping"]["sign"] == "expense"
    looked_at(alice_client, csv("2026-03-01,3.20,Deposit returned", "2026-03-02,-1,Coffee"))
    (row,) = rows_of(alice_client, looked_at(alice_client, alone))
    assert row["type"] == "income"


def test_it_guesses_anew_for_another_shape(alice_client):
    corrected(alice_client, looked_at(alice_client, AMBIGUOUS), **OURS)
    found = looked_at(alice_client, csv("03/04/2026,5.00,Aunt", head="Date,Amount,Who"))
    assert found["mapping"]["date_format"] == "DD/MM/YYYY"


def test_it_remembers_nothing_for_anybody_else(alice_client, charlie_client):
    corrected(alice_client, looked_at(alice_client, AMBIGUOUS), **OURS)
    assert looked_at(charlie_client, AMBIGUOUS)["mapping"]["date_format"] == "DD/MM/YYYY"


@pytest.mark.parametrize(
    ("mapping", "at_fault"),
    [
        ({"sign": "both"}, "mapping.sign"),
        ({"columns": {"amount": "No such"}}, "mapping"),
        ({"encoding": "latin-9"}, "mapping.encoding"),
        ([], "mapping"),
    ],
)
def test_it_stays_as_it_was_where_that_is_no_mapping(alice, alice_client, mapping, at_fault):
    found = looked_at(alice_client, AMBIGUOUS)
    with nothing_written(alice):
        response = alice_client.patch(url_of(found), {"mapping": mapping})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", at_fault)]
    assert alice_client.get(url_of(found)).json() == found
    assert len(rows_of(alice_client, found)) == 2


def test_it_says_that_other_formats_have_no_mapping(alice_client):
    found = looked_at(alice_client, ofx(("1", "20260301", "-1", "A")))
    response = correct(alice_client, found, sign="expense")
    assert faults(response) == [("body", "mapping.sign")]


def test_it_takes_the_days_of_a_qif(alice_client):
    found = looked_at(alice_client, "!Type:Bank\nD03/04/2026\nT-3.20\nPCoffee\n^\n")
    now = corrected(alice_client, found, date_format="DD/MM/YYYY")
    assert now["mapping"]["date_format"] == "DD/MM/YYYY"
    assert [row["date"] for row in rows_of(alice_client, found)] == ["2026-04-03"]


def test_it_mends_a_reading_that_failed(alice_client):
    head = "Date,Amount,Description,Category"
    rows = (f"2026-03-01,-1,A,Name {number}" for number in range(1_001))
    found = imported(alice_client, csv(*rows, head=head))
    assert found["status"] == "failed"
    now = corrected(alice_client, found, columns={"category": None})
    assert (now["status"], now["failure"], now["new"]) == ("ready", "", 1_001)
    assert committed(alice_client, found)["created"] == 1_001


def test_it_is_too_late_once_it_is_committed(alice_client):
    found = looked_at(alice_client, AMBIGUOUS)
    committed(alice_client, found)
    assert refused(correct(alice_client, found, **OURS), 409, "wrong_state")
    undone(alice_client, found)
    assert refused(correct(alice_client, found, **OURS), 409, "wrong_state")
    assert len(every_row(alice_client, PATH)) == 1
