"""The application's columns with Django's own fields."""

from django.conf import settings
from django.db import models


class Category(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    emoji = models.CharField(max_length=32)


class Transaction(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.BigIntegerField(default=1)
    type = models.CharField(max_length=20, choices=[("expense", "expense"), ("income", "income")])
    amount = models.DecimalField(max_digits=15, decimal_places=2)
    currency = models.CharField(max_length=3)
    refund = models.BooleanField(default=False)
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT)
    date = models.DateField()
    description = models.CharField(max_length=255, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    external_id = models.CharField(max_length=255, null=True)  # noqa: DJ001
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-date", "-id"]
        # Without it a page of a million rows would sort them all.
        indexes = [models.Index(fields=["user", "date", "id"], name="plain_by_date")]
