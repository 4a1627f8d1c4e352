"""QIF: accounts, splits, and days in any order."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.entries import Entry, Unreadable
from imports.qif import read_qif
from tests.imports.reading import entries, file_of, reason


def test_it_reads_a_transaction():
    text = "!Type:Bank\nD31/01/2026\nT-1,234.50\nPBaker\nMTwo rolls\nLFood/Home\nN12\nC*\n^\n"
    assert entries(read_qif(file_of(text))) == [
        Entry(
            line=2,
            date=date(2026, 1, 31),
            amount=Decimal("1234.5"),
            type="expense",
            description="Baker",
            notes="Two rolls",
            category="Food",
        )
    ]


@pytest.mark.parametrize("kind", ["Bank", "Cash", "CCard", "Oth A", "Oth L", "bank "])
def test_it_reads_accounts_of_each_kind(kind):
    text = f"!Account\nNMine\nT{kind}\n^\n!Type:{kind}\nD01/31/2026\nT5\n"
    assert [each.amount for each in entries(read_qif(file_of(text)))] == [5]


def test_it_leaves_out_lists_and_securities():
    text = "!Type:Cat\nNFood\n^\n!Type:Bank\nD01/31/2026\nT5\n^\n!Type:Invst\nD01/31/2026\nT9\n^\n"
    assert [each.amount for each in entries(read_qif(file_of(text)))] == [5]


def test_it_reads_the_parts_of_a_split():
    text = "!Type:Bank\nD01/31/2026\nT-10.00\nPShop\nSFood\nEbread\n$-7.50\nS[Savings]\n$-2.50\n^\n"
    found = entries(read_qif(file_of(text)))
    assert [(each.line, each.category, each.notes, each.amount) for each in found] == [
        (5, "Food", "bread", Decimal("7.5")),
        (8, "", "", Decimal("2.5")),
    ]


def test_it_reads_no_part_of_a_split_that_does_not_add_up():
    text = "!Type:Bank\nD01/31/2026\nT-10.00\nSFood\n$-7.50\n^\n"
    assert reason(read_qif(file_of(text))) == (
        "Its parts add up to -7.5, and it says -10.0: correct one of them."
    )


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["1/ 2'26"], date(2026, 1, 2)),
        (["1/ 2/98"], date(1998, 1, 2)),
        (["2/1'2026"], date(2026, 2, 1)),
        (["02.01.2026"], date(2026, 1, 2)),
        (["2026-01-02"], date(2026, 1, 2)),
        (["02/01/2026", "31/01/2026"], date(2026, 1, 2)),
        (["01/02/2026", "01/31/2026"], date(2026, 1, 2)),
    ],
)
def test_it_finds_out_how_days_are_written(days, read):
    text = "!Type:Bank\n" + "".join(f"D{day}\nT5\n^\n" for day in days)
    assert entries(read_qif(file_of(text)))[0].date == read


def test_it_takes_the_way_that_it_is_told():
    text = "!Type:Bank\nD02/01/2026\nT5\n^\n"
    assert entries(read_qif(file_of(text), "DD/MM/YYYY"))[0].date == date(2026, 1, 2)


def test_one_day_that_is_none_does_not_change_how_the_others_are_read():
    text = "!Type:Bank\nD31/02/2026\nT5\n^\nD13/02/2026\nT5\n^\n"
    found = list(read_qif(file_of(text)))
    assert reason(found) == "There is no day '31/02/2026' in the calendar."
    assert found[1].date == date(2026, 2, 13)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("D01/31/2026\nPBaker\n^", "There is no amount (T)."),
        ("T5\n^", "There is no date."),
        ("D01/31/2026\nTfive\n^", "'five' is no amount with a decimal point."),
        ("D01/31/2026\nT0\n^", "The amount is zero"),
    ],
)
def test_it_says_what_is_wrong_with_a_transaction(lines, words):
    assert words in reason(read_qif(file_of(f"!Type:Bank\n{lines}\n")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("!Type:Cat\nNFood\n^\n", "There is no account"),
        ("!Type:Bank\n" + "Sa\n$1\n" * 5000, "to which there is no end"),
    ],
)
def test_it_refuses_what_has_no_transactions(text, words):
    with pytest.raises(Unreadable, match=words):
        list(read_qif(file_of(text)))


@given(
    st.lists(st.sampled_from(["!Type:Bank", "^", "D1/1'26", "T5", "T", "S", "$5", "E", "Lé", "!"]))
)
@settings(max_examples=150, deadline=None)
def test_it_reads_any_mess_of_lines(lines):
    for each in read_qif(file_of("\n".join(["!Type:Bank", *lines]))):
        assert each.line
