"""`reports/trends/`: how a range went, step by step, with no step left out."""

from datetime import date
from typing import Any

import pytest

from common.intervals import Interval
from common.periods import Period
from common.ranges import Range
from reports.trends import trends
from tests.entries import category_id, record, record_all
from tests.queries import counted
from tests.reports.asking import ask, columns, ends
from tests.reports.links import assert_explained
from transactions.totals import Scope
from users.models import User

PATH = "/api/reports/trends/"
FLOW = ("income", "expense", "net", "cumulative_net", "count")
CENTURIES = {"start_date": "1900-01-01", "end_date": "2199-12-31"}
#: interval, range, and its steps, the first and last cut to it
STEPS = [
    ("day", "2024-02-28", "2024-03-01", "2024-02-28 2024-02-29 2024-03-01"),
    ("day", "2026-02-28", "2026-03-01", "2026-02-28 2026-03-01"),
    ("day", "2025-12-31", "2026-01-01", "2025-12-31 2026-01-01"),
    ("week", "2026-03-04", "2026-03-17", "2026-03-04/08 2026-03-09/15 2026-03-16/17"),
    ("week", "2024-02-26", "2024-03-10", "2024-02-26/2024-03-03 2024-03-04/10"),
    ("week", "2020-12-31", "2021-01-04", "2020-12-31/2021-01-03 2021-01-04"),
    ("week", "2026-12-27", "2027-01-04", "2026-12-27 2026-12-28/2027-01-03 2027-01-04"),
    ("month", "2024-01-31", "2024-03-01", "2024-01-31 2024-02-01/29 2024-03-01"),
    ("month", "2025-12-31", "2026-01-31", "2025-12-31 2026-01-01/31"),
    ("quarter", "2024-03-31", "2024-07-01", "2024-03-31 2024-04-01/2024-06-30 2024-07-01"),
    ("quarter", "2024-02-29", "2024-04-01", "2024-02-29/2024-03-31 2024-04-01"),
    ("year", "2024-12-31", "2026-01-01", "2024-12-31 2025-01-01/2025-12-31 2026-01-01"),
    ("year", "2024-02-29", "2024-02-29", "2024-02-29"),
]  # fmt: skip


def steps_of(written: str) -> list[tuple[str, str]]:
    """`2024-02-28 2024-02-29/2024-03-03 2024-03-04/10`: of one day, of some, of some of a month."""
    found = []
    for step in written.split():
        first, _, last = step.partition("/")
        found.append((first, last if len(last) == 10 else first[:8] + (last or first[8:])))
    return found


def cumulative(found: dict[str, Any]) -> list[str]:
    return [row["cumulative_net"] for row in found["results"]]


def test_it_fills_gaps_with_nothing(client: Any) -> None:
    record(client, date="2026-01-15", amount="100.00")
    record(client, date="2026-03-31", amount="250.00", type="income")
    found = ask(client, "trends", start_date="2026-01-01", end_date="2026-04-30")
    assert ends(found["results"]) == steps_of(
        "2026-01-01/31 2026-02-01/28 2026-03-01/31 2026-04-01/30"
    )
    assert columns(found["results"], *FLOW) == [
        ("0.00", "100.00", "-100.00", "-100.00", 1),
        ("0.00", "0.00", "0.00", "-100.00", 0),
        ("250.00", "0.00", "250.00", "150.00", 1),
        ("0.00", "0.00", "0.00", "150.00", 0),
    ]


@pytest.mark.parametrize(("interval", "start", "end", "written"), STEPS)
def test_it_cuts_its_steps_to_the_range(
    client: Any, interval: str, start: str, end: str, written: str
) -> None:
    record(client, date=start, amount="1.00")
    record(client, date=end, amount="2.00", type="income")
    found = ask(client, "trends", interval=interval, start_date=start, end_date=end)
    assert ends(found["results"]) == steps_of(written)
    assert (found["start_date"], found["end_date"]) == (start, end)
    assert (found["results"][0]["expense"], found["results"][-1]["income"]) == ("1.00", "2.00")
    assert cumulative(found)[-1] == "1.00"


def test_it_leaves_out_what_lies_around_the_range(client: Any) -> None:
    for day in ("2024-01-30", "2024-01-31", "2024-02-29", "2024-03-01", "2024-03-02"):
        record(client, date=day, amount="1.00")
    for interval, counts in (
        ("month", [1, 1, 1]),
        ("quarter", [3]),
        ("year", [3]),
        ("week", [1, 0, 0, 0, 2]),
    ):
        found = ask(
            client, "trends", interval=interval, start_date="2024-01-31", end_date="2024-03-01"
        )
        assert [row["count"] for row in found["results"]] == counts, interval


def test_it_has_the_turn_of_the_year_in_one_week(client: Any) -> None:
    for day in ("2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03"):
        record(client, date=day, amount="1.00")
    found = ask(client, "trends", interval="week", start_date="2026-12-21", end_date="2027-01-10")
    assert columns(found["results"], "start_date", "expense", "count") == [
        ("2026-12-21", "0.00", 0),
        ("2026-12-28", "4.00", 4),
        ("2027-01-04", "0.00", 0),
    ]


def test_it_says_what_it_speaks_of(client: Any) -> None:
    record(client, date="2026-03-10", amount="12.50")
    found = ask(client, "trends")
    (row,) = found.pop("results")
    assert found == {
        "currency": "USD",
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
        "count": 1,
        "next": None,
        "previous": None,
    }
    assert row == {
        "start_date": "2026-03-01",
        "end_date": "2026-03-31",
        "income": "0.00",
        "expense": "12.50",
        "net": "-12.50",
        "cumulative_net": "-12.50",
        "count": 1,
        "transactions_url": "http://testserver/api/transactions/?currency=USD"
        "&start_date=2026-03-01&end_date=2026-03-31",
    }


def test_it_lowers_the_expense_by_a_refund(client: Any) -> None:
    record(client, date="2026-03-02", amount="80.00")
    record(client, date="2026-03-09", amount="30.00", refund=True)
    record(client, date="2026-03-10", amount="5.00", type="income")
    week = {"interval": "week", "start_date": "2026-03-02", "end_date": "2026-03-15"}
    assert columns(ask(client, "trends", **week)["results"], *FLOW) == [
        ("0.00", "80.00", "-80.00", "-80.00", 1),
        ("5.00", "-30.00", "35.00", "-45.00", 2),
    ]
    (march,) = ask(client, "trends")["results"]
    assert columns([march], *FLOW) == [("5.00", "50.00", "-45.00", "-45.00", 3)]


def test_it_narrows_by_type_and_category(client: Any) -> None:
    record(client, date="2026-02-10", amount="40.00", category="Food")
    record(client, date="2026-02-11", amount="7.00")
    record(client, date="2026-03-01", amount="900.00", category="Food", type="income")
    record(client, date="2026-03-01", amount="3.00", category="Travel")
    food = category_id(client, "Food")
    span = {"start_date": "2026-02-01", "end_date": "2026-03-31"}
    for query, nets in (
        ({"type": "expense"}, ["-47.00", "-50.00"]),
        ({"type": "income"}, ["0.00", "900.00"]),
        ({"category": food}, ["-40.00", "860.00"]),
        ({"category": f"{food},none", "type": "expense"}, ["-47.00", "-47.00"]),
        ({"category": "none"}, ["-7.00", "-7.00"]),
    ):
        found = ask(client, "trends", **span, **query)
        assert cumulative(found) == nets, query
        assert assert_explained(client, found) == 2


def test_it_is_in_one_currency(client: Any) -> None:
    record(client, date="2026-03-01", amount="1200", currency="JPY")
    record(client, date="2026-03-02", amount="0.125", currency="BHD", type="income")
    record(client, date="2026-03-03", amount="1.00")
    for currency, net in (("JPY", "-1200"), ("BHD", "0.125"), ("USD", "-1.00"), ("EUR", "0.00")):
        found = ask(client, "trends", currency=currency)
        assert (found["currency"], cumulative(found)) == (currency, [net])


def test_it_begins_with_nothing_at_the_start_of_the_range(client: Any) -> None:
    for day in ("2025-12-31", "2026-01-09", "2026-01-10", "2026-02-28"):
        record(client, date=day, amount="1.00")
    for interval, nets in (("month", ["-1.00", "-2.00"]), ("year", ["-2.00"])):
        found = ask(
            client, "trends", interval=interval, start_date="2026-01-10", end_date="2026-02-28"
        )
        assert cumulative(found) == nets


def test_it_carries_the_cumulative_net_to_the_next_page(client: Any) -> None:
    for month, amount in enumerate(("1.00", "20.00", "300.00", "4000.00", "50000.00"), start=1):
        record(client, date=f"2025-0{month}-15", amount=amount, type="income")
    first = ask(client, "trends", start_date="2025-01-10", end_date="2025-05-20", page_size=2)
    assert (first["count"], first["previous"]) == (5, None)
    assert cumulative(first) == ["1.00", "21.00"]
    second = client.get(first["next"]).json()
    assert cumulative(second) == ["321.00", "4321.00"]
    assert ends(second["results"]) == steps_of("2025-03-01/31 2025-04-01/30")
    last = client.get(second["next"]).json()
    assert (cumulative(last), ends(last["results"])) == (["54321.00"], steps_of("2025-05-01/20"))
    assert last["next"] is None
    assert client.get(last["previous"]).json() == second


def test_it_comes_one_by_one(client: Any) -> None:
    for day in ("2024-02-28", "2024-02-29", "2024-03-01"):
        record(client, date=day, amount="1.00")
    span = {"interval": "day", "start_date": "2024-02-28", "end_date": "2024-03-02"}
    pages = [ask(client, "trends", **span, page_size=1, page=page) for page in (1, 2, 3, 4)]
    assert [cumulative(page) for page in pages] == [["-1.00"], ["-2.00"], ["-3.00"], ["-3.00"]]
    assert [page["count"] for page in pages] == [4, 4, 4, 4]
    assert [bool(page["next"]) for page in pages] == [True, True, True, False]


def test_it_pages_three_centuries_of_days(client: Any) -> None:
    for day in ("1900-01-01", "2024-02-29", "2199-12-31"):
        record(client, date=day, amount="1.00")
    span = {**CENTURIES, "interval": "day", "page_size": 500}
    for page, number, net in ((1, 500, "-1.00"), (100, 500, "-2.00"), (220, 73, "-3.00")):
        with counted() as queries:
            found = ask(client, "trends", **span, page=page)
        assert (found["count"], len(found["results"])) == (109_573, number)
        assert cumulative(found)[-1] == net
        assert len(queries) == 2
    assert ends(found["results"])[-1] == ("2199-12-31", "2199-12-31")
    assert found["next"] is None


@pytest.mark.parametrize(
    ("interval", "number"), [("week", 15_654), ("month", 3_600), ("quarter", 1_200), ("year", 300)]
)
def test_it_counts_the_steps_of_three_centuries(client: Any, interval: str, number: int) -> None:
    record(client, date="2199-12-31", amount="1.00")
    span = {**CENTURIES, "interval": interval, "page_size": 1}
    assert ask(client, "trends", **span)["count"] == number
    (last,) = ask(client, "trends", **span, page=number)["results"]
    assert (last["end_date"], last["expense"], last["count"]) == ("2199-12-31", "1.00", 1)


def test_it_ends_after_its_last_page(client: Any) -> None:
    for query in (
        {"page": 2},
        {"page": 2, "period": "all"},
        {**CENTURIES, "interval": "day", "page": 2193},
        {**CENTURIES, "interval": "day", "page": "9" * 30},
    ):
        answer = client.get(PATH, query)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), query


def test_it_runs_from_the_first_row_to_the_last(client: Any) -> None:
    record(client, date="2025-12-30", amount="5.00")
    record(client, date="2026-02-02", amount="9.00", type="income")
    record(client, date="2019-01-01", amount="9.00", currency="EUR")
    found = ask(client, "trends", period="all")
    assert (found["start_date"], found["end_date"]) == ("2025-12-30", "2026-02-02")
    assert ends(found["results"]) == steps_of("2025-12-30/31 2026-01-01/31 2026-02-01/02")
    assert cumulative(found) == ["-5.00", "-5.00", "4.00"]
    later = ask(client, "trends", start_date="2026-01-01")
    assert ends(later["results"]) == steps_of("2026-01-01/31 2026-02-01/02")
    earlier = ask(client, "trends", end_date="2026-01-31")
    assert (ends(earlier["results"]), cumulative(earlier)) == (
        steps_of("2025-12-30/31 2026-01-01/31"),
        ["-5.00", "-5.00"],
    )


def test_it_has_no_step_without_an_end(client: Any) -> None:
    record(client, date="2026-02-02", amount="9.00", type="income")
    for query, start, end in (
        ({"period": "all", "type": "expense"}, None, None),
        ({"period": "all", "currency": "EUR"}, None, None),
        ({"start_date": "2026-03-01"}, "2026-03-01", None),
        ({"end_date": "2026-01-01"}, None, "2026-01-01"),
    ):
        found = ask(client, "trends", **query)
        assert (found["count"], found["results"], found["next"]) == (0, [], None)
        assert (found["start_date"], found["end_date"]) == (start, end), query


def test_it_follows_an_edit_and_a_delete_at_once(client: Any) -> None:
    row = record(client, date="2026-02-10", amount="40.00")
    span = {"start_date": "2026-02-01", "end_date": "2026-03-31"}
    assert cumulative(ask(client, "trends", **span)) == ["-40.00", "-40.00"]
    client.patch(f"/api/transactions/{row['id']}/", {"date": "2026-03-01", "amount": "4.00"})
    assert cumulative(ask(client, "trends", **span)) == ["0.00", "-4.00"]
    client.delete(f"/api/transactions/{row['id']}/")
    assert cumulative(ask(client, "trends", **span)) == ["0.00", "0.00"]


def test_it_sees_nothing_of_a_stranger(client: Any, charlie: User) -> None:
    record_all(charlie, [{"date": date(2026, 3, 1)}])
    assert ask(client, "trends", period="all")["results"] == []
    assert ask(client, "trends")["results"][0]["count"] == 0


def test_it_reads_a_slice_by_one_statement(alice: User) -> None:
    record_all(alice, [{"date": date(2024, 1, 31)}, {"date": date(2024, 2, 29)}])
    year = Range(Period.year(2024))
    trend = trends(Scope(alice.book.pk, "USD"), year, Interval.QUARTER)
    with counted() as queries:
        second, third = trend[1:3]
    assert len(queries) == 1
    assert (len(trend), second.period, third.cumulative_net) == (
        4,
        Period(date(2024, 4, 1), date(2024, 7, 1)),
        -20,
    )
