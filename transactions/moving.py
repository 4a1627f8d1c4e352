"""Moving every transaction of a category to another one, by statements over sets of rows."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection

from common.money import to_units
from common.upserts import upsert_tail
from ledger.resources import Edit, Moved
from ledger.writing import Unit
from transactions.models import DailyTotal, MonthlyTotal, Total, Transaction
from transactions.querysets import TransactionQuerySet
from transactions.settling import (
    ADD,
    COLUMNS,
    KEY,
    Amount,
    Bucket,
    add_days_and_months,
    refusing_overflow,
)


def count_in_category(book: int, category: int) -> int:
    return Transaction.objects.in_book(book).in_category(category).count()


def move_to_category(unit: Unit, category: int, target: int | None) -> Moved:
    """Rows and totals alike, noted as one change."""
    rows = Transaction.objects.in_book(unit.book.pk).in_category(category)
    moved = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(category=target, version=unit.book.version, updated_at=unit.now)
    for model in (DailyTotal, MonthlyTotal):
        _move_totals(unit.book.pk, model, category, target or 0)
    unit.record_alike("transaction", moved, {"category_id": category}, {"category_id": target})
    return Moved(len(moved))


def take_back_move(unit: Unit, version: int, rows: Sequence[int], back: Edit) -> bool:
    """Put all the rows back that the operation of that version moved; False where it cannot.

    By statements over sets, where they are just the rows that have its version still.
    """
    now, before = back
    if now is None or before is None or now.keys() != {"category_id"}:
        return False
    source, target = now["category_id"], before["category_id"]
    moved = Transaction.objects.in_book(unit.book.pk).in_category(source).written_by(version)
    if set(moved.values_list("pk", flat=True)) != set(rows):
        return False
    _move_totals_of(unit.book.pk, moved, source or 0, target or 0)
    moved.update(category=target, version=unit.book.version, updated_at=unit.now)
    unit.record_alike("transaction", rows, now, before)
    return True


def _move_totals_of(book: int, rows: TransactionQuerySet, source: int, target: int) -> None:
    """What these rows, of one category, add up to, from its totals to those of another one."""
    days: dict[Bucket, Amount] = defaultdict(lambda: (0, 0))
    for currency, kind, day, refund, total, count in rows.sums("currency", "type", "date"):
        units = to_units(total) * (-1 if refund else 1)
        for category, sign in ((source, -1), (target, 1)):
            bucket = (currency, kind, day, category)
            days[bucket] = (days[bucket][0] + sign * units, days[bucket][1] + sign * count)
    add_days_and_months(book, days)


def _move_totals(book: int, model: type[Total], category: int, target: int) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    chosen = COLUMNS[:4]
    sql = (
        f"INSERT INTO {table} ({', '.join(COLUMNS)}) "  # noqa: S608
        f"SELECT {', '.join(f'moved.{name}' for name in chosen)}, %s, moved.total, moved.count "
        f"FROM {table} moved WHERE moved.book_id = %s AND moved.category = %s"
    )
    with refusing_overflow(), connection.cursor() as cursor:
        cursor.execute(sql + upsert_tail(model, KEY, ADD), [target, book, category])
    model._default_manager.filter(book_id=book, category=category).delete()
