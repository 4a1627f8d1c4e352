"""Reading the kept totals: any number of sums, each over a range of days, in one statement.

Whole months come from the months' totals and the edges from the days', so a sum costs the same
however many transactions are behind it. This module and `settling` are the only ones that speak
SQL: a union of grouped selects is built in a tenth of the time that the ORM needs for it.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

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

    Instead of by date it may be by month; a sum's day is then the first of its month. `type`
    narrows the scope further for this part alone.
    """

    period: Period | None
    by: tuple[str, ...] = ("type",)
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum and the number of transactions in it; what it is not by is empty.

    An empty day is `date.min`, so that nobody has to ask whether there is one.
    """

    total: Decimal
    count: int
    currency: str = ""
    type: str = ""
    category: int = 0
    category_name: str | None = None
    category_emoji: str | None = None
    day: date = date.min


def read_sums(scope: Scope, *parts: Part) -> list[list[Sum]]:
    """The sums of each part, in order; a combination without rows is not there."""
    pieces = [
        _Piece(number, model, period, part)
        for number, part in enumerate(parts)
        for model, period in _pieces(part)
    ]
    found: list[dict[tuple[Any, ...], Sum]] = [{} for _ in parts]
    for number, currency, kind, category, day, name, emoji, total, count in _rows(scope, pieces):
        piece = pieces[number]
        on = _day(day) or piece.month or date.min
        sums, place = found[piece.part_number], (currency, kind, category, on)
        amount, rows = from_sum(total), int(count)
        before = sums.get(place)
        if before is not None:
            amount, rows = amount + before.total, rows + before.count
        sums[place] = Sum(amount, rows, currency, kind, category, name, emoji, on)
    return [[each for each in sums.values() if each.count] for sums in found]


def read_count(scope: Scope, period: Period | None) -> int:
    """How many transactions there are in it."""
    counts: list[str] = []
    params: list[Any] = []
    for model, stretch in _pieces(Part(period)):
        where, values = _where(scope, scope.type, stretch)
        table = connection.ops.quote_name(model._meta.db_table)
        counts.append(f"COALESCE((SELECT SUM(count) FROM {table} WHERE {where}), 0)")  # noqa: S608
        params.extend(values)
    if not counts:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {' + '.join(counts)}", params)
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Piece:
    """The stretch of a part that is read from the totals of one kind."""

    part_number: int
    model: type[Total]
    period: Period | None
    part: Part

    @property
    def has_day(self) -> bool:
        return "date" in self.part.by or self.is_of_months

    @property
    def is_of_months(self) -> bool:
        return "month" in self.part.by and self.model is MonthlyTotal

    @property
    def month(self) -> date | None:
        """The month that the sums of some of its days belong to; None where they have a day."""
        if "month" not in self.part.by or self.is_of_months or self.period is None:
            return None
        return self.period.start.replace(day=1)

    @property
    def columns(self) -> list[str]:
        """What the sums are grouped by."""
        by = [name for name in self.part.by if name not in {"date", "month"}]
        return [*by, "date"] if self.has_day else by


def _rows(scope: Scope, pieces: Sequence[_Piece]) -> Sequence[Any]:
    """(piece, currency, type, category, day, name, emoji, total, count), as they are stored."""
    selects: list[str] = []
    params: list[Any] = []
    for number, piece in enumerate(pieces):
        sql, values = _select(number, piece, scope)
        selects.append(sql)
        params.extend(values)
    if not selects:
        return ()
    names, join, owner = _named(scope, pieces)
    sql = (
        f"SELECT u.piece, u.currency, u.type, u.category, u.date, {names}, u.total, u.rows_ "  # noqa: S608
        f"FROM ({' UNION ALL '.join(selects)}) u {join}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *owner])
        rows: Sequence[Any] = cursor.fetchall()
    return rows


def _named(scope: Scope, pieces: Sequence[_Piece]) -> tuple[str, str, list[int]]:
    """The columns and the join for the names of categories, where a part is by category."""
    if not any("category" in piece.part.by for piece in pieces):
        return "NULL, NULL", "", []
    table = connection.ops.quote_name(Category._meta.db_table)
    join = f"LEFT JOIN {table} c ON c.book_id = %s AND c.id = u.category"
    return "c.name, c.emoji", join, [scope.book]


def _pieces(part: Part) -> Iterator[tuple[type[Total], Period | None]]:
    """The stretches of a part: days by month never reach over the end of one."""
    if part.period is None:
        yield (DailyTotal if "date" in part.by else MonthlyTotal), None
        return
    if "date" in part.by:
        yield DailyTotal, part.period
        return
    head, months, tail = part.period.whole_months()
    if head is not None:
        for days in head.months() if "month" in part.by else (head,):
            yield DailyTotal, days
    if months is not None:
        yield MonthlyTotal, months
    if tail is not None:
        yield DailyTotal, tail


def _select(number: int, piece: _Piece, scope: Scope) -> tuple[str, list[Any]]:
    by = piece.columns

    def shown(name: str, absent: str) -> str:
        return f"{name if name in by else absent} AS {name}"

    columns = [
        f"{number} AS piece",
        shown("currency", "''"),
        shown("type", "''"),
        shown("category", "0"),
        shown("date", "CAST(NULL AS DATE)"),
        f"{sum_sql(connection.vendor, 'total')} AS total",
        "SUM(count) AS rows_",
    ]
    where, params = _where(scope, piece.part.type or scope.type, piece.period)
    table = connection.ops.quote_name(piece.model._meta.db_table)
    grouped = f" GROUP BY {', '.join(by)}" if by else ""
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {where}{grouped}"  # noqa: S608
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


def flow_of(sums: Iterable[Sum]) -> Flow:
    """What sums by type add up to."""
    return flows_by(lambda _: None, sums).get(None, Flow())


Key = TypeVar("Key", bound=Hashable)


def flows_by(key: Callable[[Sum], Key], sums: Iterable[Sum]) -> dict[Key, Flow]:
    """A flow for each value of the key that has a sum; the sums are by type."""
    found: dict[Key, Flow] = {}
    for each in sums:
        value = key(each)
        before = found.get(value, _NOTHING)
        income, expense, count = before.income, before.expense, before.count + each.count
        if each.type == Type.INCOME:
            income += each.total
        else:
            expense += each.total
        found[value] = Flow(income, expense, count)
    return found


_NOTHING = Flow()
