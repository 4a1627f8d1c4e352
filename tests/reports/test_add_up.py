"""Every report of a range adds up to its summary: random books, ranges and currencies."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.entries import record
from tests.reports import oracle
from tests.reports.asking import ask
from tests.reports.links import assert_explained, figures
from tests.reports.oracle import Entry, Flow
from tests.reports.random_books import ENDS, INTERVALS, QUESTIONS, Question, RandomBook, modest

YEARS = st.dates(date(2023, 11, 1), date(2027, 2, 28))
FIGURES = ("income", "expense", "net", "count")
IN_AND_OUT = ("income", "expense", "count")


def assert_same_sums(
    rows: list[dict[str, Any]], whole: dict[str, Any], names: tuple[str, ...] = FIGURES
) -> None:
    """The figures of the rows add up to those of the whole, to the cent."""
    for name in names:
        assert sum(Decimal(row[name]) for row in rows) == Decimal(whole[name]), name


def without_links(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "transactions_url"}


def in_and_out(entries: Iterable[Entry], currency: str) -> dict[str, Any]:
    figures = Flow(list(entries)).figures(currency)
    return {name: figures[name] for name in IN_AND_OUT}


@modest(40)
@given(QUESTIONS, INTERVALS)
def test_it_adds_trends_up(
    clock: Any, transactional_db: None, question: Question, interval: str
) -> None:
    book = RandomBook(question)
    rows = book.ask("trends", interval=interval, page_size=500)["results"]
    expected = oracle.trend(
        book.chosen(), question.start, question.end, interval, question.currency
    )
    assert [without_links(row) for row in rows] == expected
    whole = book.ask("summary")
    assert_same_sums(rows, whole)
    assert rows[-1]["cumulative_net"] == whole["net"]


def test_it_adds_trends_of_years_up(client: Any, book: list[Entry]) -> None:
    @modest(40)
    @given(st.tuples(YEARS, YEARS), st.sampled_from(["week", "month", "quarter", "year"]))
    def check(ends: tuple[date, date], interval: str) -> None:
        start, end = sorted(ends)
        dates = {"start_date": start, "end_date": end}
        rows = ask(client, "trends", **dates, interval=interval, page_size=500)["results"]
        entries = [entry for entry in book if entry.currency == "USD"]
        expected = oracle.trend(oracle.within(entries, start, end), start, end, interval, "USD")
        assert [without_links(row) for row in rows] == expected
        assert_same_sums(rows, ask(client, "summary", **dates))

    check()


@modest(12)
@given(QUESTIONS, INTERVALS, st.sampled_from([7, 20, 50]))
def test_it_adds_trends_up_page_by_page(
    clock: Any, transactional_db: None, question: Question, interval: str, size: int
) -> None:
    book = RandomBook(question)
    page = book.ask("trends", interval=interval, page_size=size)
    rows = list(page["results"])
    while page["next"]:
        page = book.client.get(page["next"]).json()
        rows += page["results"]
    assert rows == book.ask("trends", interval=interval, page_size=500)["results"]
    assert len(rows) == page["count"]


@modest(35)
@given(QUESTIONS, st.sampled_from([None, "expense", "income"]))
def test_it_adds_weeks_and_weekdays_up(
    clock: Any, transactional_db: None, question: Question, kind: str | None
) -> None:
    book = RandomBook(question)
    narrowed = {"type": kind} if kind else {}
    found, whole = book.ask("weekly", **narrowed), book.ask("summary", **narrowed)
    assert_same_sums(found["weekdays"], whole, IN_AND_OUT)
    assert_same_sums(found["weeks"], whole, IN_AND_OUT)
    entries = [entry for entry in book.chosen() if kind in (None, entry.type)]
    assert [without_links(row) for row in found["weekdays"]] == weekdays(entries, question)
    assert [without_links(row) for row in found["weeks"]] == weeks(entries, question)
    assert found["highest"] == highest(found, "income" if kind == "income" else "expense")


def weekdays(entries: list[Entry], question: Question) -> list[dict[str, Any]]:
    return [
        {
            "weekday": number,
            **in_and_out(
                (each for each in entries if each.date.isoweekday() == number), question.currency
            ),
        }
        for number in range(1, 8)
    ]


def weeks(entries: list[Entry], question: Question) -> list[dict[str, Any]]:
    return [
        {
            "week": first.strftime("%G-W%V"),
            "start_date": str(first),
            "end_date": str(last),
            **in_and_out(oracle.within(entries, first, last), question.currency),
        }
        for first, last in oracle.steps(question.start, question.end, "week")
    ]


def highest(found: dict[str, Any], figure: str) -> dict[str, Any] | None:
    weekday = oracle.first_highest(
        {row["weekday"]: Decimal(row[figure]) for row in found["weekdays"]}
    )
    week = oracle.first_highest({row["week"]: Decimal(row[figure]) for row in found["weeks"]})
    return {"weekday": weekday, "week": week} if weekday and week else None


@modest(35)
@given(QUESTIONS)
def test_it_adds_the_days_of_a_calendar_up(
    clock: Any, transactional_db: None, question: Question
) -> None:
    book = RandomBook(question)
    found = book.ask("calendar")
    assert_same_sums(found["days"], book.ask("summary"), IN_AND_OUT)
    every = oracle.days(question.start, question.end)
    entries = {day: oracle.within(book.chosen(), day, day) for day in every}
    spent = {day: Flow(entries[day]).expense for day in every}
    levels = oracle.levels(list(spent.values()))
    assert [without_links(day) for day in found["days"]] == [
        {"date": str(day), **in_and_out(entries[day], question.currency), "level": level}
        for day, level in zip(every, levels, strict=True)
    ]
    peak = oracle.first_highest(spent)
    assert found["peak"] == (
        peak and {"date": str(peak), "expense": oracle.text(spent[peak], question.currency)}
    )


@modest(40)
@given(QUESTIONS, st.integers(1, 5))
def test_it_adds_categories_up(
    clock: Any, transactional_db: None, question: Question, top: int
) -> None:
    book = RandomBook(question)
    whole = book.ask("summary")
    counted = 0
    for kind in ("expense", "income"):
        expected = oracle.by_category(book.chosen(), kind)
        rows = book.ask("by-category", type=kind)["results"]
        assert {row["category"]: row["count"] for row in rows} == {
            category: len(flow.entries) for category, flow in expected.items()
        }
        for found in (rows, book.ask("by-category", type=kind, top=top)["results"]):
            assert sum(Decimal(row["total"]) for row in found) == Decimal(whole[kind])
            assert sum(row["count"] for row in found) == sum(row["count"] for row in rows)
            assert_shares_add_up(found, Decimal(whole[kind]))
        counted += sum(row["count"] for row in rows)
    assert counted == whole["count"]


def assert_shares_add_up(rows: list[dict[str, Any]], total: Decimal) -> None:
    shares = [row["share"] for row in rows]
    if total <= 0:
        assert shares == [None] * len(rows)
    else:
        assert sum(Decimal(str(share)) for share in shares) == Decimal("100.0")


@modest(35)
@given(QUESTIONS)
def test_it_lists_the_summary_of_each_currency(
    clock: Any, transactional_db: None, question: Question
) -> None:
    book = RandomBook(question)
    asked = {"start_date": question.start, "end_date": question.end}
    rows = ask(book.client, "currencies", **asked)["results"]
    used = {entry.currency for entry in oracle.within(book.entries, question.start, question.end)}
    assert [row["currency"] for row in rows] == sorted(used)
    for row in rows:
        summary = book.ask("summary", currency=row["currency"])
        assert {name: summary[name] for name in row} == row


@modest(15)
@given(QUESTIONS, ENDS, INTERVALS)
def test_it_adds_adjacent_ranges_up_to_their_union(
    clock: Any, transactional_db: None, question: Question, middle: date, interval: str
) -> None:
    book = RandomBook(question)
    first, middle, last = sorted([*question.ends, middle])
    spans = (
        {"start_date": first, "end_date": middle},
        {"start_date": middle + oracle.DAY, "end_date": last + oracle.DAY},
        {"start_date": first, "end_date": last + oracle.DAY},
    )
    for name, query, key in (
        ("trends", {"interval": interval, "page_size": 500}, None),
        ("weekly", {}, "weekday"),
        ("weekly", {"type": "income"}, "week"),
        ("calendar", {}, "date"),
        ("by-category", {"type": "expense"}, "category"),
        ("by-category", {"type": "income"}, "category"),
        ("currencies", {}, "currency"),
        ("summary", {}, None),
    ):
        left, right, whole = (rows_of(book.ask(name, **query, **span), key) for span in spans)
        assert added([*left, *right], key) == added(whole, key), name


def rows_of(found: dict[str, Any], key: str | None) -> list[dict[str, Any]]:
    lists = {"weekday": "weekdays", "week": "weeks", "date": "days"}
    rows: list[dict[str, Any]] = found.get(lists.get(str(key), "results"), [found])
    return rows


def added(rows: list[dict[str, Any]], key: str | None) -> dict[Any, Any]:
    """The sums of the rows that have the same key (all of them where there is none)."""
    sums: dict[Any, dict[str, Decimal]] = {}
    for row in rows:
        of_key = sums.setdefault(row[key] if key else None, {})
        for name in {*FIGURES, "total"} & row.keys():
            of_key[name] = of_key.get(name, Decimal(0)) + Decimal(row[name])
    return sums


@modest(12)
@given(QUESTIONS, ENDS)
def test_it_goes_on_where_the_range_before_ended(
    clock: Any, transactional_db: None, question: Question, middle: date
) -> None:
    book = RandomBook(question)
    first, middle, last = sorted([*question.ends, middle])
    left = book.ask("trends", start_date=first, end_date=middle)["results"]
    after = {"start_date": middle + oracle.DAY, "end_date": last + oracle.DAY}
    right = book.ask("trends", **after)["results"]
    whole = book.ask("trends", start_date=first, end_date=last + oracle.DAY)["results"]
    net = Decimal(left[-1]["cumulative_net"]) + Decimal(right[-1]["cumulative_net"])
    assert net == Decimal(whole[-1]["cumulative_net"])


@modest(4)
@given(QUESTIONS.filter(lambda each: 10 < (each.end - each.start).days < 70 and each.number > 20))
def test_it_explains_every_figure(clock: Any, transactional_db: None, question: Question) -> None:
    book = RandomBook(question)
    for name, query in (
        ("summary", {}),
        ("trends", {"interval": "week"}),
        ("trends", {"interval": "month", "type": "expense"}),
        ("weekly", {}),
        ("weekly", {"type": "income", "category": "none"}),
        ("calendar", {}),
        ("calendar", {"category": "none"}),
        ("by-category", {"type": "income"}),
        ("by-category", {"top": 2}),
        ("currencies", {}),
    ):
        assert_explained(book.client, book.ask(name, **query))


def test_it_explains_open_ranges(client: Any, book: list[Entry]) -> None:
    chosen = ",".join(str(entry.category_id or "none") for entry in book[:3])
    for name, query in (
        ("trends", {"period": "all", "interval": "quarter"}),
        ("trends", {"end_date": "2025-02-14", "currency": "JPY"}),
        ("weekly", {"start_date": "2026-11-01"}),
        ("weekly", {"period": "all", "type": "income", "currency": "EUR"}),
        ("weekly", {"end_date": "2024-03-01", "category": chosen}),
        ("calendar", {"start_date": "2026-12-01"}),
        ("calendar", {"end_date": "2024-01-31", "currency": "BHD"}),
        ("calendar", {"start_date": "2026-09-01", "category": chosen}),
        ("by-category", {"period": "all", "top": 1}),
        ("by-category", {"start_date": "2025-07-01", "category": chosen}),
        ("currencies", {"period": "all"}),
        ("currencies", {"end_date": "2025-06-15"}),
    ):
        assert assert_explained(client, ask(client, name, **query)) >= 2, (name, query)


@pytest.mark.parametrize(
    "path",
    [
        "reports/summary/",
        "reports/by-category/",
        "reports/trends/",
        "reports/monthly-summary/",
        "reports/calendar/",
        "reports/weekly/",
        "reports/currencies/",
        "analytics/",
    ],
)
def test_it_lowers_the_expense_by_a_refund_and_never_calls_it_income(
    client: Any, path: str
) -> None:
    record(client, date="2026-03-04", amount="80.00", category="Food")
    record(client, date="2026-03-04", amount="30.00", category="Food", refund=True)
    found = [each for each in figures(client.get(f"/api/{path}").json()) if each["count"]]
    assert found
    spent = {each[name] for each in found for name in ("expense", "total") if name in each}
    assert spent == {"50.00"}
    assert {each.get("income", "0.00") for each in found} == {"0.00"}
    assert {each["count"] for each in found} == {2}
    income = client.get("/api/reports/by-category/", {"type": "income"}).json()
    assert income["results"] == []
