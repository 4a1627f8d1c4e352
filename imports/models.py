"""Import: a file of somebody's bank on its way into the books, and what became of it.

Its rows are staged: each is what a transaction would be, with a verdict, so that they can be looked
at and corrected first, and booked by one statement for thousands of them. SavedMapping: what was
learnt of the files of one bank, kept for its next one.
"""

from django.db import models

from common.money import AmountField
from common.text import KeyField
from ledger.models import Book
from ledger.querysets import OwnedQuerySet

FORMATS = ("csv", "ofx", "qif", "camt", "jsonl")


class Status(models.TextChoices):
    """What moves (`reading`, `committing`, `undoing`) can be taken up where it stood."""

    READING = "reading"
    READY = "ready"
    COMMITTING = "committing"
    COMMITTED = "committed"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class Verdict(models.TextChoices):
    NEW = "new"
    DUPLICATE = "duplicate"
    INVALID = "invalid"


class Import(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    mapping = models.JSONField(null=True)
    #: What the mapping was concluded from where that was not plain, in sentences.
    reasons = models.JSONField(default=list)
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=10)
    failure = models.CharField(max_length=1000, default="")
    #: Whether it is to be committed as soon as it is read.
    commits = models.BooleanField(default=False)
    applies_suggestions = models.BooleanField(default=False)
    #: Whoever reads it, by a word of their own: who was taken for dead writes no more of it.
    reader = models.CharField(max_length=32, default="")
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    #: The last row that is committed, or taken back.
    done_to = models.PositiveIntegerField(default=0)
    #: Of the books, up to which nobody else has written since the duplicates were looked for.
    matched_version = models.BigIntegerField(default=0)
    #: Categories that were made for it.
    categories = models.JSONField(default=list)
    #: Transactions that stayed when it was undone, because they were edited.
    kept = models.JSONField(default=list)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Import {self.pk}"


class _OfImport(models.Model):
    """Clustered by its key on engines that do so; no number of its own."""

    pk = models.CompositePrimaryKey("book", "statement", "number")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Without a constraint, for which MySQL would want an index that does not start with the book.
    statement = models.ForeignKey(
        Import, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    number = models.PositiveIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class ImportPiece(_OfImport):
    """A piece of the file, compressed, for as long as it may be read again."""

    data = models.BinaryField()


class ImportRow(_OfImport):
    """`number` counts from 1; of an invalid row, what would be a transaction's is null or empty."""

    line = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=500, default="")
    duplicate_of = models.BigIntegerField(null=True)
    skip = models.BooleanField(default=False)
    force = models.BooleanField(default=False)
    date = models.DateField(null=True)
    amount = AmountField(null=True)
    currency = models.CharField(max_length=3, default="")
    type = models.CharField(max_length=20, default="")
    refund = models.BooleanField(default=False)
    category = models.CharField(max_length=100, default="")
    category_key = KeyField(max_length=400, default="")
    #: One of the books', meant by whoever corrected the row, or suggested by the history alone.
    category_number = models.BigIntegerField(null=True)
    is_suggested = models.BooleanField(default=False)
    #: In hundredths.
    suggestion_confidence = models.PositiveSmallIntegerField(null=True)
    suggestion_reason = models.CharField(max_length=200, default="")
    description = models.CharField(max_length=255, default="")
    notes = models.TextField(default="")
    search_text = models.TextField(default="")
    external_id = KeyField(max_length=255, null=True)
    fingerprint = models.BigIntegerField(default=0)
    #: Which one it is of those with its fingerprint in the file, from 1.
    nth = models.PositiveIntegerField(default=1)


class SavedMapping(models.Model):
    """What was learnt of files of this shape (a digest of their columns)."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+", db_index=False)
    shape = KeyField(max_length=64)
    #: A part of a mapping each: what the person said, and what the rows of a file made plain.
    corrections = models.JSONField(default=dict)
    sure = models.JSONField(default=dict)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "shape"], name="mapping_shape_is_unique"),
        ]

    def __str__(self) -> str:
        return f"Mapping {self.pk}"
