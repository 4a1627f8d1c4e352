"""Budget: what may be spent on one category, or on everything, in one currency, each month.

A budget of a named month overrides the every-month one of the same category and currency; an
every-month one holds for past months too. The budget without a category is the one over all
expenses, categorised or not.
"""

from django.db import models

from budgets.months import EVERY_MONTH
from budgets.querysets import BudgetQuerySet
from categories.models import Category
from common.money import AmountField
from ledger.models import OwnedModel

#: The category of the budget over all expenses: two NULLs would be two keys to every engine.
ALL_EXPENSES = 0


class Budget(OwnedModel):
    """`category_number` is what is written; `category` joins the row that it is the number of."""

    category_number = models.BigIntegerField(default=ALL_EXPENSES)
    # Without a column or a constraint of its own: no category has the number of all expenses.
    category = models.ForeignObject(
        Category,
        from_fields=["category_number"],
        to_fields=["id"],
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    amount = AmountField()
    currency = models.CharField(max_length=3)
    month = models.CharField(max_length=7, default=EVERY_MONTH)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "category_number", "currency", "month"], name="budget_is_unique"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="budget_amount_positive"),
        ]
        indexes = [models.Index(fields=["book", "version", "id"], name="budget_by_version")]

    def __str__(self) -> str:
        return f"{self.month or 'every month'} {self.amount} {self.currency}"
