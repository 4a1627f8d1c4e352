"""Reading the kept totals: any number of sums, each over a range of days, in one statement.

Whole months come from the months' totals and the edges from the days', so a sum costs the same
however many transactions are behind it. This module and `settling` are the only ones that speak
SQL: a union of grouped selects is built in a tenth of the time that the ORM needs for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from categories.models import Category
from common.money import ZERO, from_sum, sum_sql
from common.periods import Period
from transactions.models import DailyTotal, MonthlyTotal, Total, Type

TYPES = tuple(Type.values)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which totals are read: a book's, and of it one currency, type or some categories."""

    book: int
    currency: str | None = None
    type: str | None = None
    #: ids, 0 for uncategorised; None for all
    categories: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One set of sums: over a period (None: all time), by some of currency, type, category, date.

    `type` and `categories` narrow the scope further for this part alone.
    """

    period: Period | None
    by: tuple[str, ...] = ("type",)
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum and the number of transactions in it; what it is not by is empty."""

    total: Decimal
    count: int
    currency: str = ""
    type: str = ""
    category: int = 0
    category_name: str | None = None
    category_emoji: str | None = None
    day: date | None = None


def read_sums(scope: Scope, *parts: Part) -> list[list[Sum]]:
    """The sums of each part, in order; a combination without rows is not there."""
    found: list[dict[tuple[Any, ...], Sum]] = [{} for _ in parts]
    for number, *key, name, emoji, total, count in _rows(scope, parts):
        sums = found[number]
        place = tuple(key)
        before = sums.get(place)
        if before is not None:
            total, count = total + before.total, count + before.count
        currency, kind, category, day = key
        sums[place] = Sum(total, count, currency, kind, category, name, emoji, day)
    return [[each for each in sums.values() if each.count] for sums in found]


def read_count(scope: Scope, period: Period | None) -> int:
    """How many transactions there are in it."""
    counts: list[str] = []
    params: list[Any] = []
    for model, piece in _pieces(Part(period)):
        where, values = _where(scope, scope.type, piece)
        table = connection.ops.quote_name(model._meta.db_table)
        counts.append(f"COALESCE((SELECT SUM(count) FROM {table} WHERE {where}), 0)")  # noqa: S608
        params.extend(values)
    if not counts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(counts)}", params)
        return int(cursor.fetchone()[0])


def _rows(scope: Scope, parts: Sequence[Part]) -> Iterator[tuple[Any, ...]]:
    """(part, currency, type, category, day, name, emoji, total, count), a part's pieces apart."""
    selects: list[str] = []
    params: list[Any] = []
    for number, part in enumerate(parts):
        for model, period in _pieces(part):
            sql, values = _select(number, model, period, scope, part)
            selects.append(sql)
            params.extend(values)
    if not selects:
        return
    names, join, owner = _named(scope, parts)
    sql = (
        f"SELECT u.part, u.currency, u.type, u.category, u.date, {names}, u.total, u.rows_ "  # noqa: S608
        f"FROM ({' UNION ALL '.join(selects)}) u {join}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *owner])
        for *key, day, name, emoji, total, count in cursor.fetchall():
            yield (*key, _day(day), name, emoji, from_sum(total), int(count))


def _named(scope: Scope, parts: Sequence[Part]) -> tuple[str, str, list[int]]:
    """The columns and the join for the names of categories, where a part is by category."""
    if not any("category" in part.by for part in parts):
        return "NULL, NULL", "", []
    table = connection.ops.quote_name(Category._meta.db_table)
    join = f"LEFT JOIN {table} c ON c.book_id = %s AND c.id = u.category"
    return "c.name, c.emoji", join, [scope.book]


def _pieces(part: Part) -> Iterator[tuple[type[Total], Period | None]]:
    if part.period is None:
        yield (DailyTotal if "date" in part.by else MonthlyTotal), None
        return
    if "date" in part.by:
        yield DailyTotal, part.period
        return
    head, months, tail = part.period.whole_months()
    for model, period in ((DailyTotal, head), (MonthlyTotal, months), (DailyTotal, tail)):
        if period is not None:
            yield model, period


def _select(
    number: int, model: type[Total], period: Period | None, scope: Scope, part: Part
) -> tuple[str, list[Any]]:
    def shown(name: str, absent: str) -> str:
        return f"{name if name in part.by else absent} AS {name}"

    columns = [
        f"{number} AS part",
        shown("currency", "''"),
        shown("type", "''"),
        shown("category", "0"),
        shown("date", "CAST(NULL AS DATE)"),
        f"{sum_sql(connection.vendor, 'total')} AS total",
        "SUM(count) AS rows_",
    ]
    where, params = _where(scope, part.type or scope.type, period)
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where} GROUP BY {', '.join(part.by)}"  # noqa: S608
    return sql, params


def _where(scope: Scope, kind: str | None, period: Period | None) -> tuple[str, list[Any]]:
    """The condition, with every leading column of the primary key bound where it can be."""
    clauses = ["book_id = %s"]
    params: list[Any] = [scope.book]
    if scope.currency is not None:
        clauses.append("currency = %s")
        params.append(scope.currency)
    if kind is not None or scope.currency is not None:
        kinds = TYPES if kind is None else (kind,)
        clauses.append(_among("type", kinds))
        params.extend(kinds)
    if period is not None:
        clauses.append("date >= %s AND date < %s")
        params.extend(
            connection.ops.adapt_datefield_value(day) for day in (period.start, period.end)
        )
    if scope.categories is not None:
        clauses.append(_among("category", scope.categories))
        params.extend(scope.categories)
    return " AND ".join(clauses), params


def _among(column: str, values: Sequence[Any]) -> str:
    return f"{column} IN ({', '.join(['%s'] * len(values))})" if values else "1 = 0"


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def extent(scope: Scope, period: Period | None = None) -> tuple[date, date] | None:
    """The days of the first and the last transaction; None where there is none."""
    table = connection.ops.quote_name(DailyTotal._meta.db_table)
    ends, params = [], []
    # Each end of each type is the first entry of a piece of the primary key.
    for kind in TYPES if scope.type is None else (scope.type,):
        where, values = _where(scope, kind, period)
        found = f"SELECT date FROM {table} WHERE {where} AND count > 0 ORDER BY date"  # noqa: S608
        ends += [f"({found} LIMIT 1)", f"({found} DESC LIMIT 1)"]
        params += [*values, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(ends)}", params)
        days = [day for value in cursor.fetchone() if (day := _day(value)) is not None]
    return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True)
class Flow:
    """Money in and money out; `count` is the number of transactions in both."""

    income: Decimal = ZERO
    expense: Decimal = ZERO
    count: int = 0

    @property
    def net(self) -> Decimal:
        return self.income - self.expense


def flow_of(sums: Sequence[Sum]) -> Flow:
    """What sums by type add up to."""
    by_type = dict.fromkeys(TYPES, ZERO)
    for each in sums:
        by_type[each.type] += each.total
    return Flow(by_type[Type.INCOME], by_type[Type.EXPENSE], sum(each.count for each in sums))
