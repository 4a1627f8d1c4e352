"""Insights: what a person would want to be told about their own books, in plain words.

Each rule is a pure function of the `Facts`, and says nothing where it has fewer of them than it
needs; `insights` asks them all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from statistics import median
from typing import Any

from budgets.progress import Progress
from common.money import ZERO
from common.periods import Period
from reports import reckoning
from reports.comparing import difference
from reports.facts import MOST_BIGGEST, Facts, History
from reports.merchants import Payment, Recurring
from transactions.models import Type
from transactions.totals import Flow


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ALERT = "alert"


class Code(StrEnum):
    """What an insight says; `SEVERITIES` says how pressing that is."""

    BUDGET_EXCEEDED = "budget_exceeded"
    MONTH_BELOW_ZERO = "month_below_zero"
    BUDGET_WILL_BE_EXCEEDED = "budget_will_be_exceeded"
    CATEGORY_ABOVE_USUAL = "category_above_usual"
    PRICE_INCREASED = "price_increased"
    LARGEST_CATEGORY = "largest_category"
    BIGGEST_EXPENSES = "biggest_expenses"
    WEEKEND_SPENDING = "weekend_spending"
    CATEGORY_STOPPED = "category_stopped"
    LIKELY_SUBSCRIPTION = "likely_subscription"


SEVERITIES = dict.fromkeys(Code, Severity.INFO) | {
    Code.BUDGET_EXCEEDED: Severity.ALERT,
    Code.MONTH_BELOW_ZERO: Severity.ALERT,
    Code.BUDGET_WILL_BE_EXCEEDED: Severity.WARNING,
    Code.CATEGORY_ABOVE_USUAL: Severity.WARNING,
    Code.PRICE_INCREASED: Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """The transactions behind an insight, as the list's filters choose them."""

    period: Period | None = None
    type: str | None = Type.EXPENSE
    category: int | None = None
    """0 for uncategorised; None for all."""
    weekdays: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Insight:
    code: Code
    message: str
    evidence: Evidence
    data: Mapping[str, Any]
    """Amounts are Decimals, and so are `share` and `percent`, which have one decimal."""

    @property
    def severity(self) -> Severity:
        return SEVERITIES[self.code]


Found = Iterator[Insight]
Rule = Callable[[Facts], Found]


def insights(facts: Facts) -> list[Insight]:
    """What every rule says, the most pressing first."""
    return list(chain.from_iterable(rule(facts) for rule in RULES))


# The rules


def budget_exceeded(facts: Facts) -> Found:
    """A budget of which more than all is spent."""
    for each in facts.budgets:
        if each.over_budget:
            over = _said(each.spent - each.limit, facts)
            message = f"The budget for {_budget_name(each)} is exceeded by {over} this month."
            data = _budget_data(each, facts)
            yield Insight(Code.BUDGET_EXCEEDED, message, _budget_evidence(each, facts), data)


def month_below_zero(facts: Facts) -> Found:
    """Last month cost more than came in; for books that record what comes in."""
    month, flow = facts.last_month, facts.months[-1]
    if flow.net < 0 and any(each.income for each in facts.months):
        more = _said(-flow.net, facts)
        message = f"In {month.start:%B %Y} you spent {more} more than came in."
        data = {
            **_days(month),
            "income": flow.income,
            "expense": flow.expense,
            "net": flow.net,
            "count": flow.count,
        }
        yield Insight(Code.MONTH_BELOW_ZERO, message, Evidence(month, type=None), data)


def budget_will_be_exceeded(facts: Facts) -> Found:
    """A budget that will be passed before the month ends at the pace so far."""
    if facts.today.day < reckoning.FIRST_DAY_OF_A_PACE:
        return
    so_far = Period.days(facts.month.start, facts.today)
    paid, everyday = (
        reckoning.within(so_far, facts.payments),
        reckoning.within(so_far, facts.everyday),
    )
    for each in facts.budgets:
        projected = reckoning.projected(
            each, reckoning.behind(each, paid), reckoning.behind(each, everyday)
        )
        if each.over_budget or projected <= each.limit:
            continue
        day = reckoning.day_of_passing(each, projected, facts)
        message = (
            f"At this pace the budget for {_budget_name(each)} is passed on {_said_day(day)}; the "
            f"month would end at {_said(projected, facts)} of {_said(each.limit, facts)}."
        )
        data = {**_budget_data(each, facts), "projected": projected, "passed_on": day}
        yield Insight(Code.BUDGET_WILL_BE_EXCEEDED, message, _budget_evidence(each, facts), data)


def category_above_usual(facts: Facts) -> Found:
    """A category well above its usual month, by the median of the last six and their spread."""
    if not facts.has_half_a_year:
        return
    for each in reckoning.most_first(facts):
        usual = reckoning.usual(each)
        if each.now is None or usual <= 0 or each.spent <= reckoning.well_above(usual, each, facts):
            continue
        message = (
            f"{each.name}: {_said(each.spent, facts)} this month, well above the usual "
            f"{_said(usual, facts)}."
        )
        data = {**_category_data(each, facts.month, each.spent, each.now.count), "usual": usual}
        evidence = Evidence(facts.month, category=each.category)
        yield Insight(Code.CATEGORY_ABOVE_USUAL, message, evidence, data)


def price_increased(facts: Facts) -> Found:
    """Somebody who charges every month charges more than they used to."""
    for each in facts.merchants:
        before = each.price_before
        if before is None:
            continue
        message = (
            f"{each.name} costs {_said(each.amount, facts)} a month now; it was "
            f"{_said(before, facts)}."
        )
        percent = difference(each.amount, before).percent
        data = {**_merchant_data(each), "before": before, "percent": percent}
        yield Insight(Code.PRICE_INCREASED, message, _payments_evidence(each.charges), data)


def largest_category(facts: Facts) -> Found:
    """The category with the largest share of this month's expenses, where there are several."""
    spent = [each for each in reckoning.most_first(facts) if each.spent > 0]
    if len(spent) < 2 or reckoning.count_of_month(facts) < reckoning.FEWEST_OF_A_MONTH:
        return
    top, row = spent[0], spent[0].now
    if row is None or row.share is None:
        return
    message = (
        f"{top.name} has the largest share of this month's expenses: {row.share:.1f} %, "
        f"{_said(top.spent, facts)}."
    )
    data = {**_category_data(top, facts.month, top.spent, row.count), "share": row.share}
    evidence = Evidence(facts.month, category=top.category)
    yield Insight(Code.LARGEST_CATEGORY, message, evidence, data)


def biggest_expenses(facts: Facts) -> Found:
    """The largest single expenses of this month."""
    biggest = facts.biggest
    if len(biggest) < MOST_BIGGEST or reckoning.count_of_month(facts) < reckoning.FEWEST_OF_A_MONTH:
        return
    named = [f"{each.description or 'Expense'}, {_said(each.amount, facts)}" for each in biggest]
    message = f"The largest expenses of this month: {'; '.join(named)}."
    data = {
        **_days(facts.month),
        "total": reckoning.total(biggest),
        "count": len(biggest),
        "transactions": [_payment_data(each) for each in biggest],
    }
    yield Insight(Code.BIGGEST_EXPENSES, message, _payments_evidence(biggest), data)


def weekend_spending(facts: Facts) -> Found:
    """Much of four weeks' expenses on Saturdays and Sundays, and not for a few payments' sake."""
    at_weekends = [facts.recent.get(weekday, Flow()) for weekday in reckoning.WEEKEND]
    spent = sum((flow.expense for flow in at_weekends), ZERO)
    share = reckoning.share(spent, sum((flow.expense for flow in facts.recent.values()), ZERO))
    if min(share, reckoning.usual_weekend_share(facts)) < reckoning.MUCH_ON_WEEKENDS or share > 100:
        return
    message = (
        f"{share} % of what you spent in the last four weeks was spent on weekends: "
        f"{_said(spent, facts)}."
    )
    count = sum(flow.count for flow in at_weekends)
    data = {**_days(facts.recent_days), "total": spent, "count": count, "share": share}
    evidence = Evidence(facts.recent_days, weekdays=reckoning.WEEKEND)
    yield Insight(Code.WEEKEND_SPENDING, message, evidence, data)


def category_stopped(facts: Facts) -> Found:
    """A category of every month but the last, and of this one so far."""
    if not facts.has_half_a_year:
        return
    period = Period(facts.half_year.start, facts.last_month.start)
    for each in facts.categories:
        *earlier, last = each.months
        if each.now is not None or last.count or not all(flow.expense > 0 for flow in earlier):
            continue
        if not each.category:  # that nothing is left without a category is no loss
            continue
        usual = median(flow.expense for flow in earlier)
        message = (
            f"{each.name}: nothing since {_said_day(facts.last_month.start)}, after about "
            f"{_said(usual, facts)} every month."
        )
        total, count = sum(each.totals, ZERO), sum(flow.count for flow in earlier)
        data = {**_category_data(each, period, total, count), "usual": usual}
        yield Insight(
            Code.CATEGORY_STOPPED, message, Evidence(period, category=each.category), data
        )


def likely_subscription(facts: Facts) -> Found:
    """Somebody who charges every month, about the same each time; the dearest first."""
    for each in sorted(facts.merchants, key=lambda merchant: -merchant.amount):
        charges = each.about_the_same
        if not charges or each.price_before is not None:  # `price_increased` says more
            continue
        message = (
            f"{each.name} looks like a subscription or a regular bill: "
            f"{_said(each.amount, facts)} a month, {len(charges)} months in a row."
        )
        data = _merchant_data(Recurring(charges))
        yield Insight(Code.LIKELY_SUBSCRIPTION, message, _payments_evidence(charges), data)


#: In the order of what they say: the most pressing first.
RULES: tuple[Rule, ...] = (
    budget_exceeded,
    month_below_zero,
    budget_will_be_exceeded,
    category_above_usual,
    price_increased,
    largest_category,
    biggest_expenses,
    weekend_spending,
    category_stopped,
    likely_subscription,
)


# How they say it


def _said(amount: Decimal, facts: Facts) -> str:
    """`1,450.00 USD`"""
    return f"{reckoning.rounded(amount, facts.currency):,} {facts.currency}"


def _said_day(day: date) -> str:
    """`1 March`"""
    return f"{day.day} {day:%B}"


def _budget_name(budget: Progress) -> str:
    return budget.category_name or "all expenses"


def _budget_data(budget: Progress, facts: Facts) -> dict[str, Any]:
    return {
        "budget": budget.budget,
        "category": budget.category or None,
        "category_name": budget.category_name,
        **_days(facts.month),
        "limit": budget.limit,
        "spent": budget.spent,
        "count": budget.count,
    }


def _budget_evidence(budget: Progress, facts: Facts) -> Evidence:
    return Evidence(facts.month, category=budget.category or None)


def _category_data(history: History, period: Period, total: Decimal, count: int) -> dict[str, Any]:
    return {
        "category": history.category or None,
        "category_name": history.name if history.category else None,
        **_days(period),
        "total": total,
        "count": count,
    }


def _merchant_data(merchant: Recurring) -> dict[str, Any]:
    return {
        "merchant": merchant.name,
        "amount": merchant.amount,
        **_days(merchant.period),
        "total": reckoning.total(merchant.charges),
        "count": len(merchant.charges),
    }


def _payment_data(payment: Payment) -> dict[str, Any]:
    return {
        "id": payment.id,
        "date": payment.day,
        "amount": payment.amount,
        "description": payment.description,
    }


def _payments_evidence(payments: tuple[Payment, ...]) -> Evidence:
    return Evidence(ids=tuple(sorted(each.id for each in payments)))


def _days(period: Period) -> dict[str, Any]:
    return {"start_date": period.start, "end_date": period.last}
