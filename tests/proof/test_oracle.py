"""Whatever is done to the books, and in whatever order, they say what an oracle says.

A state machine writes over HTTP and keeps the rows in a dict; after every step the list, the totals
and every report must equal what `oracle.py` adds up from that dict. Each example has an
account of its own.
"""

import logging
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from time import perf_counter
from typing import Any, ClassVar

import pytest
import time_machine
from django.http import HttpResponse
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.entries import every_row
from tests.proof import drawn, oracle
from tests.proof.drawn import DEFAULTS, KEYS, PATHS, like, spans
from tests.proof.oracle import DAY, DECIMALS, Row
from tests.reports.links import assert_explained
from users.registration import open_account
from users.sessions import sign_in

FEW_STEPS = 300
STEPS_AN_EXAMPLE = 50
FIRST_DAY = date(2026, 3, 17)


class Books(RuleBasedStateMachine):
    """One account over HTTP, and beside it the rows that it must have."""

    clock: ClassVar[Any]
    steps: ClassVar[int]
    accounts: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        self.clock.move_to(f"{FIRST_DAY}T12:00:00+00:00")
        self.today = FIRST_DAY
        name = f"somebody-{next(self.accounts)}"
        email = f"{name}@example.org"
        user = open_account(username=name, email=email, password=PASSWORD)
        # Not the tests' own client: holding each answer to the schema takes longer than all else.
        self.client = APIClient()
        self.client.credentials(HTTP_AUTHORIZATION=f"Token {sign_in(user)['token']}")
        self.rows: dict[int, Row] = {}
        starters = self.read("/api/categories/")["results"]
        self.categories: dict[int, Row] = {row["id"]: row for row in starters}
        self.ids = sorted(self.categories)
        self.sent: list[tuple[tuple[Any, ...], HttpResponse]] = []

    # Talking to the API

    def read(self, path: str, **query: Any) -> Any:
        answer = self.client.get(path, query)
        assert answer.status_code == 200, (path, query, answer.content)
        return answer.json()

    def ask(self, method: str, path: str, body: Any, key: str) -> HttpResponse:
        act = getattr(self.client, method.lower())
        answer: HttpResponse = act(path, body, headers={"Idempotency-Key": key})
        return answer

    def send(self, status: int, method: str, path: str, body: Any = None) -> Any:
        """What a write answers; a refused one leaves its key to the next."""
        request = (method, path, body, f"key {len(self.sent)}")
        answer = self.ask(*request)
        assert answer.status_code == status, (request, status, answer.content)
        if status < 300:
            self.sent.append((request, answer))
        return answer.json() if answer.content else None

    # Transactions

    @rule(path=drawn.paths, sent=drawn.new_rows)
    def create(self, path: str, sent: Row) -> None:
        self.write("POST", path, DEFAULTS | {"date": self.today}, sent)

    @precondition(lambda self: self.rows)
    @rule(path=drawn.paths, place=drawn.numbers, sent=drawn.edits)
    def edit(self, path: str, place: int, sent: Row) -> None:
        number = self.pick(self.rows, place)
        self.write("PATCH", path, self.rows[number], sent, number)

    @precondition(lambda self: self.rows)
    @rule(path=drawn.paths, place=drawn.numbers, sent=drawn.replacements)
    def replace(self, path: str, place: int, sent: Row) -> None:
        self.write("PUT", path, DEFAULTS, sent, self.pick(self.rows, place))

    @precondition(lambda self: self.rows)
    @rule(place=drawn.numbers, category=drawn.references)
    def move(self, place: int, category: Any) -> None:
        self.edit("/api/transactions/", place, {"category": category})

    @precondition(lambda self: self.rows)
    @rule(place=drawn.numbers)
    def refund(self, place: int) -> None:
        row = self.rows[self.pick(self.rows, place)]
        self.edit("/api/transactions/", place, {"refund": not row["refund"]})

    @precondition(lambda self: self.rows)
    @rule(path=drawn.paths, place=drawn.numbers)
    def delete(self, path: str, place: int) -> None:
        number = self.pick(self.rows, place)
        known = PATHS[path] in {None, self.rows[number]["type"]}
        self.send(204 if known else 404, "DELETE", f"{path}{number}/")
        if known:
            del self.rows[number]
            self.send(404, "DELETE", f"{path}{number}/")

    def write(
        self, method: str, path: str, base: Row, sent: Row, number: int | None = None
    ) -> None:
        sent = sent | ({"category": self.named(sent["category"])} if "category" in sent else {})
        fixed = {} if PATHS[path] is None else {"type": PATHS[path]}
        row = base | fixed | sent
        status = self.verdict(path, row, number) or (201 if number is None else 200)
        body = {name: drawn.as_json(each) for name, each in sent.items()}
        answer = self.send(status, method, path if number is None else f"{path}{number}/", body)
        if status < 300:
            self.rows[answer["id"]] = row | {"category": self.category_of(answer, row)}
            expected = self.shown(answer["id"])
            assert like(answer, expected) == expected

    def verdict(self, path: str, row: Row, number: int | None) -> int | None:
        """The status of a refusal; None for what is right."""
        if number is not None and PATHS[path] not in {None, self.rows[number]["type"]}:
            return 404
        wrong = (
            row.get("type") is None
            or PATHS[path] not in {None, row["type"]}
            or (row["type"] == "income" and row["refund"])
            or row["amount"] != round(row["amount"], DECIMALS[row["currency"]])
            or (isinstance(row["category"], int) and row["category"] not in self.categories)
        )
        others = {each["external_id"] for key, each in self.rows.items() if key != number}
        return 400 if wrong else 409 if row["external_id"] in others - {None} else None

    def shown(self, number: int) -> Row:
        row = self.rows[number]
        category = self.categories.get(row["category"], {"name": None, "emoji": None})
        return row | {
            "id": number,
            "amount": oracle.text(row["amount"], row["currency"]),
            "date": f"{row['date']}",
            "category_name": category["name"],
            "category_emoji": category["emoji"],
        }

    # Categories

    def pick(self, among: Any, place: int) -> int:
        ordered = sorted(among)
        return ordered[place % len(ordered)]

    def named(self, reference: Any) -> Any:
        """A place as the id there, gone or not; a name and none as they are."""
        return self.pick(self.ids, reference) if isinstance(reference, int) else reference

    def called(self, name: str) -> int | None:
        """The category of this name."""
        keys = {KEYS.get(row["name"], row["name"]): each for each, row in self.categories.items()}
        return keys.get(KEYS.get(name, name))

    def category_of(self, answer: Row, row: Row) -> int | None:
        """The id that the row must have: of a name without a category, the new one's."""
        if not isinstance(row["category"], str):
            return row["category"]
        name = row["category"].strip()
        return self.called(name) or self.keep_category(
            {"id": answer["category"], "name": name, "emoji": "", "archived": False}
        )

    def keep_category(self, row: Row) -> int:
        assert row["id"] > max(self.ids), "an id came twice"
        self.ids.append(row["id"])
        self.categories[row["id"]] = row
        return int(row["id"])

    @rule(name=st.sampled_from(sorted(KEYS)), emoji=st.sampled_from(["", "☕"]))
    def add_category(self, name: str, emoji: str) -> None:
        taken, body = self.called(name.strip()), {"name": name, "emoji": emoji}
        answer = self.send(409 if taken else 201, "POST", "/api/categories/", body)
        if taken:
            assert (answer["type"], answer["existing"]) == ("/problems/duplicate", taken)
        else:
            self.keep_category({**body, "id": answer["id"], "name": name.strip()})

    @precondition(lambda self: self.categories)
    @rule(place=drawn.numbers, name=st.sampled_from(sorted(KEYS)))
    def rename_category(self, place: int, name: str) -> None:
        number = self.pick(self.categories, place)
        free = self.called(name.strip()) in {None, number}
        path = f"/api/categories/{number}/"
        self.send(200 if free else 409, "PATCH", path, {"name": name, "archived": bool(place % 2)})
        if free:
            self.categories[number] |= {"name": name.strip()}

    @rule(place=drawn.numbers)
    def delete_category(self, place: int) -> None:
        number = self.pick(self.ids, place)
        uses = sum(row["category"] == number for row in self.rows.values())
        status = 404 if number not in self.categories else 409 if uses else 204
        answer = self.send(status, "DELETE", f"/api/categories/{number}/")
        if status == 409:
            assert (answer["transactions"], answer["budgets"]) == (uses, 0)
        elif status == 204:
            del self.categories[number]

    @precondition(lambda self: self.categories)
    @rule(place=drawn.numbers, to=st.none() | drawn.numbers)
    def delete_category_moving(self, place: int, to: int | None) -> None:
        number = self.pick(self.categories, place)
        target = None if to is None else self.pick(self.ids, to)
        right = target is None or (target != number and target in self.categories)
        path = f"/api/categories/{number}/?move_to={target or 'none'}"
        self.send(204 if right else 400, "DELETE", path)
        if right:
            del self.categories[number]
            for row in self.rows.values():
                row["category"] = target if row["category"] == number else row["category"]

    # Doing it again, and waiting

    @precondition(lambda self: self.sent)
    @rule(place=drawn.numbers)
    def retry(self, place: int) -> None:
        request, first = self.sent[-1 - place % len(self.sent)]
        again = self.ask(*request)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again["Idempotent-Replayed"] == "true"
        assert again["Operation-Id"] == first["Operation-Id"]

    @precondition(lambda self: self.sent)
    @rule(place=drawn.numbers)
    def reuse_key(self, place: int) -> None:
        *_, key = self.sent[place % len(self.sent)][0]
        body = {"type": "income", "amount": "7", "description": "another request"}
        assert self.ask("POST", "/api/transactions/", body, key).status_code == 422

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))
        self.today += timedelta(days=days)

    # What the books say

    @invariant()
    def agree(self) -> None:
        Books.steps += 1
        found = self.read("/api/categories/", page_size=500)["results"]
        assert {row["id"]: row["name"] for row in found} == {
            number: row["name"] for number, row in self.categories.items()
        }
        for path, kind in PATHS.items():
            self.agree_on_list(path, [row for row in self.listed() if kind in {None, row["type"]}])
        choices = spans(self.today)
        for currency in DECIMALS:
            self.agree_on_reports(currency, *choices[self.steps % len(choices)])

    def listed(self) -> list[Row]:
        """The rows with their ids, the latest day first, of one day the newest."""
        rows = [row | {"id": number} for number, row in self.rows.items()]
        return sorted(rows, key=lambda row: (row["date"], row["id"]), reverse=True)

    def agree_on_list(self, path: str, rows: list[Row], **query: Any) -> None:
        paging = {"page": 1} if self.steps % 2 else {}
        results = [self.shown(row["id"]) for row in rows]
        expected = {"count": len(rows), "next": None, "results": results}
        self.agree_on(path, expected, page_size=500, **paging, **query)
        self.agree_on(f"{path}totals/", {"results": oracle.totals(rows)}, **query)

    def agree_on_reports(
        self, currency: str, query: Row, first: date, last: date, by_calendar: bool
    ) -> None:
        rows = [row for row in self.rows.values() if row["currency"] == currency]
        span = (rows, currency, first, last, by_calendar)
        query = {"currency": currency, **query}
        self.agree_on("/api/analytics/", oracle.analytics(*span, self.today), **query)
        self.agree_on("/api/reports/summary/", oracle.summary(*span), **query)
        chosen = oracle.within(rows, first, last)
        for kind in ("expense", "income"):
            expected = {"results": oracle.by_category(chosen, kind, currency)}
            self.agree_on("/api/reports/by-category/", expected, **query, type=kind)
        month = first.replace(day=1)
        end = (month + 31 * DAY).replace(day=1) - DAY
        expected = oracle.monthly(rows, currency, month, end)
        asked = {"currency": currency, "month": f"{month:%Y-%m}"}
        self.agree_on("/api/reports/monthly-summary/", expected, **asked)

    def agree_on(self, path: str, expected: Any, **query: Any) -> None:
        found = like(self.read(path, **query), expected)
        assert found == expected, (path, query)

    @rule(
        kind=st.sampled_from(["expense", "income"]),
        places=st.lists(drawn.numbers, max_size=4),
        ends=st.tuples(drawn.days, drawn.days).map(sorted),
        currency=st.sampled_from(sorted(DECIMALS)),
    )
    def choose(self, kind: str, places: list[int], ends: list[date], currency: str) -> None:
        """A range, a type and categories, the last of which is none."""
        wanted = [self.named(place) for place in places] + [None]
        rows = [row for row in self.listed() if row["type"] == kind and row["category"] in wanted]
        asked = {
            "type": kind,
            "category": ",".join(str(each or "none") for each in wanted),
            "start_date": f"{ends[0]}",
            "end_date": f"{ends[1]}",
        }
        self.agree_on_list("/api/transactions/", oracle.within(rows, *ends), **asked)
        rows = [row for row in rows if row["currency"] == currency]
        expected = oracle.summary(rows, currency, *ends, True)
        self.agree_on("/api/reports/summary/", expected, **asked, currency=currency)

    @rule(currency=st.sampled_from(sorted(DECIMALS)), size=st.integers(1, 9))
    def follow(self, currency: str, size: int) -> None:
        """Links lead to the rows behind the figures; pages, one after the other, to all rows."""
        month = {"currency": currency, "month": f"{self.today:%Y-%m}"}
        assert_explained(self.client, self.read("/api/reports/monthly-summary/", **month))
        paged = every_row(self.client, page_size=size)
        assert [row["id"] for row in paged] == [row["id"] for row in self.listed()]


def test_it_says_what_an_oracle_says(
    transactional_db: None, pytestconfig: pytest.Config, caplog: Any, capsys: Any
) -> None:
    caplog.set_level(logging.WARNING, "access")
    wanted = pytestconfig.getoption("--steps")
    Books.steps, Books.accounts = 0, count(1)
    started = perf_counter()
    with time_machine.travel(FIRST_DAY, tick=False) as Books.clock:
        run_state_machine_as_test(Books, settings=how(wanted or FEW_STEPS, again=wanted is None))
    with capsys.disabled():
        sys.stdout.write(f" {Books.steps} steps in {perf_counter() - started:.0f} s ")
    assert Books.steps >= (wanted or FEW_STEPS)


def how(steps: int, *, again: bool) -> settings:
    """Enough examples for so many steps; `again` and again the same ones."""
    return settings(
        max_examples=steps // STEPS_AN_EXAMPLE + 2,
        stateful_step_count=STEPS_AN_EXAMPLE,
        derandomize=again,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
