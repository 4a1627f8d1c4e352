from django.contrib import admin

from categories.models import Category
from ledger.admin import ReadOnlyAdmin


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ("name", "emoji", "archived", "book", "version")
    search_fields = ("name",)
