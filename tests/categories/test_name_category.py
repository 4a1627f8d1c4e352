import unicodedata

import pytest

from tests.entries import add_category, nothing_written, record
from tests.refusals import refused


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Groceries", "GROCERIES"),
        ("Café", "CAFE\u0301"),
        ("Tea", "Ｔｅａ"),
        ("a", " a\u3000"),
        ("Straße", "STRASSE"),
        ("Дом", "ДОМ"),
        ("한글", unicodedata.normalize("NFD", "한글")),
        ("ｶﾞｽ", "ガス"),
        ("🍣", "🍣 "),
    ],
)
def test_it_takes_two_forms_for_one_name(alice, alice_client, first, second):
    row = add_category(alice_client, first)
    with nothing_written(alice):
        response = alice_client.post("/api/categories/", {"name": second})
    assert refused(response, 409, "duplicate")
    assert response.json()["existing"] == row["id"]
    assert record(alice_client, category=second)["category"] == row["id"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Café", "Cafe"),
        ("🍣", "🍺"),
        ("a b", "ab"),
        ("か", "カ"),
        ("ı", "i"),
        ("İ", "I"),
        ("👩‍👧", "👩👧"),
        ("n\u0303a", "na"),
        ("ö", "o"),
        ("ß", "s"),
    ],
)
def test_it_takes_two_names_for_two(alice_client, first, second):
    one, other = add_category(alice_client, first), add_category(alice_client, second)
    assert record(alice_client, category=first)["category"] == one["id"]
    assert record(alice_client, category=second)["category"] == other["id"]


def test_it_finds_an_archived_name_taken(alice_client):
    row = add_category(alice_client, "Old", archived=True)
    response = alice_client.post("/api/categories/", {"name": "old"})
    assert refused(response, 409, "duplicate")
    assert response.json()["existing"] == row["id"]


def test_it_lets_a_row_keep_or_respell_its_own_name(alice_client):
    path = f"/api/categories/{add_category(alice_client, 'tea')['id']}/"
    assert alice_client.patch(path, {"name": "tea"}).json()["name"] == "tea"
    assert alice_client.put(path, {"name": "TEA"}).json()["name"] == "TEA"


def test_it_refuses_the_name_of_another_row_in_an_edit(alice, alice_client):
    tea, milk = add_category(alice_client, "Tea"), add_category(alice_client, "Milk")
    path = f"/api/categories/{milk['id']}/"
    with nothing_written(alice):
        for response in (
            alice_client.patch(path, {"name": "tea "}),
            alice_client.put(path, {"name": "ＴＥＡ"}),
        ):
            assert refused(response, 409, "duplicate")
            assert response.json()["existing"] == tea["id"]


def test_it_frees_the_name_of_a_deleted_row(alice_client):
    row = add_category(alice_client, "Tea")
    assert alice_client.delete(f"/api/categories/{row['id']}/").status_code == 204
    assert add_category(alice_client, "tea")["id"] != row["id"]


def test_it_lets_two_people_have_one_name(alice_client, charlie_client):
    one, other = add_category(alice_client, "Tea"), add_category(charlie_client, "Tea")
    assert one["id"] != other["id"]
