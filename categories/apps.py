from django.apps import AppConfig


class CategoriesConfig(AppConfig):
    name = "categories"

    def ready(self) -> None:
        from categories.models import Category
        from ledger.resources import Resource, register

        fields = ("name", "name_key", "emoji", "color", "description", "archived", "created_at")
        register(Resource("category", Category, fields))
