"""The Beancount export, judged by Beancount itself."""

from collections import Counter
from decimal import Decimal

from beancount import loader
from beancount.core.data import Open, Transaction
from hypothesis import given, settings

from common.money import from_units
from exports.beancount import write_beancount
from exports.rows import Row
from tests.exports.listed import drawn_rows, make, nasty, written


def loaded(rows):
    """The directives of a file in which Beancount finds no fault."""
    entries, errors, _ = loader.load_string(written(write_beancount, rows).decode())
    assert not errors
    return entries


def balances(rows):
    found = Counter()
    for entry in loaded(rows):
        for posting in getattr(entry, "postings", ()):
            found[posting.account, posting.units.currency] += posting.units.number
    return {key: number for key, number in found.items() if number}


def signed(row: Row) -> Decimal:
    return from_units(row.amount if row.came_in else -row.amount)


def test_its_balances_are_our_totals():
    rows = [
        make(1, "10.00", category="Food"),
        make(2, "2.50", category="Food", refund=True),
        make(3, "1200", category="Salary", type="income", currency="JPY"),
        make(4, "0.99"),
    ]
    assert balances(rows) == {
        ("Expenses:Food", "USD"): Decimal("7.50"),
        ("Expenses:Uncategorised", "USD"): Decimal("0.99"),
        ("Income:Salary", "JPY"): Decimal("-1200"),
        ("Assets:Expense-Tracker", "USD"): Decimal("-8.49"),
        ("Assets:Expense-Tracker", "JPY"): Decimal("1200"),
    }


def test_nasty_texts_come_through_whole():
    found = [entry for entry in loaded(nasty()) if isinstance(entry, Transaction)]
    for row, entry in zip(nasty(), found, strict=True):
        assert (entry.narration, entry.meta["id"]) == (row.description, str(row.id))
        assert (entry.meta["notes"], entry.meta["external_id"]) == (row.notes, row.external_id)


def test_an_account_says_which_category_it_is():
    opened = [each for each in loaded(nasty()) if isinstance(each, Open)]
    named = {each.meta["category"] for each in opened if "category" in each.meta}
    assert named == {row.category for row in nasty() if row.category}
    assert len({each.account for each in opened}) == len(opened)


@given(rows=drawn_rows())
@settings(max_examples=25)
def test_any_rows_balance(rows: list[Row]) -> None:
    ours: Counter[str] = Counter()
    for row in rows:
        ours[row.currency] += signed(row)
    theirs = {
        currency: number
        for (account, currency), number in balances(rows).items()
        if account == "Assets:Expense-Tracker"
    }
    assert theirs == {currency: number for currency, number in ours.items() if number}


def test_books_without_a_row_are_a_file_without_one():
    assert loaded([]) == []
