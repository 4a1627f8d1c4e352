"""What keeps books right when two windows are open, a line breaks, or a hand slips."""

import uuid
from datetime import date

from expense_tracker_client.api.categories import categories_create
from expense_tracker_client.api.expenses import expenses_create
from expense_tracker_client.api.transactions import (
    transactions_list,
    transactions_partial_update,
    transactions_retrieve,
)
from expense_tracker_client.models import (
    CategoryRequest,
    PatchedTransactionRequest,
    Problem,
    ProblemCode,
    Transaction,
    TransactionList,
    TransactionOfOneTypeRequest,
)
from expense_tracker_client.types import Response
from telling import Person, check, equal, problem, value


def meet_an_edit(person: Person) -> None:
    found = transactions_list.sync(client=person.api, search="Ritter")
    [row] = value(TransactionList, found).results

    def edit(version: int, amount: str) -> Response[Problem | Transaction]:
        return transactions_partial_update.sync_detailed(
            row.id,
            client=person.api,
            body=PatchedTransactionRequest(amount=amount),
            if_match=f'"{version}"',
        )

    here = value(Transaction, edit(row.version, "4.40").parsed)
    stale = problem(edit(row.version, "4.60"))
    equal("the other window's edit", stale.code, ProblemCode.STALE)
    equal("the version now", stale.current, here.version)

    mended = value(Transaction, edit(value(int, stale.current), "4.60").parsed)
    equal("the amount in the end", mended.amount, "4.60")


def repeat_itself(person: Person) -> None:
    key = str(uuid.uuid4())
    body = TransactionOfOneTypeRequest("9.90", category="Coffee", date=date(2024, 1, 28))

    def send() -> Response[Problem | Transaction]:
        return expenses_create.sync_detailed(client=person.api, body=body, idempotency_key=key)

    once, twice = send(), send()
    equal("one row", value(Transaction, twice.parsed).id, value(Transaction, once.parsed).id)
    equal("the first time", once.headers.get("Idempotent-Replayed"), None)
    equal("the second time", twice.headers.get("Idempotent-Replayed"), "true")
    body.amount = "8.90"
    equal("another", problem(send()).code, ProblemCode.KEY_REUSED)


def beside_fields(refused: Problem) -> dict[str, str]:
    """What a form would show beside its fields."""
    match refused.code:
        case ProblemCode.INVALID:
            return {fault.attr: fault.detail for fault in refused.errors}
        case ProblemCode.DUPLICATE:
            return {"name": f"There is one already, number {refused.existing}."}
        case _:
            raise AssertionError(refused.detail)


def explain_mistakes(person: Person, coffee: int) -> None:
    wrong = TransactionOfOneTypeRequest("-5", description="x" * 256)
    shown = beside_fields(problem(expenses_create.sync_detailed(client=person.api, body=wrong)))
    equal("the fields at fault", sorted(shown), ["amount", "description"])

    again = CategoryRequest(" COFFEE ")
    taken = problem(categories_create.sync_detailed(client=person.api, body=again))
    there_is = {"name": f"There is one already, number {coffee}."}
    equal("whose name it is", beside_fields(taken), there_is)
    missing = transactions_retrieve.sync_detailed(999_999_999, client=person.api)
    check("a row that is not there", problem(missing).code == ProblemCode.NOT_FOUND)
