"""The rows that everyone is measured with: made from their number alone, so all have the same.

Three years of an account that end with this month, in the order of their dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 1096
#: The place of Salary in the starter set, the one category of income here.
_SALARY = 10
_CATEGORIES = 12
_SHOPS = ("Market", "Bakery", "Rail", "Pharmacy", "Cinema", "Bookshop", "Café Zoë", "Garage")


@dataclass(frozen=True, slots=True)
class Row:
    type: str
    units: int
    """1/10000 of a dollar; whole cents."""
    refund: bool
    category: int | None
    """The place in the starter set."""
    day: date
    description: str
    notes: str


def last_day(today: date) -> date:
    """The last day of this month: rows made in a month serve until its end."""
    return (today.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def rows(count: int, last: date) -> Iterator[Row]:
    """So many rows in the DAYS days that end with `last`."""
    for number in range(count):
        place = (number * 7) % (_CATEGORIES + 1)
        category = None if place == _CATEGORIES else place
        income = category == _SALARY
        yield Row(
            type="income" if income else "expense",
            units=100 * (1 + number * 7919 % 49_999),
            refund=not income and number % 97 == 0,
            category=category,
            day=last - timedelta(days=DAYS - 1 - number * DAYS // count),
            description=f"{_SHOPS[number % len(_SHOPS)]} {number % 1000}",
            notes="Paid by card, receipt in the drawer." if number % 10 == 0 else "",
        )
