"""A household's first quarter of 2024 in every report, each number added up by hand.

January. Salary 2,500.00. Rent 950.00; food 84.35 + 61.20 + 72.45 + 55.00 = 273.00; bus pass
49.00; a coat for 159.90 that went back: 0.00; electricity 118.60; cinema 32.00. Spent 950.00 +
273.00 + 49.00 + 0.00 + 118.60 + 32.00 = 1,422.60; left 1,077.40; 11 rows.

February. Salary 2,500.00, on the 29th. Rent 950.00; food 68.15 + 74.85 + 59.50 + 47.50 = 250.00;
bus pass 49.00; a concert 88.00; electricity 121.40; 15.60 for nobody knows what; the dentist
240.00. Spent 950.00 + 250.00 + 49.00 + 88.00 + 121.40 + 15.60 + 240.00 = 1,714.00; left 786.00;
11 rows.

March. Salary 2,600.00 and a present of 120.00: 2,720.00. Rent 950.00; food 81.30 + 70.20 + 98.50
= 250.00; bus pass 49.00; a flight 310.00; electricity 109.00; a museum 24.00; the insurance gives
back 180.00 of the dentist's bill. Spent 950.00 + 250.00 + 49.00 + 310.00 + 109.00 + 24.00 -
180.00 = 1,512.00; left 1,208.00; 11 rows.

The quarter. In 2,500.00 + 2,500.00 + 2,720.00 = 7,720.00; out 1,422.60 + 1,714.00 + 1,512.00 =
4,648.60; left 1,077.40 + 786.00 + 1,208.00 = 3,071.40; 33 rows. Its 91 days (29 February is one)
are thirteen whole weeks, Monday, 1 January, to Sunday, 31 March; 4,648.60 / 91 = 51.08 a day.

The trip, in euros: 212.40 + 46.80 + 18.80 - 30.00 = 248.00; in yen a camera bag for 5,400.

The quarter before. In 2,400.00 + 2,400.00 + 2,500.00 = 7,300.00; rent 3 x 900.00 = 2,700.00; food
310.40 + 289.60 + 400.00 = 1,000.00; out 3,700.00; left 3,600.00; 9 rows. Since then 420.00 more
came in (5.75 %), 948.60 more went out (25.64 %), 528.60 less was left (14.68 %).
"""

from typing import Any

import pytest

from tests.entries import record
from tests.reports.asking import ask, columns, ends
from tests.reports.links import assert_explained

QUARTER = {"start_date": "2024-01-01", "end_date": "2024-03-31"}
_E, _I, _REFUND = "expense", "income", "refund"
HOUSEHOLD = [
    ("2023-10-01", _E, "900.00", "Housing"),
    ("2023-10-14", _E, "310.40", "Food"),
    ("2023-10-31", _I, "2400.00", "Salary"),
    ("2023-11-01", _E, "900.00", "Housing"),
    ("2023-11-18", _E, "289.60", "Food"),
    ("2023-11-30", _I, "2400.00", "Salary"),
    ("2023-12-01", _E, "900.00", "Housing"),
    ("2023-12-23", _E, "400.00", "Food"),
    ("2023-12-31", _I, "2500.00", "Salary"),
    ("2024-01-01", _E, "950.00", "Housing"),
    ("2024-01-02", _E, "84.35", "Food"),
    ("2024-01-05", _E, "49.00", "Transport"),
    ("2024-01-06", _E, "61.20", "Food"),
    ("2024-01-09", _E, "159.90", "Shopping"),
    ("2024-01-13", _E, "72.45", "Food"),
    ("2024-01-16", _E, "118.60", "Utilities"),
    ("2024-01-18", _REFUND, "159.90", "Shopping"),
    ("2024-01-20", _E, "32.00", "Entertainment"),
    ("2024-01-27", _E, "55.00", "Food"),
    ("2024-01-31", _I, "2500.00", "Salary"),
    ("2024-02-01", _E, "950.00", "Housing"),
    ("2024-02-03", _E, "68.15", "Food"),
    ("2024-02-05", _E, "49.00", "Transport"),
    ("2024-02-10", _E, "74.85", "Food"),
    ("2024-02-14", _E, "88.00", "Entertainment"),
    ("2024-02-15", _E, "121.40", "Utilities"),
    ("2024-02-17", _E, "59.50", "Food"),
    ("2024-02-24", _E, "47.50", "Food"),
    ("2024-02-26", _E, "15.60", None),
    ("2024-02-29", _I, "2500.00", "Salary"),
    ("2024-02-29", _E, "240.00", "Health"),
    ("2024-03-01", _E, "950.00", "Housing"),
    ("2024-03-02", _E, "81.30", "Food"),
    ("2024-03-04", _E, "49.00", "Transport"),
    ("2024-03-08", _E, "310.00", "Travel"),
    ("2024-03-09", _E, "70.20", "Food"),
    ("2024-03-12", _REFUND, "180.00", "Health"),
    ("2024-03-15", _E, "109.00", "Utilities"),
    ("2024-03-23", _E, "98.50", "Food"),
    ("2024-03-25", _I, "120.00", None),
    ("2024-03-29", _I, "2600.00", "Salary"),
    ("2024-03-31", _E, "24.00", "Entertainment"),
]
TRIP = [
    ("2024-03-16", _E, "212.40", "EUR", "Travel"),
    ("2024-03-17", _E, "46.80", "EUR", "Food"),
    ("2024-03-18", _E, "18.80", "EUR", "Transport"),
    ("2024-03-19", _REFUND, "30.00", "EUR", "Travel"),
    ("2024-03-20", _E, "5400", "JPY", "Shopping"),
]
#: The quarter's days with an expense, ranked: 27 of them. 15.60, 24.00, 32.00 and 47.50 are the
#: first quarter; three times 49.00 stand on places 5 to 7, one beyond it, so they share the second.
LEVELS = {
    1: "02-26 03-31 01-20 02-24",
    2: "01-05 02-05 03-04 01-27 02-17 01-06 02-03 03-09 01-13",
    3: "02-10 03-02 01-02 02-14 03-23 03-15 01-16",
    4: "02-15 01-09 02-29 03-08 01-01 02-01 03-01",
}


@pytest.fixture
def household(client: Any) -> Any:
    in_dollars = [(day, kind, amount, "USD", category) for day, kind, amount, category in HOUSEHOLD]
    for day, kind, amount, currency, category in in_dollars + TRIP:
        refund = kind == _REFUND
        record(
            client,
            date=day,
            type=_E if refund else kind,
            refund=refund,
            amount=amount,
            currency=currency,
            category=category,
        )
    return client


def test_it_sums_the_quarter_up_against_the_one_before(household: Any) -> None:
    found = ask(household, "summary", **QUARTER)
    figures = ("income", "expense", "net", "count")
    assert columns([found], *figures) == [("7720.00", "4648.60", "3071.40", 33)]
    assert found["average_daily_expense"] == "51.08"
    assert ends([found["previous"]]) == [("2023-10-01", "2023-12-31")]
    assert columns([found["previous"]], *figures) == [("7300.00", "3700.00", "3600.00", 9)]
    assert found["change"] == {
        "income": {"amount": "420.00", "percent": 5.8},
        "expense": {"amount": "948.60", "percent": 25.6},
        "net": {"amount": "-528.60", "percent": -14.7},
    }


def test_it_follows_the_months(household: Any) -> None:
    rows = ask(household, "trends", **QUARTER)["results"]
    figures = ("end_date", "income", "expense", "net", "cumulative_net", "count")
    assert columns(rows, *figures) == [
        ("2024-01-31", "2500.00", "1422.60", "1077.40", "1077.40", 11),
        ("2024-02-29", "2500.00", "1714.00", "786.00", "1863.40", 11),
        ("2024-03-31", "2720.00", "1512.00", "1208.00", "3071.40", 11),
    ]


def test_it_follows_both_quarters(household: Any) -> None:
    """3,600.00 + 3,071.40 = 6,671.40."""
    rows = ask(household, "trends", period="all", interval="quarter")["results"]
    assert columns(rows, "start_date", "end_date", "net", "cumulative_net", "count") == [
        ("2023-10-01", "2023-12-31", "3600.00", "3600.00", 9),
        ("2024-01-01", "2024-03-31", "3071.40", "6671.40", 33),
    ]


def test_it_follows_the_weeks(household: Any) -> None:
    """The first: 950.00 + 84.35 + 49.00 + 61.20 = 1,144.55, and so on.

    The third: 118.60 + 32.00, and 159.90 back. The ninth, with the leap day: 15.60 + 240.00 +
    950.00 + 81.30 = 1,286.90. The eleventh: 109.00, and 180.00 back.
    """
    rows = ask(household, "trends", **QUARTER, interval="week")["results"]
    assert columns(rows, "start_date", "income", "expense", "net", "cumulative_net", "count") == [
        ("2024-01-01", "0.00", "1144.55", "-1144.55", "-1144.55", 4),
        ("2024-01-08", "0.00", "232.35", "-232.35", "-1376.90", 2),
        ("2024-01-15", "0.00", "-9.30", "9.30", "-1367.60", 3),
        ("2024-01-22", "0.00", "55.00", "-55.00", "-1422.60", 1),
        ("2024-01-29", "2500.00", "1018.15", "1481.85", "59.25", 3),
        ("2024-02-05", "0.00", "123.85", "-123.85", "-64.60", 2),
        ("2024-02-12", "0.00", "268.90", "-268.90", "-333.50", 3),
        ("2024-02-19", "0.00", "47.50", "-47.50", "-381.00", 1),
        ("2024-02-26", "2500.00", "1286.90", "1213.10", "832.10", 5),
        ("2024-03-04", "0.00", "429.20", "-429.20", "402.90", 3),
        ("2024-03-11", "0.00", "-71.00", "71.00", "473.90", 2),
        ("2024-03-18", "0.00", "98.50", "-98.50", "375.40", 1),
        ("2024-03-25", "2720.00", "24.00", "2696.00", "3071.40", 3),
    ]


def test_it_tells_the_weekdays(household: Any) -> None:
    """Saturdays are for food: 773.00 less Tuesday's 84.35, and 32.00 for the cinema.

    Mondays 950.00 + 49.00 + 15.60 + 49.00; Tuesdays 84.35 + 159.90 + 118.60 - 180.00; Thursdays
    -159.90 + 950.00 + 121.40 + 240.00; Fridays 49.00 + 950.00 + 310.00 + 109.00.
    """
    found = ask(household, "weekly", **QUARTER)
    assert columns(found["weekdays"], "weekday", "income", "expense", "count") == [
        (1, "120.00", "1063.60", 5),
        (2, "0.00", "182.85", 4),
        (3, "2500.00", "88.00", 2),
        (4, "2500.00", "1151.50", 5),
        (5, "2600.00", "1418.00", 5),
        (6, "0.00", "720.65", 11),
        (7, "0.00", "24.00", 1),
    ]
    assert [week["week"] for week in found["weeks"]] == [
        *("2024-W01", "2024-W02", "2024-W03", "2024-W04", "2024-W05", "2024-W06", "2024-W07"),
        *("2024-W08", "2024-W09", "2024-W10", "2024-W11", "2024-W12", "2024-W13"),
    ]
    assert found["highest"] == {"weekday": 5, "week": "2024-W09"}
    income = ask(household, "weekly", **QUARTER, type="income")
    assert income["highest"] == {"weekday": 5, "week": "2024-W13"}


def test_it_fills_the_calendar(household: Any) -> None:
    found = ask(household, "calendar", **QUARTER)
    assert len(found["days"]) == 91
    assert found["peak"] == {"date": "2024-01-01", "expense": "950.00"}
    for level, days in LEVELS.items():
        shown = {day["date"] for day in found["days"] if day["level"] == level}
        assert shown == {f"2024-{day}" for day in days.split()}, level
    leap_day = found["days"][59]
    assert columns([leap_day], "date", "income", "expense", "count") == [
        ("2024-02-29", "2500.00", "240.00", 2)
    ]


def test_it_breaks_the_expenses_down(household: Any) -> None:
    """Shares in tenths of a percent, rounded down: 613, 166, 75, 66, 31, 30, 12, 3 and 0: 996.

    The four that are left go to the largest remainders: Entertainment .977, Health .907, Travel
    .687, Transport .622.
    """
    rows = ask(household, "by-category", **QUARTER)["results"]
    assert columns(rows, "category_name", "total", "share", "count", "average") == [
        ("Housing", "2850.00", 61.3, 3, "950.00"),
        ("Food", "773.00", 16.6, 11, "70.27"),
        ("Utilities", "349.00", 7.5, 3, "116.33"),
        ("Travel", "310.00", 6.7, 1, "310.00"),
        ("Transport", "147.00", 3.2, 3, "49.00"),
        ("Entertainment", "144.00", 3.1, 3, "48.00"),
        ("Health", "60.00", 1.3, 2, "30.00"),
        (None, "15.60", 0.3, 1, "15.60"),
        ("Shopping", "0.00", 0.0, 2, "0.00"),
    ]


def test_it_folds_all_but_the_three_largest(household: Any) -> None:
    """310.00 + 147.00 + 144.00 + 60.00 + 15.60 + 0.00 = 676.60, over 12 rows 56.383..."""
    rows = ask(household, "by-category", **QUARTER, top=3)["results"]
    assert columns(rows[:3], "category_name", "rest") == [
        ("Housing", False),
        ("Food", False),
        ("Utilities", False),
    ]
    assert columns(rows[3:], "category_name", "rest", "total", "share", "count", "average") == [
        (None, True, "676.60", 14.6, 12, "56.38")
    ]


def test_it_breaks_the_income_down(household: Any) -> None:
    """7,600.00 of 7,720.00 are 98.44... %, and 120.00 are 1.55... %."""
    rows = ask(household, "by-category", **QUARTER, type="income")["results"]
    assert columns(rows, "category_name", "total", "share", "count", "average") == [
        ("Salary", "7600.00", 98.4, 3, "2533.33"),
        (None, "120.00", 1.6, 1, "120.00"),
    ]


def test_it_keeps_the_trip_apart(household: Any) -> None:
    rows = ask(household, "currencies", **QUARTER)["results"]
    assert columns(rows, "currency", "income", "expense", "net", "count") == [
        ("EUR", "0.00", "248.00", "-248.00", 4),
        ("JPY", "0", "5400", "-5400", 1),
        ("USD", "7720.00", "4648.60", "3071.40", 33),
    ]
    euros = ask(household, "by-category", **QUARTER, currency="EUR")["results"]
    assert columns(euros, "category_name", "total", "share", "count") == [
        ("Travel", "182.40", 73.5, 2),
        ("Food", "46.80", 18.9, 1),
        ("Transport", "18.80", 7.6, 1),
    ]


def test_it_names_the_rows_of_every_figure(household: Any) -> None:
    for name, query, figures in (
        ("summary", {}, 2),
        ("trends", {}, 3),
        ("trends", {"interval": "week"}, 13),
        ("weekly", {}, 20),
        ("calendar", {}, 91),
        ("by-category", {}, 9),
        ("by-category", {"top": 3}, 4),
        ("currencies", {}, 3),
    ):
        assert assert_explained(household, ask(household, name, **QUARTER, **query)) == figures
