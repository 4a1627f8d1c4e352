from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import time_machine
from django.conf import settings

from tests.refusals import refused
from tests.users.people import signed_in, status_of, with_header
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _read(access: str) -> dict[str, Any]:
    return dict(jwt.decode(access, options={"verify_signature": False}))


def _signed(claims: dict[str, Any], **options: Any) -> str:
    key = options.pop("key", settings.JWT_SIGNING_KEY)
    return jwt.encode(claims, key, **{"algorithm": "HS256", **options})


def test_its_own_claims_signed_again_are_taken(alice: User) -> None:
    assert status_of(f"Bearer {_signed(_read(signed_in('alice')['access']))}") == 200


CHANGES: list[dict[str, Any]] = [
    {"aud": "another-service"},
    {"aud": None},
    {"token_type": "refresh"},
    {"token_type": None},
    {"family": None},
    {"family": "rubbish"},
    {"family": [1]},
    {"family": -1},
    {"user_id": None},
    {"user_id": "0"},
    {"exp": 1},
    {"exp": None},
    {"exp": "soon"},
]


def test_it_refuses_a_well_signed_token_with_other_claims(alice: User) -> None:
    claims = _read(signed_in("alice")["access"])
    for change in CHANGES:
        given = {k: value for k, value in (claims | change).items() if value is not None}
        response = with_header(f"Bearer {_signed(given)}").get("/api/me/")
        assert refused(response, 401, "token_not_valid"), change


def test_it_refuses_an_unsigned_token(alice: User) -> None:
    claims = _read(signed_in("alice")["access"])
    assert status_of(f"Bearer {jwt.encode(claims, None, algorithm='none')}") == 401


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
@pytest.mark.parametrize(
    "options",
    [{"key": "k" * 64}, {"key": settings.SECRET_KEY}, {"algorithm": "HS512"}],
    ids=["other key", "SECRET_KEY", "other algorithm"],
)
def test_it_refuses_another_signature(alice: User, options: dict[str, Any]) -> None:
    assert status_of(f"Bearer {_signed(_read(signed_in('alice')['access']), **options)}") == 401


def test_it_refuses_an_edited_token(alice: User, charlie: User) -> None:
    head, _, signature = signed_in("alice")["access"].split(".")
    _, body, _ = signed_in("charlie")["access"].split(".")
    assert status_of(f"Bearer {head}.{body}.{signature}") == 401


def test_it_refuses_the_family_of_another_user(alice: User, charlie: User) -> None:
    mine, theirs = (_read(signed_in(name)["access"]) for name in ("alice", "charlie"))
    assert status_of(f"Bearer {_signed(mine | {'family': theirs['family']})}") == 401


def test_it_refuses_a_refresh_token_as_access(alice: User) -> None:
    assert status_of(f"Bearer {signed_in('alice')['refresh']}") == 401


def test_it_ends_after_ten_minutes(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        header = f"Bearer {signed_in('alice')['access']}"
        clock.shift(timedelta(minutes=9, seconds=59))
        assert status_of(header) == 200
        clock.shift(timedelta(seconds=1))
        assert status_of(header) == 401
