"""Monthly summary: one calendar month, both types, by category."""

from dataclasses import dataclass

from common.periods import Period
from reports.by_category import CategoryRow, category_rows
from transactions.totals import TYPES, Flow, Part, Scope, flow_of, read_sums


@dataclass(frozen=True, slots=True)
class MonthlySummary:
    month: Period
    flow: Flow
    by_category: list[CategoryRow]


def monthly_summary(scope: Scope, month: Period) -> MonthlySummary:
    (sums,) = read_sums(scope, Part(month, by=("type", "category")))
    rows = [
        row for kind in TYPES for row in category_rows([each for each in sums if each.type == kind])
    ]
    return MonthlySummary(month, flow_of(sums), rows)
