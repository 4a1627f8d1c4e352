"""Whose today it is: reports go by the user's own calendar, and rows stay on their days."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from ledger.models import Book
from tests.conftest import client_of
from tests.entries import record, record_all
from tests.reports import oracle
from tests.reports.asking import ask
from users.models import User

#: The last second of a day by the user's clock, the first of the next, and that next day.
MIDNIGHTS = [
    ("America/New_York", "2026-03-08T04:59:59", "2026-03-08T05:00:00", "2026-03-08"),
    ("America/New_York", "2026-03-09T03:59:59", "2026-03-09T04:00:00", "2026-03-09"),
    ("America/New_York", "2026-11-01T03:59:59", "2026-11-01T04:00:00", "2026-11-01"),
    ("America/New_York", "2026-11-02T04:59:59", "2026-11-02T05:00:00", "2026-11-02"),
    # Days without a midnight: the clocks went from 23:59:59 to 01:00:00.
    ("America/Sao_Paulo", "2018-11-04T02:59:59", "2018-11-04T03:00:00", "2018-11-04"),
    ("Asia/Beirut", "2020-03-28T21:59:59", "2020-03-28T22:00:00", "2020-03-29"),
    # The hour before this one had come twice.
    ("America/Sao_Paulo", "2019-02-17T02:59:59", "2019-02-17T03:00:00", "2019-02-17"),
    ("Asia/Kathmandu", "2026-12-31T18:14:59", "2026-12-31T18:15:00", "2027-01-01"),
]
#: How many hours a day has where the clocks are changed.
LENGTHS = [
    ("America/New_York", date(2026, 3, 8), 23),
    ("America/New_York", date(2026, 11, 1), 25),
    ("America/Sao_Paulo", date(2018, 11, 4), 23),
    ("America/Sao_Paulo", date(2019, 2, 16), 25),
    ("UTC", date(2026, 3, 8), 24),
]


def keep_in(user: User, zone: str) -> Any:
    Book.objects.filter(owner=user).update(timezone=zone)
    return client_of(user)


def ends(found: dict[str, Any]) -> tuple[str, str]:
    return found["start_date"], found["end_date"]


def record_today(client: Any) -> dict[str, Any]:
    """An expense of 5.00, without a date."""
    answer = client.post("/api/transactions/", {"type": "expense", "amount": "5.00"})
    assert answer.status_code == 201, answer.content
    row: dict[str, Any] = answer.json()
    return row


def today(client: Any) -> str:
    return str(ask(client, "weekly", period="last_7_days")["end_date"])


@pytest.fixture
def eastern(alice: User) -> Any:
    """Alice's, kept where a day begins first; three rows around the turn of the year."""
    return _around_new_year(alice, "Pacific/Kiritimati")


@pytest.fixture
def western(charlie: User) -> Any:
    """Charlie's, with the same rows, kept where a day ends last."""
    return _around_new_year(charlie, "Pacific/Pago_Pago")


def _around_new_year(user: User, zone: str) -> Any:
    record_all(
        user,
        [
            {"date": date(2025, 12, 31), "amount": Decimal(1)},
            {"date": date(2026, 1, 1), "amount": Decimal(20)},
            {"date": date(2026, 1, 2), "amount": Decimal(300)},
        ],
    )
    return keep_in(user, zone)


def test_it_is_two_days_at_one_instant(eastern: Any, western: Any) -> None:
    with time_machine.travel("2026-01-01T10:30:00+00:00", tick=False):
        week = [ask(client, "summary", period="last_7_days") for client in (eastern, western)]
        months = [ask(client, "monthly-summary") for client in (eastern, western)]
    assert [ends(each) for each in week] == [
        ("2025-12-27", "2026-01-02"),
        ("2025-12-25", "2025-12-31"),
    ]
    assert [each["expense"] for each in week] == ["321.00", "1.00"]
    assert [(each["year"], each["month"]) for each in months] == [(2026, 1), (2025, 12)]
    assert [each["expense"] for each in months] == ["320.00", "1.00"]


def test_it_is_another_month_and_year_for_each(eastern: Any, western: Any) -> None:
    with time_machine.travel("2026-01-01T10:30:00+00:00", tick=False):
        for name in ("summary", "by-category", "trends", "weekly", "currencies"):
            assert ends(ask(eastern, name)) == ("2026-01-01", "2026-01-31"), name
            assert ends(ask(western, name)) == ("2025-12-01", "2025-12-31"), name
        east, west = ask(eastern, "calendar"), ask(western, "calendar")
    assert ends(east) == ("2026-01-01", "2026-12-31")
    assert ends(west) == ("2025-01-01", "2025-12-31")
    assert east["peak"] == {"date": "2026-01-02", "expense": "300.00"}
    assert west["peak"] == {"date": "2025-12-31", "expense": "1.00"}


def test_it_is_another_overview_for_each(eastern: Any, western: Any) -> None:
    with time_machine.travel("2026-01-01T10:30:00+00:00", tick=False):
        east, west = (client.get("/api/analytics/").json() for client in (eastern, western))
    assert (east["balance"], west["balance"]) == ("-321.00", "-321.00")
    assert (east["last_7_days"]["expense"], west["last_7_days"]["expense"]) == ("321.00", "1.00")
    assert (east["daily"][-1]["date"], west["daily"][-1]["date"]) == ("2026-01-02", "2025-12-31")


def test_it_is_the_leap_day_for_one_alone(alice: User, charlie: User) -> None:
    with time_machine.travel("2024-03-01T10:30:00+00:00", tick=False):
        east, west = keep_in(alice, "Pacific/Kiritimati"), keep_in(charlie, "Pacific/Pago_Pago")
        assert ends(ask(east, "trends")) == ("2024-03-01", "2024-03-31")
        assert ends(ask(west, "trends")) == ("2024-02-01", "2024-02-29")
        assert (today(east), today(west)) == ("2024-03-02", "2024-02-29")


@pytest.mark.parametrize(("zone", "before", "after", "day"), MIDNIGHTS)
def test_it_turns_the_day_at_the_users_midnight(
    alice: User, zone: str, before: str, after: str, day: str
) -> None:
    eve = str(date.fromisoformat(day) - oracle.DAY)
    with time_machine.travel(f"{before}+00:00", tick=False) as clock:
        client = keep_in(alice, zone)
        assert (today(client), record_today(client)["date"]) == (eve, eve)
        clock.move_to(f"{after}+00:00")
        assert (today(client), record_today(client)["date"]) == (day, day)


@pytest.mark.parametrize(("zone", "day", "hours"), LENGTHS)
def test_it_neither_loses_nor_doubles_a_day(alice: User, zone: str, day: date, hours: int) -> None:
    start = datetime.fromisoformat(f"{day - oracle.DAY}T00:30:00+00:00")
    seen = []
    with time_machine.travel(start, tick=False) as clock:
        client = keep_in(alice, zone)
        for _ in range(80):
            seen.append(today(client))
            clock.shift(timedelta(hours=1))
    assert seen == sorted(seen)
    assert Counter(seen)[str(day)] == hours
    first, last = date.fromisoformat(seen[0]), date.fromisoformat(seen[-1])
    assert sorted(set(seen)) == [str(each) for each in oracle.days(first, last)]


@pytest.mark.parametrize("zone", ["America/New_York", "America/Sao_Paulo", "Asia/Beirut"])
def test_it_has_every_day_once_where_clocks_change(alice: User, zone: str) -> None:
    with time_machine.travel("2018-11-15T12:00:00+00:00", tick=False):
        client = keep_in(alice, zone)
        whole = ask(client, "calendar", year=2018)
        overview = client.get("/api/analytics/").json()
        trend = ask(client, "trends", period="last_30_days", interval="day")
    days = oracle.days(date(2018, 1, 1), date(2018, 12, 31))
    assert [day["date"] for day in whole["days"]] == [str(day) for day in days]
    recent = [str(day) for day in oracle.days(date(2018, 10, 17), date(2018, 11, 15))]
    assert [day["date"] for day in overview["daily"]] == recent
    assert [row["start_date"] for row in trend["results"]] == recent


def test_it_moves_no_row_with_the_zone(client: Any) -> None:
    row = record_today(client)
    assert (row["date"], today(client)) == ("2026-03-17", "2026-03-17")
    for zone, day in (
        ("Pacific/Kiritimati", "2026-03-18"),
        ("Pacific/Pago_Pago", "2026-03-17"),
        ("Asia/Kathmandu", "2026-03-17"),
    ):
        assert client.patch("/api/me/", {"timezone": zone}).status_code == 200
        assert today(client) == day
        assert client.get(f"/api/transactions/{row['id']}/").json() == row
        (shown,) = [each for each in ask(client, "calendar")["days"] if each["count"]]
        assert (shown["date"], shown["expense"]) == ("2026-03-17", "5.00")


def test_it_tells_another_month_after_a_move(client: Any, clock: Any) -> None:
    clock.move_to("2026-03-31T23:30:00+00:00")
    record(client, date="2026-03-31", amount="5.00")
    record(client, date="2026-04-01", amount="70.00")
    assert ask(client, "summary")["expense"] == "5.00"
    assert [row["expense"] for row in ask(client, "trends")["results"]] == ["5.00"]
    client.patch("/api/me/", {"timezone": "Europe/Berlin"})
    assert ask(client, "summary")["expense"] == "70.00"
    assert ends(ask(client, "weekly")) == ("2026-04-01", "2026-04-30")
    assert record_today(client)["date"] == "2026-04-01"
