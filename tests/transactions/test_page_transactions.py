import base64
import json
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from tests.entries import every_row, ids, record, record_all
from tests.queries import counted
from tests.refusals import faults, refused

PATH = "/api/transactions/"
ORDERINGS = ["date", "-date", "amount", "-amount", "created_at", "-created_at"]
BIG = 2**63 - 1


def rows(number, first=0):
    """Rows with ties in date and in amount."""
    return [
        {"date": date(2026, 3, 1) + timedelta(n // 3), "amount": Decimal(n % 5 + 1)}
        for n in range(first, first + number)
    ]


@pytest.fixture
def entries(alice):
    made = []
    for hour in range(4):
        with time_machine.travel(f"2026-03-01T{hour:02}:00:00Z", tick=False):
            made += record_all(alice, rows(6, 6 * hour))
    return made


def in_order(alice_client, ordering):
    name = ordering.lstrip("-")
    found = every_row(alice_client, page_size=500)

    def key(row):
        return (Decimal(row[name]) if name == "amount" else row[name], row["id"])

    return ids(sorted(found, key=key, reverse=ordering.startswith("-")))


def cursor_of(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def walk(client, url, direction="next"):
    """The pages from here on, each as its ids."""
    pages = []
    while url:
        page = client.get(url)
        assert page.status_code == 200, page.content
        pages.append(page.json())
        url = pages[-1][direction]
    return pages


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_it_reaches_every_row_once_forwards_and_backwards(alice_client, entries, ordering):
    expected = in_order(alice_client, ordering)
    pages = walk(alice_client, f"{PATH}?ordering={ordering}&page_size=5")
    assert [ids(page["results"]) for page in pages] == [
        expected[at : at + 5] for at in range(0, 24, 5)
    ]
    assert [page["count"] for page in pages] == [24, None, None, None, None]
    back = walk(alice_client, pages[-1]["previous"], "previous")
    assert [ids(page["results"]) for page in back] == [
        ids(page["results"]) for page in reversed(pages[:-1])
    ]
    assert {page["count"] for page in back} == {None}


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_it_reaches_every_row_that_stays_while_others_come_and_go(
    alice, alice_client, entries, ordering
):
    gone, seen = set(), []
    url = f"{PATH}?ordering={ordering}&page_size=4"
    for turn in range(10):
        page = alice_client.get(url).json()
        seen += ids(page["results"])
        record_all(alice, rows(1, turn * 3))
        for row in (ids(page["results"])[-1], entries[turn * 2]):
            if row not in gone:
                assert alice_client.delete(f"{PATH}{row}/").status_code == 204
                gone.add(row)
        url = page["next"]
        if not url:
            break
    seen += [
        row for page in (walk(alice_client, url) if url else []) for row in ids(page["results"])
    ]
    assert len(seen) == len(set(seen))
    assert set(entries) - gone <= set(seen)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_it_goes_back_over_rows_that_came_meanwhile(alice, alice_client, entries, ordering):
    expected = in_order(alice_client, ordering)
    first = alice_client.get(f"{PATH}?ordering={ordering}&page_size=6").json()
    third = alice_client.get(alice_client.get(first["next"]).json()["next"]).json()
    alice_client.delete(f"{PATH}{expected[12]}/")
    alice_client.delete(f"{PATH}{expected[7]}/")
    (new,) = record_all(alice, rows(1, 12))
    back = walk(alice_client, third["previous"], "previous")
    seen = [row for page in reversed(back) for row in ids(page["results"])]
    now = in_order(alice_client, ordering)
    assert set(seen) - {new} == set(expected[:12]) - {expected[7]}
    assert seen == [row for row in now if row in seen]


def test_it_starts_again_where_everything_before_is_gone(alice_client, entries):
    second = alice_client.get(
        alice_client.get(f"{PATH}?ordering=date&page_size=4").json()["next"]
    ).json()
    for row in entries[:4]:
        alice_client.delete(f"{PATH}{row}/")
    empty = alice_client.get(second["previous"]).json()
    assert (empty["results"], empty["previous"]) == ([], None)
    again = alice_client.get(empty["next"]).json()
    assert ids(again["results"]) == entries[4:8]
    assert again["count"] == 20


def test_it_ends_where_everything_after_is_gone(alice_client, entries):
    first = alice_client.get(f"{PATH}?ordering=date&page_size=20").json()
    for row in entries[20:]:
        alice_client.delete(f"{PATH}{row}/")
    last = alice_client.get(first["next"]).json()
    assert last == {"count": None, "next": None, "previous": None, "results": []}


def test_it_keeps_the_filters_on_every_page(alice, alice_client, entries):
    url = f"{PATH}?type=expense&amount_min=2&category=none&category=5&search=&page_size=3"
    found = [row for page in walk(alice_client, url) for row in page["results"]]
    assert len(found) == len([row for row in rows(24) if row["amount"] >= 2])
    query = parse_qs(urlsplit(alice_client.get(url).json()["next"]).query)
    assert query["category"] == ["none", "5"]
    assert (query["amount_min"], query["page_size"]) == (["2"], ["3"])


def test_it_takes_another_page_size_in_mid_run(alice_client, entries):
    first = alice_client.get(f"{PATH}?ordering=date&page_size=5").json()
    rest = alice_client.get(first["next"].replace("page_size=5", "page_size=500")).json()
    assert ids(rest["results"]) == entries[5:]
    assert rest["next"] is None


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_it_numbers_pages(alice_client, entries, ordering):
    expected = in_order(alice_client, ordering)
    pages = walk(alice_client, f"{PATH}?ordering={ordering}&page_size=10&page=1")
    assert [ids(page["results"]) for page in pages] == [
        expected[:10],
        expected[10:20],
        expected[20:],
    ]
    assert [page["count"] for page in pages] == [24, 24, 24]
    assert [page["previous"] is None for page in pages] == [True, False, False]
    assert alice_client.get(pages[2]["previous"]).json() == pages[1]


def test_it_has_no_page_past_the_end(alice_client, entries):
    for page in ["4", "20"]:
        response = alice_client.get(PATH, {"page": page, "page_size": 10})
        assert refused(response, 404, "not_found"), page


def test_it_has_a_first_page_of_nothing(alice_client):
    empty = {"count": 0, "next": None, "previous": None, "results": []}
    assert alice_client.get(PATH).json() == empty
    assert alice_client.get(PATH, {"page": 1}).json() == empty
    assert refused(alice_client.get(PATH, {"page": 2}), 404, "not_found")


TOO_FAR = [("21", "500"), ("21", "1000"), ("201", "50"), ("1" + "0" * 30, "1")]


def test_it_points_to_the_cursor_past_row_10000(alice_client):
    for page, size in TOO_FAR:
        response = alice_client.get(PATH, {"page": page, "page_size": size})
        assert refused(response, 400, "invalid"), (page, size)
        assert faults(response) == [("query", "page")]
        assert "`next`" in response.json()["detail"]


def test_it_numbers_pages_up_to_row_10000(alice_client):
    response = alice_client.get(PATH, {"page": "20", "page_size": "500"})
    assert refused(response, 404, "not_found")


def test_it_leads_on_by_cursor_from_the_last_page_by_number(alice, alice_client, monkeypatch):
    monkeypatch.setattr("transactions.views.LAST_ROW_BY_NUMBER", 6)
    record_all(alice, rows(9))
    for ordering in ["-date", "amount", "-created_at"]:
        pages = walk(alice_client, f"{PATH}?page=1&page_size=2&ordering={ordering}")
        walked = [row for page in pages for row in ids(page["results"])]
        assert walked == in_order(alice_client, ordering), ordering
        assert "page=3" in pages[1]["next"]
        assert "cursor=" in pages[2]["next"]


def test_it_refuses_what_is_no_page_number(alice_client):
    for name in ["page", "page_size"]:
        for value in ["", "0", "-1", "abc", "1.0", "１", "1e2", "00", "²", "1,2"]:
            response = alice_client.get(PATH, {name: value})
            assert refused(response, 400, "invalid"), (name, value)
            assert faults(response) == [("query", name)]


def test_it_serves_50_rows_unless_told_and_at_most_500(alice, alice_client):
    record_all(alice, rows(501))
    assert len(alice_client.get(PATH).json()["results"]) == 50
    for query in ("page_size=501", "page_size=500&page=1", f"page_size=1{'0' * 30}"):
        found = alice_client.get(f"{PATH}?{query}").json()
        assert (len(found["results"]), found["count"]) == (500, 501), query
        assert found["next"], query


NO_ORDERINGS = ["", "-", "id", "--date", "date,amount", "description", "-version", "Date", "+date"]


def test_it_refuses_another_ordering(alice_client):
    for ordering in NO_ORDERINGS:
        for page in ({}, {"page": 1}):
            response = alice_client.get(PATH, {"ordering": ordering, **page})
            assert refused(response, 400, "invalid"), ordering
            assert faults(response) == [("query", "ordering")]


def test_it_refuses_the_cursor_of_another_ordering(alice_client, entries):
    url = alice_client.get(f"{PATH}?ordering=date&page_size=5").json()["next"]
    for other in ORDERINGS[1:]:
        response = alice_client.get(url.replace("ordering=date", f"ordering={other}"))
        assert refused(response, 400, "invalid")
        assert faults(response) == [("query", "cursor")]


def test_it_takes_a_page_or_a_cursor(alice_client, entries):
    url = alice_client.get(f"{PATH}?page_size=5").json()["next"]
    response = alice_client.get(f"{url}&page=1")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", "cursor")]


NO_CURSORS = [
    "",
    "x",
    "é",
    "%",
    "🍣",
    "x" * 4000,
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 50_000).decode(),
    base64.urlsafe_b64encode(b'["-date", false, "2026-01-01", ' + b"9" * 5000 + b"]").decode(),
    cursor_of(),
    cursor_of(1),
    cursor_of("-date", False, "2026-01-01"),
    cursor_of("-date", False, "2026-01-01", 1, 2),
    cursor_of("-date", 0, "2026-01-01", 1),
    cursor_of("-date", None, "2026-01-01", 1),
    cursor_of("-date", False, "2026-01-01", "1"),
    cursor_of("-date", False, "2026-01-01", True),
    cursor_of("-date", False, "2026-01-01", 1.0),
    cursor_of("-date", False, "2026-01-01", -1),
    cursor_of("-date", False, "2026-01-01", BIG + 1),
    cursor_of("-date", False, "2026-13-01", 1),
    cursor_of("-date", False, "", 1),
    cursor_of("-date", False, None, 1),
    cursor_of("-date", False, 20260101, 1),
    cursor_of("-date", False, ["2026-01-01"], 1),
    cursor_of("date", False, "2026-01-01", 1),
    cursor_of(None, False, "2026-01-01", 1),
]


def test_it_refuses_what_is_no_cursor(alice_client):
    for cursor in NO_CURSORS:
        response = alice_client.get(PATH, {"cursor": cursor})
        assert refused(response, 400, "invalid"), cursor
        assert faults(response) == [("query", "cursor")]


NO_VALUES = {
    "amount": [
        "NaN", "sNaN", "Infinity", "-1", "1E+999999999", "1e5", "1.0", "9" * 19, "9" * 5000,
        "", "x", "１", None, 5, [0, [1], 0], "1_0",
    ],
    "created_at": [
        "", "x", None, 5, "2026-01-01", "2026-01-01T00:00:00", "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59", "2026-13-01T00:00:00+00:00",
    ],
}  # fmt: skip


def test_it_refuses_a_cursor_at_no_value(alice_client):
    for ordering, value in [(name, value) for name in NO_VALUES for value in NO_VALUES[name]]:
        for signed in (ordering, f"-{ordering}"):
            cursor = cursor_of(signed, False, value, 1)
            response = alice_client.get(PATH, {"cursor": cursor, "ordering": signed})
            assert refused(response, 400, "invalid"), (ordering, value)
            assert faults(response) == [("query", "cursor")]


@pytest.mark.parametrize(
    ("ordering", "value"),
    [
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
        ("amount", "0"),
        ("amount", "9" * 18),
        ("created_at", "0001-01-01T00:00:00+00:00"),
        ("created_at", "9999-12-31T23:59:59.999999+00:00"),
        ("created_at", "2026-01-01T00:00:00+05:30"),
    ],
)
def test_it_reads_on_from_any_value_there_is(alice_client, ordering, value):
    row = record(alice_client)
    found = []
    for backward in (False, True):
        cursor = cursor_of(ordering, backward, value, BIG)
        response = alice_client.get(PATH, {"cursor": cursor, "ordering": ordering})
        assert response.status_code == 200, response.content
        found += ids(response.json()["results"])
    assert found == [row["id"]]


def test_it_costs_two_queries_besides_the_sign_in_at_any_depth(alice_client, entries):
    url = f"{PATH}?page_size=5"
    for queries_expected in (3, 2, 2):
        with counted() as queries:
            page = alice_client.get(url).json()
        assert len(queries) == queries_expected, queries
        url = page["next"]
