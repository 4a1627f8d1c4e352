"""Fill the application's own database: accounts through its door, rows and totals by sets.

    python -m benchmarks.filling.ours FOLDER   (spec.json in, ours.json out)

The totals come from the rows by one grouped statement; `check_totals` proves them afterwards.
"""

import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.drivers import connect, insert_all  # noqa: E402
from benchmarks.filling.people import Spec, keep  # noqa: E402
from budgets.models import ALL_EXPENSES, Budget  # noqa: E402
from categories.models import Category  # noqa: E402
from categories.starter_set import STARTER_SET  # noqa: E402
from common.text import fold  # noqa: E402
from ledger.writing import Answer, Request, Unit, write  # noqa: E402
from users.keys import digest_of, key_of  # noqa: E402
from users.models import AccessToken, User  # noqa: E402

_COLUMNS = (
    "book_id",
    "version",
    "created_at",
    "updated_at",
    "type",
    "amount",
    "currency",
    "refund",
    "category_id",
    "date",
    "description",
    "notes",
    "search_text",
)
_KEY = "book_id, currency, type, date, category"
_FIRST_OF_MONTH = {
    "sqlite": "date(date, 'start of month')",
    "mysql": "CAST(DATE_FORMAT(date, '%Y-%m-01') AS DATE)",
    "postgresql": "CAST(date_trunc('month', date) AS date)",
}


def open_account(name: str) -> dict[str, Any]:
    """A user with books, and all that a client needs to use them."""
    user = User.objects.create_user(name)
    token = AccessToken.objects.get(user=user)
    categories = Category.objects.in_book(user.book.pk).order_by("pk")
    return {
        "token": key_of(token),
        "digest": digest_of(key_of(token)),
        "book": user.book.pk,
        "categories": list(categories.values_list("pk", flat=True)),
    }


def starter_set() -> list[tuple[str, str]]:
    return [(name, emoji) for name, emoji, _ in STARTER_SET]


def plan(account: dict[str, Any], rows: int) -> None:
    """Every-month budgets, about as large as what so many rows spend: over all, of categories."""
    limits = dict.fromkeys(account["categories"][:3], rows) | {ALL_EXPENSES: rows * 8}

    def act(unit: Unit) -> Answer:
        unit.create_all(
            [
                Budget(category_number=number, amount=Decimal(limit), currency="USD")
                for number, limit in limits.items()
            ]
        )
        return Answer(200, b"")

    write(account["book"], act, Request.of_our_own("budget.create"))


def row_values(spec: Spec, name: str, account: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    now = timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    written = f"{now}+00" if connection.vendor == "postgresql" else now
    for row in spec.rows(name):
        yield (
            account["book"],
            1,
            written,
            written,
            row.type,
            row.units,
            "USD",
            row.refund,
            None if row.category is None else account["categories"][row.category],
            row.day.isoformat(),
            row.description,
            row.notes,
            fold(f"{row.description}\n{row.notes}"),
        )


def add_up() -> None:
    """The totals of every book, of which there are none yet."""
    month = _FIRST_OF_MONTH[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO transactions_dailytotal ({_KEY}, total, count) "
            "SELECT book_id, currency, type, date, COALESCE(category_id, 0), "
            "SUM(CASE WHEN refund THEN -amount ELSE amount END), COUNT(*) "
            "FROM transactions_transaction "
            "GROUP BY book_id, currency, type, date, COALESCE(category_id, 0)"
        )
        cursor.execute(
            f"INSERT INTO transactions_monthlytotal ({_KEY}, total, count) "
            f"SELECT book_id, currency, type, {month}, category, SUM(total), SUM(count) "
            f"FROM transactions_dailytotal GROUP BY book_id, currency, type, {month}, category"
        )


def fill(folder: Path, url: str) -> None:
    spec = Spec.read(folder / "spec.json")
    driver = connect(url)
    accounts = {}
    for name, count in spec.people().items():
        accounts[name] = open_account(name)
        if name in spec.sizes:
            plan(accounts[name], count)
        values = row_values(spec, name, accounts[name])
        insert_all(driver, url, "transactions_transaction", _COLUMNS, values)
    add_up()
    if connection.vendor == "postgresql":  # what its autovacuum would have done by tomorrow
        driver.execute("VACUUM ANALYZE")
    keep(folder / "ours.json", {"starter_set": starter_set(), "accounts": accounts})


if __name__ == "__main__":
    assert not settings.DEBUG
    fill(Path(sys.argv[1]), os.environ["DATABASE_URL"])
