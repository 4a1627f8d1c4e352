from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"

    def ready(self) -> None:
        from budgets.models import Budget
        from budgets.moving import count_in_category, move_to_category
        from ledger.resources import Reference, Resource, register

        fields = ("category_number", "amount", "currency", "month", "created_at")
        in_category = Reference("category", "budgets", count_in_category, move_to_category)
        register(Resource("budget", Budget, fields, references=(in_category,)))
