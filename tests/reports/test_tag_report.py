"""A report is sent again when its bytes could differ: after a write, at midnight, in a new zone."""

from typing import Any

import pytest
import time_machine

from ledger.models import Book
from tests.conftest import client_of
from tests.entries import record
from tests.queries import counted
from users.models import User

PATHS = [
    "reports/summary/",
    "reports/by-category/?top=1",
    "reports/trends/",
    "reports/trends/?interval=day&start_date=2024-01-01&end_date=2024-12-31&page=2",
    "reports/monthly-summary/",
    "reports/calendar/",
    "reports/calendar/?year=2024",
    "reports/calendar/?category=none",
    "reports/weekly/",
    "reports/weekly/?period=all",
    "reports/currencies/",
    "analytics/",
    "analytics/?category=none",
    "analytics/?category=1",
]


def tags(client: Any) -> dict[str, str]:
    found = {}
    for path in PATHS:
        answer = client.get(f"/api/{path}")
        assert answer.status_code == 200, path
        found[path] = answer["ETag"]
    return found


def assert_all_new(earlier: dict[str, str], later: dict[str, str]) -> None:
    assert [path for path in PATHS if earlier[path] == later[path]] == []


def test_it_tags_every_report_apart(client: Any) -> None:
    assert len(set(tags(client).values())) == len(PATHS)


def test_it_sends_nothing_again_while_nothing_changes(client: Any) -> None:
    record(client, date="2026-03-01", category="Food")
    kept = tags(client)
    assert tags(client) == kept
    for path, tag in kept.items():
        with counted() as queries:
            answer = client.get(f"/api/{path}", HTTP_IF_NONE_MATCH=tag)
        assert (answer.status_code, answer.content) == (304, b""), path
        assert len(queries) == 1, path


def test_it_sends_a_report_again_after_every_write(client: Any) -> None:
    kept = tags(client)
    row = record(client, date="2026-03-01", amount="10.00", category="Food")
    url = f"/api/transactions/{row['id']}/"
    for write in (
        lambda: client.patch(url, {"amount": "12.00"}),
        lambda: client.patch(f"/api/categories/{row['category']}/", {"name": "Meals"}),
        lambda: client.delete(url),
    ):
        earlier, kept = kept, tags(client)
        assert_all_new(earlier, kept)
        assert write().status_code in {200, 204}
    assert_all_new(kept, tags(client))


def test_it_answers_an_old_tag_with_the_new_figures(client: Any) -> None:
    kept = tags(client)
    record(client, date="2026-03-01", amount="12.50")
    for path, tag in kept.items():
        assert client.get(f"/api/{path}", HTTP_IF_NONE_MATCH=tag).status_code == 200, path
    answer = client.get("/api/reports/trends/", HTTP_IF_NONE_MATCH=kept["reports/trends/"])
    assert answer.json()["results"][0]["expense"] == "12.50"


@pytest.mark.parametrize(
    ("zone", "last", "first"),
    [
        ("UTC", "2026-03-17T23:59:59+00:00", "2026-03-18T00:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-03-17T09:59:59+00:00", "2026-03-17T10:00:00+00:00"),
        ("Pacific/Pago_Pago", "2026-03-18T10:59:59+00:00", "2026-03-18T11:00:00+00:00"),
    ],
)
def test_it_sends_a_report_again_at_the_users_midnight(
    alice: User, zone: str, last: str, first: str
) -> None:
    Book.objects.filter(owner=alice).update(timezone=zone)
    with time_machine.travel(last, tick=False) as clock:
        client = client_of(alice)
        evening = tags(client)
        clock.shift(-3600)
        assert tags(client) == evening
        clock.move_to(first)
        assert_all_new(evening, tags(client))


@pytest.mark.parametrize(
    "change", [{"timezone": "Europe/Berlin"}, {"currency": "EUR"}], ids=["zone", "currency"]
)
def test_it_sends_a_report_again_where_the_books_are_kept_otherwise(
    client: Any, change: dict[str, str]
) -> None:
    record(client, date="2026-03-01", amount="12.50")
    earlier = tags(client)
    assert client.patch("/api/me/", change).status_code == 200
    assert_all_new(earlier, tags(client))


def test_it_is_in_the_new_currency_at_once(client: Any) -> None:
    record(client, date="2026-03-01", amount="12.50", currency="EUR")
    client.patch("/api/me/", {"currency": "EUR"})
    for path in ("summary/", "trends/", "calendar/", "weekly/"):
        assert client.get(f"/api/reports/{path}").json()["currency"] == "EUR", path
    assert client.get("/api/reports/calendar/").json()["peak"]["expense"] == "12.50"
