"""What the types must refuse. It is checked and never run.

An `ignore` that ignores nothing is an error of its own, so a schema that became `Any` somewhere
does not pass.
"""

from datetime import date

from expense_tracker_client.api.expenses import expenses_list
from expense_tracker_client.api.transactions import transactions_list, transactions_retrieve
from expense_tracker_client.models import (
    BudgetRequest,
    CategoryRequest,
    Import,
    ImportCorrectionRequest,
    ImportMappingRequest,
    ImportRow,
    ImportUploadRequest,
    Summary,
    Transaction,
    TransactionList,
    TransactionOfOneTypeRequest,
    TransactionReplacementRequest,
    TransactionRequest,
    TransactionType,
)
from telling import Person


def send(person: Person) -> None:
    # An amount is a string or a number, a day is no string.
    TransactionOfOneTypeRequest(amount=None)  # type: ignore[arg-type]
    BudgetRequest(amount=["300.00"])  # type: ignore[arg-type]
    TransactionOfOneTypeRequest("75.50", date="2024-01-31")  # type: ignore[arg-type]

    # What is required is not left out, and what nobody knows is not sent.
    TransactionRequest(amount="75.50")  # type: ignore[call-arg]
    CategoryRequest(emoji="☕")  # type: ignore[call-arg]
    TransactionOfOneTypeRequest("75.50", categroy="Groceries")  # type: ignore[call-arg]
    TransactionReplacementRequest(TransactionType.INCOME, "75.50")  # type: ignore[call-arg]

    # Filters and their values are known ones, and an id is a number.
    transactions_list.sync(client=person.api, categroy=["1"])  # type: ignore[call-arg]
    transactions_list.sync(client=person.api, period="this_week")  # type: ignore[arg-type]
    expenses_list.sync(client=person.api, type_=TransactionType.INCOME)  # type: ignore[call-arg]
    transactions_retrieve.sync("7", client=person.api)  # type: ignore[arg-type]


def bring(seen: Import, row: ImportRow) -> object:
    # A file is no text, and a mapping no dictionary with any key.
    ImportUploadRequest("statement.csv")  # type: ignore[arg-type]
    ImportMappingRequest(separator=";")  # type: ignore[call-arg]
    ImportMappingRequest(delimiter=";")  # type: ignore[arg-type]
    ImportCorrectionRequest()  # type: ignore[call-arg]
    # What has no mapping, and a row that is invalid, are looked at first.
    row.amount.strip()  # type: ignore[union-attr]
    return seen.mapping.columns  # type: ignore[union-attr]


def read(row: Transaction, page: TransactionList, summary: Summary) -> tuple[int, date, int]:
    # What may be null is looked at first.
    row.category_name.strip()  # type: ignore[union-attr]
    summary.previous.income.strip()  # type: ignore[union-attr]
    count: int = page.count  # type: ignore[assignment]
    # Money is text, and a day is a day.
    amount: int = row.amount  # type: ignore[assignment]
    return amount, row.date, count
