"""Questions about many budgets."""

from typing import Self

from budgets.months import EVERY_MONTH
from ledger.querysets import OwnedQuerySet


class BudgetQuerySet(OwnedQuerySet):
    def in_category(self, number: int) -> Self:
        return self.filter(category_number=number)

    def holding_in(self, month: str) -> Self:
        """The month's own and the every-month ones, which come first."""
        return self.filter(month__in=[EVERY_MONTH, month]).order_by("month")
