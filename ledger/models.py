"""The ledger: whose books they are, and everything that was ever done to them.

Book: what one person keeps; the owner of every row of the books. Operation: one thing done to a
book, in one database transaction. Change: what an operation did to one row. Tombstone: a row that
is gone. A version counts a book's operations; a row carries the version that last wrote it.
"""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone

from common.text import KeyField
from ledger.querysets import OwnedQuerySet


def new_epoch() -> str:
    return uuid.uuid4().hex


class Book(models.Model):
    """One person's books. `epoch` is new after a restore, so that no older ETag ever matches.

    Of what was done up to the version `pruned_to`, operations and tombstones may be gone.
    """

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="book"
    )
    version = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=32, default=new_epoch)
    pruned_to = models.BigIntegerField(default=0, db_default=0)
    currency = models.CharField(max_length=3, default="USD")
    timezone = models.CharField(max_length=64, default="UTC")

    def __str__(self) -> str:
        return f"Book {self.pk}"

    def today(self, now: datetime | None = None) -> date:
        """The calendar day in the book's time zone."""
        return (now or timezone.now()).astimezone(ZoneInfo(self.timezone)).date()


class Operation(models.Model):
    """One thing done to a book; its version is the book's after it.

    `key` is the client's Idempotency-Key (`c:`) or one of our own (`s:`): whoever runs a unit of
    work a second time, not knowing whether the first was committed, finds it by its key.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="operations")
    version = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    change_count = models.PositiveIntegerField(default=0, db_default=0)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = KeyField(max_length=260)
    fingerprint = models.CharField(max_length=64)
    answer_status = models.PositiveSmallIntegerField()
    answer_body = models.TextField()
    answer_location = models.CharField(max_length=200)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="undone_by"
    )
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "version"], name="operation_version_is_unique"),
            models.UniqueConstraint(fields=["book", "key"], name="operation_key_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Change(models.Model):
    """What an operation did to one row: the fields before and after, those alone that changed.

    `before` is null for a created row, `after` for a deleted one. What was done to many rows alike
    (a move) is one change with their ids in `rows`, instead of one `row`.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Without a constraint, for which MySQL would want an index that does not start with the book.
    operation = models.ForeignKey(
        Operation,
        on_delete=models.CASCADE,
        related_name="changes",
        db_index=False,
        db_constraint=False,
    )
    resource = models.CharField(max_length=20)
    row = models.BigIntegerField(null=True)
    rows = models.JSONField(null=True)
    count = models.PositiveIntegerField(default=1, db_default=1)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["book", "operation"], name="change_by_operation")]

    def __str__(self) -> str:
        return f"{self.resource} {self.row}"


class Tombstone(models.Model):
    """A row that is gone, so that clients who synchronise learn of it."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="tombstones")
    version = models.BigIntegerField()
    resource = models.CharField(max_length=20)
    row = models.BigIntegerField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["book", "version"], name="tombstone_by_version")]

    def __str__(self) -> str:
        return f"{self.resource} {self.row}"


class OwnedModel(models.Model):
    """A row of the books: it belongs to a book and carries the version that last wrote it."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.BigIntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True
