"""What reports must say, worked out from the entries in plain Python, one by one."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from typing import Any

DECIMALS = {"USD": 2, "EUR": 2, "JPY": 0, "BHD": 3}
DAY = timedelta(days=1)
#: What days of the same step of an interval have in common.
STEPS: dict[str, Callable[[date], Any]] = {
    "day": lambda day: day,
    "week": lambda day: day.strftime("%G-W%V"),
    "month": lambda day: (day.year, day.month),
    "quarter": lambda day: (day.year, (day.month + 2) // 3),
    "year": lambda day: day.year,
}


@dataclass(frozen=True)
class Entry:
    date: date
    amount: Decimal
    type: str = "expense"
    currency: str = "USD"
    refund: bool = False
    category: Any = None
    """A Category, or None."""

    @property
    def expense(self) -> Decimal:
        if self.type == "income":
            return Decimal(0)
        return -self.amount if self.refund else self.amount

    @property
    def income(self) -> Decimal:
        return self.amount if self.type == "income" else Decimal(0)

    @property
    def category_id(self) -> int | None:
        return None if self.category is None else int(self.category.pk)

    def fields(self) -> dict[str, Any]:
        return asdict(self) | {"category": self.category}


def text(amount: Decimal, currency: str) -> str:
    unit = Decimal(1).scaleb(-DECIMALS[currency])
    return str(amount.quantize(unit, rounding=ROUND_HALF_EVEN) + 0)


@dataclass(frozen=True)
class Flow:
    entries: list[Entry] = field(default_factory=list)

    @property
    def income(self) -> Decimal:
        return sum((entry.income for entry in self.entries), Decimal(0))

    @property
    def expense(self) -> Decimal:
        return sum((entry.expense for entry in self.entries), Decimal(0))

    def figures(self, currency: str) -> dict[str, Any]:
        return {
            "income": text(self.income, currency),
            "expense": text(self.expense, currency),
            "net": text(self.income - self.expense, currency),
            "count": len(self.entries),
        }


def within(entries: Iterable[Entry], start: date, end: date) -> list[Entry]:
    """From `start` to `end`, both inclusive."""
    return [entry for entry in entries if start <= entry.date <= end]


def before(start: date, end: date, *, by_calendar: bool = True) -> tuple[date, date]:
    """The days that a range is compared with, counted off one by one."""
    last = start - DAY
    if not (by_calendar and start.day == 1 and (end + DAY).day == 1):
        return last - (end - start), last
    first = start
    for day in days(start, end):
        if day.day == 1:
            first = (first - DAY).replace(day=1)
    return first, last


def days(start: date, end: date) -> list[date]:
    return [start + DAY * number for number in range((end - start).days + 1)]


def change(now: Decimal, earlier: Decimal, currency: str) -> dict[str, Any]:
    percent = None
    if earlier:
        share = (now - earlier) * 100 / abs(earlier)
        percent = float(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN))
    return {"amount": text(now - earlier, currency), "percent": percent}


def changes(now: Flow, earlier: Flow, currency: str) -> dict[str, Any]:
    return {
        "income": change(now.income, earlier.income, currency),
        "expense": change(now.expense, earlier.expense, currency),
        "net": change(now.income - now.expense, earlier.income - earlier.expense, currency),
    }


def by_category(entries: Iterable[Entry], kind: str) -> dict[int | None, Flow]:
    found: dict[int | None, list[Entry]] = {}
    for entry in entries:
        if entry.type == kind:
            found.setdefault(entry.category_id, []).append(entry)
    return {category: Flow(those) for category, those in found.items()}


def steps(start: date, end: date, interval: str) -> list[tuple[date, date]]:
    """The first and last day of each step, found by looking at every day."""
    groups = [list(group) for _, group in groupby(days(start, end), STEPS[interval])]
    return [(group[0], group[-1]) for group in groups]


def trend(
    entries: list[Entry], start: date, end: date, interval: str, currency: str
) -> list[dict[str, Any]]:
    rows = []
    for first, last in steps(start, end, interval):
        so_far = Flow(within(entries, start, last))
        rows.append(
            {
                "start_date": str(first),
                "end_date": str(last),
                **Flow(within(entries, first, last)).figures(currency),
                "cumulative_net": text(so_far.income - so_far.expense, currency),
            }
        )
    return rows


def levels(expenses: Sequence[Decimal]) -> list[int]:
    """One for each quarter of the days above zero that are needed to reach up to the day."""
    above = [each for each in expenses if each > 0]

    def level(expense: Decimal) -> int:
        rank = sum(each <= expense for each in above)
        return sum(4 * rank > quarter * len(above) for quarter in range(4))

    return [level(expense) if expense > 0 else 0 for expense in expenses]


def first_highest(amounts: dict[Any, Decimal]) -> Any:
    """The first key of the greatest amount; None where none is above zero."""
    greatest = max(amounts.values(), default=Decimal(0))
    return next((key for key in amounts if amounts[key] == greatest > 0), None)


def random_entries(
    dice: random.Random, categories: Sequence[Any], *, number: int, first: date, last: date
) -> list[Entry]:
    """Entries of every kind: refunds, income, four currencies, with and without a category."""
    found = []
    for _ in range(number):
        currency = dice.choice(["USD", "USD", "USD", "EUR", "JPY", "BHD"])
        units = dice.choice([1, dice.randint(1, 999), dice.randint(1, 10**7)])
        kind = dice.choice(["expense", "expense", "income"])
        found.append(
            Entry(
                date=first + DAY * dice.randint(0, (last - first).days),
                amount=Decimal(units).scaleb(-DECIMALS[currency]),
                type=kind,
                currency=currency,
                refund=kind == "expense" and dice.random() < 0.2,
                category=dice.choice([None, *categories]),
            )
        )
    return found
