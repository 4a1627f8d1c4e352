from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    name = "categories"

    def ready(self) -> None:
        from categories.models import Category
        from categories.rows import COLUMNS, print_snapshot, write_row
        from ledger.resources import Resource, register

        register(
            Resource(
                "category",
                Category,
                ("name", "name_key", "emoji", "color", "description", "archived", "created_at"),
                columns=COLUMNS,
                names=COLUMNS,
                write_row=write_row,
                print_snapshot=print_snapshot,
            )
        )
