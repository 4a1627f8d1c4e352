from django.contrib import admin

from ledger.admin import ReadOnlyAdmin
from transactions.models import Transaction


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    list_display = ("date", "type", "amount", "currency", "category", "description", "book")
    list_filter = ("type", "currency")
    list_select_related = ("category", "book")
    date_hierarchy = "date"
