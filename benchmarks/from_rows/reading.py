"""Reading the rows: every sum is the database's work, over a range that the index serves."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from benchmarks.from_rows.question import Question
from categories.models import Category
from common.money import ZERO
from common.periods import Period
from transactions import totals
from transactions.models import Transaction, Type
from transactions.querysets import TransactionQuerySet
from transactions.totals import Flow

PAID, CAME_BACK = Q(refund=False), Q(refund=True)
_EXPENSE = Q(type=Type.EXPENSE)
SUMS = {
    "paid": Sum("amount", filter=PAID),
    "came_back": Sum("amount", filter=CAME_BACK),
    "number": Count("pk"),
}
FLOWS = {
    "income": Sum("amount", filter=Q(type=Type.INCOME)),
    "paid": Sum("amount", filter=_EXPENSE & PAID),
    "came_back": Sum("amount", filter=_EXPENSE & CAME_BACK),
    "number": Count("pk"),
}


def rows_of(asked: Question, period: Period | None = None) -> TransactionQuerySet:
    rows = Transaction.objects.in_book(asked.scope.book).filter(currency=asked.scope.currency)
    return rows.order_by() if period is None else rows.order_by().within(period)


def read_flow(asked: Question, period: Period | None = None) -> Flow:
    return flow_of(rows_of(asked, period).aggregate(**FLOWS))


def daily_flows(asked: Question, period: Period) -> list[tuple[date, Flow]]:
    """Every day of the period, those without a row included."""
    grouped = rows_of(asked, period).values("date").annotate(**FLOWS)
    flows = {each["date"]: flow_of(each) for each in grouped}
    days = (period.start + timedelta(days=number) for number in range(period.length))
    return [(day, flows.get(day, Flow())) for day in days]


def read_sums(asked: Question, period: Period) -> list[totals.Sum]:
    """By type and category."""
    return _sums(rows_of(asked, period).values("type", "category"), asked)


def expenses_by_category(asked: Question, period: Period) -> list[totals.Sum]:
    return _sums(rows_of(asked, period).of_type(Type.EXPENSE).values("type", "category"), asked)


def _sums(rows: Any, asked: Question) -> list[totals.Sum]:
    names, found = read_names(asked), []
    for each in rows.annotate(**SUMS):
        name, emoji = names.get(each["category"], (None, None))
        found.append(
            totals.Sum(
                total=difference(each),
                count=each["number"],
                type=each["type"],
                category=each["category"] or 0,
                category_name=name,
                category_emoji=emoji,
            )
        )
    return found


def read_names(asked: Question) -> dict[int, tuple[str, str]]:
    """The name and emoji of each category."""
    named = Category.objects.in_book(asked.scope.book).values_list("pk", "name", "emoji")
    return {number: (name, emoji) for number, name, emoji in named}


def flow_of(found: dict[str, Any]) -> Flow:
    return Flow(found["income"] or ZERO, difference(found), found["number"])


def difference(found: dict[str, Any], which: str = "") -> Decimal:
    """What was paid, less what came back; a sum of no row is NULL."""
    return (found[f"paid{which}"] or ZERO) - (found[f"came_back{which}"] or ZERO)
