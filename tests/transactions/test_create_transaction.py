from datetime import UTC, datetime

import pytest
import time_machine

from ledger.models import Change, Operation
from tests.entries import add_category, category_id, nothing_written, record
from tests.refusals import faults, refused

PATH = "/api/transactions/"
# The same instant is three calendar days.
NEW_YEAR = datetime(2026, 1, 1, 10, 30, tzinfo=UTC)


def test_it_records_with_the_least(alice, alice_client):
    with time_machine.travel(NEW_YEAR, tick=False):
        response = alice_client.post(PATH, {"type": "expense", "amount": "75.50"})
    assert response.status_code == 201
    row = response.json()
    assert response["Location"] == f"http://testserver{PATH}{row['id']}/"
    assert row == {
        "id": row["id"],
        "version": 2,
        "type": "expense",
        "amount": "75.50",
        "currency": "USD",
        "refund": False,
        "category": None,
        "category_name": None,
        "category_emoji": None,
        "date": "2026-01-01",
        "description": "",
        "notes": "",
        "external_id": None,
        "created_at": "2026-01-01T10:30:00Z",
        "updated_at": "2026-01-01T10:30:00Z",
    }


def test_it_records_everything(alice_client):
    food = category_id(alice_client, "Food")
    everything = {
        "type": "expense",
        "amount": "1.250",
        "currency": "BHD",
        "refund": True,
        "category": food,
        "date": "2024-02-29",
        "description": " Обед \u200fשלום 🍣 ",
        "notes": "Line one\nLine two\t🍺",
        "external_id": "bank:0001 ",
    }
    row = record(alice_client, **everything)
    assert {name: row[name] for name in everything} == everything
    assert (row["category_name"], row["category_emoji"]) == ("Food", "🍽️")


def test_it_answers_what_a_get_answers(alice_client):
    everything = {"category": "Food", "notes": "a", "description": "é", "external_id": "x"}
    for fields in ({}, everything, {"amount": "1", "currency": "JPY", "category": "New one"}):
        created = alice_client.post(PATH, {"type": "expense", "amount": "5.5", **fields})
        path = f"{PATH}{created.json()['id']}/"
        assert alice_client.get(path).content == created.content
        patched = alice_client.patch(path, {"category": "Other", "description": "b"})
        assert alice_client.get(path).content == patched.content
        body = {"type": "income", "amount": "3", "currency": "JPY", "date": "2026-01-01"}
        put = alice_client.put(path, body)
        assert alice_client.get(path).content == put.content
        assert alice_client.get(PATH).json()["results"][0] in (put.json(), created.json())


def test_it_writes_the_operation_down(alice, alice_client):
    response = alice_client.post(PATH, {"type": "expense", "amount": 5, "category": "Kites"})
    operation = Operation.objects.get(pk=response["Operation-Id"])
    assert (operation.kind, operation.version) == ("transaction.create", 2)
    assert (operation.book, operation.actor) == (alice.book, alice)
    first, second = Change.objects.filter(operation=operation).order_by("pk")
    assert (first.resource, first.row) == ("category", response.json()["category"])
    assert (second.resource, second.row) == ("transaction", response.json()["id"])
    assert second.before is None
    assert (second.after["type"], second.after["category_id"]) == ("expense", first.row)


AMOUNTS = [
    ("USD", "75.5", "75.50"),
    ("USD", "0.01", "0.01"),
    ("USD", "007.10000000", "7.10"),
    ("USD", "99999999999.99", "99999999999.99"),
    ("JPY", "1200.000", "1200"),
    ("BHD", "1.25", "1.250"),
    ("CLF", "0.0001", "0.0001"),
    ("CLF", "99999999999.9999", "99999999999.9999"),
    ("DEM", "3.1", "3.10"),
    ("ITL", "1000", "1000"),
    ("YDD", "1.5", "1.500"),
    ("eur", "5", "5.00"),
    ("Jpy", "5", "5"),
]


def test_it_keeps_the_amount_in_its_currency(alice_client):
    for currency, amount, shown in AMOUNTS:
        row = record(alice_client, amount=amount, currency=currency)
        assert (row["amount"], row["currency"]) == (shown, currency.upper())
        assert alice_client.get(f"{PATH}{row['id']}/").json() == row


def test_it_takes_an_amount_in_every_form(alice_client):
    for amount in ["1200.00", "1200", "75.5", "0.10", "99999999999.99"]:
        body = f'{{"type": "expense", "amount": {amount}}}'
        form = f"type=expense&amount={amount}"
        urlencoded = "application/x-www-form-urlencoded"
        answers = [
            alice_client.generic("POST", PATH, body, content_type="application/json"),
            alice_client.post(PATH, form, content_type=urlencoded),
            alice_client.post(PATH, {"type": "expense", "amount": amount}, format="multipart"),
            alice_client.post(PATH, {"type": "expense", "amount": amount}, format="json"),
        ]
        assert [answer.status_code for answer in answers] == [201] * 4
        whole, _, cents = amount.partition(".")
        assert {answer.json()["amount"] for answer in answers} == {f"{whole}.{cents:0<2}"}


def test_it_takes_a_whole_form(alice_client):
    food = category_id(alice_client, "Food")
    form = (
        f"type=expense&amount=4.20&currency=eur&refund=true&category={food}&date=2026-02-03"
        "&description=Br%C3%B6tchen+%F0%9F%A5%96&notes=&external_id="
    )
    urlencoded = "application/x-www-form-urlencoded"
    row = alice_client.post(PATH, form, content_type=urlencoded).json()
    assert (row["amount"], row["currency"], row["refund"]) == ("4.20", "EUR", True)
    assert (row["category"], row["date"], row["external_id"]) == (food, "2026-02-03", None)
    assert row["description"] == "Brötchen 🥖"


def test_it_takes_an_empty_field_of_a_form_as_left_out(alice_client):
    with time_machine.travel(NEW_YEAR, tick=False):
        for category in ("", "category=", "category=&currency=&date=&refund="):
            form = f"type=expense&amount=4.20&{category}"
            urlencoded = "application/x-www-form-urlencoded"
            row = alice_client.post(PATH, form, content_type=urlencoded).json()
            assert (row["category"], row["currency"]) == (None, "USD")
            assert (row["date"], row["refund"]) == ("2026-01-01", False)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("UTC", "2026-01-01"),
        ("Pacific/Kiritimati", "2026-01-02"),
        ("Pacific/Pago_Pago", "2025-12-31"),
        ("Asia/Kolkata", "2026-01-01"),
    ],
)
def test_it_takes_today_where_the_books_are_kept(alice, alice_client, zone, day):
    alice.book.timezone = zone
    alice.book.save()
    with time_machine.travel(NEW_YEAR, tick=False):
        row = alice_client.post(PATH, {"type": "income", "amount": 1}).json()
    assert row["date"] == day


def test_it_takes_the_currency_that_the_books_are_kept_in(alice, alice_client):
    alice.book.currency = "JPY"
    alice.book.save()
    assert record(alice_client, amount="500")["currency"] == "JPY"
    with nothing_written(alice):
        response = alice_client.post(PATH, {"type": "income", "amount": "5.50"})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "amount")]
    assert response.json()["detail"] == "JPY has no decimals."


def test_it_takes_a_category_by_id_or_name(alice_client):
    food = category_id(alice_client, "Food")
    for category in (food, str(food), f"00{food}", "Food", " fOOD ", "Ｆｏｏｄ"):
        assert record(alice_client, category=category)["category"] == food


def test_it_creates_a_category_of_a_new_name(alice_client):
    row = record(alice_client, category=f"  {'Kite 🪁':x<100}  ")
    assert row["category_name"] == f"{'Kite 🪁':x<100}"
    again = record(alice_client, category=row["category_name"].upper())
    assert again["category"] == row["category"]
    made = alice_client.get(f"/api/categories/{row['category']}/").json()
    assert (made["archived"], made["emoji"], made["version"]) == (False, "", row["version"])


def test_it_takes_an_archived_category(alice_client):
    old = add_category(alice_client, "Old", archived=True)
    for category in ("old", old["id"]):
        assert record(alice_client, category=category)["category"] == old["id"]


def test_it_leaves_a_transaction_uncategorised(alice_client):
    for fields in ({}, {"category": None}):
        row = record(alice_client, **fields)
        names = ("category", "category_name", "category_emoji")
        assert [row[name] for name in names] == [None] * 3


def test_it_refuses_a_strangers_category_as_a_missing_one(alice, alice_client, charlie_client):
    theirs = add_category(charlie_client, "Secret")["id"]
    answers = []
    with nothing_written(alice):
        for category in (theirs, str(theirs), 0, -1, 999_999, 10**17, "0", "9" * 19, "9" * 100):
            answers.append(
                alice_client.post(PATH, {"type": "income", "amount": 1, "category": category})
            )
    for response in answers:
        assert refused(response, 400, "invalid")
        assert response.json()["errors"] == answers[0].json()["errors"]
        assert faults(response) == [("body", "category")]


def test_it_takes_another_category_of_a_strangers_name(alice_client, charlie_client):
    theirs = add_category(charlie_client, "Secret", emoji="🤫")
    row = record(alice_client, category="Secret")
    assert row["category"] != theirs["id"]
    assert row["category_emoji"] == ""


def test_it_refuses_an_external_id_twice(alice, alice_client, charlie_client):
    row = record(alice_client, external_id="bank-1")
    with nothing_written(alice):
        response = alice_client.post(
            PATH, {"type": "income", "amount": 1, "external_id": "bank-1", "category": "Brand new"}
        )
    assert refused(response, 409, "duplicate")
    assert response.json()["existing"] == row["id"]
    assert record(charlie_client, external_id="bank-1")["external_id"] == "bank-1"


def test_it_compares_external_ids_byte_for_byte(alice_client):
    for external_id in ("a", "A", "a ", " a", "á", "a\u0301", "🍣", "🍺", "ａ", "ß", "ss"):
        assert record(alice_client, external_id=external_id)["external_id"] == external_id


def test_it_takes_any_number_without_an_external_id(alice_client):
    for fields in ({}, {"external_id": None}, {}):
        assert record(alice_client, **fields)["external_id"] is None


def test_it_takes_a_refund_of_an_expense_alone(alice, alice_client):
    assert record(alice_client, refund=True)["refund"] is True
    with nothing_written(alice):
        response = alice_client.post(PATH, {"type": "income", "amount": 1, "refund": True})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "refund")]


def test_it_takes_the_first_and_the_last_day(alice_client):
    for day in ("1900-01-01", "2199-12-31", "2024-02-29"):
        assert record(alice_client, date=day)["date"] == day


def test_it_ignores_read_only_keys(alice_client):
    row = record(alice_client, category="Food")
    again = alice_client.post(PATH, {**row, "category_name": 5, "version": "x"}).json()
    assert again["id"] != row["id"]
    assert again["version"] == row["version"] + 1
    assert (again["category"], again["category_name"]) == (row["category"], "Food")
