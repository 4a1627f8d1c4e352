"""Category: what money is earned or spent on, in one person's own words."""

from django.db import models

from common.text import KeyField
from ledger.models import OwnedModel
from ledger.querysets import OwnedQuerySet


class Category(OwnedModel):
    """`name_key` is the name as it is compared: Café, CAFÉ and a decomposed Café are one."""

    name = models.CharField(max_length=100)
    name_key = KeyField(max_length=400)
    emoji = models.CharField(max_length=32, default="")
    color = models.CharField(max_length=7, default="")
    description = models.CharField(max_length=255, default="")
    archived = models.BooleanField(default=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["book", "name_key"], name="category_name_is_unique"),
        ]
        indexes = [models.Index(fields=["book", "version", "id"], name="category_by_version")]

    def __str__(self) -> str:
        return self.name
