"""Names of accounts that Beancount takes, one for each category."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.accounts import Accounts


@pytest.mark.parametrize(
    ("category", "account"),
    [
        ("Food", "Expenses:Food"),
        ("eating out", "Expenses:Eating-out"),
        ("  A&B / C ", "Expenses:A-B-C"),
        ("élan", "Expenses:Élan"),
        ("ßport", "Expenses:SSport"),
        ("3D", "Expenses:3D"),
        ("寿司", "Expenses:Category-寿司"),
        ("🍣", "Expenses:Category"),
        ("🍣 Sushi", "Expenses:Sushi"),
        (None, "Expenses:Uncategorised"),
    ],
)
def test_it_names_an_account(category, account):
    assert Accounts([]).of("expense", category) == account


def test_no_two_categories_are_one_account():
    names = ["Food!", "Food?", "Food", "Food-2", "Uncategorised", "🍣", "🍺"]
    accounts = Accounts(names)
    assert [accounts.of("income", name) for name in names] == [
        "Income:Food",
        "Income:Food-2",
        "Income:Food-3",
        "Income:Food-2-2",
        "Income:Uncategorised-2",
        "Income:Category",
        "Income:Category-2",
    ]


def test_it_depends_on_the_categories_and_not_on_the_rows():
    accounts = Accounts(["Food!", "Food?"])
    assert accounts.of("expense", "Food?") == "Expenses:Food-2"
    assert accounts.of("income", "Food!") == "Income:Food"


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=8))
def test_it_names_any_categories(names):
    accounts = Accounts(names)
    found = [accounts.of("expense", name) for name in names]
    assert len(set(found)) == len(names)
    for account in found:
        part = account.removeprefix("Expenses:")
        assert unicodedata.category(part[0]) in {"Lu", "Nd"}
        assert re.fullmatch(r"[\w-]+", part.replace("_", "!"))
