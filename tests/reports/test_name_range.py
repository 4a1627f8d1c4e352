"""`period=`: what each name means on every user's own calendar day."""

from typing import Any

import time_machine

from ledger.models import Book
from tests.conftest import client_of
from users.models import User

NOON = {
    "leap day": "2024-02-29T12:00:00+00:00",
    "new year's eve": "2025-12-31T12:00:00+00:00",
    "end of March": "2026-03-31T12:00:00+00:00",
}
TABLE = [
    ("leap day", "last_7_days", "2024-02-23", "2024-02-29", "2024-02-16", "2024-02-22"),
    ("leap day", "last_30_days", "2024-01-31", "2024-02-29", "2024-01-01", "2024-01-30"),
    ("leap day", "last_365_days", "2023-03-02", "2024-02-29", "2022-03-02", "2023-03-01"),
    ("leap day", "this_month", "2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31"),
    ("leap day", "last_month", "2024-01-01", "2024-01-31", "2023-12-01", "2023-12-31"),
    ("leap day", "this_year", "2024-01-01", "2024-12-31", "2023-01-01", "2023-12-31"),
    ("leap day", "last_year", "2023-01-01", "2023-12-31", "2022-01-01", "2022-12-31"),
    ("new year's eve", "last_7_days", "2025-12-25", "2025-12-31", "2025-12-18", "2025-12-24"),
    ("new year's eve", "last_365_days", "2025-01-01", "2025-12-31", "2024-01-02", "2024-12-31"),
    ("new year's eve", "this_month", "2025-12-01", "2025-12-31", "2025-11-01", "2025-11-30"),
    ("new year's eve", "this_year", "2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31"),
    ("end of March", "last_month", "2026-02-01", "2026-02-28", "2026-01-01", "2026-01-31"),
    ("end of March", "last_30_days", "2026-03-02", "2026-03-31", "2026-01-31", "2026-03-01"),
]


def summary(user: User, **query: str) -> dict[str, Any]:
    answer = client_of(user).get("/api/reports/summary/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def ends(figure: dict[str, Any]) -> tuple[str, str]:
    return figure["start_date"], figure["end_date"]


def test_it_knows_the_days_of_a_period(alice: User) -> None:
    for now, period, start, end, first, last in TABLE:
        with time_machine.travel(NOON[now], tick=False):
            found = summary(alice, period=period)
        assert ends(found) == (start, end), (now, period)
        assert ends(found["previous"]) == (first, last), (now, period)


def test_it_counts_by_the_users_own_midnight(alice: User) -> None:
    for zone, now, month in (
        ("UTC", "2025-12-31T23:59:59+00:00", "2025-12-01"),
        ("Pacific/Kiritimati", "2025-12-31T10:00:00+00:00", "2026-01-01"),
        ("Pacific/Kiritimati", "2025-12-31T09:59:59+00:00", "2025-12-01"),
        ("Pacific/Niue", "2026-01-01T10:59:59+00:00", "2025-12-01"),
        ("Pacific/Niue", "2026-01-01T11:00:00+00:00", "2026-01-01"),
    ):
        Book.objects.filter(owner=alice).update(timezone=zone)
        with time_machine.travel(now, tick=False):
            assert summary(alice)["start_date"] == month, (zone, now)


def test_it_takes_this_month_where_nothing_is_said(alice: User, clock: Any) -> None:
    assert ends(summary(alice)) == ("2026-03-01", "2026-03-31")


def test_it_compares_days_that_happen_to_be_a_month_by_their_number(alice: User) -> None:
    with time_machine.travel("2026-04-30T12:00:00+00:00", tick=False):
        counted = summary(alice, period="last_30_days")
        named = summary(alice, start_date="2026-04-01", end_date="2026-04-30")
    assert ends(counted) == ends(named) == ("2026-04-01", "2026-04-30")
    assert ends(counted["previous"]) == ("2026-03-02", "2026-03-31")
    assert ends(named["previous"]) == ("2026-03-01", "2026-03-31")
