"""The Ledger export, by the grammar of its manual: a head, notes, and two postings that balance."""

import json
import re
from decimal import Decimal

from hypothesis import given, settings

from exports.ledger_cli import write_ledger
from exports.rows import Row
from tests.exports.listed import drawn_rows, make, nasty, written

_HEAD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) \* \(([0-9]+)\) ([^;\t]*)")
_NOTE = re.compile(r'    ; ([A-Za-z-]+): (".*")')
_POSTING = re.compile(r"    ((?:Expenses|Income|Assets):[\w-]+)  (-?[0-9.]+) ([A-Z]{3})")


def parsed(rows):
    """For each transaction its code, its payee, its notes and its postings."""
    head, *blocks = written(write_ledger, rows).decode().split("\n\n")
    assert head == "; Expense tracker"
    assert blocks.pop() == ""
    return [_one(block.split("\n")) for block in blocks]


def _one(lines):
    _, code, payee = _HEAD.fullmatch(lines[0]).groups()
    notes = dict(_NOTE.fullmatch(line).groups() for line in lines[1:-2])
    # In a note, this would be a date, and a wrong one an error.
    assert not any(re.search(r"\[[0-9=]", text) for text in notes.values())
    postings = [_POSTING.fullmatch(line).groups() for line in lines[-2:]]
    assert sum(Decimal(amount) for _, amount, _ in postings) == 0
    assert "  " not in payee
    return int(code), payee, {key: json.loads(text) for key, text in notes.items()}, postings


def test_it_writes_a_transaction():
    row = make(7, category="Eating out", description="a;  b", notes="two\nlines", external_id="x:1")
    assert written(write_ledger, [row]).decode() == (
        "; Expense tracker\n\n"
        "2026-03-01 * (7) a, b\n"
        '    ; Category: "Eating out"\n'
        '    ; Description: "a;  b"\n'
        '    ; Notes: "two\\nlines"\n'
        '    ; External-Id: "x:1"\n'
        "    Expenses:Eating-out  10.00 USD\n"
        "    Assets:Expense-Tracker  -10.00 USD\n\n"
    )


def test_a_refund_lowers_its_expense_and_income_comes_in():
    refund, income = parsed([make(1, refund=True), make(2, "3", type="income", currency="JPY")])
    assert refund[3] == [
        ("Expenses:Uncategorised", "-10.00", "USD"),
        ("Assets:Expense-Tracker", "10.00", "USD"),
    ]
    assert income[3] == [
        ("Income:Uncategorised", "-3", "JPY"),
        ("Assets:Expense-Tracker", "3", "JPY"),
    ]


def test_nasty_texts_come_through_whole():
    for row, (code, _, notes, _) in zip(nasty(), parsed(nasty()), strict=True):
        assert code == row.id
        assert (notes["Description"], notes["Notes"]) == (row.description, row.notes)
        assert (notes.get("Category"), notes["External-Id"]) == (row.category, row.external_id)


@given(rows=drawn_rows())
@settings(max_examples=25)
def test_any_rows_are_in_its_grammar(rows: list[Row]) -> None:
    assert [code for code, *_ in parsed(rows)] == [row.id for row in rows]


def test_books_without_a_row_are_a_file_without_one():
    assert parsed([]) == []
