from datetime import date
from decimal import Decimal

import pytest

from users.demo_household import Entry, household


def entries(until: date) -> list[Entry]:
    return [entry for month in household(until) for entry in month]


def test_it_covers_two_years_and_the_month_they_began_in() -> None:
    months = household(date(2026, 11, 21))

    assert len(months) == 25
    assert months[0][0].date == date(2024, 11, 1)
    assert max(entry.date for entry in months[-1]) == date(2026, 11, 21)


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2025, 1, 1), date(2199, 12, 31)])
def test_it_has_about_two_thousand_entries_on_any_day(until: date) -> None:
    assert 1900 < len(entries(until)) < 2100


def test_it_says_the_same_of_a_day_whenever_it_is_asked() -> None:
    early = {entry.marker: entry for entry in entries(date(2026, 10, 9))}
    late = {entry.marker: entry for entry in entries(date(2026, 11, 21))}

    shared = early.keys() & late.keys()
    assert len(shared) > 1800
    assert all(early[marker] == late[marker] for marker in shared)


def test_it_pays_in_whole_cents() -> None:
    assert all(
        entry.amount > 0 and entry.amount == entry.amount.quantize(Decimal("0.01"))
        for entry in entries(date(2026, 10, 31))
    )


def test_it_travels_in_euros_in_april_and_september_alone() -> None:
    euros = [entry for entry in entries(date(2026, 10, 31)) if entry.currency == "EUR"]

    assert len(euros) == 108
    assert {entry.date.month for entry in euros} == {4, 9}


def test_it_gives_every_entry_a_marker_of_its_own() -> None:
    found = entries(date(2026, 10, 31))

    assert len({entry.marker for entry in found}) == len(found)


def test_it_earns_a_little_more_than_it_spends() -> None:
    worth = {"income": 1, "expense": -1}
    net = sum(
        entry.amount * worth[entry.type] * (-1 if entry.refund else 1)
        for entry in entries(date(2026, 10, 31))
        if entry.currency == "USD"
    )

    assert 5_000 < net < 30_000
