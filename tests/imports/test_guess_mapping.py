"""How a CSV file is to be read, found out by looking at it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.csv_guessing import guess_mapping
from imports.csv_reader import read_csv
from imports.entries import Unreadable
from imports.mapping import Mapping
from tests.imports.reading import entries, file_of


def guess(text, encoding="utf-8"):
    return guess_mapping(file_of(text, encoding))


def test_it_finds_out_everything_of_a_german_bank():
    text = "Konto;DE12\n\nBuchungstag;Empfänger;Betrag\n31.01.2026;Bäcker;-1.234,50\n"
    assert guess(text, "cp1252").mapping == Mapping(
        encoding="cp1252",
        delimiter=";",
        header=3,
        date_format="DD.MM.YYYY",
        decimal=",",
        sign="income",
        columns={"date": "Buchungstag", "description": "Empfänger", "amount": "Betrag"},
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_finds_out_the_encoding(encoding):
    found = guess("Date,Amount,Payee\n2026-01-31,-1.50,Bäcker\n", encoding).mapping
    assert (found.encoding, found.columns["date"]) == (encoding.removesuffix("-sig"), "Date")


def test_it_looks_at_the_whole_file_for_the_encoding():
    text = "Date,Amount,Payee\n" + "2026-01-31,-1.50,Baker\n" * 5000 + "2026-01-31,-1.50,Bäcker\n"
    assert guess(text, "cp1252").mapping.encoding == "cp1252"


def test_it_says_which_way_a_day_was_read_that_could_be_two():
    found = guess("Date,Amount\n01/02/2026,-1.50\n")
    assert found.mapping.date_format == "DD/MM/YYYY"
    assert found.reasons == [
        "The days could be DD/MM/YYYY or MM/DD/YYYY: 01/02/2026 is read as DD/MM/YYYY. Set "
        "`date_format` if that is wrong."
    ]


def test_it_takes_amounts_without_a_sign_for_expenses_and_says_so():
    found = guess("Date,Amount\n2026-01-31,1.50\n")
    assert found.mapping.sign == "expense"
    assert 'Set `sign` to "income" if that is wrong' in found.reasons[0]


def test_it_leaves_a_type_alone_that_says_how_it_was_paid():
    found = guess("Date,Amount,Type\n2026-01-31,1.50,Card\n2026-01-31,2.50,Cash\n")
    assert ("type" in found.mapping.columns, found.mapping.sign) == (False, "expense")


def test_it_names_a_column_by_its_number_where_two_have_its_name():
    found = guess("Date,Amount,Currency,Amount\n2026-01-31,-1.50,EUR,3\n")
    assert found.mapping.columns["amount"] == 2


def test_it_goes_by_what_stands_in_the_columns_without_names():
    found = guess("Bäcker;31.01.2026;-1,50\nMüller;01.02.2026;3,00\n")
    assert found.mapping.columns == {"date": 2, "amount": 3, "description": 1}
    assert found.mapping.header == 0
    assert found.reasons[0] == "Column 2 looks like the date."


def test_it_takes_no_comma_before_decimals_for_the_end_of_a_cell():
    found = guess("31.01.2026;-1,50\n01.02.2026;2,00\n").mapping
    assert (found.delimiter, found.decimal, found.columns) == (";", ",", {"date": 1, "amount": 2})


def test_it_goes_by_what_stands_in_the_columns_with_names_nobody_knows():
    found = guess("Päivä;Määrä;Saaja\n31.01.2026;-1,50;Leipomo\n").mapping
    assert found.columns == {"date": "Päivä", "amount": "Määrä", "description": "Saaja"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("just a line\n", "No columns are found"),
        ("a,b\nc,d\n", "No column of the date and the amount is found: say in `mapping`"),
        ("Date,Payee\n2026-01-31,Baker\n", "No column of the amount is found"),
    ],
)
def test_it_refuses_what_is_no_table_of_transactions(text, words):
    with pytest.raises(Unreadable, match=words):
        guess(text)


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"encoding": "ebcdic"}, "encoding"),
        ({"delimiter": "xx"}, "delimiter"),
        ({"header": -1}, "header"),
        ({"header": True}, "header"),
        ({"date_format": "someday"}, "date_format"),
        ({"columns": []}, "columns"),
        ({"columns": {"shoe": 1}}, "columns.shoe"),
        ({"columns": {"date": 1.5}}, "columns.date"),
        ({"decimals": ","}, "decimals"),
    ],
)
def test_it_names_the_key_at_fault_of_a_correction(given, key):
    with pytest.raises(ValueError, match=r"\w") as caught:
        Mapping().corrected(given)
    assert caught.value.args[0] == key


def test_it_takes_a_correction():
    mapping = Mapping(columns={"date": 1, "notes": 2}).corrected(
        {"decimal": ",", "columns": {"notes": None, "amount": 3}}
    )
    assert (mapping.decimal, mapping.columns) == (",", {"date": 1, "amount": 3})
    assert Mapping().corrected(mapping.as_json()) == mapping


TEXTS = st.text("abcßé \"',;|\t-.x", min_size=1, max_size=12).map(
    lambda text: f"Shop {text}".strip()
)
ROWS = st.lists(
    st.tuples(
        st.dates(date(1970, 1, 1), date(2068, 12, 31)),
        st.integers(-10_000_000, 10_000_000).filter(bool).map(lambda cents: Decimal(cents) / 100),
        TEXTS,
    ),
    max_size=8,
)
DATES = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "YYYYMMDD": "%Y%m%d",
    "DD.MM.YYYY": "%d.%m.%Y",
    "DD/MM/YYYY": "%d/%m/%Y",
    "MM/DD/YYYY": "%m/%d/%Y",
    "DD-MMM-YY": "%d-%b-%y",
}


def written(amount, decimal, thousands):
    return f"{amount:,.2f}".translate({ord(","): thousands, ord("."): decimal})


@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    marks=st.sampled_from([(".", ","), (".", None), (",", "."), (",", " "), (",", None)]),
    date_format=st.sampled_from(sorted(DATES)),
    ways=st.sampled_from(["signed", "two columns", "typed"]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    preamble=st.sampled_from(["", "Account 12\n", "Account;12\nFrom;To\n\n"]),
)
@settings(max_examples=150, deadline=None)
def test_it_reads_back_whatever_is_written_in_any_dialect(
    rows, delimiter, quoting, encoding, marks, date_format, ways, end, preamble
):
    # A day beyond the twelfth and an amount of each sign: nothing is left to two readings.
    rows = [
        (date(2026, 1, 31), Decimal("-1.50"), "Shop"),
        (date(2026, 1, 30), Decimal(2), "x1 a"),
        *rows,
    ]
    names = {"signed": ["Amount"], "two columns": ["Debit", "Credit"], "typed": ["Amount", "Type"]}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(["Date", "Payee", *names[ways]])
    for day, amount, payee in rows:
        plain = written(abs(amount), *marks)
        cells = {
            "signed": [written(amount, *marks)],
            "two columns": [plain, ""] if amount < 0 else ["", plain],
            "typed": [plain, "debit" if amount < 0 else "credit"],
        }
        writer.writerow([day.strftime(DATES[date_format]), payee, *cells[ways]])
    whole = preamble.replace("\n", end) + text.getvalue()
    file = io.BytesIO(whole.encode(encoding))
    mapping = guess_mapping(file).mapping
    found = entries(read_csv(file, mapping))
    assert [
        (each.date, each.amount if each.type == "income" else -each.amount, each.description)
        for each in found
    ] == rows
