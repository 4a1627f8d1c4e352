"""Whatever is done to the books, the totals are what the rows add up to."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import client_of
from tests.entries import every_row, record_all
from transactions.checking import drifts
from transactions.models import DailyTotal, MonthlyTotal
from users.models import User
from users.registration import open_account

PATH = "/api/transactions/"
NAMES = ["Food", "Tea", "Кино", None]
DECIMALS = {"USD": 2, "JPY": 0, "BHD": 3}
_numbers = count()
few = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
days = st.dates(date(2025, 12, 30), date(2026, 2, 2))
kinds = st.sampled_from([("expense", False), ("expense", True), ("income", False)])
whole = st.integers(1, 99_999_999_999) | st.integers(1, 50)


@st.composite
def bodies(draw: Any) -> dict[str, Any]:
    """A transaction as it is sent."""
    currency = draw(st.sampled_from(list(DECIMALS)))
    amount = Decimal(draw(whole)).scaleb(-draw(st.integers(0, DECIMALS[currency])))
    kind, refund = draw(kinds)
    return {
        "type": kind,
        "refund": refund,
        "amount": str(amount),
        "currency": currency,
        "category": draw(st.sampled_from(NAMES)),
        "date": draw(days).isoformat(),
    }


places = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("create"), bodies()),
    st.tuples(st.just("replace"), places, bodies()),
    st.tuples(st.just("edit"), places, st.sampled_from(["category", "date"]), bodies()),
    st.tuples(st.just("refund"), places),
    st.tuples(st.just("move"), st.sampled_from(NAMES[:-1]), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), places),
)


@dataclass
class Oracle:
    """Books in Python, and the API that must agree with them."""

    user: User
    client: Any
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)

    def chosen(self, place: int) -> int | None:
        return list(self.rows)[place] if place < len(self.rows) else None

    def create(self, body: dict[str, Any]) -> None:
        answer = self.client.post(PATH, body)
        assert answer.status_code == 201, answer.content
        self.rows[answer.json()["id"]] = body

    def replace(self, place: int, body: dict[str, Any]) -> None:
        row = self.chosen(place)
        if row is not None:
            assert self.client.put(f"{PATH}{row}/", body).status_code == 200
            self.rows[row] = body

    def edit(self, place: int, name: str, body: dict[str, Any]) -> None:
        row = self.chosen(place)
        if row is not None:
            assert self.client.patch(f"{PATH}{row}/", {name: body[name]}).status_code == 200
            self.rows[row] = {**self.rows[row], name: body[name]}

    def refund(self, place: int) -> None:
        row = self.chosen(place)
        if row is not None and self.rows[row]["type"] == "expense":
            turned = not self.rows[row]["refund"]
            assert self.client.patch(f"{PATH}{row}/", {"refund": turned}).status_code == 200
            self.rows[row] = {**self.rows[row], "refund": turned}

    def move(self, name: str, target: str | None) -> None:
        known = {row["name"]: row["id"] for row in every_row(self.client, "/api/categories/")}
        if name not in known or target == name or (target and target not in known):
            return
        where = known[target] if target else "none"
        answer = self.client.delete(f"/api/categories/{known[name]}/?move_to={where}")
        assert answer.status_code == 204, answer.content
        for row in self.rows.values():
            row["category"] = target if row["category"] == name else row["category"]

    def delete(self, place: int) -> None:
        row = self.chosen(place)
        if row is not None:
            assert self.client.delete(f"{PATH}{row}/").status_code == 204
            del self.rows[row]

    def totals(self, *by: str) -> dict[tuple[Any, ...], tuple[Decimal, int]]:
        """(currency, type, …) -> sum and count."""
        found: Any = defaultdict(lambda: (Decimal(0), 0))
        for row in self.rows.values():
            key = tuple(row[name] for name in ("currency", "type", *by))
            amount = Decimal(row["amount"]) * (-1 if row["refund"] else 1)
            found[key] = (found[key][0] + amount, found[key][1] + 1)
        return dict(found)


@contextmanager
def opened() -> Iterator[Oracle]:
    """Books of their own for each example: the database stays as it is between two of them."""
    name = f"person{next(_numbers)}"
    user = open_account(username=name, email=f"{name}@example.org", password=None)
    yield Oracle(user, client_of(user))
    assert drifts(user.book.pk) == []


def kept(model: Any, user: User) -> dict[tuple[Any, ...], tuple[Decimal, int]]:
    rows = model.objects.filter(book=user.book).exclude(count=0, total=0)
    columns = ("currency", "type", "date", "category", "total", "count")
    return {tuple(key): (total, many) for *key, total, many in rows.values_list(*columns)}


@few
@given(todo=st.lists(steps, min_size=3, max_size=12))
def test_it_keeps_totals_through_any_history(transactional_db, todo):
    with opened() as oracle:
        for verb, *given_ in todo:
            getattr(oracle, verb)(*given_)
        by_day = {
            (*key[:2], key[2].isoformat()): (Decimal(0), 0) for key in kept(DailyTotal, oracle.user)
        }
        for (currency, kind, day, _), (total, many) in kept(DailyTotal, oracle.user).items():
            key = (currency, kind, day.isoformat())
            by_day[key] = (by_day[key][0] + total, by_day[key][1] + many)
        assert by_day == oracle.totals("date")
        answers = oracle.client.get(f"{PATH}totals/").json()["results"]
        assert {a["currency"] for a in answers} == {r["currency"] for r in oracle.rows.values()}
        for answer in answers:
            sums = oracle.totals()
            for kind in ("income", "expense"):
                expected = sums.get((answer["currency"], kind), (Decimal(0), 0))[0]
                assert Decimal(answer[kind]) == expected
            assert Decimal(answer["net"]) == Decimal(answer["income"]) - Decimal(answer["expense"])


def iso(day: date | None) -> str | None:
    return day and day.isoformat()


queries = st.fixed_dictionaries(
    {},
    optional={
        "start_date": days,
        "end_date": days,
        "type": st.sampled_from(["expense", "income"]),
        "currency": st.sampled_from(["USD", "JPY", "EUR"]),
        "category": st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=3, unique=True),
    },
)


@pytest.fixture
def filled(alice, alice_client):
    """Sixty rows over five weeks and three months, of two currencies and three categories."""
    first = date(2025, 12, 29)
    names = ["Food", "Tea", None]
    rows = [
        {
            "date": first + timedelta(number * 7 % 36),
            "type": "income" if number % 5 == 0 else "expense",
            "refund": number % 7 == 1 and number % 5 != 0,
            "currency": "JPY" if number % 3 == 0 else "USD",
            "category": names[number % 4 % 3],
            "amount": Decimal(number * number + 1),
        }
        for number in range(60)
    ]
    record_all(alice, rows)
    return rows


@settings(few, max_examples=20)
@given(query=queries)
def test_it_counts_by_totals_what_it_would_count_by_rows(alice_client, filled, query):
    known = {row["name"]: row["id"] for row in every_row(alice_client, "/api/categories/")}
    words = [str(known["Food"]), str(known["Tea"]), "none"]
    asked = {name: iso(query[name]) for name in ("start_date", "end_date") if name in query}
    asked |= {name: query[name] for name in ("type", "currency") if name in query}
    if "category" in query:
        asked["category"] = ",".join(words[number] for number in query["category"])
    by_totals = alice_client.get(PATH, {**asked, "page_size": 500})
    if asked.get("start_date", "") > asked.get("end_date", "9"):
        assert by_totals.status_code == 400
        return
    # A lower bound that no amount lies under has the same rows read and counted one by one.
    by_rows = alice_client.get(PATH, {**asked, "amount_min": "0", "page_size": 500})
    assert by_totals.json()["results"] == by_rows.json()["results"]
    assert by_totals.json()["count"] == by_rows.json()["count"] == len(by_rows.json()["results"])
    numbers = [
        [{**each, "transactions_url": ""} for each in found.json()["results"]]
        for found in (
            alice_client.get(f"{PATH}totals/", asked),
            alice_client.get(f"{PATH}totals/", {**asked, "amount_min": "0"}),
        )
    ]
    assert numbers[0] == numbers[1]


@settings(few, max_examples=4)
@given(todo=st.lists(bodies(), min_size=1, max_size=8))
def test_it_leaves_nothing_behind_when_everything_is_deleted(transactional_db, todo):
    with opened() as oracle:
        for body in todo:
            oracle.create(body)
        for _ in todo:
            oracle.delete(0)
        assert kept(DailyTotal, oracle.user) == kept(MonthlyTotal, oracle.user) == {}
        assert oracle.client.get(f"{PATH}totals/").json() == {"results": []}
