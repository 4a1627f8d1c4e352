"""Many rows at once, what happened to them, and a copy of them that keeps up."""

from datetime import date

from books import every_transaction
from expense_tracker_client import AuthenticatedClient
from expense_tracker_client.api.categories import (
    categories_dependents,
    categories_list,
    categories_merge,
    categories_retrieve,
)
from expense_tracker_client.api.operations import changes, operations_list, operations_undo
from expense_tracker_client.api.transactions import (
    transactions_bulk,
    transactions_bulk_delete,
    transactions_bulk_edit,
    transactions_create,
    transactions_destroy,
    transactions_list,
    transactions_partial_update,
)
from expense_tracker_client.models import (
    CategoryList,
    Counted,
    Dependents,
    Merged,
    MergeRequest,
    Operation,
    OperationList,
    PatchedTransactionRequest,
    SyncedChanges,
    SyncedResource,
    Transaction,
    TransactionBulkDeleteRequest,
    TransactionBulkDeleteRequestFilter,
    TransactionBulkEditRequest,
    TransactionBulkEditRequestFilter,
    TransactionBulkRequest,
    TransactionBulkResult,
    TransactionEditRequest,
    TransactionList,
    TransactionRequest,
    TransactionSetRequest,
    TransactionType,
)
from expense_tracker_client.types import UNSET, Unset
from telling import Person, check, equal, problem, value

FEBRUARY = {"start_date": "2024-02-01", "end_date": "2024-02-28"}


def fares(amount: str, days: int) -> list[TransactionRequest]:
    return [
        TransactionRequest(
            TransactionType.EXPENSE, amount, category="Transport", date=date(2024, 2, 1 + day)
        )
        for day in range(days)
    ]


def write_many(person: Person) -> None:
    three = TransactionBulkRequest(create=fares("2.40", 3))
    found = transactions_bulk.sync(client=person.api, body=three)
    created = value(TransactionBulkResult, found).created
    equal("three rides", [row.amount for row in created], ["2.40"] * 3)

    one, other, _ = (row.id for row in created)
    both = TransactionBulkRequest(
        update=[TransactionEditRequest(one, amount="4.80")], delete=[other]
    )
    written = value(TransactionBulkResult, transactions_bulk.sync(client=person.api, body=both))
    equal("one is dearer", [row.amount for row in written.updated], ["4.80"])
    equal("one is gone", written.deleted, [other])

    wrong = TransactionBulkRequest(create=fares("0", 1))
    refused = problem(transactions_bulk.sync_detailed(client=person.api, body=wrong))
    equal("where the mistake is", refused.errors[0].attr, "create.0.amount")


def edit_many(person: Person) -> None:
    edit = TransactionBulkEditRequest(
        TransactionBulkEditRequestFilter.from_dict(FEBRUARY),
        TransactionSetRequest(category="Travel", notes="By tram"),
        dry_run=True,
    )
    would_be = value(Counted, transactions_bulk_edit.sync(client=person.api, body=edit))
    equal("how many it would be", would_be.count, 2)

    edit.dry_run, edit.expected_count = False, 3
    refused = problem(transactions_bulk_edit.sync_detailed(client=person.api, body=edit))
    equal("another number than expected", (refused.code, refused.count), ("count_mismatch", 2))

    edit.expected_count = 2
    done = value(Counted, transactions_bulk_edit.sync(client=person.api, body=edit))
    equal("edited", (done.dry_run, done.count), (False, 2))


def delete_many(person: Person) -> None:
    chosen = TransactionBulkDeleteRequestFilter.from_dict({**FEBRUARY, "amount_max": "3"})
    body = TransactionBulkDeleteRequest(chosen, dry_run=True)
    would_be = value(Counted, transactions_bulk_delete.sync(client=person.api, body=body))
    body.dry_run, body.expected_count = False, would_be.count
    done = value(Counted, transactions_bulk_delete.sync(client=person.api, body=body))

    equal("deleted", (done.dry_run, done.count), (False, 1))
    found = transactions_list.sync(
        client=person.api, start_date=date(2024, 2, 1), end_date=date(2024, 2, 28)
    )
    left = value(TransactionList, found).results
    equal("left", [row.notes for row in left], ["By tram"])


def in_category(api: AuthenticatedClient, number: int) -> int:
    return value(Dependents, categories_dependents.sync(number, client=api)).transactions


def merge_and_undo(person: Person, coffee: int) -> None:
    [food] = value(CategoryList, categories_list.sync(client=person.api, search="food")).results
    cups = in_category(person.api, coffee)
    merge = categories_merge.sync_detailed(coffee, client=person.api, body=MergeRequest(food.id))
    equal("what stays", value(Merged, merge.parsed).category.id, food.id)
    equal("what was moved", value(Merged, merge.parsed).moved_transactions, cups)
    problem(categories_retrieve.sync_detailed(coffee, client=person.api))

    merged = int(merge.headers["Operation-Id"])
    undone = value(Operation, operations_undo.sync(merged, client=person.api))
    equal("what was undone", undone.undoes, merged)
    equal("the category, under its own id", in_category(person.api, coffee), cups)
    history = value(OperationList, operations_list.sync(client=person.api))
    equal("the history", history.results[0].id, undone.id)


class Copy:
    """The transactions of the books, kept here."""

    def __init__(self, api: AuthenticatedClient) -> None:
        self.api = api
        self.rows: dict[int, Transaction] = {}
        self.cursor: str | Unset = UNSET

    def catch_up(self) -> None:
        for _ in range(100):
            found = changes.sync(client=self.api, since=self.cursor)
            answer = value(SyncedChanges, found)
            for change in answer.changes:
                if change.resource is not SyncedResource.TRANSACTION:
                    continue
                if change.data is None:
                    self.rows.pop(change.id, None)
                else:
                    self.rows[change.id] = Transaction.from_dict(change.data.to_dict())
            self.cursor = answer.cursor
            if not answer.has_more:
                return
        raise AssertionError("the changes do not end")

    def is_true(self) -> bool:
        return self.rows == {row.id: row for row in every_transaction(self.api, 500)}


def keep_a_copy(person: Person) -> None:
    copy = Copy(person.api)
    copy.catch_up()
    check("the copy", copy.is_true())

    body = TransactionRequest(TransactionType.INCOME, "50", date=date(2024, 3, 1))
    gift = value(Transaction, transactions_create.sync(client=person.api, body=body))
    note = PatchedTransactionRequest(notes="Gift")
    transactions_partial_update.sync(gift.id, client=person.api, body=note)
    found = transactions_list.sync(client=person.api, search="By tram")
    [tram] = value(TransactionList, found).results
    transactions_destroy.sync_detailed(tram.id, client=person.api)
    check("it lags behind", not copy.is_true())

    copy.catch_up()
    check("what is gone", tram.id not in copy.rows)
    equal("what is new", copy.rows[gift.id].notes, "Gift")
    check("the copy again", copy.is_true())
