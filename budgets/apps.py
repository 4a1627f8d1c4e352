from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "budgets"

    def ready(self) -> None:
        from budgets.models import Budget
        from budgets.moving import count_in_category, move_to_category
        from budgets.rows import COLUMNS, NAMES, print_snapshot, write_row
        from ledger.resources import Reference, Resource, register

        in_category = Reference(
            "category", "budgets", "category_number", count_in_category, move_to_category
        )
        register(
            Resource(
                "budget",
                Budget,
                ("category_number", "amount", "currency", "month", "created_at"),
                references=(in_category,),
                columns=COLUMNS,
                names=NAMES,
                write_row=write_row,
                print_snapshot=print_snapshot,
            )
        )
