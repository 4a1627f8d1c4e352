"""Somebody who writes whatever the API can write, by chance, to books that others may write to."""

import random
from collections import Counter
from typing import Any, ClassVar

from budgets.models import Budget
from categories.models import Category
from ledger.models import Operation
from tests.ledger.operations import BUDGETS, CATEGORIES, PATH, TRANSACTIONS
from transactions.models import Transaction
from users.models import User

NAMES = ("Food", "Tea", "Кино", "Café", "🍣", None)
#: Done; or the row, or what it refers to, is gone or taken.
DONE = {200, 201, 204}
ANSWERS = DONE | {400, 404, 409}


class Scribe:
    def __init__(self, user: User, client: Any, dice: random.Random) -> None:
        self.book, self.client, self.dice = user.book.pk, client, dice
        #: How often each act was done.
        self.done: Counter[str] = Counter()

    def do(self, name: str) -> None:
        answer = getattr(self, name)()
        assert answer.status_code in ANSWERS, answer.content
        self.done[name] += answer.status_code in DONE

    def some(self, model: Any, most: int = 1) -> list[int]:
        """Ids of rows that are there now; one that never was, where there are none."""
        found = list(model.objects.in_book(self.book).order_by("pk").values_list("pk", flat=True))
        return self.dice.sample(found, min(most, len(found))) or [1]

    def one(self, model: Any) -> int:
        return self.some(model)[0]

    def entry(self) -> dict[str, Any]:
        return {
            "type": self.dice.choice(["expense", "income"]),
            "amount": str(self.dice.randint(1, 999)),
            "currency": self.dice.choice(["USD", "JPY"]),
            "date": f"2026-0{self.dice.randint(1, 4)}-15",
            "category": self.dice.choice(NAMES),
            "description": self.dice.choice(["", "green", "black"]),
        }

    def record(self) -> Any:
        return self.client.post(TRANSACTIONS, self.entry())

    def edit(self) -> Any:
        name = self.dice.choice(["amount", "category", "description", "date"])
        change = {name: self.entry()[name]}
        return self.client.patch(f"{TRANSACTIONS}{self.one(Transaction)}/", change)

    def delete(self) -> Any:
        return self.client.delete(f"{TRANSACTIONS}{self.one(Transaction)}/")

    def add_category(self) -> Any:
        return self.client.post(CATEGORIES, {"name": f"Name {self.dice.randint(1, 9)}"})

    def rename(self) -> Any:
        change = {"name": f"Name {self.dice.randint(1, 9)}", "emoji": self.dice.choice("🍵☕🍰")}
        return self.client.patch(f"{CATEGORIES}{self.one(Category)}/", change)

    def empty_category(self) -> Any:
        target = self.dice.choice(["none", self.one(Category)])
        return self.client.delete(f"{CATEGORIES}{self.one(Category)}/?move_to={target}")

    def delete_category(self) -> Any:
        return self.client.delete(f"{CATEGORIES}{self.one(Category)}/")

    def merge(self) -> Any:
        path = f"{CATEGORIES}{self.one(Category)}/merge/"
        return self.client.post(path, {"into": self.one(Category)})

    def plan(self) -> Any:
        body = {
            "amount": "5",
            "category": self.dice.choice(NAMES),
            "month": self.dice.choice(["2026-01", "2026-02", None]),
        }
        return self.client.post(BUDGETS, body)

    def replan(self) -> Any:
        change = {"amount": str(self.dice.randint(1, 99)), "category": self.dice.choice(NAMES)}
        return self.client.patch(f"{BUDGETS}{self.one(Budget)}/", change)

    def drop_plan(self) -> Any:
        return self.client.delete(f"{BUDGETS}{self.one(Budget)}/")

    def bulk(self) -> Any:
        rows = self.some(Transaction, 6)
        body = {
            "create": [self.entry() for _ in range(self.dice.randint(1, 9))],
            "update": [{"id": row, "category": self.dice.choice(NAMES)} for row in rows[:3]],
            "delete": rows[3:],
        }
        return self.client.post(f"{TRANSACTIONS}bulk/", body)

    def bulk_edit(self) -> Any:
        change = {"set": {"category": self.dice.choice(NAMES)}}
        return self._by_filter("edit", {"search": self.dice.choice(["green", "black"])}, **change)

    def bulk_delete(self) -> Any:
        month = self.dice.randint(1, 4)
        days = {"start_date": f"2026-0{month}-01", "end_date": f"2026-0{month}-28"}
        return self._by_filter("delete", {**days, "search": "green"})

    def _by_filter(self, act: str, chosen: dict[str, Any], **more: Any) -> Any:
        path, body = f"{TRANSACTIONS}bulk/{act}/", {"filter": chosen, **more}
        found = self.client.post(path, {**body, "dry_run": True})
        if found.status_code != 200:
            return found
        return self.client.post(path, {**body, "expected_count": found.json()["count"]})

    def undo(self) -> Any:
        """One of the last operations."""
        latest = Operation.objects.in_book(self.book).order_by("-pk")[:6]
        number = self.dice.choice(list(latest.values_list("pk", flat=True)))
        return self.client.post(f"{PATH}{number}/undo/")

    ACTS: ClassVar[tuple[str, ...]] = (
        "record",
        "edit",
        "delete",
        "add_category",
        "rename",
        "empty_category",
        "delete_category",
        "merge",
        "plan",
        "replan",
        "drop_plan",
        "bulk",
        "bulk_edit",
        "bulk_delete",
        "undo",
    )
