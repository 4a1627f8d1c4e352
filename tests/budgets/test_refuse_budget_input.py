from typing import Any

import pytest

from tests.budgets.plans import PATH, PROGRESS, plan
from tests.entries import add_category, nothing_written
from tests.refusals import faults, refused
from users.models import User

DIGITS = "9" * 5000
NOT_TEXT = ["true", "5", "1.5", "[]", '["a"]', "{}", '{"a": 1}', DIGITS, "1e400"]
NOT_STORABLE = [r'"a\u0000b"', r'"\ud800"', r'"x\udc00\ud800"']
NO_MONTHS = [
    "", " ", "2026-13", "2026-00", "0000-01", "2026-11-15", "2026-11-02", "2026-11-31", "2026-1",
    "2026", "202611", "11-2026", "1899-12", "2200-01", "2026-11 ", " 2026-11", "2026-11-1",
    "2026-11-01T00:00:00Z", "２０２６-11", "20266-11", "-2026-11", "November", "🍣",
    DIGITS, f"{DIGITS}-11", "2026-11\\n", "\\u200f2026-11",
]  # fmt: skip
BAD = {
    "amount": [
        "null", "true", "[]", "[5]", "{}", "0", "0.00", "-5", "-0", "1e3", "1E2", "100000000000",
        "1.000000001", DIGITS, f"0.{DIGITS}", "1e400", "9" * 16, "1.005", "12345678901.23456",
        *NOT_STORABLE, *(f'"{text}"' for text in (
            "", " ", "0", "0.00", "-5", "+5", "-0", "1e3", "1_000", "1,000", "１２", "٣", "NaN",
            "Infinity", "5 ", "5.", ".5", "$5", "five", "1.005", "100000000000", DIGITS, "🍣",
        )),
    ],
    "currency": [
        "null", *NOT_TEXT, *NOT_STORABLE, '""', '"US"', '"USDT"', '"XAU"', '"ZZZ"', '" USD"',
        '"uſd"', '"ＵＳＤ"', '"🍣🍺🥂"', '"USD\\n"', f'"{"x" * 300}"',
    ],
    "category": [
        "true", "false", "1.0", "1.5", "[]", "[1]", '["Food"]', "{}", '{"id": 1}', DIGITS, "1e400",
        "0", "-1", "999999999", '"0"', '"999999999"', '""', '" "', '"２０２６"', f'"{"x" * 101}"',
        f'"{"🍣" * 101}"', f'"{DIGITS}"', f'"{"ﷺ" * 100}"', *NOT_STORABLE,
    ],
    "month": [*NOT_TEXT, "2026", "2026.11", "202611", *NOT_STORABLE, '"none"', '"null"',
              *(f'"{text}"' for text in NO_MONTHS)],
}  # fmt: skip
PLAIN = {"amount": "5", "currency": '"USD"'}


def body_with(field: str, value: str, base: dict[str, str]) -> bytes:
    pairs = {**base, field: value}.items()
    return ("{" + ", ".join(f'"{name}": {each}' for name, each in pairs) + "}").encode()


@pytest.fixture
def row(alice_client: Any) -> dict[str, Any]:
    return plan(alice_client, category="Food", month="2026-11")


@pytest.mark.parametrize("field", BAD)
def test_it_names_the_field_at_fault(
    alice: User, alice_client: Any, row: dict[str, Any], field: str
) -> None:
    one = f"{PATH}{row['id']}/"
    with nothing_written(alice):
        for method, path, base in (("POST", PATH, PLAIN), ("PUT", one, PLAIN), ("PATCH", one, {})):
            for value in BAD[field]:
                body = body_with(field, value, base)
                response = alice_client.generic(method, path, body, "application/json")
                assert refused(response, 400, "invalid"), (method, value[:40])
                assert set(faults(response)) == {("body", field)}, (method, value[:40])
    assert alice_client.get(PATH).json()["results"] == [row]


def test_it_requires_what_has_no_default(
    alice: User, alice_client: Any, row: dict[str, Any]
) -> None:
    one = f"{PATH}{row['id']}/"
    with nothing_written(alice):
        assert faults(alice_client.post(PATH, {})) == [("body", "amount")]
        assert faults(alice_client.put(one, {"currency": "USD"})) == [("body", "amount")]
        assert faults(alice_client.put(one, {"amount": "5"})) == [("body", "currency")]


DECIMALS = [
    ({"amount": "5.005"}, "amount"),
    ({"amount": "5.5", "currency": "JPY"}, "amount"),
    ({"amount": "5.0005", "currency": "BHD"}, "amount"),
]


@pytest.mark.parametrize(("fields", "at_fault"), DECIMALS)
def test_it_refuses_more_decimals_than_the_currency_has(
    alice: User, alice_client: Any, fields: dict[str, str], at_fault: str
) -> None:
    with nothing_written(alice):
        response = alice_client.post(PATH, fields)
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", at_fault)]


def test_it_refuses_a_currency_with_fewer_decimals_than_the_amount(
    alice: User, alice_client: Any
) -> None:
    path = f"{PATH}{plan(alice_client, '5.50')['id']}/"
    with nothing_written(alice):
        response = alice_client.patch(path, {"currency": "JPY"})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "currency")]
    assert alice_client.patch(path, {"currency": "BHD"}).json()["amount"] == "5.500"


def test_it_refuses_a_strangers_category_as_an_unknown_one(
    alice_client: Any, charlie_client: Any
) -> None:
    strangers = add_category(charlie_client, "Coffee")["id"]
    own = plan(alice_client, currency="EUR")

    def words(number: int) -> list[Any]:
        body = {"amount": "5", "currency": "USD", "category": number}
        answers = [
            alice_client.post(PATH, body),
            alice_client.put(f"{PATH}{own['id']}/", body),
            alice_client.patch(f"{PATH}{own['id']}/", {"category": number}),
            alice_client.post("/api/transactions/", {"type": "expense", **body}),
        ]
        assert all(faults(answer) == [("body", "category")] for answer in answers)
        return [answer.json()["errors"] for answer in answers]

    assert words(strangers) == words(987654321)
    # The same words as a transaction's.
    assert len({str(errors) for errors in words(strangers)}) == 1


NO_KEYS = ["ammount", "Amount", "book", "category_number", "limit", "notes", "🍣"]


@pytest.mark.parametrize("key", NO_KEYS)
def test_it_names_a_key_that_nobody_takes(
    alice: User, alice_client: Any, row: dict[str, Any], key: str
) -> None:
    one, body = f"{PATH}{row['id']}/", {"amount": "5", "currency": "USD", key: "5"}
    with nothing_written(alice):
        for response in (
            alice_client.post(PATH, body),
            alice_client.put(one, body),
            alice_client.patch(one, {key: "5"}),
        ):
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", key)]


def test_it_names_every_field_at_fault_at_once(alice: User, alice_client: Any) -> None:
    body = {"amount": -1, "currency": "x", "month": "x", "category": [], "when": 1}
    with nothing_written(alice):
        response = alice_client.post(PATH, body)
    assert sorted(attr for _, attr in faults(response)) == sorted(body)


@pytest.mark.parametrize("body", [[], "5", None, 5])
def test_it_takes_an_object(alice: User, alice_client: Any, body: Any) -> None:
    with nothing_written(alice):
        assert alice_client.post(PATH, body).status_code == 400


NO_QUERIES = [
    *(("month", month.encode().decode("unicode_escape") if "\\" in month else month)
      for month in NO_MONTHS),
    *(("currency", text) for text in ("", "US", "ZZZ", "XAU", "🍣", "uſd", "USD,EUR", DIGITS)),
    *(("category", text) for text in ("", "x", "1,", "-1", "1.0", "None", "null", "１", "Food")),
    ("month", "None"), ("Month", "2026-11"), ("currencies", "USD"), ("type", "expense"),
    ("page", "0"), ("page", "x"), ("page_size", "0"), ("page_size", "-1"), ("year", "2026"),
]  # fmt: skip


@pytest.mark.parametrize("path", [PATH, PROGRESS])
def test_it_names_the_parameter_at_fault(alice_client: Any, path: str) -> None:
    for name, value in NO_QUERIES:
        response = alice_client.get(path, {name: value})
        assert refused(response, 400, "invalid"), (name, value[:40])
        assert faults(response) == [("query", name)], (name, value[:40])


OF_PROGRESS = [
    ("month", "none"), ("over_budget", ""), ("over_budget", "1"), ("over_budget", "True"),
    ("over_budget", "yes"), ("ordering", "month"), ("start_date", "2026-11-01"),
]  # fmt: skip
OF_THE_LIST = [
    ("over_budget", "true"), ("ordering", ""), ("ordering", "id"), ("ordering", "category"),
    ("ordering", "--month"), ("ordering", "month,amount"), ("cursor", "x"),
]  # fmt: skip


def test_it_names_the_parameter_that_only_the_other_takes(alice_client: Any) -> None:
    for path, queries in ((PROGRESS, OF_PROGRESS), (PATH, OF_THE_LIST)):
        for name, value in queries:
            response = alice_client.get(path, {name: value})
            assert refused(response, 400, "invalid"), (name, value)
            assert faults(response) == [("query", name)], (name, value)


def test_it_names_a_parameter_given_twice_or_with_a_nul(alice_client: Any) -> None:
    for path in (PATH, PROGRESS):
        for query in ("month=2026-11&month=2026-12", "month=2026-11%00", "month=%00"):
            assert faults(alice_client.get(f"{path}?{query}")) == [("query", "month")], query
