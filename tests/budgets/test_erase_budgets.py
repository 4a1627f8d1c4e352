from typing import Any

from budgets.models import Budget
from ledger.models import Book
from tests.budgets.plans import plan
from tests.entries import ids
from tests.users.people import rows_of
from users.erasing import close_account, erase_account
from users.models import User


def test_it_erases_them_with_the_account(
    alice: User, alice_client: Any, charlie_client: Any
) -> None:
    for month in (None, "2026-11", "2026-12"):
        plan(alice_client, category="Food", month=month)
    kept = plan(charlie_client)
    book = Book.objects.get(owner=alice).pk
    assert rows_of(alice.pk, book)["Budget.book"] == 3
    close_account(alice)
    erase_account(alice)
    assert not any(rows_of(alice.pk, book).values())
    assert list(Budget.objects.values_list("pk", flat=True)) == [kept["id"]]
    assert ids(charlie_client.get("/api/budgets/").json()["results"]) == [kept["id"]]


def test_it_erases_them_by_the_api(alice: User, alice_client: Any) -> None:
    plan(alice_client, category="Food")
    body = {"password": "correct-horse-9"}
    assert alice_client.post("/api/me/delete/", body).status_code == 204
    assert not Budget.objects.exists()
