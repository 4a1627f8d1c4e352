import pytest

from tests.entries import nothing_written, record
from tests.refusals import faults, refused

PATH = "/api/transactions/"
DIGITS = "9" * 5000
NOT_TEXT = ["true", "5", "1.5", "[]", '["a"]', "{}", '{"a": 1}', DIGITS, "1e400"]
NOT_STORABLE = [r'"a\u0000b"', r'"\ud800"', r'"x\udc00\ud800"']
BAD = {
    "type": [
        "null", *NOT_TEXT, *NOT_STORABLE, '""', '"Expense"', '"expense "', '"transfer"', '"🍣"',
        '"\\u200fexpense"', f'"{"x" * 300}"',
    ],
    "amount": [
        "null", "true", "[]", "[5]", "{}", "0", "0.00", "-5", "-0", "1e3", "1E2", "100000000000",
        "1.000000001", DIGITS, f"0.{DIGITS}", "1e400", "9" * 16, "1.005", "12345678901.23456",
        *NOT_STORABLE, *(f'"{text}"' for text in (
            "", " ", "0", "-5", "+5", "-0", "1e3", "1_000", "1,000", "１２", "٣", "NaN", "Infinity",
            "5 ", " 5", "5.", ".5", "$5", "five", "1.005", "1.0000000001", "100000000000", DIGITS,
            "🍣", "\\u200f5",
        )),
    ],
    "currency": [
        "null", *NOT_TEXT, *NOT_STORABLE, '""', '"US"', '"USDT"', '"XAU"', '"ZZZ"', '" USD"',
        '"uſd"', '"ＵＳＤ"', '"🍣🍺🥂"', '"\\u200fUSD"', '"USD\\n"', f'"{"x" * 300}"',
    ],
    "refund": ["null", "0", "1", "1.0", '"yes"', '""', '"1"', "[]", "[true]", "{}", DIGITS],
    "category": [
        "true", "false", "1.0", "1.5", "[]", "[1]", '["Food"]', "{}", '{"id": 1}', DIGITS, "1e400",
        "0", "-1", "999999999999999999", '"999999"', '""', '" "', '"１２"', '"٣"',
        f'"{"x" * 101}"', f'"{"🍣" * 101}"', f'"{DIGITS}"', f'"{"ﷺ" * 100}"', *NOT_STORABLE,
    ],
    "date": [
        "null", *NOT_TEXT, *NOT_STORABLE, '""', '"2026-02-29"', '"2026-13-01"', '"2026-2-1"',
        '"20260201"', '"1899-12-31"', '"2200-01-01"', '"2026-02-01T00:00:00Z"', '"today"',
        '"２０２６-02-01"', '" 2026-02-01"', '"🍣"', '"\\u200f2026-02-01"',
    ],
    "description": ["null", *NOT_TEXT, *NOT_STORABLE, f'"{"x" * 256}"', f'"{"🍣" * 256}"'],
    "notes": ["null", *NOT_TEXT, *NOT_STORABLE, f'"{"x" * 10_001}"', f'"{"🍣" * 10_001}"'],
    "external_id": [*NOT_TEXT, *NOT_STORABLE, '""', f'"{"x" * 256}"', f'"{"🍣" * 256}"'],
}  # fmt: skip
PLAIN = {"type": '"expense"', "amount": "5", "currency": '"USD"', "date": '"2026-03-01"'}


def body_with(field, value, base):
    return "{" + ", ".join(f'"{k}": {v}' for k, v in {**base, field: value}.items()) + "}"


@pytest.fixture
def row(alice_client):
    return record(alice_client, category="Food", description="Lunch")


@pytest.mark.parametrize("field", BAD)
def test_it_names_the_field_at_fault(alice, alice_client, row, field):
    one = f"{PATH}{row['id']}/"
    with nothing_written(alice):
        for method, path, base in (("POST", PATH, PLAIN), ("PUT", one, PLAIN), ("PATCH", one, {})):
            for value in BAD[field]:
                body = body_with(field, value, base).encode()
                response = alice_client.generic(method, path, body, "application/json")
                assert refused(response, 400, "invalid"), value[:40]
                assert set(faults(response)) == {("body", field)}, value[:40]
    assert alice_client.get(PATH).json()["results"] == [row]
    assert alice_client.get(one).json() == row


@pytest.mark.parametrize("path", ["/api/expenses/", "/api/income/"])
def test_it_names_the_field_at_fault_where_the_type_is_fixed(alice, alice_client, path):
    with nothing_written(alice):
        for field, values in BAD.items():
            for value in (values[0], values[-1]):
                body = body_with(field, value, {"amount": "5"}).encode()
                response = alice_client.generic("POST", path, body, "application/json")
                assert refused(response, 400, "invalid"), (field, value[:40])
                assert set(faults(response)) == {("body", field)}, value[:40]


def test_it_requires_what_has_no_default(alice, alice_client):
    for field in ["type", "amount"]:
        body = {"type": "expense", "amount": "5"}
        del body[field]
        with nothing_written(alice):
            response = alice_client.post(PATH, body)
        assert refused(response, 400, "invalid"), field
        assert faults(response) == [("body", field)]
        assert response.json()["errors"][0]["code"] == "required"


TEXTS = ["🍣" * 255, "\u202eabc\u202c", "\u200fעברית", "a\tb\r\nc", "'; DROP TABLE x; --", "%s {}"]


def test_it_takes_text_of_every_script(alice_client):
    for text in TEXTS:
        row = record(alice_client, description=text, notes=text * 39, external_id=text)
        assert alice_client.get(f"{PATH}{row['id']}/").json() == row
        assert (row["description"], row["external_id"]) == (text, text)
        assert row["notes"] == text * 39


def test_it_names_every_field_at_fault_at_once(alice, alice_client):
    body = {"type": "x", "amount": -1, "currency": "x", "date": "x", "when": 1, "category": []}
    with nothing_written(alice):
        response = alice_client.post(PATH, body)
    assert sorted(attr for _, attr in faults(response)) == sorted(body)


NO_KEYS = ["ammount", "Amount", "amount ", "аmount", "book", "search_text"]


def test_it_names_a_key_that_nobody_takes(alice, alice_client, row):
    for key in NO_KEYS:
        body = {"type": "expense", "amount": "5", "currency": "USD", "date": "2026-01-01", key: "5"}
        with nothing_written(alice):
            for response in (
                alice_client.post(PATH, body),
                alice_client.put(f"{PATH}{row['id']}/", body),
                alice_client.patch(f"{PATH}{row['id']}/", {key: "5"}),
            ):
                assert refused(response, 400, "invalid"), key
                assert faults(response) == [("body", key)]


FORMS = [
    ("type=expense&amount=1e3", "amount"),
    ("type=expense&amount=", "amount"),
    ("type=expense&amount=1,5", "amount"),
    ("type=expense&amount=5&currency=XX", "currency"),
    ("type=expense&amount=5&refund=1", "refund"),
    ("type=expense&amount=5&date=x", "date"),
    ("type=expense&amount=5&category=a%00b", "category"),
    ("type=expense&amount=5&category=%20", "category"),
    ("type=expense&amount=5&category=999999", "category"),
    ("type=expense&amount=5&notes=a%00b", "notes"),
    ("type=expense&amount=5&description=%00", "description"),
    ("type=expense&amount=5&external_id=%00", "external_id"),
    ("type=transfer&amount=5", "type"),
    ("type=&amount=5", "type"),
    ("amount=5", "type"),
]


def test_it_names_the_field_at_fault_in_a_form(alice, alice_client):
    for form, field in FORMS:
        urlencoded = "application/x-www-form-urlencoded"
        multipart = dict(
            pair.replace("%00", "\0").replace("%20", " ").split("=") for pair in form.split("&")
        )
        with nothing_written(alice):
            for response in (
                alice_client.post(PATH, form, content_type=urlencoded),
                alice_client.post(PATH, multipart, format="multipart"),
            ):
                assert refused(response, 400, "invalid"), (form, field)
                assert faults(response) == [("body", field)]


def test_it_refuses_a_file_where_a_value_belongs(alice, alice_client, tmp_path):
    file = tmp_path / "5"
    file.write_text("5")
    with nothing_written(alice):
        for field in BAD:
            with file.open() as stream:
                body = {"type": "expense", "amount": "5", field: stream}
                response = alice_client.post(PATH, body, format="multipart")
            assert refused(response, 400, "invalid"), field
            assert faults(response) == [("body", field)]


def test_it_refuses_a_field_given_twice_in_a_form(alice, alice_client):
    urlencoded = "application/x-www-form-urlencoded"
    with nothing_written(alice):
        for response in (
            alice_client.post(PATH, "type=income&amount=5&amount=6", content_type=urlencoded),
            alice_client.post(PATH, {"type": "income", "amount": ["5", "6"]}, format="multipart"),
        ):
            assert refused(response, 400, "malformed")
            assert response.json()["detail"] == "The field 'amount' stands twice in the form."
