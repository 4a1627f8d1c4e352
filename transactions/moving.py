"""Moving every transaction of a category to another one, by statements over sets of rows."""

from django.db import connection

from common.upserts import upsert_tail
from ledger.writing import Unit
from transactions.models import DailyTotal, MonthlyTotal, Total, Transaction
from transactions.settling import ADD, COLUMNS, KEY, refusing_overflow


def count_in_category(book: int, category: int) -> int:
    return Transaction.objects.in_book(book).in_category(category).count()


def move_to_category(unit: Unit, category: int, target: int | None) -> None:
    """Rows and totals alike; one change, whose rows are those with the unit's version."""
    rows = Transaction.objects.in_book(unit.book.pk).in_category(category)
    moved = rows.update(category=target, version=unit.book.version, updated_at=unit.now)
    for model in (DailyTotal, MonthlyTotal):
        _move_totals(unit.book.pk, model, category, target or 0)
    if moved:
        unit.record_uniform("transaction", {"category_id": category}, {"category_id": target})


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
