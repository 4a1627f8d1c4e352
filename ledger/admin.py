"""The books in Django's admin: to look at, never to change.

The admin wraps its views in `atomic()` and knows nothing of totals: a write there would bypass the
ledger.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ledger.models import Book, Operation


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """By what the page offers alone: a list that depends on a secret (`?password__startswith=`)
        tells it, letter by letter."""
        return lookup.partition("__")[0] in self.list_filter

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Book)
class BookAdmin(ReadOnlyAdmin):
    list_display = ("id", "owner", "currency", "timezone", "version")


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ("id", "book", "version", "kind", "actor", "created_at")
    list_filter = ("kind",)
    list_select_related = ("book", "actor")
    # The stored answer can hold what only its owner should read.
    fields = ("book", "version", "kind", "actor", "undoes", "created_at")
    readonly_fields = fields
