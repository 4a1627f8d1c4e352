from django.contrib import admin

from budgets.models import Budget
from ledger.admin import ReadOnlyAdmin


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    list_display = ("category", "amount", "currency", "month", "book", "version")
    list_filter = ("currency",)
    list_select_related = ("category", "book")
