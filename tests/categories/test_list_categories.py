from datetime import UTC, datetime, timedelta

import time_machine

from tests.entries import add_category, every_row
from tests.queries import counted
from tests.refusals import faults, refused

PATH = "/api/categories/"


def names(rows):
    return [row["name"] for row in rows]


def listed(client, **query):
    return names(every_row(client, PATH, **query))


SEARCHES = [
    ("TEA", ["Green tea", "Tea"]),
    ("ｔｅａ", ["Green tea", "Tea"]),
    ("en t", ["Green tea"]),
    ("cafe\u0301", ["CAFÉ"]),
    ("cafe", []),
    ("🍣", ["🍣 out"]),
    ("🍺", []),
    ("дом", ["ДОМ"]),
    ("strasse", ["Straße"]),
    ("%", ["100% fun"]),
    ("_", ["a_b"]),
    ("\\", ["back\\slash"]),
    ("'", []),
]


def test_it_searches_names(alice_client):
    for name in ("Tea", "Green tea", "CAFÉ", "🍣 out", "ДОМ", "Straße", "100% fun", "a_b"):
        add_category(alice_client, name)
    add_category(alice_client, "back\\slash")
    for search, found in SEARCHES:
        assert listed(alice_client, search=search) == found, search


def test_it_chooses_by_archived(alice_client):
    add_category(alice_client, "Old", archived=True)
    assert listed(alice_client, archived="true") == ["Old"]
    assert len(listed(alice_client, archived="false")) == 12
    assert len(listed(alice_client)) == 13
    assert listed(alice_client, archived="true", search="new") == []


def test_it_refuses_another_word_for_archived(alice_client):
    for value in ["", "1", "yes", "True", "TRUE", "null"]:
        response = alice_client.get(PATH, {"archived": value})
        assert refused(response, 400, "invalid"), value
        assert faults(response) == [("query", "archived")]


def test_it_orders_by_name_and_time(alice_client):
    start = datetime(2030, 3, 1, tzinfo=UTC)
    for minutes, name in enumerate(("zebra", "Apple", "ábaco", "🍣")):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            add_category(alice_client, name, archived=True)
    chosen = {"archived": "true"}
    by_name = ["Apple", "zebra", "ábaco", "🍣"]
    assert listed(alice_client, **chosen) == by_name
    assert listed(alice_client, ordering="name", **chosen) == by_name
    assert listed(alice_client, ordering="-name", **chosen) == by_name[::-1]
    by_time = ["zebra", "Apple", "ábaco", "🍣"]
    assert listed(alice_client, ordering="created_at", **chosen) == by_time
    assert listed(alice_client, ordering="-created_at", **chosen) == by_time[::-1]


def test_it_splits_ties_by_id(alice_client):
    created = [row["id"] for row in every_row(alice_client, PATH, ordering="created_at")]
    assert created == sorted(created)
    descending = [row["id"] for row in every_row(alice_client, PATH, ordering="-created_at")]
    assert descending == created[::-1]


NO_ORDERINGS = ["", "id", "-", "--name", "name,created_at", "version", "+name"]


def test_it_refuses_another_ordering(alice_client):
    for ordering in NO_ORDERINGS:
        response = alice_client.get(PATH, {"ordering": ordering})
        assert refused(response, 400, "invalid"), ordering
        assert faults(response) == [("query", "ordering")]


def test_it_pages(alice_client):
    first = alice_client.get(PATH, {"page_size": 5}).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (12, 5, None)
    second = alice_client.get(first["next"]).json()
    third = alice_client.get(second["next"]).json()
    assert (len(third["results"]), third["next"], third["count"]) == (2, None, 12)
    assert alice_client.get(third["previous"]).json() == second
    found = names(first["results"] + second["results"] + third["results"])
    assert found == listed(alice_client)


def test_it_answers_an_empty_list(alice_client):
    empty = {"count": 0, "next": None, "previous": None, "results": []}
    assert alice_client.get(PATH, {"search": "nothing"}).json() == empty


def test_it_has_no_page_past_the_end(alice_client):
    for page in ["3", "10", "1" + "0" * 30, "9" * 4000]:
        response = alice_client.get(PATH, {"page": page, "page_size": 6})
        assert refused(response, 404, "not_found"), page


NO_NUMBERS = ["", "0", "-1", "abc", "1.0", "１", "1e2", "00", "none", "²"]


def test_it_refuses_what_is_no_page_number(alice_client):
    for name in ["page", "page_size"]:
        for value in NO_NUMBERS:
            response = alice_client.get(PATH, {name: value})
            assert refused(response, 400, "invalid"), (name, value)
            assert faults(response) == [("query", name)]


def test_it_serves_at_most_500_rows(alice_client):
    for size in ("500", "501", "1000", "1" + "0" * 30):
        assert len(alice_client.get(PATH, {"page_size": size}).json()["results"]) == 12


NO_PARAMETERS = ["nam", "cursor", "format", "page[]", "Search", "type", "\x00"]


def test_it_names_an_unknown_parameter(alice_client):
    for name in NO_PARAMETERS:
        response = alice_client.get(PATH, {name: "1"})
        assert refused(response, 400, "invalid"), name
        assert faults(response) == [("query", name)]


def test_it_names_a_parameter_given_twice(alice_client):
    response = alice_client.get(f"{PATH}?search=a&search=a&archived=true")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", "search")]


def test_it_names_a_parameter_with_a_nul(alice_client):
    response = alice_client.get(f"{PATH}?search=a%00b")
    assert faults(response) == [("query", "search")]
    assert faults(alice_client.get(f"{PATH}?search={'x' * 256}")) == [("query", "search")]


def test_it_costs_two_queries_besides_the_sign_in(alice_client):
    with counted() as queries:
        alice_client.get(PATH, {"search": "o"})
    assert len(queries) == 3, queries


@time_machine.travel("2026-03-01T12:00:00Z", tick=False)  # at midnight everything has changed
def test_it_costs_one_query_when_nothing_has_changed(alice_client):
    tag = alice_client.get(PATH)["ETag"]
    with counted() as queries:
        response = alice_client.get(PATH, HTTP_IF_NONE_MATCH=tag)
    assert (response.status_code, len(queries)) == (304, 1), queries


def test_it_costs_one_query_besides_the_sign_in_to_read_one(alice_client):
    row = alice_client.get(PATH).json()["results"][0]
    with counted() as queries:
        assert alice_client.get(f"{PATH}{row['id']}/").json() == row
    assert len(queries) == 2, queries
