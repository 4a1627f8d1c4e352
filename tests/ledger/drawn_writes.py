"""Writes of every kind, drawn by hypothesis, and books to write them into."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import strategies as st
from rest_framework.test import APIClient

from budgets.models import Budget
from categories.models import Category
from ledger.models import Operation
from tests.ledger.operations import BUDGETS, CATEGORIES, TRANSACTIONS, number_of, undo
from transactions.checking import drifts
from transactions.models import Transaction
from users.models import User
from users.registration import open_account
from users.sessions import sign_in

_people = count()
places = st.integers(0, 5)
# Few of each, so that one write often meets another.
_names = st.sampled_from(["Tea", "TEA", "Cake", "Food"])
_categories = st.none() | _names
_marks = st.sampled_from([None, None, "1", "2"])
_currencies = st.sampled_from(["USD", "JPY"])
_amounts = st.integers(1, 9).map(str) | st.just("99999999999")
_kinds = st.sampled_from(
    [{"type": "expense"}, {"type": "expense", "refund": True}, {"type": "income"}]
)
_fields = {
    "amount": _amounts,
    "currency": _currencies,
    "category": _categories,
    "date": st.sampled_from(["2026-01-31", "2026-02-01", "2026-02-28"]),
    "description": st.sampled_from(["", "Green", "GRÜN"]),
    "notes": st.sampled_from(["", "Kyōto"]),
}
_rows = st.builds(
    lambda kind, fields: {**kind, **fields},
    _kinds,
    st.fixed_dictionaries(_fields, optional={"external_id": _marks}),
)
_parts = st.fixed_dictionaries({}, optional={**_fields, "external_id": _marks})
_same = st.fixed_dictionaries({}, optional=_fields).filter(bool)
_budgets = st.fixed_dictionaries(
    {"category": _categories}, optional={"amount": _amounts, "month": st.just("2026-02")}
)
_some_places = st.lists(places, max_size=3, unique=True)
_labels = st.fixed_dictionaries(
    {}, optional={"name": _names, "archived": st.booleans(), "emoji": st.sampled_from(["", "🍵"])}
)
_profiles = st.fixed_dictionaries(
    {},
    optional={"currency": _currencies, "timezone": st.sampled_from(["UTC", "Asia/Tokyo"])},
).filter(bool)

#: What is done, and the words of it; see the methods of `Books`.
_WORDS: dict[str, Any] = {
    "create": st.tuples(_rows),
    "edit": st.tuples(places, _parts),
    "replace": st.tuples(places, _rows),
    "delete": st.tuples(places),
    "bulk": st.tuples(st.lists(_rows, max_size=3), _some_places, _parts, _some_places),
    "edit_all": st.tuples(_same),
    "delete_all": st.tuples(_names),
    "add_category": st.tuples(_names),
    "relabel": st.tuples(places, _labels),
    "move": st.tuples(places, st.none() | places),
    "merge": st.tuples(places, places),
    "plan": st.tuples(_budgets),
    "replan": st.tuples(places, _budgets),
    "drop": st.tuples(places),
    "settle_in": st.tuples(_profiles),
    "take_back": st.tuples(places),
}


def _write(verb: str) -> Any:
    return st.tuples(st.just(verb), _WORDS[verb])


def _history(*verbs: str) -> Any:
    return st.lists(st.sampled_from(verbs).flatmap(_write), min_size=1, max_size=12)


#: Of all kinds; or of a few that meet each other.
histories = st.one_of(
    _history(*_WORDS),
    _history("create", "edit", "replace", "delete", "bulk", "edit_all", "take_back"),
    _history("create", "edit", "bulk", "add_category", "relabel", "move", "merge", "delete_all"),
    _history("plan", "replan", "drop", "merge", "move"),
)


@dataclass
class Books:
    """Books of their own, and the operations that were done to them, in order."""

    user: User
    client: Any
    operations: list[int] = field(default_factory=list)

    def do(self, write: tuple[Any, ...]) -> bool:
        """Whether it changed anything; what is refused does not."""
        verb, words = write
        answer = getattr(self, verb)(*words)
        if answer is None or answer.status_code >= 400:
            assert answer is None or answer.status_code in {400, 409}, answer.content
            return False
        done = Operation.objects.get(pk=number_of(answer))
        if done.change_count:
            self.operations.append(done.pk)
        return done.change_count > 0

    def undo(self, number: int) -> Any:
        return undo(self.client, number)

    def in_effect(self, number: int) -> int:
        """The operation, or the one by which it was done again."""
        later = Operation.objects.filter(undoes__undoes=number).first()
        return number if later is None else self.in_effect(later.pk)

    def _numbers(self, model: Any) -> list[int]:
        return list(
            model.objects.in_book(self.user.book.pk).order_by("pk").values_list("pk", flat=True)
        )

    def _one(self, model: Any, place: int) -> int:
        """The id of one of them; of none where there are none."""
        numbers = self._numbers(model)
        return numbers[place % len(numbers)] if numbers else 0

    # What can be done

    def create(self, row: Any) -> Any:
        return self.client.post(TRANSACTIONS, row)

    def edit(self, place: int, part: Any) -> Any:
        row = self._one(Transaction, place)
        return self.client.patch(f"{TRANSACTIONS}{row}/", part) if row else None

    def replace(self, place: int, whole: Any) -> Any:
        row = self._one(Transaction, place)
        return self.client.put(f"{TRANSACTIONS}{row}/", whole) if row else None

    def delete(self, place: int) -> Any:
        row = self._one(Transaction, place)
        return self.client.delete(f"{TRANSACTIONS}{row}/") if row else None

    def bulk(self, new: Any, edited: list[int], part: Any, gone: list[int]) -> Any:
        rows = self._numbers(Transaction)
        update = [{"id": rows[place], **part} for place in edited if place < len(rows)]
        # One external_id for two would be refused each time.
        update = update[:1] if part.get("external_id") else update
        named = {entry["id"] for entry in update}
        delete = [rows[place] for place in gone if place < len(rows)]
        body = {"create": new, "update": update, "delete": [n for n in delete if n not in named]}
        return self.client.post(f"{TRANSACTIONS}bulk/", body)

    def edit_all(self, part: Any) -> Any:
        count = len(self._numbers(Transaction))
        body = {"filter": {"period": "all"}, "set": part, "expected_count": count}
        return self.client.post(f"{TRANSACTIONS}bulk/edit/", body)

    def delete_all(self, name: str) -> Any:
        book = self.user.book.pk
        category = Category.objects.in_book(book).filter(name=name).first()
        if category is None:
            return None
        count = Transaction.objects.in_book(book).filter(category=category).count()
        body = {"filter": {"category": category.pk}, "expected_count": count}
        return self.client.post(f"{TRANSACTIONS}bulk/delete/", body)

    def add_category(self, name: str) -> Any:
        return self.client.post(CATEGORIES, {"name": name})

    def relabel(self, place: int, labels: Any) -> Any:
        return self.client.patch(f"{CATEGORIES}{self._recent(place)}/", labels)

    def move(self, place: int, target: int | None) -> Any:
        where = "none" if target is None else self._recent(target)
        return self.client.delete(f"{CATEGORIES}{self._recent(place)}/?move_to={where}")

    def merge(self, place: int, target: int) -> Any:
        into = {"into": self._recent(target)}
        return self.client.post(f"{CATEGORIES}{self._recent(place)}/merge/", into)

    def _recent(self, place: int) -> int:
        """The id of one of the last categories, which are those that are used."""
        recent = self._numbers(Category)[-4:]
        return recent[place % len(recent)]

    def plan(self, budget: Any) -> Any:
        return self.client.post(BUDGETS, {"amount": "5", **budget})

    def replan(self, place: int, budget: Any) -> Any:
        row = self._one(Budget, place)
        return self.client.patch(f"{BUDGETS}{row}/", budget) if row else None

    def drop(self, place: int) -> Any:
        row = self._one(Budget, place)
        return self.client.delete(f"{BUDGETS}{row}/") if row else None

    def settle_in(self, profile: Any) -> Any:
        return self.client.patch("/api/me/", profile)

    def take_back(self, place: int) -> Any:
        """One of the last few operations, or what it was done again by."""
        recent = self.operations[-6:]
        return self.undo(self.in_effect(recent[place % len(recent)])) if recent else None


@contextmanager
def opened() -> Iterator[Books]:
    """For each example its own: the database stays as it is between two of them."""
    name = f"person{next(_people)}"
    user = open_account(username=name, email=f"{name}@example.org", password=None)
    # Not the tests' own client: holding each answer to the schema takes longer than all else.
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {sign_in(user)['token']}")
    books = Books(user, client)
    for category in ("Tea", "Tea", "Cake"):
        books.create({"type": "expense", "amount": "5", "category": category})
        books.plan({"amount": "5", "category": category})
    yield books
    assert drifts(user.book.pk) == []
