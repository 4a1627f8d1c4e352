"""A client that starts from nothing and follows the changes ends with the server's state.

Whatever is written meanwhile, between its pages or at the very same time.
"""

import random
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import client_of
from tests.ledger.replica import Replica, in_pages_of, lists
from tests.ledger.scribe import Scribe
from tests.ledger.threads import at_once
from users.models import User
from users.registration import open_account

WRITERS, FOLLOWERS = 3, 3
#: Each writer does every act so often; each follower begins so often, and takes so many pages.
ROUNDS, BEGINNINGS, PAGES = 4, 4, 3
_numbers = count()
sizes = st.integers(1, 7)
steps = st.lists(st.sampled_from(Scribe.ACTS) | sizes, min_size=10, max_size=60)


def opened() -> tuple[User, Any]:
    """Books of their own for each example, and their owner's client."""
    name = f"person{next(_numbers)}"
    user = open_account(username=name, email=f"{name}@example.org", password=None)
    return user, client_of(user)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.lists(st.sampled_from(Scribe.ACTS), max_size=10),
    steps=steps,
    size=sizes,
    dice=st.randoms(use_true_random=False),
)
def test_it_ends_with_what_is_there(
    transactional_db: None, before: list[str], steps: list[Any], size: int, dice: random.Random
) -> None:
    """A step is a write, or a page of so many."""
    user, client = opened()
    scribe, replica = Scribe(user, client, dice), Replica()
    for name in before:
        scribe.do(name)
    for step in steps:
        if isinstance(step, int):
            replica.take(in_pages_of(user, step))
        else:
            scribe.do(step)
    replica.follow(in_pages_of(user, size))
    assert replica.joined() == lists(client)


def test_it_ends_with_what_is_there_after_long(alice: User, alice_client: Any) -> None:
    """Of every kind of write, several that are done; followers who began one by one."""
    scribe, followers = Scribe(alice, alice_client, random.Random(5)), []
    for number in range(250):
        scribe.do(scribe.dice.choice(Scribe.ACTS))
        if number % 35 == 0:
            followers.append((Replica(), in_pages_of(alice, 1 + len(followers))))
        if number % 5 == 0:
            for replica, fetch in followers:
                replica.take(fetch)
    assert set(scribe.done) == set(Scribe.ACTS)
    assert min(scribe.done.values()) > 1, scribe.done
    for replica, fetch in followers:
        replica.follow(fetch)
        assert replica.joined() == lists(alice_client)


def write_all(scribe: Scribe, ended: list[Scribe]) -> list[Replica]:
    try:
        for name in Scribe.ACTS * ROUNDS:
            scribe.do(name)
    finally:
        ended.append(scribe)
    return []


def follow(user: User, size: int, ended: list[Scribe]) -> list[Replica]:
    """Several who begin one by one, and take their pages until all writers have ended."""
    replicas, fetch = [], in_pages_of(user, size)
    while len(ended) < WRITERS:
        if len(replicas) < BEGINNINGS:
            replicas.append(Replica())
        for replica in replicas:
            for _ in range(PAGES):
                replica.take(fetch)
    return replicas


def test_it_ends_with_what_is_there_under_writers(alice: User, alice_client: Any) -> None:
    scribes = [Scribe(alice, alice_client, random.Random(number)) for number in range(WRITERS)]
    ended: list[Scribe] = []

    def act(number: int) -> list[Replica]:
        if number < WRITERS:
            return write_all(scribes[number], ended)
        return follow(alice, 2 + number - WRITERS, ended)

    found = [replica for each in at_once(WRITERS + FOLLOWERS, act) for replica in each]
    assert len(found) > FOLLOWERS
    assert all(sum(scribe.done.values()) > len(Scribe.ACTS) for scribe in scribes)
    there = lists(alice_client)
    for replica in found:
        replica.follow(in_pages_of(alice, 3))
        assert replica.joined() == there
