"""What was recorded before there were imports is known again by them as well."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython

from tests.entries import record, record_all
from tests.imports.uploading import csv, looked_at, rows_of
from transactions.models import Transaction

NAMES = ("Coffee", "Café  du NORD", "", "Straße")
#: More than a piece, with all that a fingerprint is made of.
ROWS = [
    {
        "description": f"{NAMES[n % 4]} {n % 7}",
        "amount": Decimal(n % 9 + 1) / 4,
        "type": "income" if n % 5 == 0 else "expense",
        "refund": n % 5 == 1,
        "currency": ("USD", "EUR")[n % 2],
        "date": date(2000 + n % 30, n % 12 + 1, n % 28 + 1),
    }
    for n in range(1_050)
]


def migrate_rows():
    """As they are after the schema's part of the migration, through the models that there were."""
    loader = MigrationLoader(connection)
    migration = loader.get_migration_by_prefix("transactions", "0002")
    (step,) = [each for each in migration.operations if isinstance(each, RunPython)]
    Transaction.objects.update(fingerprint=0)
    step.code(loader.project_state([(migration.app_label, migration.name)]).apps, None)


def fingerprints():
    return dict(Transaction.objects.values_list("pk", "fingerprint"))


def test_it_gives_earlier_rows_the_fingerprints_of_new_ones(alice):
    record_all(alice, ROWS)
    new = fingerprints()
    assert len(new) == 1_050
    migrate_rows()
    assert fingerprints() == new


def test_it_finds_the_duplicates_of_earlier_rows(alice_client):
    row = record(alice_client, description="Coffee", amount="3.20", notes="Earlier")
    migrate_rows()
    (found,) = rows_of(alice_client, looked_at(alice_client, csv("2026-03-01,-3.20,coffee")))
    assert found["duplicate_of"] == row["id"]
