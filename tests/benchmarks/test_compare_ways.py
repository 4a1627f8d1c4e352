"""Both ways to a report come to the same, and what is made of their race is right."""

import random
from datetime import date
from typing import Any

import pytest

from benchmarks.figures import figures, find
from benchmarks.from_rows import budgets, rows
from benchmarks.from_rows.pairs import PAIRS, Pair
from benchmarks.from_rows.question import Question
from benchmarks.from_rows.racing import race
from benchmarks.report import tables
from budgets.models import ALL_EXPENSES
from categories.models import Category
from tests.budgets.plans import plan
from tests.conftest import client_of
from tests.entries import record_all
from tests.reports.oracle import random_entries
from transactions.totals import Flow, Scope
from users.models import User

TODAY = date(2026, 3, 17)


@pytest.fixture
def asked(alice: User) -> Question:
    """Of 300 entries in four currencies, two of three budgets overridden in March."""
    categories = list(Category.objects.in_book(alice.book.pk).order_by("pk")[:4])
    first, last = date(2025, 1, 1), date(2026, 12, 31)
    entries = random_entries(random.Random(5), categories, number=300, first=first, last=last)
    record_all(alice, [entry.fields() for entry in entries])
    client, food = client_of(alice), categories[0].pk
    for number, month in ((None, None), (food, None), (food, "2026-03"), (None, "2026-03")):
        plan(client, category=number, month=month)
    plan(client, category=categories[1].pk, currency="EUR")
    return Question(Scope(alice.book.pk, "USD"), TODAY)


@pytest.mark.parametrize("name", PAIRS)
def test_it_comes_to_the_same_from_totals_and_from_rows(asked: Question, name: str) -> None:
    PAIRS[name].prove(name, asked)


@pytest.mark.parametrize("name", PAIRS)
def test_it_comes_to_the_same_of_empty_books(alice: User, name: str) -> None:
    PAIRS[name].prove(name, Question(Scope(alice.book.pk, "USD"), TODAY))


def test_it_compares_reports_that_say_something(asked: Question) -> None:
    assert rows.of_balance(asked).count > 100
    assert rows.of_month(asked).flow.count >= 4
    assert rows.of_summary(asked).previous is not None
    assert len(rows.of_categories(asked)[1]) == 5
    assert len(rows.of_trend(asked)) == rows.of_weeks(asked).span.period.length == 365
    assert rows.of_calendar(asked).peak is not None
    currencies = [currency for currency, _ in rows.of_currencies(asked)[1]]
    assert currencies == ["BHD", "EUR", "JPY", "USD"]
    planned = [each.category == ALL_EXPENSES for each in budgets.of_budgets(asked)]
    assert planned == [True, False, False]


def test_it_stops_where_they_differ(asked: Question) -> None:
    with pytest.raises(AssertionError, match="balance"):
        Pair(lambda _: Flow(), rows.of_balance).prove("balance", asked)


def test_it_calls_everyone_in_every_round() -> None:
    called: list[str] = []
    calls = {name: lambda name=name: called.append(name) for name in ("one", "other")}
    found = race(calls, rounds=3, seconds=0)
    assert all(len(found[name][kind]) == 3 for name in calls for kind in ("rates", "cpu"))
    # Each turn is a call before the clock runs and one while it does; every other round is back.
    assert called == [*["one"] * 2, *["other"] * 4, *["one"] * 4, *["other"] * 2]


def _raced(**rates: list[float]) -> dict[str, Any]:
    return {name.replace("_", " "): {"rates": each, "cpu": each} for name, each in rates.items()}


def _verdicts(race: dict[str, Any]) -> dict[str, str]:
    found = [find("sqlite", figure, {"rows": race}) for figure in figures("1k", "1m")]
    return {each.figure.words: each.verdict for each in found if each is not None}


@pytest.mark.parametrize(("rate", "verdict"), [(400.0, "floor"), (390.0, "missed")])
def test_it_asks_for_forty_times_the_speed(rate: float, verdict: str) -> None:
    raced = _raced(totals_monthly_1m=[rate], rows_monthly_1m=[10.0])
    words = "monthly from totals against from rows in one process, 1m"
    assert _verdicts(raced) == {words: verdict}


@pytest.mark.parametrize(
    ("report", "large", "verdict"),
    [
        ("monthly", 100.0, "floor"),
        ("monthly", 99.0, "missed"),
        ("trend", 47.0, "floor"),
        ("trend", 46.0, "missed"),
    ],
)
def test_it_judges_how_a_report_grows(report: str, large: float, verdict: str) -> None:
    raced = _raced(**{f"totals_{report}_1k": [140.0], f"totals_{report}_1m": [large]})
    assert _verdicts(raced) == {f"{report} in one process, 1m against 1k, time": verdict}


def test_it_shows_both_ways_side_by_side() -> None:
    raced = _raced(totals_monthly_1m=[5000.0, 4000.0, 4000.0], rows_monthly_1m=[50.0, 50.0, 40.0])
    conditions = {
        "at": "2026-03-17T12:00:00+00:00",
        "machine": "Linux",
        "python": "3.11.7",
        "sizes": {"1k": 1_000, "1m": 1_000_000},
        "many": [2, 500],
        "pace": {"memory_requests": [1, 2]},
    }
    shown = tables("sqlite", {"conditions": conditions, "races": {"rows": raced}}).splitlines()
    assert "| monthly 1m | 0.25 | 20.00 | 100 | 80.0 to 100 |" in shown
    assert not any("requests/s" in line for line in shown)
