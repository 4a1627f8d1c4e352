"""Facts: what the rules of `insights` look at, of one currency, as of one day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from budgets.progress import Progress, progress
from common.intervals import Interval
from common.money import ZERO
from common.periods import Period
from reports.by_category import CategoryRow, category_rows
from reports.merchants import Payment, Recurring, recurring
from transactions.models import Transaction, Type
from transactions.querysets import TransactionQuerySet
from transactions.totals import Flow, Part, Scope, Sum, flows_by, read_sums

#: How many whole months before this one are looked at: they say what is usual.
MONTHS = 6
#: Four weeks, so that every day of the week is in them equally often.
RECENT_DAYS = 28
MOST_BIGGEST = 3
#: Merchants are looked for among so many of the latest payments.
MOST_PAYMENTS = 2_000
_month_number, _first_day = Interval.MONTH.number_of, Interval.MONTH.start_of


@dataclass(frozen=True, slots=True)
class History:
    """The expenses of one category: of this month, and of each of the six months before it."""

    category: int
    name: str
    now: CategoryRow | None
    """None for a month without one."""
    months: tuple[Flow, ...]
    """Oldest first."""

    @property
    def spent(self) -> Decimal:
        return self.now.total if self.now else ZERO

    @property
    def totals(self) -> list[Decimal]:
        return [flow.expense for flow in self.months]


@dataclass(frozen=True, slots=True)
class Facts:
    currency: str
    today: date
    months: tuple[Flow, ...]
    """Of the six whole months before this one, oldest first."""
    categories: tuple[History, ...]
    recent: dict[int, Flow]
    """The expenses of `recent_days` by day of the week; 1 is Monday."""
    budgets: tuple[Progress, ...] = ()
    biggest: tuple[Payment, ...] = ()
    """The largest payments of this month."""
    payments: tuple[Payment, ...] = ()
    """Of the six months and this one, the latest first, at most MOST_PAYMENTS."""
    merchants: tuple[Recurring, ...] = ()
    """Who charges every month, as those payments show."""

    @property
    def month(self) -> Period:
        return Period.month(self.today.year, self.today.month)

    @property
    def last_month(self) -> Period:
        return self.month.previous()

    @property
    def half_year(self) -> Period:
        return half_year_before(self.today)

    @property
    def recent_days(self) -> Period:
        return Period.last_days(RECENT_DAYS, self.today)

    @property
    def everyday(self) -> list[Payment]:
        """The payments but what is charged once a month, such as a rent, whatever the day."""
        monthly = {each.id for merchant in self.merchants for each in merchant.charges}
        return [each for each in self.payments if each.id not in monthly]

    @property
    def has_half_a_year(self) -> bool:
        """Whether the books have something in the first of the six months already."""
        return self.months[0].count > 0


def half_year_before(today: date) -> Period:
    """The six whole months before the day's own."""
    month = _month_number(today)
    return Period(_first_day(month - MONTHS), _first_day(month))


def facts(scope: Scope, today: date) -> Facts:
    """Read them: one statement of totals, two of budgets, two of payments."""
    currency = scope.currency or ""
    month, before = Period.month(today.year, today.month), half_year_before(today)
    past, now, recent = read_sums(
        scope,
        Part(before, by=("type", "category", "month")),
        Part(month, by=("type", "category"), type=Type.EXPENSE),
        Part(Period.last_days(RECENT_DAYS, today), by=("type", "date"), type=Type.EXPENSE),
    )
    flows = flows_by(lambda each: each.day, past)
    paid = Transaction.objects.in_book(scope.book).payments(currency)
    latest = paid.within(Period(before.start, month.end)).latest_first()
    payments = _read(latest[:MOST_PAYMENTS])
    return Facts(
        currency,
        today,
        tuple(flows.get(part.start, Flow()) for part in before.months()),
        tuple(_histories(before, past, now)),
        flows_by(lambda each: each.day.isoweekday(), recent),
        tuple(progress(scope.book, month, today, currency=currency)),
        _read(paid.within(month).largest_first()[:MOST_BIGGEST]),
        payments,
        tuple(recurring(payments, today)),
    )


def _histories(before: Period, past: Sequence[Sum], now: Sequence[Sum]) -> Iterator[History]:
    spent = [each for each in past if each.type == Type.EXPENSE]
    names = {each.category: each.category_name for each in [*spent, *now]}
    flows = flows_by(lambda each: (each.category, each.day), spent)
    rows = {row.categories[0]: row for row in category_rows(now)}
    for category, name in sorted(names.items()):
        months = (flows.get((category, part.start), Flow()) for part in before.months())
        yield History(category, name or "Uncategorised", rows.get(category), tuple(months))


def _read(payments: TransactionQuerySet) -> tuple[Payment, ...]:
    rows: Any = payments.values_list("id", "date", "amount", "description", "category_id")
    return tuple(Payment(*row) for row in rows)
