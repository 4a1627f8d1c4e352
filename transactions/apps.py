from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    name = "transactions"

    def ready(self) -> None:
        from ledger.resources import Reference, Resource, register
        from transactions.models import DailyTotal, MonthlyTotal, Transaction
        from transactions.moving import count_in_category, move_to_category
        from transactions.settling import settle

        fields = (
            "type",
            "amount",
            "currency",
            "refund",
            "category_id",
            "date",
            "description",
            "notes",
            "external_id",
            "created_at",
        )
        in_category = Reference("category", "transactions", count_in_category, move_to_category)
        register(
            Resource(
                "transaction",
                Transaction,
                fields,
                settle,
                derived=(DailyTotal, MonthlyTotal),
                references=(in_category,),
            )
        )
