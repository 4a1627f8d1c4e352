"""Progress: how much of each budget of a month is spent, and where that leads.

`spent` is the whole month's, what is dated later in it included. Averages are not yet rounded.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from budgets.models import ALL_EXPENSES, Budget
from budgets.months import month_name
from common.currencies import exponent_of
from common.money import ZERO
from common.periods import Period
from transactions.models import Type
from transactions.totals import Part, Scope, Sum, read_sums

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Spent:
    """Expenses less refunds, and the number of transactions in that."""

    total: Decimal = ZERO
    count: int = 0


#: By (category, currency); `ALL_EXPENSES` has what all categories, and none, add up to.
Spending = Mapping[tuple[int, str], Spent]


@dataclass(frozen=True, slots=True)
class Progress:
    """One budget in one month, as seen from `today`."""

    budget: int
    category: int
    """Its id, or `ALL_EXPENSES`."""
    category_name: str | None
    category_emoji: str | None
    currency: str
    month: Period
    today: date
    limit: Decimal
    spent: Decimal
    count: int
    spent_by_today: Decimal
    """Of what is spent, the part that is not dated later than today."""

    @property
    def remaining(self) -> Decimal:
        """Negative when overspent, because clients show the overrun."""
        return self.limit - self.spent

    @property
    def over_budget(self) -> bool:
        return self.spent > self.limit

    @property
    def percent(self) -> Decimal:
        """Of the limit, with one decimal, half-even; negative where more came back than went."""
        share = (self.spent * 100 / self.limit).quantize(_TENTH, ROUND_HALF_EVEN)
        return share + 0  # never minus nothing

    @property
    def expected_by_today(self) -> Decimal:
        """The limit, in equal parts for each day of the month."""
        return self.limit * self._days_gone / self.month.length

    @property
    def projected(self) -> Decimal | None:
        """What will be spent at the pace so far; None before the month has begun.

        What is dated later counts once: it is no part of the pace.
        """
        if not self._days_gone:
            return None
        days_to_come = self.month.length - self._days_gone
        return self.spent + max(ZERO, self.spent_by_today) * days_to_come / self._days_gone

    @property
    def safe_to_spend_per_day(self) -> Decimal | None:
        """For today and each day left, rounded down to the currency's decimals; None but now."""
        if self.today not in self.month:
            return None
        days_left = (self.month.end - self.today).days
        unit = Decimal(1).scaleb(-exponent_of(self.currency))
        return (max(ZERO, self.remaining) / days_left).quantize(unit, ROUND_DOWN)

    @property
    def _days_gone(self) -> int:
        """Today included: none of a month to come, and all of a past one."""
        days = (self.today - self.month.start).days + 1
        return min(max(days, 0), self.month.length)


def progress(
    book_id: int,
    month: Period,
    today: date,
    *,
    currency: str | None = None,
    categories: Collection[int] | None = None,
) -> list[Progress]:
    """Of each budget that holds in the month: over all expenses first, then by category's name.

    `categories` are ids, and `ALL_EXPENSES` for the budgets over all; None is every budget. Two
    queries, whatever the number of budgets and transactions: ask for them in one snapshot.
    """
    budgets = _holding(book_id, month, currency, categories)
    if not budgets:
        return []
    currencies = {budget.currency for budget in budgets}
    # By one currency, which most books have, the totals' primary key finds the month at once.
    scope = Scope(book_id, currencies.pop() if len(currencies) == 1 else None)
    spent, by_today = _read_spending(scope, month, today)
    return [_progress(budget, month, today, spent, by_today) for budget in budgets]


def _holding(
    book_id: int, month: Period, currency: str | None, categories: Collection[int] | None
) -> list[Budget]:
    """One for each category and currency: the month's own where there is one."""
    rows = Budget.objects.in_book(book_id).holding_in(month_name(month))
    chosen = {
        (budget.category_number, budget.currency): budget
        for budget in rows.select_related("category")
        if (currency is None or budget.currency == currency)
        and (categories is None or budget.category_number in categories)
    }
    return sorted(chosen.values(), key=_place)


def _place(budget: Budget) -> tuple[bool, str, str]:
    category = budget.category
    return category is not None, category.name_key if category else "", budget.currency


def _read_spending(scope: Scope, month: Period, today: date) -> tuple[Spending, Spending]:
    """The whole month's, and what of it is not dated later than today."""
    now = [Period.days(month.start, today)] if today in month else []
    parts = [Part(each, by=("currency", "category"), type=Type.EXPENSE) for each in (month, *now)]
    whole, *so_far = map(_spending, read_sums(scope, *parts))
    if so_far:
        return whole, so_far[0]
    return whole, whole if month.end <= today else {}


def _spending(sums: Iterable[Sum]) -> Spending:
    found: dict[tuple[int, str], Spent] = defaultdict(Spent)
    for each in sums:
        # Number 0 is the uncategorised among totals, and all of them among budgets.
        for number in {each.category, ALL_EXPENSES}:
            before = found[number, each.currency]
            total, count = before.total + each.total, before.count + each.count
            found[number, each.currency] = Spent(total, count)
    return found


def _progress(
    budget: Budget, month: Period, today: date, spending: Spending, by_today: Spending
) -> Progress:
    key, category = (budget.category_number, budget.currency), budget.category
    spent = spending.get(key, Spent())
    return Progress(
        budget=budget.pk,
        category=budget.category_number,
        category_name=category.name if category else None,
        category_emoji=category.emoji if category else None,
        currency=budget.currency,
        month=month,
        today=today,
        limit=budget.amount,
        spent=spent.total,
        count=spent.count,
        spent_by_today=by_today.get(key, Spent()).total,
    )
