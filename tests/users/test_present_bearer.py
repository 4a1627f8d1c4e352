"""What an access token opens; `tests/proof/test_sign_in.py` tries forged ones."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.conf import settings

from tests.proof.forging import claims_of, signed
from tests.users.people import signed_in, status_of
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_it_refuses_the_family_of_another_user(alice: User, charlie: User) -> None:
    mine, theirs = (claims_of(signed_in(name)["access"]) for name in ("alice", "charlie"))
    mixed = signed(mine | {"family": theirs["family"]}, settings.JWT_SIGNING_KEY)
    assert status_of(f"Bearer {mixed}") == 401


def test_it_refuses_a_refresh_token_as_access(alice: User) -> None:
    assert status_of(f"Bearer {signed_in('alice')['refresh']}") == 401


def test_it_ends_after_ten_minutes(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        header = f"Bearer {signed_in('alice')['access']}"
        clock.shift(timedelta(minutes=9, seconds=59))
        assert status_of(header) == 200
        clock.shift(timedelta(seconds=1))
        assert status_of(header) == 401
