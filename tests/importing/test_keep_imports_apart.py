"""Nobody sees, moves or guesses an import that is not theirs."""

import pytest

from tests.entries import every_row, nothing_written
from tests.imports.uploading import DAY, LIST, PATH, again, csv, imported, looked_at, send, url_of
from tests.refusals import faults, refused
from tests.transactions.bulk import totals
from tests.users.people import named_key, with_header

CORRECTION = {"mapping": {"sign": "expense"}}
READS = [(), ("rows",)]
WRITES = [
    ("patch", (), CORRECTION),
    ("delete", (), None),
    ("patch", ("rows", 1), {"skip": True}),
    ("post", ("commit",), {}),
    ("post", ("undo",), {}),
]


def without_number(answer):
    body = answer.json()
    body.pop("request_id")
    return answer.status_code, body


@pytest.mark.parametrize("take", [looked_at, imported])
def test_it_tells_a_stranger_nothing(alice, alice_client, charlie_client, take):
    found = take(alice_client, csv(*DAY))
    unknown = {"id": found["id"] + 1_000}
    calls = [("get", parts, None) for parts in READS] + WRITES
    with nothing_written(alice):
        for method, parts, body in calls:
            answers = [
                getattr(charlie_client, method)(url_of(each, *parts), body)
                for each in (found, unknown)
            ]
            assert refused(answers[0], 404, "not_found"), (method, parts)
            assert without_number(answers[0]) == without_number(answers[1])
    assert again(alice_client, found) == found
    assert every_row(charlie_client, PATH) == []


def test_it_tells_nothing_by_what_is_wrong_with_the_words(alice_client, charlie_client):
    found = looked_at(alice_client, csv(*DAY))
    for parts, body in (((), {"mapping": []}), (("rows", 1), {"skip": "maybe"})):
        mine, nobodys = (
            charlie_client.patch(url_of(each, *parts), body) for each in (found, {"id": 987_654})
        )
        assert without_number(mine) == without_number(nobodys)


def test_it_asks_for_a_sign_in(alice_client, anonymous_client):
    found = looked_at(alice_client, csv(*DAY))
    assert refused(anonymous_client.get(PATH), 401, "not_authenticated")
    assert refused(send(anonymous_client, csv(*DAY)), 401, "not_authenticated")
    for method, parts, body in WRITES:
        response = getattr(anonymous_client, method)(url_of(found, *parts), body)
        assert refused(response, 401, "not_authenticated")


def test_it_lets_a_token_that_only_reads_look(alice, alice_client):
    found = looked_at(alice_client, csv(*DAY))
    reader = with_header(f"Token {named_key(alice, scope='read')}")
    for parts in READS:
        assert reader.get(url_of(found, *parts)).status_code == 200
    with nothing_written(alice):
        assert refused(send(reader, csv(*DAY)), 403, "read_only_token")
        for method, parts, body in WRITES:
            response = getattr(reader, method)(url_of(found, *parts), body)
            assert refused(response, 403, "read_only_token")
    assert again(alice_client, found) == found


def test_it_lets_a_token_that_writes_import(alice):
    writer = with_header(f"Token {named_key(alice)}")
    assert imported(writer, csv(*DAY))["created"] == 3


def test_it_finds_the_transactions_of_an_import(alice_client):
    first, second = (imported(alice_client, csv(row)) for row in DAY[:2])
    for found, name in ((first, "Coffee"), (second, "Rent")):
        (row,) = every_row(alice_client, LIST, **{"import": found["id"]})
        assert row["description"] == name
    chosen = {"import": f"{first['id']},{second['id']}"}
    assert len(every_row(alice_client, LIST, **chosen)) == 2
    assert totals(alice_client, **chosen) == {"USD": ("0.00", "903.20", 2)}


def test_it_finds_nothing_of_somebody_elses_import(alice_client, charlie_client):
    found = imported(alice_client, csv(*DAY))
    imported(charlie_client, csv(DAY[0]))
    for number in (found["id"], 987_654):
        answer = charlie_client.get(LIST, {"import": number})
        assert (answer.status_code, answer.json()["results"]) == (200, [])


@pytest.mark.parametrize("value", ["x", "-1", "1.5", ""])
def test_it_refuses_what_is_no_number_of_an_import(alice_client, value):
    response = alice_client.get(LIST, {"import": value})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", "import")]


def test_it_tags_an_import_by_its_bytes(alice_client):
    found = looked_at(alice_client, csv(*DAY))
    for url in (url_of(found), url_of(found, "rows"), PATH):
        tag = alice_client.get(url)["ETag"]
        assert alice_client.get(url, HTTP_IF_NONE_MATCH=tag).status_code == 304
    tag = alice_client.get(url_of(found, "rows"))["ETag"]
    alice_client.patch(url_of(found, "rows", 1), {"skip": True})
    assert alice_client.get(url_of(found, "rows"), HTTP_IF_NONE_MATCH=tag).status_code == 200
