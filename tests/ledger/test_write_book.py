"""`ledger.write`: one version, one operation and the changes for each act, or nothing at all."""

from typing import Any

import pytest

from categories.models import Category
from common.problems import Problem
from ledger.models import Book, Change, Operation, Tombstone
from ledger.writing import Answer, Request, Unit, write
from transactions.models import Transaction
from users.models import User

DONE = Answer(200, b"{}")


def add_category(name: str) -> Any:
    def act(unit: Unit) -> Answer:
        unit.create(Category(name=name, name_key=name.lower()))
        return DONE

    return act


def last_changes(user: User) -> list[tuple[Any, ...]]:
    operation = Operation.objects.in_book(user.book.pk).order_by("version").last()
    fields = ("resource", "before", "after")
    return list(Change.objects.filter(operation=operation).values_list(*fields).order_by("pk"))


def version_of(user: User) -> int:
    return Book.objects.get(owner=user).version


def test_it_opens_the_book_as_its_first_operation(alice: User) -> None:
    operation = Operation.objects.in_book(alice.book.pk).get()
    assert (operation.version, operation.kind, operation.actor_id) == (1, "book.open", alice.pk)
    assert operation.changes.filter(resource="category", before__isnull=True).count() == 12


def test_it_counts_one_version_for_each_write(alice: User) -> None:
    write(alice.book.pk, add_category("One"), Request.of_our_own("test", alice.pk))
    write(alice.book.pk, add_category("Two"), Request.of_our_own("test", alice.pk))
    versions = Operation.objects.in_book(alice.book.pk).order_by("version")
    assert list(versions.values_list("version", flat=True)) == [1, 2, 3]
    assert version_of(alice) == 3
    assert Category.objects.get(name="Two").version == 3


def test_it_gives_every_row_of_one_act_the_same_version_and_instant(alice: User) -> None:
    def act(unit: Unit) -> Answer:
        unit.create_all(
            [Category(name="One", name_key="one"), Category(name="Two", name_key="two")]
        )
        return DONE

    write(alice.book.pk, act, Request.of_our_own("test"))
    one, two = Category.objects.filter(name__in=["One", "Two"])
    assert one.version == two.version == 2
    assert one.created_at == two.created_at == one.updated_at


def test_it_leaves_the_other_book_alone(alice: User, charlie: User) -> None:
    write(alice.book.pk, add_category("One"), Request.of_our_own("test"))
    assert version_of(charlie) == 1
    assert Operation.objects.in_book(charlie.book.pk).count() == 1


def test_it_writes_nothing_when_the_act_raises(alice: User) -> None:
    def act(unit: Unit) -> Answer:
        add_category("One")(unit)
        raise Problem("not_found")

    with pytest.raises(Problem):
        write(alice.book.pk, act, Request.of_our_own("test"))
    assert version_of(alice) == 1
    assert Operation.objects.in_book(alice.book.pk).count() == 1
    assert not Category.objects.filter(name="One").exists()


def test_it_refuses_a_book_that_is_gone(alice: User) -> None:
    with pytest.raises(Problem) as caught:
        write(alice.book.pk + 1, add_category("One"), Request.of_our_own("test"))
    assert caught.value.status_code == 401


def test_it_notes_what_a_created_row_holds(alice: User, alice_client: Any) -> None:
    body = {"type": "expense", "amount": "12.50", "category": "Food", "date": "2026-02-28"}
    assert alice_client.post("/api/transactions/", body).status_code == 201
    ((resource, before, after),) = last_changes(alice)
    assert (resource, before) == ("transaction", None)
    assert (after["amount"], after["date"], after["refund"]) == ("12.50", "2026-02-28", False)


def test_it_notes_of_an_edit_only_what_changed(alice: User, alice_client: Any) -> None:
    body = {"type": "expense", "amount": "12.50", "currency": "USD", "date": "2026-02-28"}
    row = alice_client.post("/api/transactions/", body).json()
    url = f"/api/transactions/{row['id']}/"
    alice_client.put(url, {**row, "amount": 12.5, "description": "Lunch"})
    assert last_changes(alice) == [
        ("transaction", {"description": ""}, {"description": "Lunch"}),
    ]


def test_it_notes_a_category_that_a_name_created(alice: User, alice_client: Any) -> None:
    body = {"type": "income", "amount": "1200.00", "category": "Work"}
    alice_client.post("/api/transactions/", body)
    resources = [resource for resource, _, _ in last_changes(alice)]
    assert sorted(resources) == ["category", "transaction"]
    assert version_of(alice) == 2


def test_it_leaves_a_tombstone_for_a_deleted_row(alice: User, alice_client: Any) -> None:
    row = alice_client.post("/api/transactions/", {"type": "expense", "amount": "5"}).json()
    alice_client.delete(f"/api/transactions/{row['id']}/")
    stone = Tombstone.objects.in_book(alice.book.pk).get()
    assert (stone.resource, stone.row, stone.version) == ("transaction", row["id"], 3)
    ((_, before, after),) = last_changes(alice)
    assert (before["amount"], after) == ("5.00", None)


def test_it_notes_a_move_once_for_all_its_rows(alice: User, alice_client: Any) -> None:
    rows = [
        alice_client.post(
            "/api/transactions/", {"type": "expense", "amount": "5", "category": "Old"}
        ).json()
        for _ in range(3)
    ]
    old, food = rows[0]["category"], Category.objects.get(name="Food").pk
    alice_client.delete(f"/api/categories/{old}/?move_to={food}")
    uniform, deleted = last_changes(alice)
    assert uniform == ("transaction", {"category_id": old}, {"category_id": food})
    assert (deleted[0], deleted[2]) == ("category", None)
    assert set(Transaction.objects.values_list("version", flat=True)) == {version_of(alice)}


def test_it_notes_the_currency_and_zone_of_the_books(alice: User, alice_client: Any) -> None:
    alice_client.patch("/api/me/", {"currency": "EUR", "timezone": "Asia/Tokyo"})
    assert last_changes(alice) == [
        (
            "book",
            {"currency": "USD", "timezone": "UTC"},
            {"currency": "EUR", "timezone": "Asia/Tokyo"},
        ),
    ]


def test_it_leaves_the_version_where_it_refuses(alice: User, alice_client: Any) -> None:
    for method, path, body, status in (
        ("post", "transactions/", {"type": "expense", "amount": "-1"}, 400),
        ("post", "transactions/", {"type": "expense", "amount": "1", "category": 999999}, 400),
        ("put", "transactions/999999/", {"type": "expense", "amount": "1"}, 404),
        ("patch", "transactions/999999/", {"amount": "1"}, 404),
        ("delete", "transactions/999999/", None, 404),
        ("delete", "categories/999999/?move_to=none", None, 404),
        ("post", "categories/", {"name": "FOOD"}, 409),
        ("patch", "me/", {"currency": "XXX"}, 400),
    ):
        answer = getattr(alice_client, method)(f"/api/{path}", body)
        assert answer.status_code == status, path
        assert "Operation-Id" not in answer.headers
        assert version_of(alice) == Operation.objects.in_book(alice.book.pk).count() == 1


def test_it_answers_the_operation_and_where_the_new_row_is(alice: User, alice_client: Any) -> None:
    answer = alice_client.post("/api/categories/", {"name": "Groceries"})
    operation = Operation.objects.in_book(alice.book.pk).get(kind="category.create")
    assert answer["Operation-Id"] == str(operation.pk)
    assert answer["Location"] == f"http://testserver/api/categories/{answer.json()['id']}/"
    assert alice_client.get(answer["Location"]).json() == answer.json()


def test_it_answers_an_edit_as_it_is_read_afterwards(alice_client: Any) -> None:
    row = alice_client.post("/api/transactions/", {"type": "expense", "amount": 5}).json()
    url = f"/api/transactions/{row['id']}/"
    edited = alice_client.patch(url, {"amount": "7.1", "category": "Café"})
    assert edited.content == alice_client.get(url).content
