"""`reports/summary/`: a range, to the cent, against the range before."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.entries import record, record_all
from tests.reports import oracle
from tests.reports.links import assert_explained
from tests.reports.oracle import Entry, Flow
from users.models import User

SUMMARY = "/api/reports/summary/"
modest = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
AVERAGES = [
    ("USD", "0.05", 2, "0.02"),
    ("USD", "0.15", 2, "0.08"),
    ("USD", "100.00", 3, "33.33"),
    ("JPY", "5", 2, "2"),
    ("JPY", "7", 2, "4"),
    ("BHD", "0.005", 2, "0.002"),
    ("BHD", "1.000", 3, "0.333"),
]
DAYS = st.dates(date(2023, 11, 1), date(2027, 2, 28))


def summary(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(SUMMARY, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def without_links(figure: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in figure.items() if name != "transactions_url"}


def expected(entries: list[Entry], start: date, end: date, currency: str) -> dict[str, Any]:
    now = Flow(oracle.within(entries, start, end))
    first, last = oracle.before(start, end)
    earlier = Flow(oracle.within(entries, first, last))
    daily = now.expense / ((end - start).days + 1)
    return {
        "currency": currency,
        "start_date": str(start),
        "end_date": str(end),
        **now.figures(currency),
        "average_daily_expense": oracle.text(daily, currency),
        "previous": {
            "start_date": str(first),
            "end_date": str(last),
            **earlier.figures(currency),
        },
        "change": oracle.changes(now, earlier, currency),
    }


def test_it_equals_the_sums_of_the_rows_in_any_range(client: Any, book: list[Entry]) -> None:
    @modest
    @given(one=DAYS, other=DAYS, currency=st.sampled_from(sorted(oracle.DECIMALS)))
    def check(one: date, other: date, currency: str) -> None:
        start, end = sorted([one, other])
        entries = [entry for entry in book if entry.currency == currency]
        found = summary(client, start_date=start, end_date=end, currency=currency)
        found["previous"] = without_links(found["previous"])
        assert without_links(found) == expected(entries, start, end, currency)

    check()


def test_it_equals_the_sums_of_whole_months_and_years(client: Any, book: list[Entry]) -> None:
    entries = [entry for entry in book if entry.currency == "USD"]
    for start, end in [
        ("2024-02-01", "2024-02-29"),
        ("2025-02-01", "2025-02-28"),
        ("2024-01-01", "2024-12-31"),
        ("2024-03-01", "2024-05-31"),
        ("2024-01-01", "2025-12-31"),
        ("2025-01-31", "2025-02-28"),
    ]:
        found = summary(client, start_date=start, end_date=end)
        found["previous"] = without_links(found["previous"])
        days = (date.fromisoformat(start), date.fromisoformat(end))
        assert without_links(found) == expected(entries, *days, "USD")


def test_it_narrows_by_type_and_category(client: Any, book: list[Entry]) -> None:
    chosen = sorted({entry.category_id for entry in book} - {None})[:2]
    for kind in ("expense", "income"):
        for categories in ({None}, {chosen[0]}, {*chosen, None}):
            words = ["none" if each is None else str(each) for each in categories]
            entries = [
                entry
                for entry in book
                if entry.currency == "USD"
                and entry.type == kind
                and entry.category_id in categories
            ]
            found = summary(client, period="all", type=kind, category=",".join(words))
            assert found | Flow(entries).figures("USD") == found


def test_it_explains_its_figures(client: Any, book: list[Entry]) -> None:
    for query in (
        {"start_date": "2024-05-20", "end_date": "2025-03-02"},
        {"start_date": "2025-06-15"},
        {"end_date": "2025-06-15"},
        {"period": "all"},
        {"period": "this_year", "type": "expense", "category": "none"},
        {"period": "last_30_days", "currency": "JPY"},
        {"period": "all", "currency": "BHD", "type": "income"},
    ):
        assert assert_explained(client, summary(client, **query)) >= 1


def test_it_adds_up_from_adjacent_ranges(client: Any, book: list[Entry]) -> None:
    @modest
    @given(places=st.tuples(DAYS, DAYS, DAYS))
    def check(places: tuple[date, date, date]) -> None:
        first, middle, last = sorted(places)
        whole = summary(client, start_date=first, end_date=last + oracle.DAY)
        left = summary(client, start_date=first, end_date=middle)
        right = summary(client, start_date=middle + oracle.DAY, end_date=last + oracle.DAY)
        for name in ("income", "expense", "net", "count"):
            assert Decimal(whole[name]) == Decimal(left[name]) + Decimal(right[name])

    check()


def test_it_adds_up_from_its_days(client: Any, book: list[Entry]) -> None:
    start, end = date(2026, 1, 25), date(2026, 3, 5)
    whole = summary(client, start_date=start, end_date=end)
    days = [summary(client, start_date=day, end_date=day) for day in oracle.days(start, end)]
    for name in ("income", "expense", "net", "count"):
        assert Decimal(whole[name]) == sum(Decimal(day[name]) for day in days)


def test_it_takes_the_first_and_last_row_for_open_ends(client: Any) -> None:
    for day in ("2024-02-29", "2026-03-17", "2030-01-01"):
        record(client, date=day)
    ends = ("start_date", "end_date", "count")

    def of(**query: str) -> tuple[Any, ...]:
        found = summary(client, **query)
        return tuple(found[name] for name in ends)

    assert of(period="all") == ("2024-02-29", "2030-01-01", 3)
    assert of(start_date="2024-03-01") == ("2024-03-01", "2030-01-01", 2)
    assert of(end_date="2026-03-16") == ("2024-02-29", "2026-03-16", 1)
    assert of(start_date="2030-01-02") == ("2030-01-02", None, 0)
    assert of(end_date="2024-02-28") == (None, "2024-02-28", 0)


def test_it_has_no_ends_without_rows(client: Any) -> None:
    found = summary(client, period="all")
    assert (found["start_date"], found["end_date"]) == (None, None)
    assert (found["previous"], found["change"]) == (None, None)
    assert found["average_daily_expense"] == "0.00"


def test_it_takes_open_ends_from_rows_that_are_still_there(client: Any) -> None:
    row = record(client, date="2020-01-01")
    record(client, date="2026-01-01", type="income")
    client.delete(f"/api/transactions/{row['id']}/")
    found = summary(client, period="all")
    assert (found["start_date"], found["end_date"]) == ("2026-01-01", "2026-01-01")


def test_it_counts_the_rows_of_other_currencies_nowhere(client: Any) -> None:
    record(client, currency="EUR", date="2019-01-01")
    record(client, currency="USD", date="2026-03-01")
    assert summary(client, period="all")["start_date"] == "2026-03-01"
    assert summary(client, period="all", currency="eur")["start_date"] == "2019-01-01"


def test_it_compares_nothing_with_all_time(client: Any, book: list[Entry]) -> None:
    found = summary(client, period="all")
    assert (found["previous"], found["change"]) == (None, None)


def test_it_compares_nothing_with_days_before_the_calendar(client: Any) -> None:
    record(client, date="1900-01-01")
    found = summary(client, start_date="1900-01-01", end_date="1900-01-31")
    assert (found["count"], found["previous"], found["change"]) == (1, None, None)
    found = summary(client, start_date="1900-02-01", end_date="1900-04-30")
    assert found["previous"]["start_date"] == "1899-11-01"
    assert_explained(client, found)


def test_it_runs_to_the_end_of_the_calendar(client: Any) -> None:
    record(client, date="2199-12-31")
    found = summary(client, start_date="1900-01-02", end_date="2199-12-31")
    assert found["count"] == 1
    assert_explained(client, found)


def test_it_gives_no_percent_of_nothing(client: Any) -> None:
    record(client, date="2026-03-10", amount="30.00")
    found = summary(client)
    assert found["change"]["expense"] == {"amount": "30.00", "percent": None}
    assert found["change"]["income"] == {"amount": "0.00", "percent": None}


def test_it_calls_a_loss_that_shrinks_a_rise(client: Any) -> None:
    record(client, date="2026-02-10", amount="40.00")
    record(client, date="2026-03-10", amount="30.00")
    found = summary(client)
    assert found["change"]["expense"] == {"amount": "-10.00", "percent": -25.0}
    assert found["change"]["net"] == {"amount": "10.00", "percent": 25.0}


def test_it_rounds_a_daily_average_half_even(client: Any) -> None:
    for month, (currency, amount, days, average) in enumerate(AVERAGES, start=1):
        first, last = f"2025-0{month}-01", f"2025-0{month}-0{days}"
        record(client, date=first, amount=amount, currency=currency)
        found = summary(client, start_date=first, end_date=last, currency=currency)
        assert found["average_daily_expense"] == average, amount


def test_it_averages_over_days_to_come_as_well(client: Any) -> None:
    record(client, date="2026-03-01", amount="31.00")
    assert summary(client)["average_daily_expense"] == "1.00"


def test_it_can_be_negative_by_refunds(client: Any) -> None:
    record(client, date="2026-03-01", amount="31.00", refund=True)
    found = summary(client)
    assert (found["expense"], found["net"]) == ("-31.00", "31.00")
    assert found["average_daily_expense"] == "-1.00"


def test_it_never_says_minus_nothing(client: Any) -> None:
    record(client, date="2026-03-01", amount="0.01", refund=True)
    assert summary(client)["average_daily_expense"] == "0.00"


def test_it_keeps_the_largest_amounts_exact(client: Any, alice: User) -> None:
    amounts = [Decimal("99999999999.99")] * 90 + [Decimal("0.01")]
    record_all(alice, [{"amount": each, "date": date(2026, 3, 1)} for each in amounts])
    assert summary(client)["expense"] == "8999999999999.11"
    assert summary(client)["change"]["net"]["amount"] == "-8999999999999.11"
