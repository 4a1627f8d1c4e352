"""The same reports from the rows of transactions, by the ORM.

As a good engineer would write them who keeps no totals: the sums are the database's work, a range
of days is a range that the index serves, nothing is read twice, and of the formulations that were
tried the quickest on SQLite is here: conditional sums, grouped by as little as possible, because
`refund` among the groups costs twice as much, and the names of categories by a query of their own,
because a join would look them up for every row. What comes after the sums is the application's
own, so both ways do the same there.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from benchmarks.from_rows.question import Question
from budgets.models import ALL_EXPENSES, Budget
from budgets.months import month_name
from budgets.progress import Progress
from categories.models import Category
from common.intervals import Interval, Steps
from common.money import ZERO
from common.periods import Period, Preset
from common.ranges import Range
from reports.analytics import RECENT_DAYS, Analytics
from reports.by_category import CategoryRow, category_rows
from reports.calendar import Calendar, CalendarDay, levels
from reports.comparing import compare, period_before
from reports.monthly import MonthlySummary
from reports.spans import Span
from reports.summary import Summary
from reports.trends import Step
from reports.weekly import WEEKDAYS, Weekly
from transactions import totals
from transactions.models import Transaction, Type
from transactions.querysets import TransactionQuerySet
from transactions.totals import TYPES, Flow

_PAID, _CAME_BACK = Q(refund=False), Q(refund=True)
_EXPENSE = Q(type=Type.EXPENSE)
_SUMS = {
    "paid": Sum("amount", filter=_PAID),
    "came_back": Sum("amount", filter=_CAME_BACK),
    "number": Count("pk"),
}
_FLOWS = {
    "income": Sum("amount", filter=Q(type=Type.INCOME)),
    "paid": Sum("amount", filter=_EXPENSE & _PAID),
    "came_back": Sum("amount", filter=_EXPENSE & _CAME_BACK),
    "number": Count("pk"),
}


def of_summary(asked: Question) -> Summary:
    span = _span(asked.year)
    before = _before(span, asked.year)
    flow, earlier = _flow(asked, _period(span)), _flow(asked, before)
    average = flow.expense / _period(span).length
    return Summary(span, flow, average, compare(flow, before, earlier))


def of_categories(asked: Question) -> tuple[Span, list[CategoryRow]]:
    span = _span(asked.year)
    rows = _rows(asked, _period(span)).of_type(Type.EXPENSE)
    return span, category_rows(_by_category(rows, asked))


def of_analytics(asked: Question) -> Analytics:
    wanted = asked.of(Preset.LAST_30_DAYS)
    span = _span(wanted)
    period, before = _period(span), _before(span, wanted)
    recent = {number: Period.last_days(number, asked.today) for number in RECENT_DAYS}
    daily = _by_day(asked, period)
    expenses = _rows(asked, period).of_type(Type.EXPENSE)
    return Analytics(
        span,
        _flow(asked),
        {number: (each, _flow(asked, each)) for number, each in recent.items()},
        category_rows(_by_category(expenses, asked)),
        daily,
        compare(_together(flow for _, flow in daily), before, _flow(asked, before)),
    )


def of_month(asked: Question) -> MonthlySummary:
    sums = _by_category(_rows(asked, asked.month), asked)
    by_type = [category_rows([each for each in sums if each.type == kind]) for kind in TYPES]
    return MonthlySummary(asked.month, totals.flow_of(sums), [row for of in by_type for row in of])


def of_balance(asked: Question) -> Flow:
    return _flow(asked)


def of_trend(asked: Question) -> list[Step]:
    found, net = [], ZERO
    for day, flow in _by_day(asked, asked.year.period):
        net += flow.net
        found.append(Step(Period.days(day, day), flow, net))
    return found


def of_calendar(asked: Question) -> Calendar:
    span = _span(asked.of(Preset.THIS_YEAR))
    days = _by_day(asked, _period(span))
    found = levels(flow.expense for _, flow in days)
    both = zip(days, found, strict=True)
    return Calendar(span, [CalendarDay(day, flow, level) for (day, flow), level in both])


def of_weeks(asked: Question) -> Weekly:
    span = _span(asked.year)
    days = _by_day(asked, _period(span))
    weekdays = [
        (number, _together(flow for day, flow in days if day.isoweekday() == number))
        for number in WEEKDAYS
    ]
    weeks, place = [], 0
    for week in Steps(Interval.WEEK, _period(span))[:]:
        weeks.append((week, _together(flow for _, flow in days[place : place + week.length])))
        place += week.length
    return Weekly(span, weekdays, weeks, _highest(weekdays), _highest(weeks))


def of_currencies(asked: Question) -> tuple[Span, list[tuple[str, Flow]]]:
    span = _span(asked.year)
    rows = Transaction.objects.in_book(asked.scope.book).within(_period(span))
    found = rows.values("currency").annotate(**_FLOWS).order_by("currency")
    return span, [(each["currency"], _flow_of(each)) for each in found]


def of_budgets(asked: Question) -> list[Progress]:
    book, month = asked.scope.book, asked.month
    budgets = Budget.objects.in_book(book).holding_in(month_name(month)).select_related("category")
    # The month's own come last, and take the place of the every-month ones.
    holding = {(each.category_number, each.currency): each for each in budgets}
    by_today = Q(date__lte=asked.today)
    rows = Transaction.objects.in_book(book).of_type(Type.EXPENSE).within(month)
    spent = rows.order_by().values("currency", "category").annotate(
        **_SUMS,
        paid_by_today=Sum("amount", filter=_PAID & by_today),
        came_back_by_today=Sum("amount", filter=_CAME_BACK & by_today),
    )
    found = list(spent)
    return [_progress(holding[key], asked, found) for key in sorted(holding, key=_place(holding))]


def _place(holding: dict[Any, Budget]) -> Any:
    def place(key: tuple[int, str]) -> tuple[bool, str, str]:
        category = holding[key].category
        return category is not None, category.name_key if category else "", key[1]

    return place


def _progress(budget: Budget, asked: Question, sums: list[dict[str, Any]]) -> Progress:
    number, category = budget.category_number, budget.category
    own = [
        each
        for each in sums
        if each["currency"] == budget.currency and number in {ALL_EXPENSES, each["category"]}
    ]
    return Progress(
        budget=budget.pk,
        category=number,
        category_name=category.name if category else None,
        category_emoji=category.emoji if category else None,
        currency=budget.currency,
        month=asked.month,
        today=asked.today,
        limit=budget.amount,
        spent=sum((_difference(each) for each in own), ZERO),
        count=sum(each["number"] for each in own),
        spent_by_today=sum((_difference(each, "_by_today") for each in own), ZERO),
    )


# What they read


def _rows(asked: Question, period: Period | None = None) -> TransactionQuerySet:
    rows = Transaction.objects.in_book(asked.scope.book).filter(currency=asked.scope.currency)
    return rows.order_by() if period is None else rows.order_by().within(period)


def _flow(asked: Question, period: Period | None = None) -> Flow:
    return _flow_of(_rows(asked, period).aggregate(**_FLOWS))


def _by_day(asked: Question, period: Period) -> list[tuple[date, Flow]]:
    """Every day of the period, those without a row included."""
    grouped = _rows(asked, period).values("date").annotate(**_FLOWS)
    flows = {each["date"]: _flow_of(each) for each in grouped}
    days = (period.start + timedelta(days=number) for number in range(period.length))
    return [(day, flows.get(day, Flow())) for day in days]


def _by_category(rows: TransactionQuerySet, asked: Question) -> list[totals.Sum]:
    named = Category.objects.in_book(asked.scope.book).values_list("pk", "name", "emoji")
    names = {number: (name, emoji) for number, name, emoji in named}
    found = []
    for each in rows.values("type", "category").annotate(**_SUMS):
        name, emoji = names.get(each["category"], (None, None))
        found.append(
            totals.Sum(
                total=_difference(each),
                count=each["number"],
                type=each["type"],
                category=each["category"] or 0,
                category_name=name,
                category_emoji=emoji,
            )
        )
    return found


# What they make of it


def _flow_of(found: dict[str, Any]) -> Flow:
    return Flow(found["income"] or ZERO, _difference(found), found["number"])


def _difference(found: dict[str, Any], which: str = "") -> Decimal:
    """What was paid, less what came back; a sum of no row is NULL."""
    return (found[f"paid{which}"] or ZERO) - (found[f"came_back{which}"] or ZERO)


def _together(flows: Iterable[Flow]) -> Flow:
    parts = list(flows)
    return Flow(
        sum((each.income for each in parts), ZERO),
        sum((each.expense for each in parts), ZERO),
        sum(each.count for each in parts),
    )


def _highest(flows: list[tuple[Any, Flow]]) -> Any:
    key, flow = max(flows, key=lambda each: each[1].expense)
    return key if flow.expense > 0 else None


def _span(wanted: Range) -> Span:
    return Span(wanted.period.start, wanted.period.last, wanted.period)


def _period(span: Span) -> Period:
    assert span.period is not None
    return span.period


def _before(span: Span, wanted: Range) -> Period:
    before = period_before(span, wanted)
    assert before is not None
    return before
