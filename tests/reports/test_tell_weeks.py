"""`reports/weekly/`: on which days of the week, and in which weeks, money comes and goes."""

from datetime import date
from typing import Any

import pytest

from tests.entries import category_id, record, record_all
from tests.reports.asking import ask, columns, ends
from tests.reports.links import assert_explained, rows_behind
from users.models import User

#: 2 March 2026 is a Monday.
FORTNIGHT = {"start_date": "2026-03-02", "end_date": "2026-03-15"}
#: range, and its weeks: their names, first and last days
WEEKS = [
    (
        ("2020-12-26", "2021-01-05"),
        [
            ("2020-W52", "2020-12-26", "2020-12-27"),
            ("2020-W53", "2020-12-28", "2021-01-03"),
            ("2021-W01", "2021-01-04", "2021-01-05"),
        ],
    ),
    (
        ("2026-12-31", "2027-01-04"),
        [("2026-W53", "2026-12-31", "2027-01-03"), ("2027-W01", "2027-01-04", "2027-01-04")],
    ),
    (
        ("2024-02-29", "2024-03-04"),
        [("2024-W09", "2024-02-29", "2024-03-03"), ("2024-W10", "2024-03-04", "2024-03-04")],
    ),
    (("2024-12-31", "2024-12-31"), [("2025-W01", "2024-12-31", "2024-12-31")]),
    (("2025-12-31", "2026-01-01"), [("2026-W01", "2025-12-31", "2026-01-01")]),
    (
        ("1900-01-01", "1900-01-08"),
        [("1900-W01", "1900-01-01", "1900-01-07"), ("1900-W02", "1900-01-08", "1900-01-08")],
    ),
    (("2199-12-30", "2199-12-31"), [("2200-W01", "2199-12-30", "2199-12-31")]),
]


def by_weekday(found: dict[str, Any], name: str = "expense") -> dict[int, str]:
    return {row["weekday"]: row[name] for row in found["weekdays"] if row["count"]}


def by_week(found: dict[str, Any], name: str = "expense") -> dict[str, str]:
    return {row["week"]: row[name] for row in found["weeks"] if row["count"]}


@pytest.mark.parametrize(("range_", "weeks"), WEEKS)
def test_it_names_its_weeks_and_cuts_them_to_the_range(
    client: Any, range_: tuple[str, str], weeks: list[tuple[str, str, str]]
) -> None:
    for day in range_:
        record(client, date=day, amount="1.00")
    found = ask(client, "weekly", start_date=range_[0], end_date=range_[1])
    assert columns(found["weeks"], "week", "start_date", "end_date") == weeks
    assert sum(week["count"] for week in found["weeks"]) == 2
    assert sum(day["count"] for day in found["weekdays"]) == 2


def test_it_has_all_seven_days_and_every_week(client: Any) -> None:
    record(client, date="2026-03-08", amount="5.00")
    found = ask(client, "weekly", start_date="2026-03-01", end_date="2026-03-20")
    shown = ("weekday", "income", "expense", "count")
    nothing = [(number, "0.00", "0.00", 0) for number in range(1, 7)]
    assert columns(found["weekdays"], *shown) == [*nothing, (7, "0.00", "5.00", 1)]
    assert columns(found["weeks"], "week", "expense", "count") == [
        ("2026-W09", "0.00", 0),
        ("2026-W10", "5.00", 1),
        ("2026-W11", "0.00", 0),
        ("2026-W12", "0.00", 0),
    ]


def test_it_says_what_it_speaks_of(client: Any) -> None:
    record(client, date="2026-03-04", amount="12.50")
    found = ask(client, "weekly", start_date="2026-03-03", end_date="2026-03-05")
    url = "http://testserver/api/transactions/?currency=USD"
    figures = {"income": "0.00", "expense": "12.50", "count": 1}
    span = "&start_date=2026-03-03&end_date=2026-03-05"
    assert found["weekdays"][2] == {
        "weekday": 3,
        **figures,
        "transactions_url": f"{url}&weekday=3{span}",
    }
    dates = {"start_date": "2026-03-03", "end_date": "2026-03-05"}
    (week,) = found["weeks"]
    assert week == {"week": "2026-W10", **dates, **figures, "transactions_url": f"{url}{span}"}
    del found["weekdays"], found["weeks"]
    assert found == {"currency": "USD", **dates, "highest": {"weekday": 3, "week": "2026-W10"}}


def test_it_shows_this_month_where_nothing_is_said(client: Any) -> None:
    found = ask(client, "weekly")
    assert ends([found]) == [("2026-03-01", "2026-03-31")]
    assert [week["week"] for week in found["weeks"]] == [
        *("2026-W09", "2026-W10", "2026-W11"),
        *("2026-W12", "2026-W13", "2026-W14"),
    ]


def test_it_adds_the_same_days_of_several_weeks(client: Any) -> None:
    for day, amount in (("02", "1.00"), ("09", "2.00"), ("30", "4.00"), ("03", "9.00")):
        record(client, date=f"2026-03-{day}", amount=amount)
    record(client, date="2026-04-06", amount="50.00")
    found = ask(client, "weekly")
    assert by_weekday(found) == {1: "7.00", 2: "9.00"}
    monday = found["weekdays"][0]
    assert monday["count"] == 3
    rows = rows_behind(client, monday["transactions_url"])
    assert [row["date"] for row in rows] == ["2026-03-30", "2026-03-09", "2026-03-02"]


def test_it_explains_its_figures(client: Any) -> None:
    for day in range(1, 32):
        refund = day % 5 == 0
        record(client, date=f"2026-03-{day:02}", amount=f"{day}.25", refund=refund)
        record(client, date=f"2026-03-{day:02}", amount="3.00", type="income", category="Salary")
    for query in ({}, {"period": "all"}, {"start_date": "2026-03-05"}, {"type": "income"}):
        assert assert_explained(client, ask(client, "weekly", **query)) >= 12, query


def test_it_names_the_highest_weekday_and_week(client: Any) -> None:
    for day, amount in (("02", "30.00"), ("09", "30.00"), ("10", "45.00"), ("05", "40.00")):
        record(client, date=f"2026-03-{day}", amount=amount)
    found = ask(client, "weekly", **FORTNIGHT)
    assert by_weekday(found) == {1: "60.00", 2: "45.00", 4: "40.00"}
    assert by_week(found) == {"2026-W10": "70.00", "2026-W11": "75.00"}
    assert found["highest"] == {"weekday": 1, "week": "2026-W11"}


def test_it_names_the_first_of_equals(client: Any) -> None:
    for day in ("2026-03-13", "2026-03-03", "2026-03-05"):
        record(client, date=day, amount="10.00")
    record(client, date="2026-03-14", amount="10.00")
    found = ask(client, "weekly", **FORTNIGHT)
    assert found["highest"] == {"weekday": 2, "week": "2026-W10"}


def test_it_names_where_most_came_in(client: Any) -> None:
    record(client, date="2026-03-02", amount="900.00")
    record(client, date="2026-03-04", amount="10.00", type="income")
    record(client, date="2026-03-13", amount="70.00", type="income")
    assert ask(client, "weekly", **FORTNIGHT)["highest"] == {"weekday": 1, "week": "2026-W10"}
    income = ask(client, "weekly", **FORTNIGHT, type="income")
    assert income["highest"] == {"weekday": 5, "week": "2026-W11"}
    assert by_weekday(income, "income") == {3: "10.00", 5: "70.00"}


def test_it_names_none_where_nothing_was_spent(client: Any) -> None:
    assert ask(client, "weekly")["highest"] is None
    record(client, date="2026-03-04", amount="10.00", type="income")
    record(client, date="2026-03-05", amount="10.00", refund=True)
    assert ask(client, "weekly")["highest"] is None
    assert ask(client, "weekly", type="expense")["highest"] is None


@pytest.mark.parametrize(
    ("spent", "back"), [("2026-03-02", "2026-03-09"), ("2026-03-02", "2026-03-03")]
)
def test_it_names_none_where_a_refund_leaves_no_weekday_or_no_week(
    client: Any, spent: str, back: str
) -> None:
    record(client, date=spent, amount="10.00")
    record(client, date=back, amount="10.00", refund=True)
    found = ask(client, "weekly", **FORTNIGHT)
    assert found["highest"] is None
    assert "10.00" in {**by_weekday(found), **by_week(found)}.values()


def test_it_lowers_weeks_and_weekdays_by_refunds(client: Any) -> None:
    record(client, date="2026-03-02", amount="80.00")
    record(client, date="2026-03-09", amount="30.00", refund=True)
    record(client, date="2026-03-10", amount="5.00", type="income")
    found = ask(client, "weekly", **FORTNIGHT)
    assert by_weekday(found) == {1: "50.00", 2: "0.00"}
    assert by_week(found) == {"2026-W10": "80.00", "2026-W11": "-30.00"}
    assert by_weekday(found, "income") == {1: "0.00", 2: "5.00"}


def test_it_narrows_by_type_category_and_currency(client: Any) -> None:
    record(client, date="2026-03-02", amount="40.00", category="Food")
    record(client, date="2026-03-03", amount="7.00")
    record(client, date="2026-03-04", amount="90.00", category="Food", type="income")
    record(client, date="2026-03-05", amount="300", category="Food", currency="JPY")
    food = category_id(client, "Food")
    for query, expense, income in (
        ({"category": food}, {1: "40.00", 3: "0.00"}, {1: "0.00", 3: "90.00"}),
        ({"category": f"none,{food}", "type": "expense"}, {1: "40.00", 2: "7.00"}, None),
        ({"category": "none"}, {2: "7.00"}, {2: "0.00"}),
        ({"currency": "JPY"}, {4: "300"}, {4: "0"}),
    ):
        found = ask(client, "weekly", **FORTNIGHT, **query)
        assert by_weekday(found) == expense, query
        assert income is None or by_weekday(found, "income") == income, query
        assert_explained(client, found)


def test_it_runs_from_the_first_row_to_the_last(client: Any) -> None:
    record(client, date="2026-03-07", amount="5.00")
    record(client, date="2026-03-17", amount="9.00")
    found = ask(client, "weekly", period="all")
    assert ends([found]) == [("2026-03-07", "2026-03-17")]
    assert ends(found["weeks"]) == [
        ("2026-03-07", "2026-03-08"),
        ("2026-03-09", "2026-03-15"),
        ("2026-03-16", "2026-03-17"),
    ]
    assert "date" not in found["weekdays"][0]["transactions_url"]
    later = ask(client, "weekly", start_date="2026-03-16")
    assert ends(later["weeks"]) == [("2026-03-16", "2026-03-17")]


def test_it_has_no_week_of_all_time_without_a_row(client: Any) -> None:
    found = ask(client, "weekly", period="all")
    assert ends([found]) == [(None, None)]
    assert (found["weeks"], found["highest"]) == ([], None)
    assert [row["count"] for row in found["weekdays"]] == [0] * 7


def test_it_sees_nothing_of_a_stranger(client: Any, charlie: User) -> None:
    record_all(charlie, [{"date": date(2026, 3, 1)}])
    found = ask(client, "weekly")
    assert (by_weekday(found), by_week(found), found["highest"]) == ({}, {}, None)
