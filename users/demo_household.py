"""Two years of an invented household's money, the same for the same days every time.

A month's entries depend on that month alone, so the books of two different days agree wherever
both have something to say.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from common.periods import Period
from transactions.models import Type

Choice = TypeVar("Choice")

YEARS = 2
_FIRST_PAY_YEAR = 2024
_LAST_PAY_YEAR = 2040


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction of the household; `marker` is its external_id."""

    date: date
    amount: Decimal
    description: str
    category: str | None
    type: str = Type.EXPENSE
    currency: str = "USD"
    refund: bool = False
    notes: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Habit:
    """Something bought now and then: so many times a month, from so much to so much (cents)."""

    category: str
    times: int
    cents: tuple[int, int]
    descriptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """The same on the same day of each of the months (of every month where there is none)."""

    day: int
    category: str
    cents: int
    description: str
    months: tuple[int, ...] = ()


BILLS = (
    Bill(1, "Housing", 145_000, "Rent"),
    Bill(1, "Transport", 8_600, "Transit pass"),
    Bill(2, "Health", 3_900, "Gym"),
    Bill(3, "Subscriptions", 1_099, "Music streaming"),
    Bill(5, "Utilities", 4_990, "Internet"),
    Bill(8, "Utilities", 2_500, "Mobile phone"),
    Bill(9, "Subscriptions", 299, "Cloud storage"),
    Bill(15, "Housing", 18_450, "Home insurance", (1, 4, 7, 10)),
    Bill(17, "Subscriptions", 1_549, "Video streaming"),
    Bill(21, "Subscriptions", 800, "Local newspaper"),
)
#: What the household means to spend a month at most, in cents; None is all of it.
BUDGETS = (
    (None, 460_000),
    ("Groceries", 85_000),
    ("Food", 40_000),
    ("Transport", 24_000),
    ("Shopping", 25_000),
    ("Entertainment", 12_000),
)
HABITS = (
    Habit("Groceries", 12, (1_480, 9_640), ("Green Basket", "Corner market", "Weekly groceries")),
    Habit("Groceries", 8, (320, 1_450), ("Bakery", "Farmers' market", "Cheese counter")),
    Habit("Food", 17, (380, 1_690), ("Coffee", "Lunch", "Sandwich to go", "Noodle bar")),
    Habit("Food", 4, (2_450, 8_900), ("Dinner at Trattoria Elba", "Thai place", "Sushi", "Pizza")),
    Habit("Social", 3, (900, 4_800), ("Drinks with friends", "Birthday gift", "Board game night")),
    Habit("Transport", 8, (290, 3_400), ("Taxi", "Bike repair", "Train ticket", "Car sharing")),
    Habit("Shopping", 4, (1_290, 12_900), ("Shoes", "Books", "Headphones", "Rain jacket", "Lamp")),
    Habit("Entertainment", 3, (850, 6_500), ("Cinema", "Concert", "Museum", "Climbing hall")),
    Habit("Health", 2, (640, 7_800), ("Pharmacy", "Dentist", "Physiotherapy")),
    Habit("Education", 1, (1_900, 14_900), ("Language course", "Online course", "Textbook")),
    Habit("Other", 2, (500, 4_200), ("Post office", "Haircut", "Dry cleaning", "Donation")),
)
#: In April and September, in euros.
TRIPS = {4: "Lisbon", 9: "Vienna"}
TRIP_DAYS = (10, 16)
ABROAD = (
    Habit("Food", 14, (280, 6_200), ("Café", "Restaurant", "Ice cream", "Market hall")),
    Habit("Transport", 5, (190, 2_600), ("Tram", "Metro day ticket", "Regional train")),
    Habit("Entertainment", 4, (700, 2_900), ("Museum", "Boat tour", "Evening concert")),
    Habit("Shopping", 3, (450, 5_400), ("Postcards", "Ceramics", "Bookshop")),
)


def household(until: date) -> list[list[Entry]]:
    """The entries of two years up to that day, a list for each month, oldest first."""
    span = Period(date(until.year - YEARS, until.month, 1), until + timedelta(days=1))
    return [
        [entry for entry in _month(part.start.year, part.start.month) if entry.date in span]
        for part in span.months()
    ]


def _month(year: int, month: int) -> list[Entry]:
    """The whole month by date, each entry with its marker."""
    draw = Draw(f"{year}-{month:02}")
    entries = [*_income(draw), *_bills(draw), *_energy(draw), *_habits(draw), *_trip(draw)]
    entries.sort(key=lambda entry: entry.date)
    return [
        replace(entry, marker=f"demo-{draw.name}-{number:03}")
        for number, entry in enumerate(entries, start=1)
    ]


class Draw:
    """Random choices of one month, from `random()` alone: no other method promises the same
    numbers in every Python."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.year, self.month = int(name[:4]), int(name[5:])
        self.days = Period.month(self.year, self.month).length
        self._random = random.Random(name)  # noqa: S311  (invented books, not a secret)

    def number(self, first: int, last: int) -> int:
        return first + int(self._random.random() * (last - first + 1))

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        return choices[self.number(0, len(choices) - 1)]

    def chance(self, percent: int) -> bool:
        return self.number(1, 100) <= percent

    def day(self, number: int) -> date:
        return date(self.year, self.month, number)

    def some_day(self) -> date:
        return self.day(self.number(1, self.days))


def money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _income(draw: Draw) -> Iterator[Entry]:
    years = min(max(draw.year, _FIRST_PAY_YEAR), _LAST_PAY_YEAR) - _FIRST_PAY_YEAR
    salary = money(435_000 + years * 13_500)
    payday = draw.day(min(28, draw.days))
    while payday.weekday() > 4:  # Saturday or Sunday: paid on the Friday before
        payday -= timedelta(days=1)
    yield Entry(payday, salary, "Salary, Harbor Design Studio", "Salary", Type.INCOME)
    if draw.chance(40):
        fee, job = money(draw.number(180, 950) * 100), draw.one_of(("Logo", "Poster", "Website"))
        note = "Paid late, but paid." if draw.chance(25) else ""
        yield Entry(
            draw.some_day(), fee, f"{job} for a client", "Freelance", Type.INCOME, "USD", notes=note
        )
    if draw.month % 3 == 0:
        interest = money(draw.number(850, 2_400))
        yield Entry(draw.day(draw.days), interest, "Interest", "Other", Type.INCOME)


def _bills(draw: Draw) -> Iterator[Entry]:
    for bill in BILLS:
        if draw.month in bill.months or not bill.months:
            yield Entry(draw.day(bill.day), money(bill.cents), bill.description, bill.category)


def _energy(draw: Draw) -> Iterator[Entry]:
    """Dearest in January, cheapest in July."""
    cold = abs(7 - draw.month)
    cents = 5_200 + cold * 1_350 + draw.number(0, 900)
    yield Entry(draw.day(12), money(cents), "Electricity and heating", "Utilities")


def _habits(draw: Draw) -> Iterator[Entry]:
    for habit in HABITS:
        for _ in range(draw.number(habit.times - 1, habit.times + 1)):
            yield from _bought(draw, habit)
    if draw.month == 12:
        for person in ("Mia", "Noah", "Grandma"):
            note = "She asked for it in June already. 🎁" if person == "Mia" else ""
            amount = money(draw.number(2_500, 9_900))
            yield Entry(
                draw.day(draw.number(3, 20)),
                amount,
                f"Present for {person}",
                "Shopping",
                notes=note,
            )
    yield Entry(draw.some_day(), money(draw.number(2, 8) * 1_000), "Cash", None)


def _bought(draw: Draw, habit: Habit) -> Iterator[Entry]:
    """One purchase at home, where the household is at home; now and then it is sent back."""
    day, amount = draw.some_day(), money(draw.number(*habit.cents))
    description = draw.one_of(habit.descriptions)
    returned = habit.category == "Shopping" and draw.chance(12)
    if draw.month in TRIPS and TRIP_DAYS[0] <= day.day <= TRIP_DAYS[1]:
        return
    yield Entry(day, amount, description, habit.category)
    if returned and day.day + 5 <= draw.days:
        back = day + timedelta(days=5)
        yield Entry(
            back,
            amount,
            f"{description}, sent back",
            habit.category,
            refund=True,
            notes="Not what we had hoped for.",
        )


def _trip(draw: Draw) -> Iterator[Entry]:
    place = TRIPS.get(draw.month)
    if place is None:
        return
    first, last = TRIP_DAYS
    nights = last - first
    flight = money(draw.number(42_000, 78_000))
    yield Entry(draw.day(4), flight, f"Flight to {place}", "Travel", notes="Window seats.")
    hotel = money(draw.number(7_800, 13_900) * nights)
    yield Entry(
        draw.day(first), hotel, f"Hotel in {place}, {nights} nights", "Travel", currency="EUR"
    )
    for habit in ABROAD:
        for _ in range(habit.times):
            day, cents = draw.day(draw.number(first, last)), draw.number(*habit.cents)
            what = f"{draw.one_of(habit.descriptions)}, {place}"
            yield Entry(day, money(cents), what, habit.category, currency="EUR")
