"""Whatever is done to the books, and in whatever order, they say what an oracle says.

A state machine writes over HTTP, and notes in `mirror.py` what the books must hold. After every
step the list, the totals and the reports must equal what `oracle.py` adds up from that. Each
example has an account of its own.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from random import Random, SystemRandom
from time import perf_counter
from typing import Any, ClassVar

import pytest
import time_machine
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from rest_framework.test import APIClient

from tests.conftest import PASSWORD
from tests.entries import every_row
from tests.proof import drawn, oracle
from tests.proof.drawn import BUDGET_DEFAULTS, DEFAULTS, KEYS, PATHS, like
from tests.proof.mirror import Mirror, pick, shown, shown_budget
from tests.proof.oracle import DECIMALS, Row
from tests.proof.past import Past
from tests.proof.questions import Asker
from tests.reports.links import assert_explained
from users.registration import open_account
from users.sessions import sign_in

SHARE = 2000
STEPS_A_ROUND = 500
STEPS_AN_EXAMPLE = 50
ALL_OF_IT = 20
FIRST_DAY = date(2026, 3, 17)
SETTINGS = settings(
    max_examples=STEPS_A_ROUND // STEPS_AN_EXAMPLE,
    stateful_step_count=STEPS_AN_EXAMPLE,
    # Looking for the shortest story of a failure takes longer than a test may hang.
    phases=[Phase.generate],
    report_multiple_bugs=False,
    derandomize=False,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class Books(RuleBasedStateMachine):
    """One account over HTTP, and beside it the mirror of its books."""

    clock: ClassVar[Any]
    steps: ClassVar[int]
    accounts: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        self.clock.move_to(f"{FIRST_DAY}T12:00:00+00:00")
        self.today = FIRST_DAY
        name = f"somebody-{next(self.accounts)}"
        user = open_account(username=name, email=f"{name}@example.org", password=PASSWORD)
        # Not the tests' own client: holding each answer to the schema takes longer than all else.
        self.client = APIClient()
        self.client.credentials(HTTP_AUTHORIZATION=f"Token {sign_in(user)['token']}")
        starters = self.read("/api/categories/")["results"]
        self.mirror = Mirror({row["id"]: row for row in starters})
        self.rows_before: dict[int, Row] = {}
        self.past = Past(self.mirror)
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
            self.past.note(int(answer["Operation-Id"]))
        return answer.json() if answer.content else None

    # Transactions

    @initialize(
        rows=st.lists(drawn.new_rows, min_size=4, max_size=12),
        budgets=st.lists(drawn.new_budgets, min_size=3, max_size=6),
        turn=st.integers(0, 2**32),
    )
    def begin(self, rows: list[Row], budgets: list[Row], turn: int) -> None:
        # Drawn, not counted from one example to the next: a failure comes again when it is retold.
        self.turn = turn
        for sent in rows:
            self.create(drawn.ANY_TYPE, sent)
        for sent in budgets:
            self.plan(sent)

    @rule(path=drawn.paths, sent=drawn.new_rows)
    def create(self, path: str, sent: Row) -> None:
        self.write("POST", path, DEFAULTS | {"date": self.today}, sent)

    @precondition(lambda self: self.mirror.rows)
    @rule(path=drawn.paths, place=drawn.numbers, sent=drawn.edits)
    def edit(self, path: str, place: int, sent: Row) -> None:
        number = pick(self.mirror.rows, place)
        self.write("PATCH", path, self.mirror.rows[number], sent, number)

    @precondition(lambda self: self.mirror.rows)
    @rule(path=drawn.paths, place=drawn.numbers, sent=drawn.replacements)
    def replace(self, path: str, place: int, sent: Row) -> None:
        self.write("PUT", path, DEFAULTS, sent, pick(self.mirror.rows, place))

    @precondition(lambda self: self.mirror.rows)
    @rule(place=drawn.numbers, category=drawn.references)
    def move(self, place: int, category: Any) -> None:
        self.edit("/api/transactions/", place, {"category": category})

    @precondition(lambda self: self.mirror.rows)
    @rule(place=drawn.numbers)
    def refund(self, place: int) -> None:
        row = self.mirror.rows[pick(self.mirror.rows, place)]
        self.edit("/api/transactions/", place, {"refund": not row["refund"]})

    @precondition(lambda self: self.mirror.rows)
    @rule(path=drawn.paths, place=drawn.numbers)
    def delete(self, path: str, place: int) -> None:
        number = pick(self.mirror.rows, place)
        hidden = self.mirror.is_hidden(path, number)
        self.send(404 if hidden else 204, "DELETE", f"{path}{number}/")
        if not hidden:
            del self.mirror.rows[number]
            self.send(404, "DELETE", f"{path}{number}/")

    # Many transactions

    @rule(
        path=drawn.paths,
        new=st.lists(drawn.easy_rows, max_size=3) | st.lists(drawn.new_rows, max_size=2),
        edited=st.lists(st.tuples(drawn.numbers, drawn.easy_edits | drawn.edits), max_size=2),
        gone=st.lists(drawn.numbers, max_size=2),
    )
    def bulk(
        self, path: str, new: list[Row], edited: list[tuple[int, Row]], gone: list[int]
    ) -> None:
        mirror, fixed = self.mirror, self.fixed(path)
        new = [self.naming(sent) for sent in new]
        edits = [
            (pick(mirror.rows, place), self.naming(sent)) for place, sent in edited if mirror.rows
        ]
        delete = [pick(mirror.rows, place) for place in gone if mirror.rows]
        create = [{**DEFAULTS, "date": self.today, **fixed, **sent} for sent in new]
        update = [(number, {**mirror.rows[number], **fixed, **sent}) for number, sent in edits]
        body = {
            "create": [as_body(sent) for sent in new],
            "update": [{"id": number, **as_body(sent)} for number, sent in edits],
            "delete": delete,
        }
        if not (new or edits or delete) or mirror.refuses_bulk(path, create, update, delete):
            answer = self.ask("POST", f"{path}bulk/", body, "refused")
            assert answer.status_code in {400, 409}, (path, body, answer.content)
            return
        answer = self.send(200, "POST", f"{path}bulk/", body)
        assert answer["deleted"] == delete
        for number in delete:
            del mirror.rows[number]
        rows = [*(row for _, row in update), *create]
        for row, found in zip(rows, answer["updated"] + answer["created"], strict=True):
            self.keep(row, found)

    @rule(
        path=drawn.paths,
        kind=st.sampled_from(["expense", "income"]),
        places=st.lists(drawn.numbers, max_size=4),
        span=drawn.spans_of_days,
        change=st.none() | drawn.alike,
    )
    def write_by_filter(
        self, path: str, kind: str, places: list[int], span: oracle.Span, change: Row | None
    ) -> None:
        """Edit what a filter chooses; or, without a change, delete it."""
        mirror, kind = self.mirror, PATHS[path] or kind
        wanted = [mirror.named(place) for place in places] + [None]
        chosen = {"category": [each or "none" for each in wanted], **drawn.as_dates(span)}
        numbers = mirror.chosen(path, kind, wanted, span)
        body: Row = {"filter": chosen if PATHS[path] else {**chosen, "type": kind}}
        if change is None:
            self.write_all(f"{path}bulk/delete/", body, numbers)
            for number in numbers:
                del mirror.rows[number]
            return
        told = self.fixed(path)
        change = self.naming({name: each for name, each in change.items() if name not in told})
        body["set"], path = as_body(change), f"{path}bulk/edit/"
        if mirror.refuses_change(numbers, change):
            self.send(400, "POST", path, {**body, "expected_count": len(numbers)})
            return
        self.write_all(path, body, numbers)
        for number in numbers:
            found = self.read(f"/api/transactions/{number}/")
            self.keep({**mirror.rows[number], **change}, found)

    def write_all(self, path: str, body: Row, numbers: list[int]) -> None:
        """Count them, and then do it."""
        count = len(numbers)
        counted = self.ask("POST", path, {**body, "dry_run": True}, "dry")
        assert counted.json() == {"dry_run": True, "count": count}, counted.content
        answer = self.send(200, "POST", path, {**body, "expected_count": count})
        assert answer == {"dry_run": False, "count": count}
        self.past.latest.is_over = not numbers

    def fixed(self, path: str) -> Row:
        """What the path itself says of a row."""
        return {} if PATHS[path] is None else {"type": PATHS[path]}

    def naming(self, sent: Row) -> Row:
        """With the id of the category whose place was drawn."""
        named = {"category": self.mirror.named(sent["category"])} if "category" in sent else {}
        return {**sent, **named}

    def keep(self, row: Row, answer: Any) -> None:
        """Take this for a row that was answered."""
        category = self.mirror.category_of(row["category"], answer["category"])
        self.mirror.rows[answer["id"]] = {**row, "category": category}
        expected = shown(self.mirror.whole(answer["id"]))
        assert like(answer, expected) == expected

    def write(
        self, method: str, path: str, base: Row, sent: Row, number: int | None = None
    ) -> None:
        """Send the fields; what is not among them is the base's."""
        sent = self.naming(sent)
        row = {**base, **self.fixed(path), **sent}
        status = self.mirror.refusal(path, row, number) or (201 if number is None else 200)
        where = path if number is None else f"{path}{number}/"
        answer = self.send(status, method, where, as_body(sent))
        if status < 300:
            self.keep(row, answer)

    # Budgets

    @rule(sent=drawn.new_budgets)
    def plan(self, sent: Row) -> None:
        self.write_budget("POST", BUDGET_DEFAULTS, sent)

    @precondition(lambda self: self.mirror.budgets)
    @rule(place=drawn.numbers, sent=drawn.budget_edits)
    def edit_budget(self, place: int, sent: Row) -> None:
        number = pick(self.mirror.budgets, place)
        self.write_budget("PATCH", self.mirror.budgets[number], sent, number)

    @precondition(lambda self: self.mirror.budgets)
    @rule(place=drawn.numbers, sent=drawn.budget_replacements)
    def replace_budget(self, place: int, sent: Row) -> None:
        self.write_budget("PUT", BUDGET_DEFAULTS, sent, pick(self.mirror.budgets, place))

    @precondition(lambda self: self.mirror.budgets)
    @rule(place=drawn.numbers)
    def delete_budget(self, place: int) -> None:
        number = pick(self.mirror.budgets, place)
        for status in (204, 404):
            self.send(status, "DELETE", f"/api/budgets/{number}/")
        del self.mirror.budgets[number]

    def write_budget(self, method: str, base: Row, sent: Row, number: int | None = None) -> None:
        """Send the fields; what is not among them is the base's."""
        mirror, sent = self.mirror, self.naming(sent)
        row, done = {**base, **sent}, 201 if number is None else 200
        taken = mirror.taken_by(row, number)
        status = 400 if mirror.has_wrong_figures(row) else 409 if taken else done
        path = "/api/budgets/" if number is None else f"/api/budgets/{number}/"
        answer = self.send(status, method, path, as_body(sent))
        if status == 409:
            assert (answer["type"], answer["existing"]) == ("/problems/duplicate", taken)
        elif status == done:
            category = mirror.category_of(row["category"], answer["category"])
            mirror.plan(answer["id"], {**row, "category": category})
            expected = shown_budget(mirror.with_names(answer["id"], mirror.budgets[answer["id"]]))
            assert like(answer, expected) == expected

    # Categories

    @rule(name=st.sampled_from(sorted(KEYS)), emoji=st.sampled_from(["", "☕"]))
    def add_category(self, name: str, emoji: str) -> None:
        taken, body = self.mirror.called(name.strip()), {"name": name, "emoji": emoji}
        answer = self.send(409 if taken else 201, "POST", "/api/categories/", body)
        if taken:
            assert (answer["type"], answer["existing"]) == ("/problems/duplicate", taken)
        else:
            self.mirror.add_category(answer["id"], **body)

    @precondition(lambda self: self.mirror.categories)
    @rule(place=drawn.numbers, name=st.sampled_from(sorted(KEYS)))
    def rename_category(self, place: int, name: str) -> None:
        number = pick(self.mirror.categories, place)
        free = self.mirror.called(name.strip()) in {None, number}
        path = f"/api/categories/{number}/"
        self.send(200 if free else 409, "PATCH", path, {"name": name, "archived": bool(place % 2)})
        if free:
            category = self.mirror.categories[number]
            self.mirror.categories[number] = {**category, "name": name.strip()}

    @rule(place=drawn.numbers)
    def delete_category(self, place: int) -> None:
        """One that is in use, one that is or is not, or one that may be gone."""
        mirror = self.mirror
        among = (mirror.used(), mirror.categories, mirror.ids)[place % 3]
        number = pick(among or mirror.ids, place)
        uses = self.mirror.uses(number)
        is_used = any(uses.values())
        status = 404 if number not in self.mirror.categories else 409 if is_used else 204
        answer = self.send(status, "DELETE", f"/api/categories/{number}/")
        if status == 409:
            assert {name: answer[name] for name in uses} == uses
        elif status == 204:
            del self.mirror.categories[number]

    @precondition(lambda self: self.mirror.used())
    @rule(place=drawn.numbers, to=st.none() | drawn.numbers)
    def delete_category_moving(self, place: int, to: int | None) -> None:
        """One that is in use; its rows and budgets go to another, to none, or nowhere."""
        target = None if to is None else pick(self.mirror.ids, to)
        self.empty_into(pick(self.mirror.used(), place), target)

    @precondition(lambda self: len(self.mirror.categories) > 1)
    @rule(place=drawn.numbers, sent=drawn.new_budgets)
    def delete_category_into_rival(self, place: int, sent: Row) -> None:
        """One with a budget for which there is no room where it would go."""
        one, other = (pick(self.mirror.categories, each) for each in (place, place + 1))
        for number in (one, other):
            self.plan({**sent, "category": self.mirror.ids.index(number)})
        self.empty_into(one, other)

    def empty_into(self, number: int, target: int | None) -> None:
        right = target is None or (target != number and target in self.mirror.categories)
        path = f"/api/categories/{number}/?move_to={target or 'none'}"
        self.send(204 if right else 400, "DELETE", path)
        if right:
            del self.mirror.categories[number]
            self.mirror.move(number, target)

    @rule(place=drawn.numbers, to=drawn.numbers)
    def merge_categories(self, place: int, to: int) -> None:
        """One that is in use where there is one, or that may be gone, into one that may be gone."""
        mirror = self.mirror
        number = pick((mirror.used() if place % 2 else None) or mirror.ids, place)
        target = pick(mirror.categories if to % 3 and mirror.categories else mirror.ids, to)
        right = target != number and target in mirror.categories
        status = 404 if number not in mirror.categories else 200 if right else 400
        uses = mirror.uses(number)
        answer = self.send(status, "POST", f"/api/categories/{number}/merge/", {"into": target})
        if status == 200:
            del mirror.categories[number]
            dropped = mirror.move(number, target)
            assert answer["category"]["name"] == mirror.categories[target]["name"]
            assert answer["moved_transactions"] == uses["transactions"]
            moved = answer["moved_budgets"], answer["dropped_budgets"]
            assert moved == (uses["budgets"] - dropped, dropped)

    # Taking it back

    @precondition(lambda self: self.past.in_effect)
    @rule(times=st.integers(1, 4))
    def undo_last(self, times: int) -> None:
        """What was done last and is in effect; and what was done before that, and so on."""
        for operation in reversed(self.past.in_effect[-times:]):
            self.undo(operation)

    @precondition(lambda self: self.past.done)
    @rule(place=drawn.numbers)
    def undo_any(self, place: int) -> None:
        """One of the last, which may be an undo itself, or undone already."""
        self.undo(list(self.past.done)[-1 - place % min(8, len(self.past.done))])

    def undo(self, operation: int) -> None:
        path, key = f"/api/operations/{operation}/undo/", f"key {len(self.sent)}"
        answer, past = self.ask("POST", path, None, key), self.past
        assert answer.status_code == 201 or not past.is_sure(operation), answer.content
        if past.done[operation].is_over:
            assert answer.json()["type"] == "/problems/wrong_state"
        elif answer.status_code == 201:
            self.sent.append((("POST", path, None, key), answer))
            past.undo(operation, by=answer.json()["id"])
        else:
            assert answer.status_code == 409, answer.content
            assert answer.json()["code"] in {"changed_since", "in_use", "duplicate"}

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
        """The lists and their totals, and some reports; after every twentieth step everything."""
        Books.steps += 1
        self.turn += 1
        rows, is_all = self.mirror.listed(), self.turn % ALL_OF_IT == 0
        self.agree_on_list("/api/transactions/", rows)
        self.agree_on_budgets()
        asker = Asker(self.mirror, self.today, Random(self.turn), everything=is_all)
        for question in asker.after_step(self.turn, self.moved()):
            self.agree_on(question.path, question.expected, **question.query)
        if is_all:
            self.agree_on_categories()
            self.agree_on_operations()
            for kind in ("expense", "income"):
                path = next(path for path, only in PATHS.items() if only == kind)
                self.agree_on_list(path, [row for row in rows if row["type"] == kind])

    def moved(self) -> list[Row]:
        """The rows that the last step made, changed or deleted, as they were and as they are."""
        was, now = self.rows_before, self.mirror.rows
        self.rows_before = dict(now)
        gone = [row for number, row in was.items() if now.get(number) != row]
        return gone + [row for number, row in now.items() if was.get(number) != row]

    def agree_on(self, path: str, expected: Any, **query: Any) -> None:
        found = like(self.read(path, **query), expected)
        assert found == expected, (path, query)

    def agree_on_categories(self) -> None:
        found = self.read("/api/categories/", page_size=500)["results"]
        kept = self.mirror.categories.items()
        assert {row["id"]: row["name"] for row in found} == {key: row["name"] for key, row in kept}

    def agree_on_operations(self) -> None:
        """But for the first, which opened the books."""
        *found, _ = self.read("/api/operations/", page_size=500)["results"]
        done = reversed(self.past.done.items())
        assert [(row["id"], row["undoable"]) for row in found] == [
            (operation, not each.is_over) for operation, each in done
        ]

    def agree_on_list(self, path: str, rows: list[Row], **query: Any) -> None:
        paging = {"page": 1} if self.turn % 2 else {}
        expected = {"count": len(rows), "next": None, "results": [shown(row) for row in rows]}
        self.agree_on(path, expected, page_size=500, **paging, **query)
        self.agree_on(f"{path}totals/", {"results": oracle.totals(rows)}, **query)

    def agree_on_budgets(self) -> None:
        rows = [shown_budget(row) for row in self.mirror.planned()]
        expected = {"count": len(rows), "next": None, "results": rows}
        self.agree_on("/api/budgets/", expected, page_size=500)

    @rule(
        kind=st.sampled_from(["expense", "income"]),
        places=st.lists(drawn.numbers, max_size=4),
        span=drawn.spans_of_days,
        currency=st.sampled_from(sorted(DECIMALS)),
    )
    def choose(self, kind: str, places: list[int], span: oracle.Span, currency: str) -> None:
        """A range, a type and categories, the last of which is none."""
        wanted = [self.mirror.named(place) for place in places] + [None]
        rows = [row for row in self.mirror.listed() if row["type"] == kind]
        rows = [row for row in rows if row["category"] in wanted]
        numbers = ",".join(str(each or "none") for each in wanted)
        asked = {"type": kind, "category": numbers, **drawn.as_dates(span)}
        self.agree_on_list("/api/transactions/", oracle.within(rows, span), **asked)
        rows = [row for row in rows if row["currency"] == currency]
        expected = oracle.summary(rows, currency, span, drawn.before(span))
        self.agree_on("/api/reports/summary/", expected, **asked, currency=currency)

    @rule(currency=st.sampled_from(sorted(DECIMALS)), size=st.integers(1, 9))
    def follow(self, currency: str, size: int) -> None:
        """Links lead to the rows behind the figures; pages, one after the other, to all rows."""
        month = {"currency": currency, "month": f"{self.today:%Y-%m}"}
        found = [self.read("/api/reports/monthly-summary/", **month)]
        spent = self.read("/api/budgets/progress/", **month)["results"]
        found += [{**row, "expense": row["spent"]} for row in spent]
        for path in ("weekly", "currencies", "trends"):
            found.append(self.read(f"/api/reports/{path}/", currency=currency))
        assert_explained(self.client, found)
        paged = every_row(self.client, page_size=size)
        assert [row["id"] for row in paged] == [row["id"] for row in self.mirror.listed()]


def as_body(sent: Row) -> Row:
    return {name: drawn.as_json(each) for name, each in sent.items()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Round after round, each short enough not to be taken for a test that hangs."""
    steps = metafunc.config.getoption("--steps") or SHARE
    metafunc.parametrize("number", range(-(-steps // STEPS_A_ROUND)))


def test_it_says_what_an_oracle_says(
    number: int,
    transactional_db: None,
    pytestconfig: pytest.Config,
    caplog: pytest.LogCaptureFixture,
    record_property: Callable[[str, object], None],
) -> None:
    caplog.set_level(logging.WARNING, "access")
    chance = Random(number) if pytestconfig.getoption("--steps") is None else SystemRandom()
    Books.steps, Books.accounts = 0, count(1)
    started = perf_counter()
    with time_machine.travel(FIRST_DAY, tick=False) as Books.clock:
        while Books.steps < STEPS_A_ROUND:
            run_state_machine_as_test(seed(chance.getrandbits(32))(Books), settings=SETTINGS)
    record_property("steps", Books.steps)
    record_property("seconds", round(perf_counter() - started))
