"""The clock that budgets are looked at by."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.conftest import client_of
from users.models import User


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon in UTC of 17 March 2026: 17 days of 31 are gone, today included."""
    with time_machine.travel("2026-03-17T12:00:00+00:00", tick=False) as travelled:
        yield travelled


@pytest.fixture
def client(alice: User, clock: Any) -> Any:
    """Alice's, signed in by the stopped clock."""
    return client_of(alice)
