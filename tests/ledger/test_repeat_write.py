"""Idempotency-Key: a request that is sent again is answered again, and done once."""

from typing import Any

import pytest

from categories.models import Category
from ledger.models import Operation
from tests.ledger.threads import at_once
from transactions.models import Transaction
from users.models import User

TRANSACTIONS = "/api/transactions/"
COFFEE = {"type": "expense", "amount": "3.20", "currency": "USD", "date": "2026-02-28"}


def send(client: Any, method: str, url: str, body: Any = None, *, key: str = "k-1") -> Any:
    return getattr(client, method)(url, body, HTTP_IDEMPOTENCY_KEY=key)


def assert_replays(first: Any, again: Any) -> None:
    """The first answer again, marked as such."""
    assert "Idempotent-Replayed" not in first.headers
    assert again["Idempotent-Replayed"] == "true"
    assert (again.status_code, again.content) == (first.status_code, first.content)
    for header in ("Operation-Id", "Location", "Content-Type"):
        assert again.headers.get(header) == first.headers.get(header)


@pytest.fixture
def row(alice_client: Any) -> str:
    """The URL of a transaction."""
    return f"{TRANSACTIONS}{alice_client.post(TRANSACTIONS, COFFEE).json()['id']}/"


@pytest.fixture
def category(alice_client: Any) -> str:
    """The URL of a category."""
    created = alice_client.post("/api/categories/", {"name": "Café"}).json()
    return f"/api/categories/{created['id']}/"


def test_it_creates_a_transaction_once(alice_client: Any) -> None:
    first = send(alice_client, "post", TRANSACTIONS, COFFEE)
    again = send(alice_client, "post", TRANSACTIONS, COFFEE)
    assert_replays(first, again)
    assert Transaction.objects.count() == 1


@pytest.mark.parametrize("path", ["expenses/", "categories/"])
def test_it_creates_once_on_the_other_paths(alice_client: Any, path: str) -> None:
    body = {"name": "Café"} if path == "categories/" else COFFEE
    first = send(alice_client, "post", f"/api/{path}", body)
    assert first.status_code == 201
    assert_replays(first, send(alice_client, "post", f"/api/{path}", body))


@pytest.mark.parametrize(("method", "changes"), [("patch", {"amount": "4.00"}), ("put", COFFEE)])
def test_it_edits_a_transaction_once(
    alice_client: Any, row: str, method: str, changes: Any
) -> None:
    first = send(alice_client, method, row, changes)
    alice_client.patch(row, {"amount": "9.99"})
    assert_replays(first, send(alice_client, method, row, changes))
    assert alice_client.get(row).json()["amount"] == "9.99"


@pytest.mark.parametrize("method", ["patch", "put"])
def test_it_edits_a_category_once(alice_client: Any, category: str, method: str) -> None:
    first = send(alice_client, method, category, {"name": "Tea"})
    alice_client.patch(category, {"name": "Mate"})
    assert_replays(first, send(alice_client, method, category, {"name": "Tea"}))
    assert alice_client.get(category).json()["name"] == "Mate"


def test_it_deletes_a_transaction_once(alice_client: Any, row: str) -> None:
    first = send(alice_client, "delete", row)
    assert first.status_code == 204
    assert_replays(first, send(alice_client, "delete", row))


def test_it_deletes_and_moves_a_category_once(alice_client: Any, category: str) -> None:
    body = {**COFFEE, "category": "Café"}
    alice_client.post(TRANSACTIONS, body)
    first = send(alice_client, "delete", f"{category}?move_to=none")
    assert first.status_code == 204
    assert_replays(first, send(alice_client, "delete", f"{category}?move_to=none"))


def test_it_changes_the_profile_once(alice_client: Any) -> None:
    first = send(alice_client, "patch", "/api/me/", {"currency": "EUR"})
    alice_client.patch("/api/me/", {"currency": "JPY"})
    assert_replays(first, send(alice_client, "patch", "/api/me/", {"currency": "EUR"}))
    assert alice_client.get("/api/me/").json()["currency"] == "JPY"


def test_it_replays_a_create_after_the_row_is_gone(alice_client: Any) -> None:
    first = send(alice_client, "post", TRANSACTIONS, COFFEE)
    alice_client.delete(f"{TRANSACTIONS}{first.json()['id']}/")
    assert_replays(first, send(alice_client, "post", TRANSACTIONS, COFFEE))
    assert Transaction.objects.count() == 0


def test_it_replays_what_would_now_be_refused(alice_client: Any, category: str) -> None:
    body = {**COFFEE, "category": int(category.split("/")[-2])}
    first = send(alice_client, "post", TRANSACTIONS, body)
    alice_client.delete(f"{category}?move_to=none")
    assert_replays(first, send(alice_client, "post", TRANSACTIONS, body))
    assert send(alice_client, "post", TRANSACTIONS, body, key="k-2").status_code == 400


def test_it_replays_a_category_whose_name_is_now_taken(alice_client: Any) -> None:
    first = send(alice_client, "post", "/api/categories/", {"name": "Tea"})
    again = send(alice_client, "post", "/api/categories/", {"name": "Tea"})
    assert_replays(first, again)
    assert send(alice_client, "post", "/api/categories/", {"name": "Tea"}, key="k-2").json()[
        "code"
    ] == ("duplicate")


def test_it_takes_the_drafts_quotes_or_none(alice_client: Any) -> None:
    first = send(alice_client, "post", TRANSACTIONS, COFFEE, key='"a key"')
    assert_replays(first, send(alice_client, "post", TRANSACTIONS, COFFEE, key="a key"))


def test_it_tells_keys_apart_byte_for_byte(alice_client: Any) -> None:
    for key in ("key", "KEY", '"key "', '" key"', "k%y"):
        answer = send(alice_client, "post", TRANSACTIONS, COFFEE, key=key)
        assert "Idempotent-Replayed" not in answer.headers
    assert Transaction.objects.count() == 5


def test_it_takes_the_longest_key(alice_client: Any) -> None:
    first = send(alice_client, "post", TRANSACTIONS, COFFEE, key="~" * 255)
    assert_replays(first, send(alice_client, "post", TRANSACTIONS, COFFEE, key="~" * 255))


def test_it_does_not_mind_the_order_of_keys(alice_client: Any) -> None:
    first = send(alice_client, "post", TRANSACTIONS, COFFEE)
    turned = dict(reversed(COFFEE.items()))
    assert_replays(first, send(alice_client, "post", TRANSACTIONS, turned))


def test_it_compares_the_parsed_body(alice_client: Any) -> None:
    def post(text: str) -> Any:
        return alice_client.post(
            TRANSACTIONS, text, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k-1"
        )

    first = post('{"type": "expense", "amount": 1.0}')
    assert_replays(first, post('{"amount": 1.00,\n"type": "e\\u0078pense"}'))


def test_it_replays_a_form(alice_client: Any) -> None:
    def post() -> Any:
        return alice_client.post(
            TRANSACTIONS, COFFEE, format="multipart", HTTP_IDEMPOTENCY_KEY="k-1"
        )

    first = post()
    assert first.status_code == 201
    assert_replays(first, post())


def test_it_refuses_the_key_for_another_request(alice_client: Any) -> None:
    send(alice_client, "post", TRANSACTIONS, COFFEE)
    for method, path, body in (
        ("post", "transactions/", {**COFFEE, "amount": "3.21"}),
        ("post", "transactions/", {**COFFEE, "amount": 3.20}),
        ("post", "transactions/", {}),
        ("post", "expenses/", COFFEE),
        ("put", "transactions/1/", COFFEE),
        ("patch", "me/", {"currency": "EUR"}),
        ("delete", "transactions/1/", None),
    ):
        answer = send(alice_client, method, f"/api/{path}", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "key_reused"), (method, path)
    assert Operation.objects.count() == 2


def test_it_refuses_the_key_for_another_query(alice_client: Any, category: str) -> None:
    send(alice_client, "delete", f"{category}?move_to=none")
    assert send(alice_client, "delete", category).json()["code"] == "key_reused"


def test_it_keeps_the_keys_of_two_people_apart(alice_client: Any, charlie_client: Any) -> None:
    send(alice_client, "post", TRANSACTIONS, COFFEE)
    answer = send(charlie_client, "post", TRANSACTIONS, COFFEE)
    assert answer.status_code == 201
    assert "Idempotent-Replayed" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "body", "better"),
    [
        ("post", "transactions/", {**COFFEE, "amount": "0"}, COFFEE),
        ("patch", "me/", {"currency": "XXX"}, {"currency": "EUR"}),
        ("post", "categories/", {"name": "food"}, {"name": "Foods"}),
    ],
)
def test_it_frees_the_key_after_a_refusal(
    alice_client: Any, method: str, path: str, body: Any, better: Any
) -> None:
    assert 400 <= send(alice_client, method, f"/api/{path}", body).status_code < 500
    answer = send(alice_client, method, f"/api/{path}", better)
    assert answer.status_code in (200, 201)
    assert "Idempotent-Replayed" not in answer.headers


def test_it_refuses_what_is_no_key(alice_client: Any) -> None:
    for key in ("", " ", '""', "k" * 256, "clé", "a\tb", "\x7f"):
        answer = send(alice_client, "post", TRANSACTIONS, COFFEE, key=key)
        assert answer.status_code == 400, key
        faults = [(fault["attr"], fault["in"]) for fault in answer.json()["errors"]]
        assert faults == [("Idempotency-Key", "header")], key
    assert Transaction.objects.count() == 0


def test_it_answers_twenty_at_once_with_one_row(alice: User, alice_client: Any) -> None:
    answers = at_once(20, lambda _: send(alice_client, "post", TRANSACTIONS, COFFEE))
    assert {answer.status_code for answer in answers} == {201}
    assert len({(answer.content, answer["Operation-Id"]) for answer in answers}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in answers) == 1
    assert Transaction.objects.in_book(alice.book.pk).count() == 1


def test_it_creates_one_category_for_ten_at_once(alice: User, alice_client: Any) -> None:
    def record(number: int) -> Any:
        return alice_client.post(TRANSACTIONS, {**COFFEE, "category": "Snacks"}).status_code

    assert at_once(10, record) == [201] * 10
    assert Category.objects.in_book(alice.book.pk).filter(name="Snacks").count() == 1


def test_it_needs_no_key(alice_client: Any) -> None:
    answers = [alice_client.post(TRANSACTIONS, COFFEE) for _ in range(2)]
    assert answers[0]["Operation-Id"] != answers[1]["Operation-Id"]
    assert not any("Idempotent-Replayed" in answer.headers for answer in answers)
