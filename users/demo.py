"""The demo: one account with two years of books, written through the ledger as a client's would be.

The account opens only when its books are whole, so that a demo that was interrupted shows itself,
and the next run goes on where it stopped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from budgets.models import Budget
from budgets.planning import complete as plan
from categories.naming import category_named
from ledger.retrying import retrying
from ledger.writing import Answer, Request, Unit, write
from transactions.models import Transaction
from transactions.recording import complete
from users.demo_household import BUDGETS, Entry, money
from users.models import User
from users.registration import open_account

USERNAME = "demo"
EMAIL = "demo@example.org"
PASSWORD = "demo-books-2026"  # noqa: S105  (printed at every start: it protects nothing)


class NotOurs(Exception):
    """The name belongs to somebody else's account."""


def find_demo() -> User | None:
    """The demo's account, whole or not; NotOurs where somebody else has the name."""
    found: User | None = User.objects.named(USERNAME)
    if found is not None and found.email != EMAIL:
        raise NotOurs(f"The user {USERNAME} is somebody's own account; it is left alone.")
    return found


def is_whole(demo: User | None) -> bool:
    return demo is not None and demo.is_active


def write_month(book: int, entries: Sequence[Entry]) -> None:
    """One operation; entries that an earlier run wrote are left out."""

    def act(unit: Unit) -> Answer:
        there = Transaction.objects.in_book(book).values_list("external_id", flat=True)
        written = set(there.filter(external_id__in=[entry.marker for entry in entries]))
        missing = [entry for entry in entries if entry.marker not in written]
        if missing:
            unit.create_all(list(_rows(unit, missing)))
        return Answer(200, b"")

    write(book, act, Request.of_our_own("demo.write"))


def _rows(unit: Unit, entries: Sequence[Entry]) -> Iterator[Transaction]:
    names = sorted({entry.category for entry in entries if entry.category})
    categories = {name: category_named(unit, name) for name in names}
    for entry in entries:
        values = asdict(entry)
        marker = values.pop("marker")
        values["category"] = categories.get(entry.category or "")
        yield Transaction(**complete(unit, values, None), external_id=marker)


def write_budgets(book: int) -> None:
    """One operation; nothing where an earlier run wrote them."""

    def act(unit: Unit) -> Answer:
        if not Budget.objects.in_book(book).exists():
            unit.create_all([_budget(unit, name, cents) for name, cents in BUDGETS])
        return Answer(200, b"")

    write(book, act, Request.of_our_own("demo.write"))


def _budget(unit: Unit, category: str | None, cents: int) -> Budget:
    values = {"category": category, "amount": money(cents), "month": None}
    return Budget(**plan(unit, values, None))


def open_demo() -> User:
    """The account with books to fill; nobody can sign in to it yet."""
    return find_demo() or open_account(
        username=USERNAME, email=EMAIL, password=PASSWORD, is_active=False
    )


def let_in(demo: User) -> None:
    """The books are whole: the account may be used."""
    retrying(lambda: User.objects.filter(pk=demo.pk).update(is_active=True))
