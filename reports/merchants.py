"""Merchants: who charges every month, told from nothing but what payments are called."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from common.intervals import Interval
from common.periods import Period
from transactions.merchants import merchant_key

#: A merchant is known to charge monthly after so many months in a row.
FEWEST_MONTHS = 4
#: "About the same amount": what lies between the least and the greatest, against the usual one.
ABOUT_THE_SAME = Decimal("0.10")
#: One price, but for what a rate of exchange or rounding does to it.
ONE_PRICE = Decimal("0.01")
#: It was the price after so many charges in a row.
FEWEST_OF_A_PRICE = 3
#: A price that rose further back than so many charges is no news, and a double one no price.
LATEST_CHARGES = 3
HIGHEST_RISE = Decimal(2)
#: So many days are a month to one who charges on weekdays alone: 31 January to 2 March.
A_MONTH = range(25, 38)

_month_of = Interval.MONTH.number_of


@dataclass(frozen=True, slots=True)
class Payment:
    id: int
    day: date
    amount: Decimal
    description: str
    category: int | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """What one merchant charged month after month, oldest first."""

    charges: tuple[Payment, ...]

    @property
    def name(self) -> str:
        """As the latest charge calls it."""
        return self.charges[-1].description.strip()

    @property
    def period(self) -> Period:
        return Period.days(self.charges[0].day, self.charges[-1].day)

    @property
    def amount(self) -> Decimal:
        """The latest one."""
        return self.charges[-1].amount

    @property
    def about_the_same(self) -> tuple[Payment, ...]:
        """The latest charges of about the same amount; none where those are too few to tell."""
        first = len(self.charges) - 1
        while first and _spread(self.charges[first - 1 :]) <= ABOUT_THE_SAME:
            first -= 1
        found = self.charges[first:]
        return found if len(found) >= FEWEST_MONTHS else ()

    @property
    def price_before(self) -> Decimal | None:
        """What it cost until it cost more; None where one price did not give way to a higher one.

        It was charged three times in a row, and the new one at most LATEST_CHARGES times since.
        """
        for latest in range(1, LATEST_CHARGES + 1):
            old, new = self.charges[:-latest][-FEWEST_OF_A_PRICE:], self.charges[-latest:]
            if len(old) < FEWEST_OF_A_PRICE:
                return None
            before, now = _usual(old), _usual(new)
            is_higher = before * (1 + ONE_PRICE) < now < before * HIGHEST_RISE
            if is_higher and _spread(old) <= ONE_PRICE and _spread(new) <= ONE_PRICE:
                return before
        return None


def recurring(payments: Iterable[Payment], today: date) -> Iterator[Recurring]:
    """The merchants that charged month after month up to last month, or this one, by name."""
    for _, charges in sorted(_by_merchant(payments).items()):
        latest = _latest_run(charges)
        if len(latest) >= FEWEST_MONTHS and _month_of(latest[-1].day) >= _month_of(today) - 1:
            yield Recurring(tuple(latest))


def _latest_run(charges: list[Payment]) -> list[Payment]:
    """The last of them as far back as each comes a month after the one before it."""
    first = len(charges) - 1
    while first and _is_a_month_later(charges[first].day, charges[first - 1].day):
        first -= 1
    return charges[first:]


def _is_a_month_later(day: date, before: date) -> bool:
    return _month_of(day) == _month_of(before) + 1 or (day - before).days in A_MONTH


def _by_merchant(payments: Iterable[Payment]) -> dict[str, list[Payment]]:
    keys: dict[str, str] = {}
    found: dict[str, list[Payment]] = defaultdict(list)
    for each in sorted(payments, key=lambda payment: (payment.day, payment.id)):
        key = keys.get(each.description)
        if key is None:
            key = keys[each.description] = merchant_key(each.description)
        if key:
            found[key].append(each)
    return found


def _usual(payments: Sequence[Payment]) -> Decimal:
    return median(each.amount for each in payments)


def _spread(payments: Sequence[Payment]) -> Decimal:
    """How far their amounts lie apart, as a share of the usual one."""
    amounts = [each.amount for each in payments]
    return (max(amounts) - min(amounts)) / _usual(payments)
