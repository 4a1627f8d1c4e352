"""Whatever breaks, wherever it breaks, a write leaves what it leaves where nothing does.

Every operation of the schema that writes is broken at every statement and every COMMIT, before it
was done and after, by every kind of fault of the engine: with `--every-fault` by each of them in
each place, else by one of them in turn. The answer and every row of every table must be those of a
run without a fault. A 503 is for what was not begun: it changed nothing, and the request sent
again does what it would have done.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection

from tests.answers import ContractClient
from tests.ledger.breaking import (
    FAULTS,
    LOSSES,
    Fault,
    broken_commit,
    broken_statement,
    committing,
    is_counted,
)
from tests.proof.stage import Stage, contents, lifted_ids
from tests.proof.writes import WRITES, Caller, Write, writes, writing_operations
from users.models import User

TAGS = sorted({write.tag for write in writes()})


@dataclass(frozen=True)
class Place:
    """Where a request can break: a statement or COMMIT of it, before it was done or after."""

    sql: str
    number: int
    is_commit: bool = False
    after: bool = False
    in_transaction: bool = True

    def faults(self) -> list[str]:
        # After the server has done it, nothing but its answer can be lost.
        return list(LOSSES if self.after else FAULTS)

    def broken_by(self, fault: Fault) -> AbstractContextManager[Any]:
        breaking = broken_commit if self.is_commit else broken_statement
        return breaking(self.number, fault, after=self.after)

    def may_end_it(self) -> bool:
        """Whether the request may end here by a 503: its own work has not begun."""
        reads = not self.in_transaction and self.sql.startswith("SELECT")
        return reads or "common_limitcount" in self.sql


class Survey:
    """Notes the places of a request that nothing breaks."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.statements = self.commits = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if is_counted(sql):
            self.statements += 1
            inside = context["connection"].in_atomic_block
            place = Place(sql, self.statements, in_transaction=inside)
            self.places.append(place)
            if not inside and not sql.startswith(("SELECT", "BEGIN")):
                self.places.append(replace(place, after=True))
        return execute(sql, params, many, context)

    def commit(self, real: Callable[[], None]) -> None:
        self.commits += 1
        place = Place(f"{self.places[-1].sql}; COMMIT", self.commits, is_commit=True)
        self.places += [place, replace(place, after=True)]
        real()

    def found(self) -> list[Place]:
        """All of them; BEGIN with what it begins."""
        following = [*self.places[1:], None]
        return [
            replace(place, sql=f"BEGIN; {after.sql}") if place.sql.startswith("BEGIN") else place
            for place, after in zip(self.places, following, strict=True)
        ]


@pytest.fixture(scope="module")
def long_ids(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), lifted_ids():
        yield


@pytest.fixture
def stage(long_ids: None, alice: User, charlie: User, settings: Any) -> Iterator[Stage]:
    with time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC)):
        settings.THROTTLE = True
        # A day's first count drops those of the days before: one statement more.
        ContractClient().post("/api/token/refresh/", {"refresh": "rubbish"})
        yield Stage(alice, charlie)


def undisturbed(stage: Stage, write: Write) -> tuple[list[Place], list[str]]:
    survey = Survey()
    with connection.execute_wrapper(survey), committing(survey.commit):
        answer = stage.send(write)
    assert answer.status_code < 300, answer.content
    return survey.found(), stage.outcome(answer)


def attempts(places: list[Place], turn: int, *, every: bool) -> Iterator[tuple[Place, str]]:
    for number, place in enumerate(places, start=turn):
        names = place.faults()
        for name in names if every else [names[number % len(names)]]:
            yield place, name


def test_it_knows_every_operation_that_writes() -> None:
    assert set(WRITES) == writing_operations()
    assert all(WRITES.values())


@pytest.mark.parametrize("tag", TAGS)
def test_it_leaves_what_is_left_where_nothing_breaks(
    stage: Stage,
    tag: str,
    pytestconfig: pytest.Config,
    settings: Any,
    record_property: Callable[[str, object], None],
) -> None:
    every = pytestconfig.getoption("--every-fault")
    tally: Counter[str] = Counter()
    for turn, write in enumerate(each for each in writes() if each.tag == tag):
        # Only who is nobody yet is counted in the database.
        settings.THROTTLE = write.caller is Caller.NOBODY
        stage.reset()
        places, expected = undisturbed(stage, write)
        for place, name in attempts(places, turn, every=every):
            what = f"{write}: {name} {'after' if place.after else 'before'} {place.sql}"
            stage.reset()
            with place.broken_by(FAULTS[name]) as breaker:
                answer = stage.send(write)
            assert breaker.broke, what
            tally["breaks"] += 1
            if answer.status_code == 503:
                assert place.may_end_it(), what
                assert contents() == stage.before, what
                answer = stage.send(write)
                tally["answered 503 and sent again"] += 1
            assert stage.outcome(answer) == expected, what
        tally["requests to break"] += 1
    for figure, number in tally.items():
        record_property(figure, number)
