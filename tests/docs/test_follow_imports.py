"""What docs/api/imports.md says that an import cannot know is so, and no worse."""

from rest_framework.test import APIClient

from tests.entries import ids, record
from tests.imports.uploading import LIST, committed, counts, csv, imported, looked_at, ofx, url_of
from tests.transactions.exports import exported, sent

COFFEE = "2026-03-01,-3.20,Coffee"
COFFEE_WITH_ID = ("7", "20260301", "-3.20", "Coffee")


def test_what_was_skipped_comes_again(alice_client: APIClient) -> None:
    found = looked_at(alice_client, csv(COFFEE))
    alice_client.patch(url_of(found, "rows", 1), {"skip": True})
    assert committed(alice_client, found)["created"] == 0

    assert counts(looked_at(alice_client, csv(COFFEE))) == (1, 0, 0, 0)


def test_an_edited_row_comes_again_by_an_export_unless_it_has_a_mark(
    alice_client: APIClient,
) -> None:
    rows = [record(alice_client), record(alice_client, external_id="bank-7"), record(alice_client)]
    for row in rows[:2]:
        alice_client.patch(f"{LIST}{row['id']}/", {"amount": "99.00"})

    assert counts(looked_at(alice_client, sent(alice_client))) == (1, 2, 0, 0)


def test_a_row_with_an_id_is_not_known_among_those_without(alice_client: APIClient) -> None:
    imported(alice_client, csv(COFFEE))

    assert counts(looked_at(alice_client, ofx(COFFEE_WITH_ID))) == (1, 0, 0, 0)


def test_a_row_without_an_id_is_known_among_those_with(alice_client: APIClient) -> None:
    imported(alice_client, ofx(COFFEE_WITH_ID))

    assert counts(looked_at(alice_client, csv(COFFEE))) == (0, 1, 0, 0)


def test_what_one_import_brought_is_found_added_up_and_exported(alice_client: APIClient) -> None:
    record(alice_client)
    query = f"import={imported(alice_client, csv(COFFEE))['id']}"
    (row,) = alice_client.get(f"{LIST}?{query}").json()["results"]
    (total,) = alice_client.get(f"{LIST}totals/?{query}").json()["results"]

    assert (row["description"], total["expense"]) == ("Coffee", "3.20")
    assert ids(exported(alice_client, query)) == [row["id"]]
