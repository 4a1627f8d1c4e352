"""The admin's form is under the limits of every other sign-in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.answers import ContractClient
from tests.conftest import PASSWORD
from users.models import User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
RIGHT = {"username": "alice", "password": PASSWORD}
WRONG = RIGHT | {"password": "wrong-horse-9"}


@pytest.fixture(autouse=True)
def clock(settings: Any) -> Iterator[Any]:
    settings.THROTTLE = True
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(alice: User) -> User:
    alice.is_staff = True
    alice.save(update_fields=["is_staff"])
    return alice


def sign_in(form: dict[str, str], **headers: str) -> Any:
    return Client().post("/admin/login/?next=/admin/", form, **headers)


def words(response: Any) -> str:
    """What the form says of a sign-in that it did not take."""
    assert response.status_code == 200
    (said,) = response.context["form"].non_field_errors()
    return str(said)


def test_ten_tries_a_minute_for_an_account(staff: User, clock: Any) -> None:
    for name in ("alice", "ALICE", " alice", "ａｌｉｃｅ", "Alice") * 2:
        assert "Please enter the correct username" in words(sign_in(WRONG | {"username": name}))
    assert words(sign_in(RIGHT)) == "Too many tries. Try again in 60 seconds."
    clock.shift(timedelta(minutes=1))
    response = sign_in(RIGHT)
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_its_tries_and_those_of_the_api_are_counted_together(staff: User) -> None:
    for _ in range(5):
        assert ContractClient().post("/api/login/", WRONG).status_code == 401
        assert "Please enter" in words(sign_in(WRONG))
    assert "Too many tries" in words(sign_in(RIGHT))
    assert ContractClient().post("/api/login/", RIGHT).status_code == 429


def test_sixty_tries_a_minute_for_an_address(staff: User) -> None:
    for number in range(60):
        assert "Please enter" in words(sign_in({"username": f"n{number}", "password": "x"}))
    assert "Too many tries" in words(sign_in(RIGHT))
    assert sign_in(RIGHT, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_an_incomplete_form_names_what_is_missing(staff: User) -> None:
    response = sign_in({"username": "alice", "password": ""})
    assert list(response.context["form"].errors) == ["password"]
