"""What the state machine of `test_oracle.py` asks the reports, each with the right answer.

Which ranges and which reports, dice say: to ask everything after every step would take hours.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tests.proof import drawn, oracle, pacing
from tests.proof.mirror import Mirror
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
    """Asks of one currency's rows, on one day."""

    rows: list[Row]
    currency: str
    today: date
    dice: Random
    longest: int = SHORT

    def everything(self) -> Iterator[Question]:
        for ask in (*self._of_days, *self._others):
            yield ask()

    def something(self) -> Iterator[Question]:
        """One report that reads days, and one that reads months where it can."""
        yield self.dice.choice(self._of_days)()
        yield self.dice.choice(self._others)()

    @property
    def _of_days(self) -> list[Callable[[], Question]]:
        return [self.analytics, self.calendar, self.weekly]

    @property
    def _others(self) -> list[Callable[[], Question]]:
        return [self.summary, self.by_category, self.trends]

    def monthly(self, first: date) -> Question:
        expected = oracle.monthly(self.rows, self.currency, month_of(first))
        return self._asked("reports/monthly-summary", {"month": f"{first:%Y-%m}"}, expected)

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


def of_currencies(rows: list[Row], today: date, dice: Random) -> Question:
    asked, span, _ = dice.choice(drawn.spans(today, rows))
    return Question("/api/reports/currencies/", asked, oracle.currencies(rows, span))


def of_progress(mirror: Mirror, today: date, dice: Random) -> Question:
    """Of this month, the one before or after, or a budget's own; of all budgets, or of some."""
    named = [date.fromisoformat(f"{row['month']}-01") for row in mirror.planned() if row["month"]]
    month = month_of(dice.choice([today, today, today - 31 * DAY, today + 31 * DAY, *named]))
    asked: dict[str, Any] = {} if month_of(today) == month else {"month": f"{month[0]:%Y-%m}"}
    rows = pacing.progress(mirror.planned(), mirror.listed(), month, today)
    if dice.random() < 0.3:
        asked["over_budget"] = dice.choice(["true", "false"])
        rows = [row for row in rows if row["over_budget"] == (asked["over_budget"] == "true")]
    expected = {"count": len(rows), "next": None, "results": rows}
    return Question("/api/budgets/progress/", {**asked, "page_size": 500}, expected)
