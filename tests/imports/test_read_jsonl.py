"""JSON lines, with the names that the API gives."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.entries import Entry
from imports.jsonl import read_jsonl
from tests.imports.reading import entries, file_of, reason

GOOD = {"date": "2026-01-31", "type": "expense", "amount": "1.50"}


def row(**fields):
    return file_of(json.dumps(GOOD | fields) + "\n")


def test_it_reads_every_field():
    text = {"notes": "n", "description": "Café 🍣", "external_id": "a:1", "category_name": "Food"}
    assert entries(read_jsonl(row(currency="EUR", refund=True, id=5, category=3, **text))) == [
        Entry(
            line=1,
            date=date(2026, 1, 31),
            amount=Decimal("1.5"),
            type="expense",
            refund=True,
            currency="EUR",
            description="Café 🍣",
            notes="n",
            category="Food",
            external_id="a:1",
        )
    ]


@pytest.mark.parametrize("amount", ["0.10", "12", "99999999999.12345678"])
def test_it_takes_an_amount_as_a_number_to_the_last_digit(amount):
    text = json.dumps(GOOD).replace('"1.50"', amount)
    assert entries(read_jsonl(file_of(text)))[0].amount == Decimal(amount)


def test_it_counts_lines_that_are_empty():
    text = f"\n\n{json.dumps(GOOD)}\r\n"
    assert entries(read_jsonl(file_of(text)))[0].line == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"type": "gift"}, "The type is neither expense nor income"),
        ({"type": ["expense"]}, "The type is neither expense nor income"),
        ({"refund": "yes"}, "The refund is true or false"),
        ({"type": "income", "refund": True}, "no income is one"),
        ({"currency": "EURO"}, "'EURO' is no currency of ISO 4217."),
        ({"amount": None}, "There is no amount."),
        ({"amount": True}, "There is no amount."),
        ({"amount": -1}, "An amount is above zero."),
        ({"amount": 10**20}, "has more digits than an amount can have"),
        ({"amount": 1e300}, "is no amount with a decimal point"),
        ({"date": "2026-02-31"}, "There is no such day in the calendar."),
        ({"date": 5}, "The date is no text."),
        ({"notes": "n" * 10_001}, "The notes has more than 10000 characters."),
        ({"notes": "\x00"}, "It is no JSON"),
        ({"notes": "\ud800"}, "It is no JSON"),
    ],
)
def test_it_says_what_is_wrong_with_a_row(fields, words):
    assert words in reason(read_jsonl(row(**fields)))


@pytest.mark.parametrize(
    "line", ["[]", "5", "null", "{", "[" * 100_000, '{"a":1,"a":2}', "NaN", "😀"]
)
def test_it_says_what_is_no_json_object(line):
    assert "It is no JSON" in reason(read_jsonl(file_of(line)))


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*GOOD, "currency", "refund", "notes"]), VALUES))
@settings(max_examples=150, deadline=None)
def test_it_makes_one_thing_of_any_row(fields):
    assert len(list(read_jsonl(row(**fields)))) == 1
