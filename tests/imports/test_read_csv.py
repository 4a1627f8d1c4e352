"""CSV, read by a mapping."""

from datetime import date
from decimal import Decimal

import pytest

from imports.csv_reader import read_csv
from imports.entries import Entry, Unreadable
from imports.mapping import Mapping
from tests.imports.reading import entries, file_of, mapped, reason

HEAD = "Date,Amount,Payee,More\n"
MAPPING = mapped(description="Payee")


def test_it_reads_every_field():
    names = [
        "date",
        "amount",
        "currency",
        "notes",
        "category",
        "external_id",
        "refund",
        "type",
        "description",
    ]
    columns = {name: place for place, name in enumerate(names, start=1)}
    mapping = Mapping(header=0, columns={"description": 9, **columns})
    text = "2026-01-31,12.50,eur,Two,Food,a:1,True,debit,Baker\n"
    assert entries(read_csv(file_of(text), mapping)) == [
        Entry(
            line=1,
            date=date(2026, 1, 31),
            amount=Decimal("12.5"),
            type="expense",
            refund=True,
            currency="EUR",
            description="Baker",
            notes="Two",
            category="Food",
            external_id="a:1",
        )
    ]


def test_it_counts_lines_as_an_editor_does():
    text = HEAD + '\n2026-01-31,-1,"a\nb",\r\n\r\n2026-01-31,-2,c,\n'
    found = entries(read_csv(file_of(text), MAPPING))
    assert [(each.line, each.description) for each in found] == [(3, "a\nb"), (6, "c")]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-02-31,-1,a,", "There is no day '2026-02-31' in the calendar."),
        ("2026-01-31,,a,", "There is no amount."),
        ("2026-01-31", "There is no amount."),
        (",-1,a,", "There is no date."),
        ("2026-01-31,0.00,a,", "The amount is zero, so that there is nothing to book."),
        ("2026-01-31,-1,EURO,", "'EURO' is no currency of ISO 4217."),
        ("2026-01-31," + "9" * 20 + ",a,", "has more digits than an amount can have"),
        ('2026-01-31,-1,"a" b,', "A quotation mark stands within a cell: write it twice"),
    ],
)
def test_it_says_what_is_wrong_with_a_row_and_reads_the_next(row, words):
    mapping = mapped(currency="Payee") if "EURO" in row else MAPPING
    found = list(read_csv(file_of(f"{HEAD}{row}\n2026-01-31,-1,,\n"), mapping))
    assert words in reason(found)
    assert (found[0].line, found[1].line) == (2, 3)


def test_it_refuses_a_text_that_is_too_long_to_keep():
    text = f"{HEAD}2026-01-31,-1,{'a' * 256},\n"
    assert reason(read_csv(file_of(text), MAPPING)) == (
        "The description has more than 255 characters."
    )


@pytest.mark.parametrize(
    ("sign", "amount", "kind"),
    [
        ("income", "-1", "expense"),
        ("income", "1", "income"),
        ("expense", "1", "expense"),
        ("expense", "-1", "income"),
    ],
)
def test_it_goes_by_the_sign(sign, amount, kind):
    mapping = Mapping(sign=sign, header=0, columns={"date": 1, "amount": 2})
    (found,) = entries(read_csv(file_of(f"2026-01-31,{amount}\n"), mapping))
    assert (found.type, found.amount) == (kind, 1)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [("5,", "expense"), ("-5,", "expense"), (",5", "income"), ("0.00,5", "income")],
)
def test_it_goes_by_the_column_of_debits_and_credits(cells, kind):
    mapping = Mapping(header=0, sign="expense", columns={"date": 1, "debit": 2, "credit": 3})
    (found,) = entries(read_csv(file_of(f"2026-01-31,{cells}\n"), mapping))
    assert (found.type, found.amount) == (kind, 5)


@pytest.mark.parametrize(
    ("cells", "words"),
    [("1,2", "both a debit and a credit"), (",", "neither a debit nor a credit")],
)
def test_it_refuses_two_amounts_and_none(cells, words):
    mapping = Mapping(header=0, columns={"date": 1, "debit": 2, "credit": 3})
    assert words in reason(read_csv(file_of(f"2026-01-31,{cells}\n"), mapping))


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (Mapping(columns={"amount": 1}), "names no column of the date"),
        (Mapping(columns={"date": 1}), "names no column of the amount, nor of debit and credit"),
        (mapped(notes="Nope"), "There is no column 'Nope' for the notes. There is: Date, Amount"),
        (mapped(notes=0), "Column 0 of the notes is none"),
        (Mapping(header=9, columns={"date": 1, "amount": 2}), "There is no line 9"),
        (Mapping(encoding="utf-16", columns={"date": 1, "amount": 2}), "not utf-16: save"),
    ],
)
def test_it_refuses_a_mapping_that_is_not_of_the_file(mapping, words):
    with pytest.raises(Unreadable, match=words):
        list(read_csv(file_of(HEAD + "2026-01-31,-1,a,\n"), mapping))


@pytest.mark.parametrize(
    "tail", ['2026-01-31,-1,"a', '2026-01-31,-1,"a\n' * 3, '"' + "b\n" * 200_000]
)
def test_it_refuses_a_quotation_that_is_never_closed(tail):
    text = f"{HEAD}2026-01-31,-1,a,\n{tail}"
    with pytest.raises(Unreadable, match=r"quotation mark is (opened|not closed)") as caught:
        list(read_csv(file_of(text), MAPPING))
    assert caught.value.line >= 3
