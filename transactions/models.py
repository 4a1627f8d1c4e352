"""Transaction: money that came in or went out on one day. Totals: what the transactions add up to.

A refund is an expense that came back: it lowers its category's expense, and is no income. Totals
are kept by day and by month, in the currency, type and category of the rows; category 0 stands for
uncategorised. They change in the database transaction that changes the rows, never otherwise.
"""

from django.db import models

from categories.models import Category
from common.money import MAX_TOTAL_UNITS, AmountField, from_units
from common.text import KeyField
from ledger.models import Book, OwnedModel
from transactions.querysets import TransactionQuerySet


class Type(models.TextChoices):
    EXPENSE = "expense"
    INCOME = "income"


class Transaction(OwnedModel):
    type = models.CharField(max_length=20)
    amount = AmountField()
    currency = models.CharField(max_length=3)
    refund = models.BooleanField(default=False)
    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    date = models.DateField()
    description = models.CharField(max_length=255, default="")
    notes = models.TextField(default="")
    # Description and notes, folded: no engine's own search finds all cases of all scripts.
    search_text = models.TextField(default="")
    external_id = KeyField(max_length=255, null=True)
    # What an import knows it by: as it was first recorded, whatever was edited since.
    fingerprint = models.BigIntegerField(default=0, db_default=0)
    # The import that made it, and from which row: numbers, for imports are a floor above.
    import_id = models.BigIntegerField(null=True)
    import_row = models.PositiveIntegerField(null=True)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["book", "external_id"], name="transaction_external_id_is_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="transaction_amount_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["book", "date", "id"], name="transaction_by_date"),
            models.Index(fields=["book", "category", "date", "id"], name="transaction_by_category"),
            models.Index(fields=["book", "version", "id"], name="transaction_by_version"),
            models.Index(fields=["book", "fingerprint"], name="transaction_by_fingerprint"),
            models.Index(fields=["book", "import_id", "import_row"], name="transaction_by_import"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.type} {self.amount} {self.currency}"


class Total(models.Model):
    """What a book's transactions of one currency, type, category and time add up to."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    type = models.CharField(max_length=20)
    category = models.BigIntegerField()
    total = AmountField()
    count = models.BigIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    total__gte=from_units(-MAX_TOTAL_UNITS), total__lte=from_units(MAX_TOTAL_UNITS)
                ),
                name="%(class)s_in_range",
            )
        ]


class DailyTotal(Total):
    pk = models.CompositePrimaryKey("book", "currency", "type", "date", "category")
    date = models.DateField()

    class Meta(Total.Meta):
        # For sums over a few days in whatever currency, which the primary key's order cannot find.
        indexes = [models.Index(fields=["book", "date"], name="daily_total_by_date")]


class MonthlyTotal(Total):
    """`date` is the first of the month."""

    pk = models.CompositePrimaryKey("book", "currency", "type", "date", "category")
    date = models.DateField()
