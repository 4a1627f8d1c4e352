"""`analytics/` and `calendar/` of some categories: nothing in the answer is of any other."""

from typing import Any

import pytest
from django.db import connection

from categories.models import Category
from tests.entries import category_id, record
from tests.reports import oracle
from tests.reports.asking import ask, columns
from tests.reports.conftest import TODAY
from tests.reports.links import assert_explained, figures
from tests.reports.oracle import Entry, Flow
from tests.reports.test_show_analytics import ROWS, analytics
from users.models import User

FIGURES = ("income", "expense", "net", "count")
MARCH = {"period": "this_month"}
_E, _I, _REFUND = "expense", "income", "refund"
HOUSEHOLD = [
    ("2025-03-17", _E, "40.00", "USD", "Food"),
    ("2025-03-18", _E, "30.00", "USD", "Food"),
    ("2026-01-20", _E, "50.00", "USD", "Food"),
    ("2026-01-21", _E, "11.00", "USD", None),
    ("2026-02-16", _E, "12.00", "USD", "Food"),
    ("2026-03-10", _E, "9.00", "USD", "Food"),
    ("2026-03-11", _E, "80.00", "USD", "Food"),
    ("2026-03-11", _REFUND, "30.00", "USD", "Food"),
    ("2026-03-11", _E, "950.00", "USD", "Housing"),
    ("2026-03-12", _E, "60.00", "EUR", "Food"),
    ("2026-03-16", _E, "7.00", "USD", None),
    ("2026-03-17", _I, "20.00", "USD", "Food"),
    ("2026-03-17", _I, "2500.00", "USD", "Salary"),
    ("2026-03-18", _E, "5.00", "USD", "Food"),
]
#: What SQLite takes in one statement where nobody raised it.
MOST_VALUES = 32_766


@pytest.fixture
def household(client: Any) -> Any:
    for day, kind, amount, currency, category in HOUSEHOLD:
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


def food(client: Any) -> int:
    return category_id(client, "Food")


def not_empty(days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [day for day in days if day["count"]]


def test_it_has_the_balance_of_a_category(household: Any) -> None:
    """40 + 30 + 50 + 12 + 9 + 80 - 30 + 5 = 196.00; the euros are not among them."""
    number = food(household)
    found = analytics(household, category=number)
    whole = ("balance", "total_income", "total_expense", "count")
    assert columns([found], *whole) == [("-176.00", "20.00", "196.00", 9)]
    plain = "http://testserver/api/transactions/?currency=USD"
    assert found["transactions_url"] == f"{plain}&category={number}"


def test_it_has_the_recent_days_of_a_category(household: Any) -> None:
    """80 - 30 = 50.00 in a week; 12 and 9 more in thirty days, 50 and 30 more in a year."""
    found = analytics(household, category=food(household))
    recent = [found[f"last_{days}_days"] for days in (7, 30, 365)]
    assert columns(recent, *FIGURES) == [
        ("20.00", "50.00", "-30.00", 3),
        ("20.00", "71.00", "-51.00", 5),
        ("20.00", "151.00", "-131.00", 7),
    ]


def test_it_shows_the_range_of_a_category(household: Any) -> None:
    found = analytics(household, category=food(household))
    rows = columns(found["by_category"], "category_name", "total", "share", "count", "average")
    assert rows == [("Food", "71.00", 100.0, 4, "17.75")]
    assert len(found["daily"]) == 30
    assert columns(not_empty(found["daily"]), "date", *FIGURES) == [
        ("2026-02-16", "0.00", "12.00", "-12.00", 1),
        ("2026-03-10", "0.00", "9.00", "-9.00", 1),
        ("2026-03-11", "0.00", "50.00", "-50.00", 2),
        ("2026-03-17", "20.00", "0.00", "20.00", 1),
    ]


def test_it_compares_a_category_with_itself(household: Any) -> None:
    """From 17 January to 15 February, 50.00; now 71.00 out and 20.00 in."""
    found = analytics(household, category=food(household))
    assert columns([found["previous"]], *FIGURES) == [("0.00", "50.00", "-50.00", 1)]
    assert found["change"] == {
        "income": {"amount": "20.00", "percent": None},
        "expense": {"amount": "21.00", "percent": 42.0},
        "net": {"amount": "-1.00", "percent": -2.0},
    }


def test_it_has_the_balance_of_what_has_no_category(household: Any) -> None:
    found = analytics(household, category="none")
    assert columns([found], "balance", "count") == [("-18.00", 2)]
    assert columns(found["by_category"], "category", "total") == [(None, "7.00")]
    assert found["previous"]["expense"] == "11.00"
    assert found["change"]["expense"] == {"amount": "-4.00", "percent": -36.4}


def test_it_levels_the_days_of_a_category(household: Any) -> None:
    """Of 5.00, 9.00 and 50.00; with all categories the 11th is 1,000.00."""
    found = ask(household, "calendar", **MARCH, category=food(household))
    assert columns(not_empty(found["days"]), "date", "income", "expense", "count", "level") == [
        ("2026-03-10", "0.00", "9.00", 1, 3),
        ("2026-03-11", "0.00", "50.00", 2, 4),
        ("2026-03-17", "20.00", "0.00", 1, 0),
        ("2026-03-18", "0.00", "5.00", 1, 2),
    ]
    assert found["peak"] == {"date": "2026-03-11", "expense": "50.00"}
    assert len(found["days"]) == 31


def test_it_levels_the_days_of_several_categories(household: Any) -> None:
    housing = category_id(household, "Housing")
    found = ask(household, "calendar", **MARCH, category=["none", housing])
    assert columns(not_empty(found["days"]), "date", "expense", "level") == [
        ("2026-03-11", "950.00", 4),
        ("2026-03-16", "7.00", 2),
    ]
    assert found["peak"] == {"date": "2026-03-11", "expense": "950.00"}
    assert ask(household, "calendar", **MARCH, category=f"{housing},none") == found


def test_it_runs_from_the_first_row_of_a_category_to_its_last(household: Any) -> None:
    for found in (
        analytics(household, period="all", category="none"),
        ask(household, "calendar", period="all", category="none"),
    ):
        assert (found["start_date"], found["end_date"]) == ("2026-01-21", "2026-03-16")


def test_it_leads_from_every_figure_to_its_category(household: Any) -> None:
    number = food(household)
    for category in (number, "none", f"none,{number}"):
        for found in (
            analytics(household, category=category),
            ask(household, "calendar", **MARCH, category=category),
        ):
            urls = {figure["transactions_url"] for figure in figures(found)}
            assert [url for url in urls if "&category=" not in url] == []
            assert assert_explained(household, found) >= 31


def test_it_finds_nothing_in_a_category_that_is_not_theirs(household: Any, charlie: User) -> None:
    foreign = Category.objects.in_book(charlie.book.pk).get(name="Food").pk
    for category in (foreign, 999_999_999):
        summary = ask(household, "summary", **MARCH, category=category)
        found = analytics(household, **MARCH, category=category)
        assert (summary["count"], found["count"], found["by_category"]) == (0, 0, [])
        assert (found["previous"], found["change"]) == (summary["previous"], summary["change"])
        year = ask(household, "calendar", category=category)
        assert (len(year["days"]), not_empty(year["days"]), year["peak"]) == (365, [], None)
        assert assert_explained(household, found) == 37


@pytest.mark.parametrize("number", ["0", "000", "9" * 19])
def test_it_leads_from_an_id_that_nobody_has_to_no_row(household: Any, number: str) -> None:
    """A link of `-1` the list would refuse."""
    for report in ("summary", "trends", "weekly", "calendar"):
        found = ask(household, report, **MARCH, category=number)
        assert {figure["count"] for figure in figures(found)} == {0}
        assert assert_explained(household, found) >= 1
    found = analytics(household, category=number)
    assert found["transactions_url"] == f"{ROWS}?currency=USD&category=0"
    assert (found["count"], found["current"]["count"]) == (0, 0)
    assert assert_explained(household, found) == 36
    both = ask(household, "summary", **MARCH, category=f"{number},{food(household)}")
    assert (both["expense"], assert_explained(household, both)) == ("64.00", 2)


def test_it_has_no_day_of_a_category_without_a_row(household: Any) -> None:
    travel = category_id(household, "Travel")
    assert ask(household, "calendar", period="all", category=travel)["days"] == []
    found = analytics(household, period="all", category=travel)
    assert (found["start_date"], found["daily"], found["previous"]) == (None, [], None)


def test_it_equals_the_sums_of_a_categorys_rows(client: Any, book: list[Entry]) -> None:
    first, second = sorted({entry.category_id for entry in book} - {None})[:2]
    for categories in ({None}, {first}, {first, second, None}):
        rows = [each for each in book if each.currency == "USD" and each.category_id in categories]
        asked = ",".join("none" if each is None else str(each) for each in categories)
        found = analytics(client, period="this_year", category=asked)
        whole = Flow(rows).figures("USD")
        assert (found["balance"], found["count"]) == (whole["net"], whole["count"])
        summary = ask(client, "summary", period="this_year", category=asked)
        assert (found["previous"], found["change"]) == (summary["previous"], summary["change"])
        days = ask(client, "calendar", category=asked)["days"]
        assert [day["expense"] for day in days] == [day["expense"] for day in found["daily"]]
        spent = [Flow(oracle.within(rows, day, day)).expense for day in year()]
        assert [day["level"] for day in days] == oracle.levels(spent)


def year() -> list[Any]:
    return oracle.days(TODAY.replace(month=1, day=1), TODAY.replace(month=12, day=31))


def test_it_takes_a_thousand_categories_and_no_more(client: Any) -> None:
    thousand = ",".join(str(number) for number in range(1, 1_001))
    for path in ("/api/analytics/", "/api/reports/calendar/"):
        assert client.get(path, {"category": thousand}).status_code == 200
        answer = client.get(path, {"category": f"{thousand},none"})
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["attr"], fault["in"]) == (400, "category", "query")
        assert fault["detail"] == "This takes at most 1000 ids."


def test_it_asks_no_statement_that_sqlite_does_not_take(client: Any) -> None:
    """A range of a year and the three recent ones, none of which begins with a month."""
    thousand = ",".join(str(number) for number in range(1, 1_001))
    values = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        values.append(len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        asked = {"start_date": "2025-01-15", "end_date": "2026-01-15", "category": thousand}
        assert analytics(client, **asked)["count"] == 0
    assert 10_000 < max(values) < MOST_VALUES
