"""Questions about many transactions."""

from collections.abc import Sequence
from typing import Any, Self

from django.db import models

from common.money import MoneySum
from common.periods import Period
from ledger.querysets import OwnedQuerySet


class TransactionQuerySet(OwnedQuerySet):
    def of_type(self, kind: str) -> Self:
        return self.filter(type=kind)

    def payments(self, currency: str) -> Self:
        """The expenses in one currency that are no refunds."""
        return self.filter(type="expense", currency=currency, refund=False)

    def made_by_import(self, number: int) -> Self:
        return self.filter(import_id=number)

    def latest_first(self) -> Self:
        return self.order_by("-date", "-id")

    def largest_first(self) -> Self:
        return self.order_by("-amount", "-date", "-id")

    def within(self, period: Period) -> Self:
        return self.filter(date__gte=period.start, date__lt=period.end)

    def in_category(self, category: int | None) -> Self:
        return self.filter(category_id=category)

    def in_categories(self, categories: Sequence[int]) -> Self:
        """In any of the categories; 0 stands for uncategorised."""
        chosen = models.Q(category_id__in=[number for number in categories if number])
        return self.filter(chosen | models.Q(category_id=None) if 0 in categories else chosen)

    def sums(self, *by: str) -> list[Any]:
        """A row for each combination of `by` and refund: the values, the sum, the count."""
        grouped = self.order_by().values(*by, "refund")
        sums = grouped.annotate(sum=MoneySum("amount"), rows=models.Count("pk"))
        return list(sums.values_list(*by, "refund", "sum", "rows"))
