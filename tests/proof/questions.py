"""What the state machine of `test_oracle.py` asks the reports, each with the right answer.

Which ranges and which reports, dice say: to ask everything after every step would take hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tests.proof import drawn, oracle, pacing
from tests.proof.mirror import Mirror, pick
from tests.proof.oracle import DAY, Answer, Row, Span

PAGE = 100
#: Reports that show every day cost the most: a year of them, when everything is asked.
SHORT, YEAR = 62, 366


@dataclass(frozen=True)
class Question:
    path: str
    query: dict[str, Any]
    expected: Answer


@dataclass(frozen=True)
class Asker:
    """Asks on one day what the mirror's rows and budgets come to."""

    mirror: Mirror
    today: date
    dice: Random
    everything: bool

    def after_step(self, number: int, moved: list[Row]) -> Iterator[Question]:
        """A month's progress, and, in each currency that a row moved in, some reports.

        Where none moved, in one in its turn.
        """
        rows = self.mirror.listed()
        touched = {row["currency"] for row in moved} or {pick(oracle.DECIMALS, number)}
        yield self._progress()
        yield self._currencies(rows)
        for currency in sorted(oracle.DECIMALS if self.everything else touched):
            own = [row for row in rows if row["currency"] == currency]
            days = [row["date"] for row in moved if row["currency"] == currency]
            yield from self._in(own, currency).some({month_of(day) for day in days or [self.today]})

    def _in(self, rows: list[Row], currency: str) -> "Reports":
        return Reports(rows, currency, self.today, self.dice, everything=self.everything)

    def _currencies(self, rows: list[Row]) -> Question:
        asked, span, _ = self.dice.choice(drawn.spans(self.today, rows))
        return Question("/api/reports/currencies/", asked, oracle.currencies(rows, span))

    def _progress(self) -> Question:
        """Of this month, the one before or after, or a budget's; of all budgets, or of some."""
        budgets, dice = self.mirror.planned(), self.dice
        named = [date.fromisoformat(f"{row['month']}-01") for row in budgets if row["month"]]
        around = [self.today, self.today, self.today - 31 * DAY, self.today + 31 * DAY]
        month = month_of(dice.choice([*around, *named]))
        asked = {} if self.today in oracle.days(month) else {"month": f"{month[0]:%Y-%m}"}
        rows = pacing.progress(budgets, self.mirror.listed(), month, self.today)
        if dice.random() < 0.3:
            asked["over_budget"] = dice.choice(["true", "false"])
            rows = [row for row in rows if row["over_budget"] == (asked["over_budget"] == "true")]
        expected = {"count": len(rows), "next": None, "results": rows}
        return Question("/api/budgets/progress/", {**asked, "page_size": 500}, expected)


@dataclass(frozen=True)
class Reports:
    """Questions about one currency's rows."""

    rows: list[Row]
    currency: str
    today: date
    dice: Random
    everything: bool

    @property
    def longest(self) -> int:
        return YEAR if self.everything else SHORT

    def some(self, months: set[Span]) -> Iterator[Question]:
        """The months, one report that reads days, and one that reads months where it can."""
        of_days = [self.analytics, self.calendar, self.weekly]
        others = [self.summary, self.by_category, self.trends]
        for month in sorted(months):
            yield self.monthly(month)
        few = [self.dice.choice(of_days), self.dice.choice(others)]
        for ask in [*of_days, *others] if self.everything else few:
            yield ask()

    def monthly(self, month: Span) -> Question:
        expected = oracle.monthly(self.rows, self.currency, month)
        return self._asked("reports/monthly-summary", {"month": f"{month[0]:%Y-%m}"}, expected)

    def summary(self) -> Question:
        asked, span, earlier = self._span(self.rows)
        expected = oracle.summary(self.rows, self.currency, span, earlier)
        return self._asked("reports/summary", asked, expected)

    def by_category(self) -> Question:
        asked, span, _ = self._span(self.rows)
        kind = self.dice.choice(["expense", "income"])
        rows = oracle.by_category(oracle.within(self.rows, span), kind, self.currency)
        return self._asked("reports/by-category", {**asked, "type": kind}, {"results": rows})

    def trends(self) -> Question:
        """A page in the middle, too."""
        chosen, rows = self._type()
        asked, span, _ = self._span(rows)
        interval = self.dice.choice(list(oracle.STEPS))
        steps = oracle.steps(span, interval)
        page = self.dice.randrange(-(-len(steps) // PAGE))
        paged = {"interval": interval, "page_size": PAGE, "page": page + 1}
        on_page = steps[page * PAGE : (page + 1) * PAGE]
        expected = oracle.trends(rows, self.currency, span, on_page) | {"count": len(steps)}
        return self._asked("reports/trends", {**chosen, **asked, **paged}, expected)

    def calendar(self) -> Question:
        asked, span, _ = self._span(self.rows, self.longest)
        expected = oracle.calendar(self.rows, self.currency, span)
        return self._asked("reports/calendar", asked, expected)

    def weekly(self) -> Question:
        chosen, rows = self._type()
        asked, span, _ = self._span(rows, YEAR)
        expected = oracle.weekly(rows, self.currency, span, chosen.get("type", "expense"))
        return self._asked("reports/weekly", {**chosen, **asked}, expected)

    def analytics(self) -> Question:
        asked, span, earlier = self._span(self.rows, self.longest)
        expected = oracle.analytics(self.rows, self.currency, span, earlier, self.today)
        return self._asked("analytics", asked, expected)

    def _span(
        self, rows: list[Row], longest: int | None = None
    ) -> tuple[dict[str, str], Span, Span | None]:
        """The query, the days it means, and the days that they are compared with."""
        spans = drawn.spans(self.today, rows)
        return self.dice.choice(
            [each for each in spans if not longest or (each[1][1] - each[1][0]).days < longest]
        )

    def _type(self) -> tuple[dict[str, str], list[Row]]:
        """Rows of both types, or of one."""
        kind = self.dice.choice([None, "expense", "income"])
        if kind is None:
            return {}, self.rows
        return {"type": kind}, [row for row in self.rows if row["type"] == kind]

    def _asked(self, path: str, query: dict[str, Any], expected: Answer) -> Question:
        return Question(f"/api/{path}/", {"currency": self.currency, **query}, expected)


def month_of(day: date) -> Span:
    first = day.replace(day=1)
    return first, (first + 31 * DAY).replace(day=1) - DAY
