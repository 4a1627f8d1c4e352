"""What every chapter needs: the typed client, steps and checks that count themselves, and cents.

`expense_tracker_client` is made from the server's own schema by openapi-python-client, and is kept
nowhere.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from expense_tracker_client import AuthenticatedClient, Client
from expense_tracker_client.models import Problem
from expense_tracker_client.types import Response

Data = TypeVar("Data")
_CENTS = re.compile(r"(-?)([0-9]+)\.([0-9]{2})")


def anonymous() -> Client:
    """The API, for nobody yet."""
    return Client(os.environ["STORY_SERVER"], raise_on_unexpected_status=True)


def connect(token: str) -> AuthenticatedClient:
    """The API, for whoever the token belongs to."""
    server = os.environ["STORY_SERVER"]
    return AuthenticatedClient(server, token, prefix="Token", raise_on_unexpected_status=True)


@dataclass
class Person:
    """Somebody with an account, as they go through the story."""

    username: str
    email: str
    password: str
    refresh: str
    api: AuthenticatedClient


def value(kind: type[Data], answer: object) -> Data:
    """What was answered; a problem is raised."""
    if not isinstance(answer, kind):
        raise AssertionError(f"{answer} is no {kind.__name__}")
    return answer


def problem(answer: Response[Any]) -> Problem:
    """The problem with which it was refused."""
    refused = value(Problem, answer.parsed)
    equal("the status of a problem", refused.status, answer.status_code)
    return refused


def cents(amount: str) -> int:
    """An amount in whole cents: a float would lose some."""
    found = _CENTS.fullmatch(amount)
    if found is None:
        raise AssertionError(f"{amount} has no cents")
    return int("".join(found.groups()))


@dataclass
class _Told:
    steps: int = 0
    checks: int = 0


_told = _Told()


def step(name: str, act: Callable[[], Data]) -> Data:
    """One thing that a user does; it must be checked at least once."""
    before = _told.checks
    try:
        result = act()
        assert _told.checks > before, "it checked nothing"
    except Exception as error:
        error.add_note(f"in the step: {name}")
        raise
    _told.steps += 1
    return result


def check(what: str, holds: bool) -> None:
    assert holds, what
    _told.checks += 1


def equal(what: str, found: object, wanted: object) -> None:
    assert found == wanted, f"{what}: {found!r}, not {wanted!r}"
    _told.checks += 1


def closing_line() -> str:
    return f"story: {_told.steps} steps, {_told.checks} checks"
