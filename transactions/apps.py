from django.apps import AppConfig


class TransactionsConfig(AppConfig):
    name = "transactions"

    def ready(self) -> None:
        from ledger.resources import Reference, Resource, register
        from transactions.models import DailyTotal, MonthlyTotal, Transaction
        from transactions.moving import count_in_category, move_to_category, take_back_move
        from transactions.recording import derive
        from transactions.rows import COLUMNS, NAMES, print_snapshot, write_row
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
            "fingerprint",
            "import_id",
            "import_row",
            "created_at",
        )
        in_category = Reference(
            "category", "transactions", "category_id", count_in_category, move_to_category
        )
        register(
            Resource(
                "transaction",
                Transaction,
                fields,
                settle,
                derived=(DailyTotal, MonthlyTotal),
                references=(in_category,),
                columns=COLUMNS,
                names=NAMES,
                write_row=write_row,
                derive=derive,
                print_snapshot=print_snapshot,
                take_back=take_back_move,
            )
        )
