import pytest

from ledger.models import Change, Tombstone
from tests.entries import add_category, nothing_written, record, trace_of
from tests.refusals import faults, refused

FULL = {
    "type": "expense",
    "amount": "12.00",
    "currency": "USD",
    "refund": True,
    "category": "Food",
    "date": "2026-03-01",
    "description": "Lunch",
    "notes": "With Bo",
    "external_id": "bank-7",
}
PUT = {"type": "expense", "amount": "9", "currency": "EUR", "date": "2026-04-02"}


@pytest.fixture
def row(alice_client):
    return record(alice_client, **FULL)


@pytest.fixture
def path(row):
    return f"/api/transactions/{row['id']}/"


def test_it_replaces_what_it_is_given_and_resets_the_rest(alice_client, row, path):
    replaced = alice_client.put(path, PUT).json()
    assert replaced == {
        **row,
        **PUT,
        "amount": "9.00",
        "refund": False,
        "category": None,
        "category_name": None,
        "category_emoji": None,
        "description": "",
        "notes": "",
        "external_id": None,
        "version": row["version"] + 1,
        "updated_at": replaced["updated_at"],
    }


def test_it_requires_of_a_replacement_what_a_default_would_decide(alice, alice_client, path):
    for field in PUT:
        with nothing_written(alice):
            response = alice_client.put(path, {k: v for k, v in PUT.items() if k != field})
        assert refused(response, 400, "invalid"), field
        assert faults(response) == [("body", field)]
        assert response.json()["errors"][0]["code"] == "required"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "3.33"),
        ("currency", "EUR"),
        ("refund", False),
        ("category", None),
        ("date", "2020-02-29"),
        ("description", ""),
        ("notes", "🍣"),
        ("external_id", None),
    ],
)
def test_it_edits_one_field_and_leaves_the_rest(alice_client, row, path, field, value):
    edited = alice_client.patch(path, {field: value}).json()
    expected = {**row, field: value}
    if field == "category":
        expected |= {"category_name": None, "category_emoji": None}
    written = {name: edited[name] for name in ("version", "updated_at")}
    assert edited == expected | written
    assert edited["version"] == row["version"] + 1


def test_it_takes_back_what_it_gave(alice_client, row, path):
    got = alice_client.get(path).json()
    put = alice_client.put(path, {**got, "amount": "13.00"}).json()
    assert put == {**got, **{k: put[k] for k in ("amount", "version", "updated_at")}}
    assert put["amount"] == "13.00"


def test_it_writes_down_only_what_changed(alice_client, path):
    response = alice_client.patch(path, {**FULL, "notes": "With Jo"})
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.before, change.after) == ({"notes": "With Bo"}, {"notes": "With Jo"})


def test_it_refuses_a_currency_that_no_longer_fits_the_amount(alice, alice_client, path):
    alice_client.patch(path, {"amount": "12.34"})
    with nothing_written(alice):
        response = alice_client.patch(path, {"currency": "JPY"})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "currency")]
    both = alice_client.patch(path, {"currency": "JPY", "amount": "12"}).json()
    assert (both["amount"], both["currency"]) == ("12", "JPY")


def test_it_keeps_an_amount_that_fits_the_new_currency(alice_client, path):
    edited = alice_client.patch(path, {"currency": "BHD"}).json()
    assert (edited["amount"], edited["currency"]) == ("12.000", "BHD")
    assert alice_client.patch(path, {"currency": "JPY"}).json()["amount"] == "12"


def test_it_blames_the_amount_where_both_are_sent(alice_client, path):
    response = alice_client.patch(path, {"currency": "JPY", "amount": "12.34"})
    assert faults(response) == [("body", "amount")]


def test_it_lets_no_refund_become_income(alice, alice_client, path):
    with nothing_written(alice):
        response = alice_client.patch(path, {"type": "income"})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "type")]
    turned = alice_client.patch(path, {"type": "income", "refund": False}).json()
    assert (turned["type"], turned["refund"]) == ("income", False)
    again = alice_client.patch(path, {"refund": True})
    assert faults(again) == [("body", "refund")]


def test_it_lets_a_row_keep_its_external_id(alice, alice_client, row, path):
    assert alice_client.patch(path, {"external_id": "bank-7"}).status_code == 200
    other = record(alice_client, external_id="bank-8")
    with nothing_written(alice):
        response = alice_client.patch(path, {"external_id": "bank-8"})
    assert refused(response, 409, "duplicate")
    assert response.json()["existing"] == other["id"]


def test_it_moves_to_a_category_of_a_new_name(alice_client, path):
    edited = alice_client.patch(path, {"category": "Kites"}).json()
    assert edited["category_name"] == "Kites"
    assert alice_client.get(f"/api/categories/{edited['category']}/").status_code == 200


def test_it_leaves_absent_fields_of_a_form_alone(alice_client, row, path):
    edited = alice_client.patch(path, {"notes": "x"}, format="multipart").json()
    assert (edited["refund"], edited["category"]) == (True, row["category"])
    urlencoded = "application/x-www-form-urlencoded"
    edited = alice_client.patch(path, "category=&refund=false", content_type=urlencoded).json()
    assert (edited["refund"], edited["category"], edited["notes"]) == (False, None, "x")


def test_it_deletes_and_leaves_a_tombstone(alice, alice_client, row, path):
    response = alice_client.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert alice_client.get(path).status_code == 404
    assert alice_client.delete(path).status_code == 404
    tombstone = Tombstone.objects.get()
    assert (tombstone.book, tombstone.resource) == (alice.book, "transaction")
    assert (tombstone.row, tombstone.version) == (row["id"], trace_of(alice)[0])
    change = Change.objects.get(operation=response["Operation-Id"])
    assert (change.before["amount"], change.before["notes"]) == ("12.00", "With Bo")
    assert (change.row, change.after) == (row["id"], None)


def test_it_frees_the_external_id_of_a_deleted_row(alice_client, path):
    alice_client.delete(path)
    assert record(alice_client, external_id="bank-7")["external_id"] == "bank-7"


def test_it_keeps_strangers_out_in_the_words_for_a_missing_row(
    alice, charlie, alice_client, charlie_client, path
):
    theirs = record(charlie_client, type="income")
    answers = []
    with nothing_written(alice), nothing_written(charlie):
        for wrong in (
            path,
            "/api/transactions/999999/",
            "/api/transactions/0/",
            f"/api/transactions/{'9' * 18}/",
            f"/api/transactions/{'9' * 19}/",
            f"/api/expenses/{theirs['id']}/",
            "/api/transactions/abc/",
            "/api/transactions/-1/",
            "/api/transactions/１/",
            "/api/transactions/1.0/",
            "/api/transactions/%00/",
        ):
            answers += [
                charlie_client.get(wrong),
                charlie_client.put(wrong, PUT),
                charlie_client.patch(wrong, {"category": "Mine"}),
                charlie_client.delete(wrong),
            ]
    for response in answers:
        assert refused(response, 404, "not_found")
        sent = response.content.replace(response.json()["request_id"].encode(), b"")
        first = answers[0]
        assert sent == first.content.replace(first.json()["request_id"].encode(), b"")


def test_it_refuses_a_strangers_category(alice, alice_client, charlie_client, path):
    theirs = add_category(charlie_client, "Secret")["id"]
    with nothing_written(alice):
        for response in (
            alice_client.patch(path, {"category": theirs}),
            alice_client.put(path, {**PUT, "category": theirs}),
        ):
            assert refused(response, 400, "invalid")
            assert faults(response) == [("body", "category")]
