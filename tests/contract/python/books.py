"""A month of a household: what is recorded, planned, listed and added up."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from expense_tracker_client import AuthenticatedClient
from expense_tracker_client.api.budgets import budgets_create, budgets_progress
from expense_tracker_client.api.categories import categories_create, categories_list
from expense_tracker_client.api.expenses import expenses_create
from expense_tracker_client.api.income import income_create
from expense_tracker_client.api.transactions import (
    transactions_create,
    transactions_list,
    transactions_totals,
)
from expense_tracker_client.models import (
    Budget,
    BudgetProgressList,
    BudgetRequest,
    Category,
    CategoryList,
    CategoryRequest,
    Transaction,
    TransactionList,
    TransactionOfOneTypeRequest,
    TransactionRequest,
    TransactionTotals,
    TransactionType,
)
from expense_tracker_client.types import UNSET, Unset
from telling import Person, cents, check, equal, value

FIRST, LAST = date(2024, 1, 1), date(2024, 1, 31)


def name_categories(person: Person) -> int:
    starters = value(CategoryList, categories_list.sync(client=person.api, page_size=500))
    check("there is Salary to begin with", "Salary" in {each.name for each in starters.results})

    body = CategoryRequest("Coffee", emoji="☕", color="#6f4e37")
    coffee = value(Category, categories_create.sync(client=person.api, body=body))
    equal("its emoji", coffee.emoji, "☕")
    equal("its description", coffee.description, "")
    return coffee.id


def record_expenses(person: Person, coffee: int) -> None:
    body = TransactionRequest(
        TransactionType.EXPENSE, 75.5, category="Groceries", date=date(2024, 1, 5)
    )
    groceries = value(Transaction, transactions_create.sync(client=person.api, body=body))
    equal("the amount, with the currency's decimals", groceries.amount, "75.50")
    equal("the category that was made", groceries.category_name, "Groceries")
    equal("nothing that the schema does not know", groceries.additional_properties, {})

    one = TransactionOfOneTypeRequest(
        "4.20", category=coffee, date=date(2024, 1, 9), description="Café Ritter"
    )
    cup = value(Transaction, expenses_create.sync(client=person.api, body=one))
    equal("an expense by its own path", cup.type_, TransactionType.EXPENSE)
    equal("the profile's currency", cup.currency, "EUR")


def record_income(person: Person) -> None:
    body = TransactionOfOneTypeRequest("2400", category="Salary", date=date(2024, 1, 2))
    salary = value(Transaction, income_create.sync(client=person.api, body=body))

    equal("the type", salary.type_, TransactionType.INCOME)
    equal("the amount", salary.amount, "2400.00")


def record_refund(person: Person) -> None:
    lamp = TransactionRequest(
        TransactionType.EXPENSE, "49.90", category="Housing", date=date(2024, 1, 12)
    )
    value(Transaction, transactions_create.sync(client=person.api, body=lamp))
    lamp.amount, lamp.date, lamp.refund = "19.95", date(2024, 1, 20), True
    refund = value(Transaction, transactions_create.sync(client=person.api, body=lamp))

    check("it is a refund", refund.refund)


def follow_budget(person: Person) -> None:
    body = BudgetRequest("300.00", category="Groceries", month="2024-01")
    budget = value(Budget, budgets_create.sync(client=person.api, body=body))
    progress = value(BudgetProgressList, budgets_progress.sync(client=person.api, month="2024-01"))

    [groceries] = progress.results
    equal("whose progress it is", groceries.budget, budget.id)
    equal("spent", groceries.spent, "75.50")
    left = cents(groceries.limit) - cents(groceries.spent)
    equal("what is left", left, cents(groceries.remaining))
    equal("no day is left to spend on", groceries.safe_to_spend_per_day, None)


def filter_transactions(person: Person, coffee: int) -> None:
    found = transactions_list.sync(
        client=person.api,
        start_date=FIRST,
        end_date=LAST,
        type_=TransactionType.EXPENSE,
        amount_min="4",
        search="CAFÉ",
    )
    equal("how many are found", value(TransactionList, found).count, 1)
    equal("which is found", value(TransactionList, found).results[0].category, coffee)

    both = transactions_list.sync(client=person.api, category=[str(coffee), "none"])
    equal("of the category, or of none", len(value(TransactionList, both).results), 1)


def every_transaction(api: AuthenticatedClient, page_size: int) -> list[Transaction]:
    """All of them, page by page."""
    rows: list[Transaction] = []
    cursor: str | Unset = UNSET
    for _ in range(100):
        found = transactions_list.sync(client=api, page_size=page_size, cursor=cursor)
        page = value(TransactionList, found)
        rows += page.results
        if page.next_ is None:
            return rows
        [cursor] = parse_qs(urlsplit(page.next_).query)["cursor"]
    raise AssertionError("the pages do not end")


def turn_pages(person: Person) -> None:
    every = value(TransactionList, transactions_list.sync(client=person.api))
    rows = every_transaction(person.api, 2)

    equal("as many as were counted", len(rows), every.count)
    equal("the same, in pages of two", rows, every.results)
    days = [row.date for row in rows]
    equal("the latest first", days, sorted(days, reverse=True))


def add_up(person: Person) -> None:
    net = dict.fromkeys(TransactionType, 0)
    for row in every_transaction(person.api, 3):
        net[row.type_] += -cents(row.amount) if row.refund else cents(row.amount)
    totals = value(TransactionTotals, transactions_totals.sync(client=person.api))

    [euros] = totals.results
    equal("the currency", euros.currency, "EUR")
    equal("income, added up here and there", cents(euros.income), net[TransactionType.INCOME])
    equal("expense, added up here and there", cents(euros.expense), net[TransactionType.EXPENSE])
    equal("the net, by hand", euros.net, "2290.35")
