import json

import pytest

from tests.entries import add_category, nothing_written
from tests.refusals import faults, refused

NOT_TEXT = ["null", "true", "5", "1.5", "[]", '["a"]', "{}", '{"a": 1}', "9" * 5000]
NOT_STORABLE = [r'"a\u0000b"', r'"\ud800"', r'"x\udc00\ud800"']
NOT_SWITCH = ["null", "0", "1", "1.0", '"yes"', '""', "[]", "[true]", "{}", "9" * 5000]
BAD = {
    "name": [*NOT_TEXT, *NOT_STORABLE, '""', '" \\u3000\\n"', f'"{"x" * 101}"', f'"{"🍣" * 101}"'],
    "emoji": [*NOT_TEXT, *NOT_STORABLE, f'"{"🍣" * 33}"'],
    "color": [
        *NOT_TEXT, *NOT_STORABLE, '"red"', '"#fff"', '"#12345"', '"#1234567"', '"123456"',
        '"#12345g"', '"#１２３４５６"', '"#123456\\n"', '" "', '"#12345🍣"',
    ],
    "description": [*NOT_TEXT, *NOT_STORABLE, f'"{"x" * 256}"', f'"{"🍣" * 256}"'],
    "archived": NOT_SWITCH,
}  # fmt: skip


def send(client, method, path, text):
    return client.generic(method, path, text.encode(), content_type="application/json")


@pytest.fixture
def row(alice_client):
    return add_category(alice_client, "Tea", emoji="🍵")


@pytest.mark.parametrize("field", BAD)
def test_it_names_the_field_at_fault(alice, alice_client, row, field):
    one, rest = f"/api/categories/{row['id']}/", "" if field == "name" else '"name": "New", '
    with nothing_written(alice):
        for method, path in (("POST", "/api/categories/"), ("PUT", one), ("PATCH", one)):
            for value in BAD[field]:
                response = send(alice_client, method, path, f'{{{rest}"{field}": {value}}}')
                assert refused(response, 400, "invalid"), value[:40]
                assert set(faults(response)) == {("body", field)}, value[:40]
    assert alice_client.get("/api/categories/").status_code == 200
    assert alice_client.get(f"/api/categories/{row['id']}/").json() == row


def test_it_takes_text_of_every_script(alice_client):
    for text in ("🍣" * 32, "\u202eabc\u202c", "\u200fעברית", "a\tb\nc", "'; DROP TABLE --"):
        row = add_category(alice_client, f"N{text}", emoji=text[:32], description=text * 2)
        assert alice_client.get(f"/api/categories/{row['id']}/").json()["description"] == text * 2


def test_it_names_every_field_at_fault_at_once(alice_client):
    body = {"name": "", "emoji": 5, "color": "red", "archived": "no", "colour": "#fff"}
    response = alice_client.post("/api/categories/", body)
    assert refused(response, 400, "invalid")
    assert sorted(attr for _, attr in faults(response)) == sorted(body)


def test_it_requires_a_name(alice, alice_client, row):
    path = f"/api/categories/{row['id']}/"
    with nothing_written(alice):
        for response in (
            alice_client.post("/api/categories/", {"emoji": "🍵"}),
            alice_client.post("/api/categories/"),
            alice_client.put(path, {"emoji": "🍵"}),
        ):
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", "name")]
    assert alice_client.patch(path, {}).status_code == 200


NO_KEYS = ["colour", "Name", "name ", "nаme", "", "book", "name_key", "a.b"]


def test_it_names_a_key_that_nobody_takes(alice, alice_client):
    for key in NO_KEYS:
        with nothing_written(alice):
            response = alice_client.post("/api/categories/", {"name": "New", key: "x"})
        assert refused(response, 400, "invalid"), key
        assert faults(response) == [("body", key)]
        assert response.json()["errors"][0]["code"] == "unknown"


def test_it_names_the_field_at_fault_in_a_form(alice, alice_client):
    form = "application/x-www-form-urlencoded"
    with nothing_written(alice):
        for text, field in (
            ("name=", "name"),
            ("name=a%00b", "name"),
            ("name=New&archived=1", "archived"),
            ("name=New&emoji=a%00", "emoji"),
            ("name=New&colour=x", "colour"),
            ("name=New&color=red", "color"),
        ):
            response = alice_client.post("/api/categories/", text, content_type=form)
            assert refused(response, 400, "invalid"), text
            assert faults(response) == [("body", field)], text


def test_it_blames_the_body_where_it_is_no_object(alice, alice_client):
    with nothing_written(alice):
        for value in ([], [{"name": "New"}], "name", 5, True, None, 1.5):
            response = send(alice_client, "POST", "/api/categories/", json.dumps(value))
            assert refused(response, 400, "invalid"), value
            assert faults(response) == [("body", "")], value
