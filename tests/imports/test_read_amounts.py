"""Amounts and days as banks write them."""

from datetime import date
from decimal import Decimal

import pytest

from imports.amounts import DateFormat, guess_date_formats, guess_decimal, has_sign, read_amount


@pytest.mark.parametrize(
    ("text", "decimal", "amount"),
    [
        ("1234.56", ".", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56\u00a0€", ",", "1234.56"),
        ("1'234.56", ".", "1234.56"),
        ("12,34,567.89", ".", "1234567.89"),
        (".50", ".", "0.5"),
        ("5.", ".", "5"),
        ("-12.50", ".", "-12.5"),
        ("−12.50", ".", "-12.5"),
        ("12.50-", ".", "-12.5"),
        ("(12.50)", ".", "-12.5"),
        ("($1,012.50)", ".", "-1012.5"),
        ("-$12.50", ".", "-12.5"),
        ("$-12.50", ".", "-12.5"),
        ("EUR 12,50", ",", "12.5"),
        ("-12,50 zł", ",", "-12.5"),
        ("12.50 DR", ".", "-12.5"),
        ("12.50Cr", ".", "12.5"),
        ("+3", ".", "3"),
        ("99999999999.12345678", ".", "99999999999.12345678"),
    ],
)
def test_it_reads_an_amount(text, decimal, amount):
    assert read_amount(text, decimal) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", ".", "abc", "1,2345.00", "12,34", "1.2.3", "1e5", "NaN", "Infinity"),
        *("--1", "١٢", "1 2 3", "0x10", "1_000", "(5", "12.5.", "5😀"),
        *("1" * 200, "1" + " " * 100_000 + "2"),
    ],
)
def test_it_refuses_what_is_no_amount(text):
    with pytest.raises(ValueError, match=r"is no amount with a decimal point\.$"):
        read_amount(text, ".")


@pytest.mark.parametrize("text", ["1" * 20, "0." + "1" * 9])
def test_it_refuses_more_digits_than_there_is_room_for(text):
    with pytest.raises(ValueError, match="has more digits than an amount can have: 11 before"):
        read_amount(text, ".")


@pytest.mark.parametrize("text", ["-1", "1-", "(1)", "+1", "EUR -1", "1 DR"])
def test_it_sees_a_sign(text):
    assert has_sign(text)


@pytest.mark.parametrize("text", ["1", "EUR 1", "1.50 €", ""])
def test_it_sees_no_sign_where_there_is_none(text):
    assert not has_sign(text)


@pytest.mark.parametrize(
    ("texts", "decimal"),
    [
        (["1,50", "2"], ","),
        (["1.50"], "."),
        (["1.234,5"], ","),
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["1.234"], "."),
        (["1.234", "7,1"], ","),
        (["12,50 EUR"], ","),
        ([], "."),
        (["," + "1" * 100], "."),
    ],
)
def test_it_guesses_where_the_decimals_begin(texts, decimal):
    assert guess_decimal(texts) == decimal


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("YYYY-MM-DD", "2026-02-03"),
        ("YYYY-MM-DD", "2026-02-03T23:59:59Z"),
        ("YYYY-MM-DD", "2026-02-03 12:34:56 +0000"),
        ("YYYYMMDD", "20260203"),
        ("DD.MM.YY", "3.2.26"),
        ("MM/DD/YYYY", "02/03/2026"),
        ("DD MMM YYYY", "03 Feb 2026"),
        ("DD-MMM-YY", "03-FEB-26"),
        ("MMM DD, YYYY", "February 3, 2026"),
    ],
)
def test_it_reads_a_day(pattern, text):
    assert DateFormat(pattern).read(text) == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31.02.2026", "There is no day '31.02.2026' in the calendar"),
        ("", "There is no date"),
        ("2026-02-03", "'2026-02-03' is no date written DD.MM.YYYY"),
        ("01.01.1899", "Dates run from 1900-01-01 to 2199-12-31, and 1899-01-01 does not"),
        ("0" * 100_000, "is no date written"),
        ("٠١.٠١.٢٠٢٦", "is no date written"),
    ],
)
def test_it_says_why_a_day_is_none(text, words):
    with pytest.raises(ValueError, match=words):
        DateFormat("DD.MM.YYYY").read(text)


@pytest.mark.parametrize("pattern", ["", "DD.MM", "YYYY-MM-DD-DD", "DD.MM.YYYY" + "." * 100])
def test_it_refuses_a_pattern_that_names_no_day(pattern):
    with pytest.raises(ValueError, match="names no day: write it as YYYY-MM-DD"):
        DateFormat(pattern)


def test_it_reads_two_digits_of_a_year_as_posix_does():
    read = DateFormat("DD.MM.YY").read
    assert (read("01.01.68").year, read("01.01.69").year) == (2068, 1969)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["13/02/2026", "01/02/2026"], ["DD/MM/YYYY"]),
        (["02/13/2026", "01/02/2026"], ["MM/DD/YYYY"]),
        (["01/02/2026"], ["DD/MM/YYYY", "MM/DD/YYYY"]),
        (["31/02/2026", "02/13/2026"], ["MM/DD/YYYY"]),
        (["31/02/2026", "13/02/2026", "14/02/2026"], ["DD/MM/YYYY"]),
        (["2026-02-03", "Total", "Sum"], []),
        ([], []),
    ],
)
def test_it_guesses_how_days_are_written(texts, found):
    assert guess_date_formats(texts) == found
