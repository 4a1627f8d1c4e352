"""`reports/calendar/`: every day of a year, each with a level for a heatmap."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.calendar import levels
from tests.entries import record, record_all
from tests.reports import oracle
from tests.reports.asking import ask, columns
from tests.reports.links import assert_explained
from users.models import User

PATH = "/api/reports/calendar/"
MARCH = {"start_date": "2026-03-01", "end_date": "2026-03-10"}
#: What was spent on each day, and the day's level.
LEVELS = [
    ("", ""),
    ("0", "0"),
    ("5", "4"),
    ("1 2", "2 4"),
    ("1 2 3", "2 3 4"),
    ("1 2 3 4", "1 2 3 4"),
    ("4 1 3 2", "4 1 3 2"),
    ("800 1 2 3", "4 1 2 3"),
    ("1 2 3 4 5 6 7 8", "1 1 2 2 3 3 4 4"),
    ("7 7 7 7", "4 4 4 4"),
    ("1 1 2 2", "2 2 4 4"),
    ("1 1 1 9", "3 3 3 4"),
    ("1 9 9 9", "1 4 4 4"),
    ("0 0 0 7 0", "0 0 0 4 0"),
    ("-20 3 0 6", "0 2 0 4"),
    ("-20 -1", "0 0"),
]
amounts = st.decimals("-99999.9999", "99999.9999", places=4)


def spend(client: Any, *amounts: str, **more: Any) -> None:
    """One expense a day from 1 March on; none where there is a dash."""
    for day, amount in enumerate(amounts, start=1):
        if amount != "-":
            record(client, date=f"2026-03-{day:02}", amount=amount, **more)


def levels_of(found: dict[str, Any]) -> list[int]:
    return [day["level"] for day in found["days"]]


@pytest.mark.parametrize(("spent", "expected"), LEVELS)
def test_it_ranks_days_by_their_quarter(spent: str, expected: str) -> None:
    assert levels(map(Decimal, spent.split())) == [int(each) for each in expected.split()]


@given(st.lists(amounts | st.integers(-2, 5).map(Decimal), max_size=60))
def test_it_gives_more_spent_no_lower_level(spent: list[Decimal]) -> None:
    found = sorted(zip(spent, levels(spent), strict=True))
    assert [level for _, level in found] == sorted(level for _, level in found)
    assert all((level == 0) == (each <= 0) for each, level in found)
    if found and found[-1][0] > 0:
        assert found[-1][1] == 4
        assert len(dict(found)) == len(set(found))


@given(st.sets(amounts.filter(lambda each: each > 0), min_size=1, max_size=60))
def test_it_has_about_a_quarter_of_different_days_on_each_level(spent: set[Decimal]) -> None:
    found = levels(spent)
    sizes = [found.count(level) for level in (1, 2, 3, 4)]
    assert sum(sizes) == len(spent)
    assert all(len(spent) // 4 <= size <= -(-len(spent) // 4) for size in sizes)


@pytest.mark.parametrize(
    ("query", "number", "first", "last"),
    [
        ({}, 365, "2026-01-01", "2026-12-31"),
        ({"year": 2024}, 366, "2024-01-01", "2024-12-31"),
        ({"year": 1900}, 365, "1900-01-01", "1900-12-31"),
        ({"year": 2199}, 365, "2199-01-01", "2199-12-31"),
        ({"period": "this_month"}, 31, "2026-03-01", "2026-03-31"),
        ({"period": "last_365_days"}, 365, "2025-03-18", "2026-03-17"),
        ({"start_date": "2024-02-28", "end_date": "2024-03-01"}, 3, "2024-02-28", "2024-03-01"),
        ({"start_date": "2024-02-29", "end_date": "2025-02-28"}, 366, "2024-02-29", "2025-02-28"),
    ],
)
def test_it_has_every_day(
    client: Any, query: dict[str, Any], number: int, first: str, last: str
) -> None:
    for day in (first, last):
        record(client, date=day, amount="1.00")
    found = ask(client, "calendar", **query)
    shown = [day["date"] for day in found["days"]]
    every = oracle.days(date.fromisoformat(first), date.fromisoformat(last))
    assert shown == [str(day) for day in every]
    assert (len(shown), found["start_date"], found["end_date"]) == (number, first, last)
    assert [day["date"] for day in found["days"] if day["count"]] == [first, last]


def test_it_takes_a_leap_years_days_and_no_more(client: Any) -> None:
    longest = {"start_date": "2025-03-01", "end_date": "2026-03-01"}
    assert len(ask(client, "calendar", **longest)["days"]) == 366
    for start, end in (("2025-03-01", "2026-03-02"), ("1900-01-01", "2199-12-31")):
        answer = client.get(PATH, {"start_date": start, "end_date": end})
        assert answer.status_code == 400
        (fault,) = answer.json()["errors"]
        assert (fault["attr"], fault["in"]) == ("end_date", "query")


def test_it_refuses_what_open_ends_make_too_long(client: Any) -> None:
    record(client, date="2024-01-01")
    record(client, date="2026-03-01")
    for query, at_fault in (
        ({"period": "all"}, "period"),
        ({"start_date": "2024-01-01"}, "end_date"),
        ({"end_date": "2026-03-01"}, "end_date"),
    ):
        answer = client.get(PATH, query)
        assert answer.status_code == 400
        assert [fault["attr"] for fault in answer.json()["errors"]] == [at_fault]
    assert len(ask(client, "calendar", start_date="2025-06-01")["days"]) == 274


def test_it_says_what_it_speaks_of(client: Any) -> None:
    spend(client, "-", "12.50")
    found = ask(client, "calendar", start_date="2026-03-02", end_date="2026-03-02")
    assert found == {
        "currency": "USD",
        "start_date": "2026-03-02",
        "end_date": "2026-03-02",
        "days": [
            {
                "date": "2026-03-02",
                "income": "0.00",
                "expense": "12.50",
                "count": 1,
                "level": 4,
                "transactions_url": "http://testserver/api/transactions/?currency=USD"
                "&start_date=2026-03-02&end_date=2026-03-02",
            }
        ],
        "peak": {"date": "2026-03-02", "expense": "12.50"},
    }


def test_it_levels_the_days_of_its_own_range(client: Any) -> None:
    spend(client, "10.00", "-", "40.00", "20.00", "-", "10.00", "30.00", "900.00")
    found = ask(client, "calendar", **MARCH)
    assert levels_of(found) == [2, 0, 4, 2, 0, 2, 3, 4, 0, 0]
    assert found["peak"] == {"date": "2026-03-08", "expense": "900.00"}
    week = ask(client, "calendar", start_date="2026-03-01", end_date="2026-03-07")
    assert levels_of(week) == [2, 0, 4, 3, 0, 2, 4]


def test_it_levels_the_sum_of_a_day(client: Any) -> None:
    spend(client, "10.00", "10.00", "15.00", "20.00")
    record(client, date="2026-03-01", amount="30.00")
    assert levels_of(ask(client, "calendar", **MARCH))[:4] == [4, 1, 2, 3]


def test_it_levels_no_other_currency(client: Any) -> None:
    spend(client, "1.00", "2.00")
    spend(client, "-", "-", "900000", "300", currency="JPY")
    assert levels_of(ask(client, "calendar", **MARCH))[:4] == [2, 4, 0, 0]
    yen = ask(client, "calendar", **MARCH, currency="JPY")
    assert (levels_of(yen)[:4], yen["peak"]["expense"]) == ([0, 0, 4, 2], "900000")


def test_it_lowers_a_day_by_its_refunds(client: Any) -> None:
    spend(client, "30.00", "30.00", "30.00", "5.00")
    spend(client, "-", "29.00", "30.00", "-", "20.00", refund=True)
    found = ask(client, "calendar", **MARCH)
    assert columns(found["days"], "income", "expense", "count", "level")[:6] == [
        ("0.00", "30.00", 1, 4),
        ("0.00", "1.00", 2, 2),
        ("0.00", "0.00", 2, 0),
        ("0.00", "5.00", 1, 3),
        ("0.00", "-20.00", 1, 0),
        ("0.00", "0.00", 0, 0),
    ]


def test_it_has_income_on_no_level(client: Any) -> None:
    spend(client, "500.00", "1.00", type="income")
    spend(client, "-", "3.00")
    found = ask(client, "calendar", **MARCH)
    assert levels_of(found)[:2] == [0, 4]
    assert [day["income"] for day in found["days"]][:3] == ["500.00", "1.00", "0.00"]
    assert found["peak"] == {"date": "2026-03-02", "expense": "3.00"}


def test_it_names_the_first_of_equal_peaks(client: Any) -> None:
    spend(client, "10.00", "50.00", "50.00", "20.00", "50.00")
    assert ask(client, "calendar")["peak"] == {"date": "2026-03-02", "expense": "50.00"}


def test_it_has_no_peak_where_nothing_was_spent(client: Any) -> None:
    assert ask(client, "calendar")["peak"] is None
    spend(client, "500.00", type="income")
    spend(client, "-", "20.00", refund=True)
    spend(client, "-", "-", "7.00")
    spend(client, "-", "-", "7.00", refund=True)
    found = ask(client, "calendar", **MARCH)
    assert (found["peak"], set(levels_of(found))) == (None, {0})


def test_it_has_no_day_of_all_time_without_a_row(client: Any) -> None:
    found = ask(client, "calendar", period="all")
    assert (found["start_date"], found["end_date"]) == (None, None)
    assert (found["days"], found["peak"]) == ([], None)


def test_it_runs_from_the_first_row_to_the_last(client: Any) -> None:
    record(client, date="2025-12-31", amount="5.00")
    record(client, date="2026-01-02", amount="9.00", type="income")
    found = ask(client, "calendar", period="all")
    assert columns(found["days"], "date", "income", "expense", "level") == [
        ("2025-12-31", "0.00", "5.00", 4),
        ("2026-01-01", "0.00", "0.00", 0),
        ("2026-01-02", "9.00", "0.00", 0),
    ]
    assert assert_explained(client, found) == 3


def test_it_sees_nothing_of_a_stranger(client: Any, charlie: User) -> None:
    record_all(charlie, [{"date": date(2026, 3, 1)}])
    found = ask(client, "calendar")
    assert (sum(day["count"] for day in found["days"]), found["peak"]) == (0, None)
