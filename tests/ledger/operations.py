"""Operations of a test's books: how they are undone, and what the books hold before and after."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from ledger.models import Book
from tests.budgets.plans import plan
from tests.entries import add_category, category_id, ids, record
from users.models import User

PATH = "/api/operations/"
TRANSACTIONS = "/api/transactions/"
CATEGORIES = "/api/categories/"
BUDGETS = "/api/budgets/"
#: What every write changes, an undo too.
_STAMPS = ("version", "updated_at")


def number_of(answer: Any) -> int:
    """The id of the operation that a write was."""
    assert answer.status_code in {200, 201, 204}, answer.content
    return int(answer["Operation-Id"])


def undo(client: Any, number: int, **headers: Any) -> Any:
    return client.post(f"{PATH}{number}/undo/", **headers)


def undone(client: Any, number: int) -> int:
    """Undoes it; the id of the operation that the undo is."""
    answer = undo(client, number)
    assert answer.status_code == 201, answer.content
    return number_of(answer)


def state_of(user: User) -> dict[str, Any]:
    """Every row of every table of the user's books, whole, but for what any write changes."""
    book = Book.objects.get(owner=user)
    state: dict[str, Any] = {"book": [book.currency, book.timezone]}
    for app in ("categories", "transactions", "budgets"):
        for model in apps.get_app_config(app).get_models():
            rows = list(model._base_manager.filter(book=book).values())
            state[model.__name__] = sorted(map(_whole, filter(_says_something, rows)))
    return state


def _whole(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name, repr(value)) for name, value in row.items() if name not in _STAMPS]


def _says_something(row: dict[str, Any]) -> bool:
    """A total of no rows is as good as none."""
    return bool(row.get("count", True) or row["total"])


@dataclass(frozen=True)
class Household:
    """Books with something in them: categories, transactions and budgets by id."""

    tea: int
    cake: int
    unused: int
    rows: list[int]
    budgets: list[int]

    @property
    def first(self) -> str:
        """The URL of a transaction in Tea."""
        return f"{TRANSACTIONS}{self.rows[0]}/"


def fill(client: Any) -> Household:
    """Tea has transactions of all kinds; of its three budgets, Cake has one's like."""
    tea = add_category(client, "Tea", emoji="🍵", color="#00a6d6", description="Leaves")["id"]
    cake = add_category(client, "Cake")["id"]
    rows = [
        record(client, category=tea, description="Green TEA", notes="From Kyōto", external_id="1"),
        record(client, category=tea, amount="4.5", date="2026-02-28", refund=True),
        record(client, category=tea, amount="1200", currency="JPY", date="2024-02-29"),
        record(client, category=tea, type="income", amount="99999999999.99"),
        record(client, category=cake, amount="3.20", description="Green cake"),
        record(client, amount="0.01", description="Green grass"),
    ]
    budgets = [
        plan(client, "310.00", category=tea),
        plan(client, "50.00", category=tea, month="2026-03"),
        plan(client, "40.00", category=tea, currency="EUR"),
        plan(client, "20.00", category=cake, month="2026-03"),
    ]
    return Household(tea, cake, category_id(client, "Other"), ids(rows), ids(budgets))
