"""Random books, always the same ones, and random ranges to ask about."""

import random
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from categories.models import Category
from tests.conftest import client_of
from tests.entries import record_all
from tests.reports import oracle
from tests.reports.asking import ask
from tests.reports.oracle import Entry, random_entries
from users.models import User
from users.registration import open_account

FIRST, LAST = date(2025, 10, 20), date(2026, 4, 10)
#: The ends of ranges, some with a week and more to either side of all entries.
ENDS = st.dates(date(2025, 10, 10), date(2026, 4, 20))
INTERVALS = st.sampled_from(["day", "week", "month", "quarter", "year"])


def modest(examples: int) -> Any:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


@dataclass(frozen=True)
class Question:
    """A random book, and the range and currency that it is asked about."""

    seed: int
    number: int
    ends: tuple[date, date]
    currency: str

    @property
    def start(self) -> date:
        return min(self.ends)

    @property
    def end(self) -> date:
        return max(self.ends)


QUESTIONS = st.builds(
    Question,
    seed=st.integers(0, 10**6),
    number=st.sampled_from([0, 1, 20, 40, 80]),
    ends=st.tuples(ENDS, ENDS),
    currency=st.sampled_from(["USD", "USD", "EUR", "JPY", "BHD"]),
)


class RandomBook:
    """The question's book, with a client to ask it and all entries to work the answer out from."""

    def __init__(self, question: Question) -> None:
        owner = open_account(username=f"u{User.objects.count()}", email="", password=None)
        categories = list(Category.objects.in_book(owner.book.pk).order_by("pk")[:4])
        self.entries = random_entries(
            random.Random(question.seed),
            categories,
            number=question.number,
            first=FIRST,
            last=LAST,
        )
        if self.entries:
            record_all(owner, [entry.fields() for entry in self.entries])
        self.client = client_of(owner)
        self.question = question

    def ask(self, name: str, **query: Any) -> dict[str, Any]:
        asked = self.question
        plain = {"start_date": asked.start, "end_date": asked.end, "currency": asked.currency}
        return ask(self.client, name, **plain | query)

    def chosen(self) -> list[Entry]:
        """The entries of the range, in the currency."""
        asked = self.question
        entries = oracle.within(self.entries, asked.start, asked.end)
        return [entry for entry in entries if entry.currency == asked.currency]
