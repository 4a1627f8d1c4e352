"""The reports, each made in two ways that must come to the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.from_rows import budgets, rows, totals
from benchmarks.from_rows.question import Question


@dataclass(frozen=True, slots=True)
class Pair:
    """One report in both ways, each of which gives the whole of it."""

    from_totals: Callable[[Question], Any]
    from_rows: Callable[[Question], Any]

    def prove(self, name: str, asked: Question) -> None:
        """AssertionError where the two differ in anything."""
        ours, theirs = self.from_totals(asked), self.from_rows(asked)
        assert ours == theirs, f"{name}, {asked}: {ours} from totals, {theirs} from rows"


#: By the names that they have over HTTP. Insights are not here: most of what they read is
#: payments, which come from the rows either way.
PAIRS = {
    "summary": Pair(totals.of_summary, rows.of_summary),
    "by-category": Pair(totals.of_categories, rows.of_categories),
    "analytics": Pair(totals.of_analytics, rows.of_analytics),
    "monthly": Pair(totals.of_month, rows.of_month),
    "balance": Pair(totals.of_balance, rows.of_balance),
    "trend": Pair(totals.of_trend, rows.of_trend),
    "calendar": Pair(totals.of_calendar, rows.of_calendar),
    "weekly": Pair(totals.of_weeks, rows.of_weeks),
    "currencies": Pair(totals.of_currencies, rows.of_currencies),
    "budgets": Pair(totals.of_budgets, budgets.of_budgets),
}
