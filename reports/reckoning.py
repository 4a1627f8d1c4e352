"""What the rules of `insights` reckon with, and where each of them begins to speak."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from statistics import median

from budgets.progress import Progress
from common.money import ZERO, money_text
from common.periods import Period
from reports.facts import Facts, History
from reports.merchants import Payment

#: Fewer expenses than this in a month say nothing about it; nor do fewer than that in four weeks.
FEWEST_OF_A_MONTH = 5
FEWEST_OF_FOUR_WEEKS = 10
#: In how many of six months a category has to occur for one of them to be usual.
FEWEST_USUAL = 4
#: "Well above": by three times the usual spread, by a quarter, and by so much of a whole month's
#: expenses that it is worth a word.
SPREADS_ABOVE = 3
SHARE_ABOVE = Decimal("0.25")
SHARE_OF_A_MONTH = Decimal("0.01")
#: Makes the median absolute deviation comparable with a standard deviation (Hampel, 1974).
DEVIATION = Decimal("1.4826")
#: Before the seventh day of a month there is no pace yet, and none of fewer payments than this.
FIRST_DAY_OF_A_PACE = 7
FEWEST_OF_A_PACE = 3
WEEKEND = (6, 7)
#: Percent of the expenses; two days of seven are 28.6.
MUCH_ON_WEEKENDS = Decimal(45)
_TENTH = Decimal("0.1")


def most_first(facts: Facts) -> list[History]:
    return sorted(facts.categories, key=lambda each: -each.spent)


def count_of_month(facts: Facts) -> int:
    return sum(each.now.count for each in facts.categories if each.now is not None)


def usual(history: History) -> Decimal:
    """The median month; zero where the category did not occur in most of them."""
    occurs = sum(1 for flow in history.months if flow.count)
    return median(history.totals) if occurs >= FEWEST_USUAL else ZERO


def well_above(usual: Decimal, history: History, facts: Facts) -> Decimal:
    deviation = median(abs(total - usual) for total in history.totals) * DEVIATION
    month = median(flow.expense for flow in facts.months)
    return usual + max(SPREADS_ABOVE * deviation, usual * SHARE_ABOVE, month * SHARE_OF_A_MONTH)


def projected(budget: Progress, paid: list[Payment], everyday: list[Payment]) -> Decimal:
    """What the month would end at if it went on as in the payments so far.

    What is charged once a month will not come again, and neither may the largest payment: a rent
    on the first is no pace.
    """
    if len(everyday) < FEWEST_OF_A_PACE:
        return budget.spent
    once = total(paid) - total(but_the_largest(everyday))
    gone, to_come = budget.today.day, (budget.month.last - budget.today).days
    more = max(ZERO, budget.spent_by_today - once) * to_come / gone
    return rounded(budget.spent + more, budget.currency)


def behind(budget: Progress, payments: list[Payment]) -> list[Payment]:
    chosen = budget.category
    return [each for each in payments if each.category == chosen] if chosen else payments


def day_of_passing(budget: Progress, projected: Decimal, facts: Facts) -> date:
    """The first day after which more than the limit is spent, if each costs the same."""
    last = facts.month.last
    a_day = (projected - budget.spent) / (last - facts.today).days
    days = int((budget.remaining / a_day).to_integral_value(ROUND_FLOOR))
    return min(last, facts.today + timedelta(days=days + 1))


def usual_weekend_share(facts: Facts) -> Decimal:
    """Of everyday payments without the largest; zero where they are few, or not of four weeks."""
    period = facts.recent_days
    everyday = within(period, facts.everyday)
    began = any(each.day < period.start for each in facts.payments)
    if len(everyday) < FEWEST_OF_FOUR_WEEKS or not began:
        return ZERO
    usual = but_the_largest(everyday)
    at_weekends = [each for each in usual if each.day.isoweekday() in WEEKEND]
    return share(total(at_weekends), total(usual))


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Percent, with one decimal, half-even; zero of nothing."""
    return (part * 100 / whole).quantize(_TENTH, ROUND_HALF_EVEN) if whole > 0 else ZERO


def within(period: Period, payments: Iterable[Payment]) -> list[Payment]:
    return [each for each in payments if each.day in period]


def but_the_largest(payments: list[Payment]) -> list[Payment]:
    """One payment is no habit, however large it is."""
    return sorted(payments, key=lambda each: each.amount)[:-1]


def total(payments: Iterable[Payment]) -> Decimal:
    return sum((each.amount for each in payments), ZERO)


def rounded(amount: Decimal, currency: str) -> Decimal:
    return Decimal(money_text(amount, currency))
