"""A book of some years, the same every time, and the clock that its reports are read by."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from categories.models import Category
from tests.conftest import client_of
from tests.entries import record_all
from tests.reports.oracle import Entry, random_entries
from users.models import User

TODAY = date(2026, 3, 17)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon in UTC of a Tuesday in March; rows are dated on both sides of it."""
    with time_machine.travel("2026-03-17T12:00:00+00:00", tick=False) as travelled:
        yield travelled


@pytest.fixture
def client(alice: User, clock: Any) -> Any:
    """Alice's, signed in by the stopped clock."""
    return client_of(alice)


@pytest.fixture
def book(alice: User, clock: Any) -> list[Entry]:
    """Alice's 250 entries from 2024 to the end of 2026."""
    categories = list(Category.objects.in_book(alice.book.pk).order_by("pk")[:4])
    first, last = date(2024, 1, 1), date(2026, 12, 31)
    entries = random_entries(random.Random(7), categories, number=250, first=first, last=last)
    record_all(alice, [entry.fields() for entry in entries])
    return entries
