"""Bringing the totals along with the rows: `total = total + x`, in one upsert for each table.

Read, compute and write back would lose money as soon as two writers meet; and rows written in one
sorted order cannot deadlock.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import DataError, IntegrityError, connection

from common.money import to_units
from common.problems import Problem
from common.upserts import upsert_tail
from ledger.resources import Edit, Snapshot
from ledger.writing import Unit
from transactions.models import DailyTotal, MonthlyTotal, Total
from transactions.querysets import TransactionQuerySet

#: (currency, type, date, category or 0)
Bucket = tuple[str, str, date, int]
#: (units, rows)
Amount = tuple[int, int]
COLUMNS = ("book_id", "currency", "type", "date", "category", "total", "count")
KEY = COLUMNS[:5]
ADD = {"total": "{old}total + {new}total", "count": "{old}count + {new}count"}
#: What a row's bucket is made of.
BY = ("currency", "type", "date", "category_id")
_ROWS_A_STATEMENT = 100


def settle(unit: Unit, edits: Iterable[Edit]) -> None:
    """Add what the edits change to the days' and the months' totals."""
    days: dict[Bucket, Amount] = defaultdict(lambda: (0, 0))
    for before, after in edits:
        if before is not None:
            _add(days, before, -1)
        if after is not None:
            _add(days, after, 1)
    add_days_and_months(unit.book.pk, days)


def settle_new(unit: Unit, rows: TransactionQuerySet) -> None:
    """As `settle`, for rows that were made by one statement."""
    days: dict[Bucket, Amount] = defaultdict(lambda: (0, 0))
    for currency, kind, day, category, refund, total, count in rows.sums(*BY):
        bucket = (currency, kind, day, category or 0)
        units, number = days[bucket]
        days[bucket] = (units + to_units(total) * (-1 if refund else 1), number + count)
    add_days_and_months(unit.book.pk, days)


def add_days_and_months(book: int, days: Mapping[Bucket, Amount]) -> None:
    months: dict[Bucket, Amount] = defaultdict(lambda: (0, 0))
    for (currency, kind, day, category), (units, rows) in days.items():
        bucket = (currency, kind, day.replace(day=1), category)
        months[bucket] = (months[bucket][0] + units, months[bucket][1] + rows)
    add_to_totals(book, DailyTotal, days)
    add_to_totals(book, MonthlyTotal, months)


def _add(days: dict[Bucket, Amount], row: Snapshot, sign: int) -> None:
    day = date.fromisoformat(row["date"])
    bucket = (row["currency"], row["type"], day, row["category_id"] or 0)
    units = to_units(Decimal(row["amount"])) * (-sign if row["refund"] else sign)
    days[bucket] = (days[bucket][0] + units, days[bucket][1] + sign)


def add_to_totals(book: int, model: type[Total], amounts: Mapping[Bucket, Amount]) -> None:
    """Problem `total_out_of_range` where a total would leave what 64 bits keep exactly."""
    rows = [(*bucket, *amount) for bucket, amount in sorted(amounts.items()) if any(amount)]
    for first in range(0, len(rows), _ROWS_A_STATEMENT):
        _upsert(book, model, rows[first : first + _ROWS_A_STATEMENT])


def _upsert(book: int, model: type[Total], rows: list[tuple[Any, ...]]) -> None:
    to_day = connection.ops.adapt_datefield_value
    values = [
        value
        for currency, kind, day, category, units, count in rows
        for value in (book, currency, kind, to_day(day), category, units, count)
    ]
    with refusing_overflow(), connection.cursor() as cursor:
        cursor.execute(_upsert_sql(model, len(rows)), values)


@cache
def _upsert_sql(model: type[Total], rows: int) -> str:
    table = connection.ops.quote_name(model._meta.db_table)
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * rows)
    head = f"INSERT INTO {table} ({', '.join(COLUMNS)}) VALUES {marks}"  # noqa: S608
    return head + upsert_tail(model, KEY, ADD)


@contextmanager
def refusing_overflow() -> Iterator[None]:
    """The totals' own CHECK, or 64 bits themselves, as the contract's problem."""
    try:
        yield
    except (IntegrityError, DataError) as error:
        raise Problem("total_out_of_range") from error
